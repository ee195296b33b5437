"""The bytes that saved articles were made from, kept by their hash, and files written whole or not at all."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from reader.config import Paths


def kept_file(paths: Paths, digest: str) -> Path:
    """Where the bytes with this SHA-256 lie."""
    return paths.files / digest[:2] / digest[2:]


def keep_file(paths: Paths, data: bytes) -> str:
    """Keeps the bytes and returns their SHA-256; the same bytes are kept once."""
    digest = hashlib.sha256(data).hexdigest()
    place = kept_file(paths, digest)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(place, data)
    return digest


def write_whole(place: Path, data: bytes) -> None:
    """Writes the file so that there is the old one or the new one at any moment, never half of it.

    A symbolic link in its place is replaced, never followed. Raises `OSError`.
    """
    number, name = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:  # cancellation too must leave no half file behind
        with suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Puts the folder's entries on the disk, where the system lets a folder be opened."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
