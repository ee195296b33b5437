"""The bytes that saved articles were made from, kept by their hash, and files written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from reader.config import Paths
from reader.folders import private_folder


def kept_file(paths: Paths, digest: str) -> Path:
    """Return the path of the bytes with this SHA-256 (hexadecimal digits)."""
    return paths.files / digest[:2] / digest[2:]


def keep_file(paths: Paths, data: bytes) -> str:
    """Keep bytes; the same bytes are kept once. Returns their SHA-256. Raises `OSError`."""
    import hashlib  # it brings OpenSSL, and few commands keep files

    digest = hashlib.sha256(data).hexdigest()
    path = kept_file(paths, digest)
    if not path.exists():
        private_folder(path.parent)
        write_whole(path, data)
    return digest


def write_whole(path: Path, data: bytes, *, rights: int | None = None) -> None:
    """Write a file so that at any moment the old one or the new one is there, never half of it.

    A symbolic link in its place is replaced, never followed. `rights`: who may do what with it; None: its
    owner alone may read and write it. Raises `OSError`.
    """
    with _written_beside(path, data) as written:
        if rights is not None:
            written.chmod(rights)
        written.replace(path)
    sync_folder(path.parent)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written, which takes its place when the `with` block ends well, else never.

    Only its owner can read it. A symbolic link in its place is replaced; a pipe or a device is written to as
    it is. Raises `OSError`.
    """
    if _is_written_through(path):
        with path.open("wb") as file:
            yield file
        return
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{os.getpid()}-", suffix=".tmp")
    try:
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        with suppress(OSError):
            Path(name).unlink()
    sync_folder(path.parent)


@contextmanager
def _written_beside(path: Path, data: bytes) -> Iterator[Path]:
    """Write the data to the disk, in a file beside `path` that is gone when the `with` block ends.

    The file's name tells the process, so that what a kill leaves can be told from what is being written.
    """
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{os.getpid()}-", suffix=".tmp")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        with suppress(OSError):
            Path(name).unlink()


def write_output(path: Path, data: bytes) -> None:
    """Write a file that the reader names, whole or not at all; a pipe or a device is written to as it is.

    Raises `OSError`.
    """
    if _is_written_through(path):
        with path.open("wb") as file:
            file.write(data)
    else:
        write_whole(path, data)


def _is_written_through(path: Path) -> bool:
    """Return whether a path is a pipe, a device, or the system's name of an open file as `/dev/stdout`.

    To put a file in its place would take it from all programs.
    """
    folder = path.absolute().parent.resolve()
    of_system = folder == Path("/dev") or folder.is_relative_to("/proc")
    return path.exists() and (of_system or not path.is_file())


def write_new(path: Path, data: bytes) -> None:
    """Write a file as `write_whole` does, if there is nothing of that name yet, not even a broken link.

    Raises `FileExistsError`, and `OSError`.
    """
    with _written_beside(path, data) as written:
        try:
            path.hardlink_to(written)
        except FileExistsError:
            raise
        except OSError:  # some file systems know no second names
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            written.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Write a folder's entries to the disk, where the system lets a folder be opened."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
