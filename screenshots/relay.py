"""Runs a command in the terminal that it was started in, types keys into it, and says when all is quiet.

`python screenshots/relay.py READY KEYS COMMAND...`: KEYS are words with spaces between, as Textual names
keys; the file READY is made once nothing has come from the command for a while after the last key.
"""

import fcntl
import os
import pty
import select
import sys
import termios
import tty
from pathlib import Path

QUIET_SECONDS = 1.0
"""Seconds without a word after which the command has done what it was told."""

LONGEST_SECONDS = 60.0
"""Seconds after which the command is taken to be quiet although it goes on."""

NAMES = {
    "enter": "\r", "escape": "\x1b", "space": " ", "tab": "\t", "slash": "/", "question_mark": "?",
    "down": "\x1b[B", "backslash": "\\",
}  # fmt: skip


def relay(terminal: int, seconds: float) -> bool:
    """Passes on what comes from both sides. Returns whether something came from the command."""
    ready, _, _ = select.select([terminal, sys.stdin.fileno()], [], [], seconds)
    if sys.stdin.fileno() in ready:
        os.write(terminal, os.read(sys.stdin.fileno(), 4096))
    if terminal in ready:
        data = os.read(terminal, 65_536)
        while data:
            data = data[os.write(sys.stdout.fileno(), data) :]
        return True
    return False


def until_quiet(terminal: int) -> None:
    spent = 0.0
    while spent < LONGEST_SECONDS and relay(terminal, QUIET_SECONDS):
        spent += 0.01
    while relay(terminal, 0):
        pass


def main() -> None:
    ready, keys, *command = sys.argv[1:]
    size = fcntl.ioctl(sys.stdin, termios.TIOCGWINSZ, b"\0" * 8)
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
    tty.setraw(sys.stdin.fileno())
    for _ in range(4):  # a start has pauses
        until_quiet(terminal)
    for key in keys.split():
        os.write(terminal, NAMES.get(key, key).encode())
        until_quiet(terminal)
    Path(ready).touch()
    while True:
        relay(terminal, 10)


if __name__ == "__main__":
    main()
