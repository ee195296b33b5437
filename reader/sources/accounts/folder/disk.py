"""The shared folder's files: what is done to them, and how much of them is ever read."""

import errno
import os
import re
import stat
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

MOST_FILES = 10_000
"""Files with names of ours that are looked at; however many others lie beside them, none is passed over."""

MOST_LOGS = 1_000
"""Files of machines that are read."""

LARGEST_LOG = 64 << 20
"""Bytes of a machine's file that are read: two million marks."""

LARGEST_FOLDER = 1 << 30
"""Bytes of all files of machines together that are read."""

CHUNK = 1 << 18
"""Bytes that are read at a time."""

_LOG = re.compile(r"([a-z0-9]{8})-([0-9]{1,9})(?![0-9])(.*)\.log", re.DOTALL)

_OURS = re.compile(r"[a-z0-9]{8}(?:-.*\.log|\.json)", re.DOTALL)
"""Names that machines' files have, and copies of them."""


class File(NamedTuple):
    """A file of the folder as its listing shows it."""

    name: str
    size: int
    changed: int
    """When it was last written, in nanoseconds."""


class Log(NamedTuple):
    """A machine's file: of its present generation, of a former one, or a copy that a program made."""

    file: File
    machine: str
    generation: int


class Written(NamedTuple):
    """How a file is after it was written."""

    size: int
    crc: int
    changed: int


class Disk(Protocol):
    """What is done to the folder's files. Everything raises `OSError`."""

    def files(self) -> list[File]:
        """Return the plain files of the folder."""
        ...

    def read(self, name: str, start: int = 0) -> Iterator[bytes]:
        """Yield a file's bytes from there, at most `LARGEST_LOG` of the whole file."""
        ...

    def append(self, name: str, size: int, crc: int, data: bytes) -> Written:
        """Append to a file that has this size and CRC32, and have the disk keep it."""
        ...

    def create(self, name: str, pieces: Iterable[bytes]) -> Written:
        """Write a file that appears under its name whole or not at all."""
        ...

    def delete(self, name: str) -> None:
        """Delete a file, where it is there."""
        ...


def log_name(machine: str, generation: int) -> str:
    """Return the name of a machine's file."""
    return f"{machine}-{generation}.log"


def machine_of(name: str) -> str:
    """Return the id of the machine whose file this is."""
    return name[:8]


def logs(files: Iterable[File]) -> list[Log]:
    """Return the files of machines; foreign names are left out, and of too many the largest."""
    found = ((file, _LOG.fullmatch(file.name)) for file in files)
    known = [Log(file, match[1], int(match[2])) for file, match in found if match]
    kept, size = [], 0
    for log in sorted(known, key=lambda log: log.file.size)[:MOST_LOGS]:
        size += min(log.file.size, LARGEST_LOG)
        if size > LARGEST_FOLDER:
            break
        kept.append(log)
    return sorted(kept)


class RealDisk:
    """A folder of the file system."""

    def __init__(self, folder: Path) -> None:
        """The folder need not be there yet: what is done to it says so then."""
        self._folder = folder

    def files(self) -> list[File]:
        """Return the plain files of the folder with names of ours: no links, no devices. Raises `OSError`."""
        found = []
        with os.scandir(self._folder) as entries:
            ours = (entry for entry in entries if _OURS.fullmatch(entry.name))
            for entry, _ in zip(ours, range(MOST_FILES), strict=False):
                with suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(status.st_mode):
                        found.append(File(entry.name, status.st_size, status.st_mtime_ns))
        return found

    def read(self, name: str, start: int = 0) -> Iterator[bytes]:
        """Yield a file's bytes from there, at most `LARGEST_LOG` of the whole file. Raises `OSError`."""
        descriptor = self._open(name, os.O_RDONLY)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            file.seek(start)
            left = LARGEST_LOG - start
            while left > 0 and (piece := file.read(min(CHUNK, left))):
                left -= len(piece)
                yield piece

    def append(self, name: str, size: int, crc: int, data: bytes) -> Written:
        """Append to a file that has this size and CRC32, and have the disk keep it. Raises `OSError`.

        What could only be written in part is taken away again.
        """
        descriptor = self._open(name, os.O_WRONLY | os.O_APPEND)
        try:
            if os.fstat(descriptor).st_size != size:
                raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), name)
            try:
                _write_all(descriptor, data)
                os.fsync(descriptor)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(descriptor, size)
                raise
            return Written(size + len(data), zlib.crc32(data, crc), os.fstat(descriptor).st_mtime_ns)
        finally:
            os.close(descriptor)

    def create(self, name: str, pieces: Iterable[bytes]) -> Written:
        """Write a file that appears under its name whole or not at all. Raises `OSError`."""
        unfinished = self._folder / f".{name}.new-{os.getpid()}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        size = crc = 0
        descriptor = os.open(unfinished, flags, 0o600)
        try:
            try:
                for piece in pieces:
                    _write_all(descriptor, piece)
                    size, crc = size + len(piece), zlib.crc32(piece, crc)
                os.fsync(descriptor)
                changed = os.fstat(descriptor).st_mtime_ns
            finally:
                os.close(descriptor)
            unfinished.replace(self._folder / name)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink()
            raise
        self._keep_names()
        return Written(size, crc, changed)

    def delete(self, name: str) -> None:
        """Delete a file, where it is there. Raises `OSError`."""
        (self._folder / name).unlink(missing_ok=True)

    def _open(self, name: str, flags: int) -> int:
        """Open a plain file; a FIFO or a link that took its name meanwhile is refused."""
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(self._folder / name, flags)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(errno.EINVAL, "this is no plain file", name)
        return descriptor

    def _keep_names(self) -> None:
        """Have the disk keep the folder's names, where folders can be opened."""
        with suppress(OSError):
            descriptor = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
