"""The contents of saved and starred articles in a shared folder: files by their hash, each written once."""

import hashlib
import re
import sys
from collections.abc import Collection
from pathlib import Path

from reader.library.library import Library
from reader.sources.accounts.folder.disk import RealDisk
from reader.store.transfer import carried

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LARGEST = 64 << 20
"""Bytes of an article's content at most."""

LEVEL = 9
"""How well contents are compressed: each is written once, and carried to every machine."""


def put(library: Library, path: Path, kinds: Collection[str]) -> None:
    """Write the contents that no machine has carried yet. Raises `OSError` and `StoreError`."""
    for id in carried.to_be_carried(library.db, kinds):
        data = carried.content(library.db, id)
        if data is None or len(data) > LARGEST:
            continue
        digest = hashlib.sha256(data).hexdigest()
        file = _file(path, digest)
        if not file.exists():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            RealDisk(file.parent).create(file.name, [zstd.compress(data, LEVEL)])
        carried.say_carried(library.db, id, digest)


def get(library: Library, path: Path, kinds: Collection[str]) -> int:
    """Keep the articles whose contents are there, and that are not here. Returns how many.

    A file that is not there yet, or not what its name says, is passed over: it may come with the next sync.
    Raises `StoreError`.
    """
    count = 0
    for digest in carried.to_be_fetched(library.db, kinds):
        try:
            count += carried.keep(library.db, _content(path, digest), library.clock())
        except (OSError, ValueError, zstd.ZstdError):
            continue
    return count


def _file(path: Path, digest: str) -> Path:
    """Return where a content is."""
    return path / "files" / digest[:2] / f"{digest}.zst"


def _content(path: Path, digest: str) -> bytes:
    """Return a content. Raises `OSError`, `ValueError` and `ZstdError`."""
    if not re.fullmatch("[0-9a-f]{64}", digest):
        raise ValueError("this is no hash")
    file = _file(path, digest)
    packed = b"".join(RealDisk(file.parent).read(file.name))
    decompressor = zstd.ZstdDecompressor()
    data = decompressor.decompress(packed, max_length=LARGEST)
    if not decompressor.eof or hashlib.sha256(data).hexdigest() != digest:
        raise ValueError("this is not what its name says")
    return data
