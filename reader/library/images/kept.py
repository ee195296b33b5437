"""The pictures that are kept, each in a file by the hash of its address.

They are in the cache folder: each can be fetched again, or read again from the file that carries it, so that
neither backups nor exports need them, and whoever wants the room may delete them at any time.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from reader.config import Paths
from reader.document.blocks import Document
from reader.document.pictures.picture import Picture, RowsKind
from reader.folders import private_folder
from reader.library.files import write_whole

VERSION = 1
"""The version of what is kept; what an older one kept is made again."""

MOST_BYTES = 500_000_000
"""Bytes that all kept pictures may take; the oldest go first."""

MOST = 60
"""Pictures of one article that are fetched at most."""

WEB = ("http://", "https://")
"""How the addresses of pictures begin that are asked of the network."""

GRAPHICS = ".png"
"""The ending of the file with what terminals with graphics get, beside the one with cells."""


class Drawn(NamedTuple):
    """How a picture is drawn row by row, how large, and by which terminal."""

    kind: RowsKind
    """How its rows are drawn."""
    columns: int
    """Cells of its width."""
    rows: int
    """Cells of its height."""
    cell: tuple[int, int]
    """Pixels of a cell's width and height."""
    colours: int
    """How many colours the terminal has."""


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """A picture, or why there is none."""

    version: int
    """`VERSION` of the code that kept it."""
    at: int
    """When it was kept, UTC seconds."""
    picture: Picture | None = None
    """The picture; None where it could not be had."""
    failure: str = ""
    """Why it could not be had, in a few words."""


_decoder = msgspec.msgpack.Decoder(Kept)
_encode = msgspec.msgpack.Encoder().encode


def addresses(document: Document) -> list[str]:
    """Return the addresses of a document's pictures, each once, in order."""
    found = (block.src for block in document.blocks if block.kind == "figure" and block.src)
    return list(dict.fromkeys(found))[:MOST]


def key_of(address: str, owner: str = "") -> str:
    """Return the name under which a picture is kept.

    `owner` is the SHA-256 of the saved file that carries it: what a file says is at an address is shown in
    its own articles only.
    """
    import hashlib  # it brings OpenSSL, and no article without pictures waits for that

    return hashlib.sha256(f"{owner}\n{address}".encode("utf-8", "surrogatepass")).hexdigest()


def path_of(paths: Paths, key: str) -> Path:
    """Return the path of what is kept under a name."""
    return paths.images / key[:2] / key[2:]


def read(paths: Paths, key: str) -> Kept | None:
    """Return what is kept under a name; None where nothing is, or nothing that can be used."""
    try:
        kept = _decoder.decode(path_of(paths, key).read_bytes())
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return kept if kept.version == VERSION else None


def find(paths: Paths, address: str, original: str | None) -> Kept | None:
    """Return what is kept of an article's picture: what its own file carries, else what was fetched.

    `original` is the SHA-256 of the file that the article was made from, if any.
    """
    own = read(paths, key_of(address, original)) if original else None
    if own is not None and own.picture is not None:
        return own
    return read(paths, key_of(address)) or own


def key_shown(paths: Paths, address: str, original: str | None) -> str:
    """Return the name under which the picture is kept that `find` finds."""
    own = key_of(address, original) if original else ""
    known = read(paths, own) if own else None
    return own if known is not None and known.picture is not None else key_of(address)


def keep(paths: Paths, key: str, kept: Kept, graphics: bytes = b"") -> None:
    """Keep a picture, or why there is none. Raises `OSError`."""
    path = path_of(paths, key)
    private_folder(path.parent)
    if graphics:
        write_whole(path.with_name(path.name + GRAPHICS), graphics)
    write_whole(path, _encode(kept))


def graphics(paths: Paths, key: str) -> bytes:
    """Return the PNG of a kept picture; nothing where there is none."""
    path = path_of(paths, key)
    with suppress(OSError):
        return path.with_name(path.name + GRAPHICS).read_bytes()
    return b""


def keep_rows(paths: Paths, key: str, drawn: Drawn, made: list[bytes]) -> None:
    """Keep the rows of a picture as a terminal draws them. Raises `OSError`."""
    write_whole(_rows_path(paths, key, drawn), msgspec.msgpack.encode(made))


def rows(paths: Paths, key: str, drawn: Drawn) -> list[bytes]:
    """Return the rows of a picture as a terminal draws them; nothing where they are not made yet."""
    with suppress(OSError, msgspec.MsgspecError):
        made = msgspec.msgpack.decode(_rows_path(paths, key, drawn).read_bytes(), type=list[bytes])
        return made if len(made) == drawn.rows else []
    return []


def _rows_path(paths: Paths, key: str, drawn: Drawn) -> Path:
    path, (width, height) = path_of(paths, key), drawn.cell
    size = f"{drawn.columns}x{drawn.rows}.{width}x{height}.{drawn.colours}"
    return path.with_name(f"{path.name}.{size}.{drawn.kind}")


def trim(paths: Paths, most: int = MOST_BYTES) -> int:
    """Delete the oldest pictures beyond so many bytes. Returns how many files were deleted."""
    files = sorted(_files(paths.images), reverse=True)
    total = count = 0
    for _, size, path in files:
        total += size
        if total > most:
            with suppress(OSError):
                path.unlink()
                count += 1
    return count


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Yield when each kept file was written, its bytes, and its path."""
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                path = Path(place, name)
                facts = path.lstat()
                yield facts.st_mtime, facts.st_size, path
