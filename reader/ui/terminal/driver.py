"""Textual's driver of terminals, that also asks for the ground of the terminal and hears the answer."""

import fcntl
import os
import select
import selectors
import struct
import sys
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import monotonic
from typing import Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.message import Message

from reader.ui.terminal.replies import ASK_GROUND, ESCAPE, FOLLOW, UNFOLLOW, Drawing, Ground, Replies
from reader.ui.text.direction import Direction
from reader.ui.text.signs import is_plain

SHOW_CURSOR = "\x1b[?25h"

TICK_SECONDS = 0.1
"""Seconds between two looks whether an escape was the key, where nothing else comes."""


EXPLICIT, IMPLICIT = "\x1b[8l\x1b[2J", "\x1b[8h"
"""Leave the order of text from right to left to the program, and to the terminal (ECMA-48, BDSM).

Lines that are there already stay as they are until they are erased.
"""


class GroundReported(Message):
    """The terminal said what its ground is, because it was asked or because that changed."""

    def __init__(self, dark: bool) -> None:
        super().__init__()
        self.dark = dark


class DrawingReported(Message):
    """The terminal said something of the pictures that it draws."""

    def __init__(self, said: Drawing) -> None:
        super().__init__()
        self.said = said


class ReaderParser(XTermParser):
    """Reads keys, the mouse and what is pasted, and what the terminal says by itself."""

    def __init__(self, debug: bool = False) -> None:
        self._replies = Replies(monotonic())
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """Yield what came."""
        if not data:  # this is how the end is told
            yield from super().feed(data)
            return
        for piece in self._replies.feed(data, monotonic()):
            if isinstance(piece, Ground):
                yield GroundReported(piece.dark)
            elif not isinstance(piece, str):
                yield DrawingReported(piece)
            elif piece:
                yield from super().feed(piece)

    def tick(self) -> Iterable[Message]:
        """Yield what need not be waited on any more."""
        held = self._replies.tick(monotonic())
        if held == ESCAPE:
            yield Key("escape", ESCAPE)
        elif held:
            yield from super().feed(held)
        yield from super().tick()


class ReaderDriver(LinuxDriver):
    """The terminal of a Unix system."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        """Write to the terminal; standard error, which Textual writes to, may be a file."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.farewell: Callable[[], str] = lambda: ""
        """Returns what takes away what is not text, when the terminal is left."""
        if sys.__stderr__ is None or not sys.__stderr__.isatty():
            self._file = sys.__stdout__

    def start_application_mode(self) -> None:
        """Take the terminal, and ask for its ground; the answer is heard whenever it comes."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self.input_tty and self._writer_thread is not None:
            self.write(ASK_GROUND + FOLLOW + (SHOW_CURSOR if is_plain() else ""))
            if self._leaves_order:
                self.write(EXPLICIT)
            self.flush()

    def stop_application_mode(self) -> None:
        """Leave the terminal as it was."""
        self.write(self.farewell() + UNFOLLOW + (IMPLICIT if self._leaves_order else ""))
        super().stop_application_mode()

    @property
    def is_behind(self) -> bool:
        """Whether something that was painted waits for a line that is slower."""
        writer = self._writer_thread
        if writer is None:
            return False
        with suppress(OSError, ValueError):
            return bool(writer._queue.qsize()) or not select.select([], [writer.fileno()], [], 0)[1]
        return False

    def ask(self, question: str) -> None:
        """Ask the terminal something, where there is one that may answer."""
        if self.input_tty and self._writer_thread is not None:
            self.write(question)
            self.flush()

    @property
    def cell(self) -> tuple[int, int]:
        """The pixels of a cell's width and height; zeros where the terminal does not tell the system."""
        with suppress(OSError):
            facts = fcntl.ioctl(self.fileno, termios.TIOCGWINSZ, bytes(8))
            lines, columns, width, height = struct.unpack("HHHH", facts)
            return width // max(1, columns), height // max(1, lines)
        return 0, 0

    @property
    def _leaves_order(self) -> bool:
        """Whether the terminal is told that text from right to left is put in order here."""
        direction = getattr(self._app, "direction", None)
        return isinstance(direction, Direction) and direction.explicit

    def run_input_thread(self) -> None:
        """Read what comes until the program ends. What is no UTF-8 stays harmless."""
        parser = ReaderParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(TICK_SECONDS) and (text := decode(self._read())):
                    for message in parser.feed(text):
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _read(self) -> bytes:
        """Read what came; nothing from a terminal that is gone, which would be ready again at once."""
        data = b""
        with suppress(OSError):
            data = os.read(self.fileno, 4096)
        if not data:
            self.exit_event.wait(TICK_SECONDS)
        return data
