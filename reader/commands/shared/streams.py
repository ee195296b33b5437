"""Standard output and error as commands find them: closed, or in an encoding that has few characters."""

import io
import os
import sys
from typing import TextIO

from reader.commands import FAILED


class Closed(io.RawIOBase):
    """What stands in place of a stream that was closed before the program began. It takes anything."""

    lost = False
    """Whether something was written to it."""

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def write(self, data: object, /) -> int:
        """Take bytes and lose them."""
        self.lost = True
        return len(memoryview(data))  # type: ignore[arg-type]  # text streams give bytes only


def make_usable() -> "Closed | None":
    """Make both streams usable, so that no command fails on them.

    What an encoding cannot write is replaced. Returns what stands for a standard output that is closed.
    """
    closed = None
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream: TextIO | None = getattr(sys, name)
        if stream is None:
            instead = Closed()
            _occupy(number)
            setattr(sys, name, io.TextIOWrapper(io.BufferedWriter(instead), "utf-8", write_through=True))
            closed = instead if name == "stdout" else closed
        elif isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")
    return closed


def _occupy(number: int) -> None:
    """Open nothing under the number of a closed stream: a file opened there would get what others print."""
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)


def code_after(code: int, closed: Closed | None) -> int:
    """Return the exit code of a command; output that had nowhere to go is said, and a failure."""
    if closed is None:
        return code
    sys.stdout.flush()
    if not closed.lost:
        return code
    print("newsreader: the output cannot be written: it is closed", file=sys.stderr)
    return code or FAILED
