"""Runs a command in the terminal that it was started in, types keys into it, and says when all is quiet.

`python screenshots/relay.py FOLDER COMMAND...`: the file `keys` in the folder gets a line for each key, as
Textual names them; the file `done` gets one for the start and for each key after which the screen was quiet.
"""

import fcntl
import os
import pty
import select
import sys
import termios
import time
import tty
from pathlib import Path

QUIET_SECONDS = 0.7
"""Seconds without a word after which the command has done what it was told."""

START_SECONDS = 3.0
"""The same at the start, which has longer pauses."""

LONGEST_SECONDS = 60.0
"""Seconds after which the command is taken to be quiet although it goes on."""

NOT_LOOKED_AT = b"\x1b[O"
"""What a terminal says when its window has no keys, as it has none on a display without a window manager."""

NAMES = {
    "enter": "\r", "escape": "\x1b", "space": " ", "tab": "\t", "slash": "/", "question_mark": "?",
    "down": "\x1b[B", "backslash": "\\",
}  # fmt: skip


def relay(terminal: int, seconds: float) -> bool:
    """Passes on what comes from both sides. Returns whether something came from the command."""
    ready, _, _ = select.select([terminal, sys.stdin.fileno()], [], [], seconds)
    if sys.stdin.fileno() in ready:
        os.write(terminal, os.read(sys.stdin.fileno(), 4096).replace(NOT_LOOKED_AT, b""))
    if terminal not in ready:
        return sys.stdin.fileno() in ready
    data = os.read(terminal, 65_536)
    while data:
        data = data[os.write(sys.stdout.fileno(), data) :]
    return True


def until_quiet(terminal: int, seconds: float) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until and relay(terminal, seconds):
        pass


def main() -> None:
    folder, command = Path(sys.argv[1]), sys.argv[2:]
    keys, done = folder / "keys", folder / "done"
    size = fcntl.ioctl(sys.stdin, termios.TIOCGWINSZ, b"\0" * 8)
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
    tty.setraw(sys.stdin.fileno())
    until_quiet(terminal, START_SECONDS)
    pressed = 0
    done.write_text("start\n")
    while True:
        relay(terminal, 0.05)
        given = keys.read_text().split("\n")[:-1] if keys.exists() else []
        for key in given[pressed:]:
            os.write(terminal, NAMES.get(key, key).encode())
            until_quiet(terminal, QUIET_SECONDS)
            with done.open("a") as file:
                file.write(f"{key}\n")
        pressed = len(given)


if __name__ == "__main__":
    main()
