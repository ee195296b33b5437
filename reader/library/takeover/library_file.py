"""A whole library in one file, with all marks, for another machine.

The file is a line that says what it is, then frames, each its length in four bytes and a record
(`store.transfer`), all of them compressed. It may come from anybody: frames, records and the whole have
bounds, and nothing in it names a place to write to.
"""

import hashlib
import os
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from reader.library.files import keep_file, whole_file
from reader.library.library import Library
from reader.store.transfer.reading import records
from reader.store.transfer.records import AnyRecord, FileRecord, decoder, encoder

MAGIC = b"newsreader-library-1\n"
"""The beginning of the file."""

PIECE = 1 << 20
"""Bytes of a kept file in one record, and bytes that are read at once."""

LARGEST_FRAME = 256 << 20
"""Bytes of a record at most: an article with its former versions."""

LARGEST_FILE = 200 << 20
"""Bytes of a kept file at most."""

EXPANSION = 200
"""How many times its size a file may have when it is read; the least that is allowed is `LEAST`."""

LEAST = 256 << 20


class UnusableFile(Exception):
    """The file is no whole library; `str()` says why, in words."""


def write_library(library: Library, path: Path, lost: Callable[[str], None]) -> int:
    """Write the library to a file, whole or not at all. Returns the number of records; raises `OSError`.

    Only its owner can read it, as feeds have their passwords in it. `lost` is told what is damaged.
    """
    with whole_file(path) as file:
        return _write(library, file, lost)


def _write(library: Library, file: BinaryIO, lost: Callable[[str], None]) -> int:
    file.write(MAGIC)
    deflate = zlib.compressobj(6, wbits=31)
    count = 0
    for record in _all(library, lost):
        packed = encoder.encode(record)
        file.write(deflate.compress(len(packed).to_bytes(4, "little") + packed))
        count += 1
    file.write(deflate.flush())
    return count


def _all(library: Library, lost: Callable[[str], None]) -> Iterator[msgspec.Struct]:
    yield from records(library.db, lost)
    for path in sorted(library.paths.files.glob("??/*")):
        digest = path.parent.name + path.name
        if re.fullmatch("[0-9a-f]{64}", digest) and path.is_file():
            yield from _pieces(path, digest)


def _pieces(path: Path, digest: str) -> Iterator[FileRecord]:
    with path.open("rb") as file:
        piece = file.read(PIECE)
        while piece:
            following = file.read(PIECE)
            yield FileRecord(digest, piece, not following)
            piece = following


def read_library(file: BinaryIO) -> Iterator[AnyRecord | None]:
    """Yield the records of a file, and None for one that no library can have.

    Raises `UnusableFile` where the file is damaged, or is more than it may be.
    """
    if file.read(len(MAGIC)) != MAGIC:
        raise UnusableFile("it is no library")
    size = os.fstat(file.fileno()).st_size
    for frame in _frames(_inflated(file, max(LEAST, size * EXPANSION))):
        try:
            yield decoder.decode(frame)
        except msgspec.ValidationError:
            yield None
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise UnusableFile(f"it is damaged: {error}") from None


def _inflated(file: BinaryIO, most: int) -> Iterator[bytes]:
    inflate, total = zlib.decompressobj(wbits=31), 0
    try:
        while not inflate.eof:
            data = inflate.unconsumed_tail or file.read(PIECE)
            if not data:
                raise UnusableFile("it is damaged: it ends too early")
            found = inflate.decompress(data, PIECE)
            total += len(found)
            if total > most:
                raise UnusableFile("it becomes larger than any library of its size")
            yield found
    except zlib.error as error:
        raise UnusableFile(f"it is damaged: {error}") from None


def _frames(pieces: Iterator[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= 4:
            length = int.from_bytes(waiting[:4], "little")
            if length > LARGEST_FRAME:
                raise UnusableFile("it is damaged: a record is too large")
            if len(waiting) < 4 + length:
                break
            yield bytes(waiting[4 : 4 + length])
            del waiting[: 4 + length]
    if waiting:
        raise UnusableFile("it is damaged: it ends too early")


class KeptFiles:
    """Puts pieces of files together, and keeps those whose bytes are what their name says."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._digest, self._data = "", bytearray()

    def add(self, record: FileRecord) -> None:
        """Take in the next piece. Raises `UnusableFile` and `OSError`."""
        if record.digest != self._digest:
            self._digest, self._data = record.digest, bytearray()
        self._data += record.data
        if len(self._data) > LARGEST_FILE:
            raise UnusableFile("it is damaged: a file in it is too large")
        if record.last:
            if hashlib.sha256(self._data).hexdigest() == record.digest:
                keep_file(self._library.paths, bytes(self._data))
            self._data = bytearray()
