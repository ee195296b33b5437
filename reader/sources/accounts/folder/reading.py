"""Reading a machine's file from where it was read last, whatever became of it meanwhile."""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from reader.entries import Entry
from reader.sources.accounts.folder.disk import Disk, File, Log
from reader.sources.accounts.folder.lines import LONGEST, decoded


class Position(NamedTuple):
    """How far a file was read."""

    size: int
    changed: int
    """The size and the time of the file when it was last looked at."""
    offset: int
    """Up to where every line was whole."""
    crc: int
    """The CRC32 of the part up to there."""


class Reading:
    """One reading of a file: yields entries, and knows its position in the end."""

    def __init__(self, disk: Disk, log: Log, position: Position | None) -> None:
        """`position`: where the last reading ended; None where there was none."""
        self._disk, self._log = disk, log
        self.offset, self.crc = _start(disk, log.file, position)
        self.anew = position is not None and self.offset < position.offset
        """Whether the file is read from its beginning, as it is another than it was."""
        self.whole = True
        """Whether all lines so far were whole; a line at the end that is not finished is not."""

    def position(self) -> Position:
        """Return where the next reading begins."""
        return Position(self._log.file.size, self._log.file.changed, self.offset, self.crc)

    def entries(self) -> Iterator[list[Entry]]:
        """Yield the entries of each line that is whole. Raises `OSError`."""
        for line in _lines(self._disk.read(self._log.file.name, self.offset)):
            found = None if line is None else decoded(line, self._log.machine)
            if line is None or found is None:
                self.whole = False
                continue
            if self.whole:
                self.offset += len(line) + 1
                self.crc = zlib.crc32(b"\n", zlib.crc32(line, self.crc))
            if found:
                yield found


def is_unchanged(file: File, position: Position | None) -> bool:
    """Return whether a file looks as it did when it was read last."""
    return position is not None and (file.size, file.changed) == (position.size, position.changed)


def _start(disk: Disk, file: File, position: Position | None) -> tuple[int, int]:
    """Return from where to read on, and the CRC32 of what is before it."""
    if position is None or file.size < position.offset:
        return 0, 0
    if prefix_crc(disk, file.name, position.offset) != position.crc:
        return 0, 0
    return position.offset, position.crc


def prefix_crc(disk: Disk, name: str, size: int) -> int | None:
    """Return the CRC32 of a file's first bytes; None where it is shorter. Raises `OSError`."""
    crc, left = 0, size
    if not left:
        return 0
    for piece in disk.read(name):
        crc = zlib.crc32(piece[:left], crc)
        left -= len(piece)
        if left <= 0:
            return crc
    return None


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes | None]:
    """Yield the lines without their ends; None for one that is too long, and for one that has no end."""
    rest, too_long = b"", False
    for piece in pieces:
        *ended, rest = (rest + piece).split(b"\n")
        for line in ended:
            yield None if too_long or len(line) > LONGEST else line
            too_long = False
        if len(rest) > LONGEST:
            rest, too_long = b"", True
    if rest or too_long:
        yield None
