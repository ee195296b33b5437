"""A program in a pseudo-terminal whose screen can be read: for the few tests that want the whole program."""

import codecs
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 60.0
"""Seconds after which something that should have come is missing."""


class Terminal:
    """Runs the command on a screen of its own; what it wrote is in `raw`, what it shows in `text`."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], columns: int = 100, lines: int = 30
    ):
        self.raw = bytearray()
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):  # which nohup and `&` have ignored
                signal.signal(number, signal.SIG_DFL)
            # Where these are set, they count for more than the terminal's own size.
            others = {name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES")}
            os.execvpe(
                command[0], list(command), {**others, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            )
        self.resize(columns, lines)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._terminal)

    @property
    def text(self) -> str:
        screen = self._screen  # whose own `display` fails where half of a wide character was written over
        return "\n".join(
            "".join(screen.buffer[y][x].data for x in range(screen.columns)) for y in range(screen.lines)
        )

    @property
    def cursor(self) -> tuple[int, int]:
        """The column and the line of the cursor."""
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def is_cursor_hidden(self) -> bool:
        """Whether the cursor cannot be seen."""
        return bool(self._screen.cursor.hidden)

    def ground_at(self, column: int, line: int) -> str:
        """The ground of a cell, as `15171c`, or the name of one of the terminal's own colours."""
        return str(self._screen.buffer[line][column].bg)

    @property
    def cells(self) -> list[list[pyte.screens.Char]]:
        """All that the screen shows, with colours and attributes."""
        screen = self._screen
        return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]

    def send(self, keys: str) -> None:
        self.send_bytes(keys.encode())

    def send_bytes(self, data: bytes) -> None:
        os.write(self._terminal, data)

    def resize(self, columns: int, lines: int) -> None:
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    @property
    def size(self) -> tuple[int, int]:
        """The columns and lines of which the program is told."""
        told = fcntl.ioctl(self._terminal, termios.TIOCGWINSZ, bytes(8))
        lines, columns, *_ = struct.unpack("HHHH", told)
        return columns, lines

    def wait_for(self, sight: str | Callable[[str], bool]) -> float:
        """Seconds until the screen showed the text, or the sight was true; fails if it never does."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            if sight in self.text if isinstance(sight, str) else sight(self.text):
                seconds = time.monotonic() - begun
                self._read_on()
                return seconds
            if not self._read(0.1) and self._ended():
                break
        raise AssertionError(f"never saw {sight!r}; the screen shows:\n{self.text}")

    def _read_on(self) -> None:
        """Read the rest of a painting, of which only the first lines may have come."""
        for _ in range(20):
            if not self._read(0.01):
                return

    def exit_code(self) -> int:
        """The exit code, once the program has ended; 128 and the signal's number if one ended it."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            self._read(0.05)
            if self._ended():
                while self._read(0):  # its last words may have come since
                    pass
                return self._code
        raise AssertionError(f"it did not end; the screen shows:\n{self.text}")

    @property
    def is_cooked(self) -> bool:
        """Whether the terminal echoes and takes whole lines, as a shell wants it."""
        wanted = termios.ICANON | termios.ECHO | termios.ISIG
        return termios.tcgetattr(self._terminal)[3] & wanted == wanted

    def forget(self) -> None:
        """Blanks the screen: what it shows from here on was drawn anew."""
        self._screen.reset()
        self.raw.clear()

    def wait_until_stopped(self) -> None:
        """Waits until the program is suspended; fails if it never is."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            self._read(0.05)
            done, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
            if done:
                assert os.WIFSTOPPED(status), f"it ended: {status}"
                while self._read(0):  # its last words may have come since
                    pass
                return
        raise AssertionError(f"it was not suspended; the screen shows:\n{self.text}")

    def settle(self, seconds: float = 0.2) -> None:
        """Waits until nothing has been written for a while."""
        while self._read(seconds):
            pass

    def _read(self, seconds: float) -> bool:
        """Whether something came."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._terminal, 65_536)
        except OSError:  # Linux says EIO when the program has closed its side
            return False
        self.raw += data
        self._stream.feed(self._decoder.decode(data))
        return bool(data)

    def _ended(self) -> bool:
        if self.pid:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                code = os.waitstatus_to_exitcode(status)
                self.pid, self._code = 0, code if code >= 0 else 128 - code
        return not self.pid
