"""Bodies as they are kept: compressed with what the library has learnt from its own articles.

An article of a few kilobytes has little in common with itself, and much with the articles before it. So each
is a Zstandard frame (RFC 8878) made with a dictionary that was trained on a sample of them, and is trained
anew as the library grows; the frame names its dictionary, so that bodies of every age can be read.
"""

import sys
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache

from reader.document.plain import to_text
from reader.document.serialization import LARGEST, deserialize
from reader.store.database.connection import Database, numbers, rows, transaction

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 3
"""Zstandard's level: the next ones that save anything take three times as long."""

FIRST = 300
"""Articles that a library has when it first learns: fewer teach too little."""

GROWTH = 20
"""The factor by which a library must have grown before it trains a dictionary again."""

SAMPLE = 400
"""Bodies that it learns from, a fifth of a second's work."""

SAMPLE_BYTES = 16_384
"""Bytes at the beginning of each body that a dictionary is trained on."""

DICTIONARY_BYTES = 65_536

_ZLIB = b"\x78"
"""The first byte of a body that is compressed with zlib, not zstd; libraries may hold both kinds."""


def packer(db: Database) -> Callable[[bytes], bytes]:
    """Return what compresses a serialized document with the library's current dictionary."""
    newest = rows(db, "SELECT id FROM dictionary ORDER BY articles DESC LIMIT 1")
    compressor = _compressor(db, newest[0][0] if newest else 0)

    def compress(body: bytes) -> bytes:
        if not body:
            return b""
        compressor.set_pledged_input_size(len(body))
        return compressor.compress(body, compressor.FLUSH_FRAME)

    return compress


@lru_cache(maxsize=4)
def _compressor(db: Database, number: int) -> zstd.ZstdCompressor:
    """Return one compressor for many bodies: making it takes longer than compressing ten of them."""
    try:
        return zstd.ZstdCompressor(level=LEVEL, zstd_dict=_dictionary(db, number) if number else None)
    except zstd.ZstdError:  # a damaged dictionary
        return zstd.ZstdCompressor(level=LEVEL)


@lru_cache(maxsize=4)
def _dictionary(db: Database, number: int) -> zstd.ZstdDict | None:
    """Return a dictionary; None where it is lost or damaged, so that the frames that need it are, too."""
    found = rows(db, "SELECT content FROM dictionary WHERE id = ?", (number,))
    try:
        dictionary = zstd.ZstdDict(found[0][0])
    except (IndexError, TypeError, ValueError, zstd.ZstdError):
        return None
    return dictionary if dictionary.dict_id == number else None


def unpacked(db: Database, kept: bytes | None) -> bytes:
    """Decompress a body. Returns the serialized document.

    Raises `ValueError` on damaged bytes and beyond a document's size.
    """
    if not isinstance(kept, bytes):
        raise ValueError("The document is damaged: these are no bytes")
    if not kept:
        return b""
    try:
        found = _inflated(kept) if kept.startswith(_ZLIB) else _decompressed(db, kept)
    except (zstd.ZstdError, zlib.error, MemoryError) as error:
        raise ValueError(f"The document is damaged: {error}") from None
    if len(found) > LARGEST:
        raise ValueError("The document is damaged: it has no end")
    return found


def text_of(db: Database, kept: bytes | None) -> str:
    """Return a body's text; "" for no body, or one that cannot be read."""
    try:
        return to_text(deserialize(unpacked(db, kept))) if kept else ""
    except ValueError:
        return ""


def _decompressed(db: Database, kept: bytes) -> bytes:
    number = zstd.get_frame_info(kept).dictionary_id
    decompressor = zstd.ZstdDecompressor(zstd_dict=_dictionary(db, number) if number else None)
    found = decompressor.decompress(kept, LARGEST + 1)
    if not decompressor.eof and len(found) <= LARGEST:
        raise ValueError("The document is damaged: it ends too early")
    return found


def _inflated(kept: bytes) -> bytes:
    inflate = zlib.decompressobj()
    found = inflate.decompress(kept, LARGEST + 1)
    if not inflate.eof and len(found) <= LARGEST:
        raise ValueError("The document is damaged: it ends too early")
    return found


def lesson(db: Database) -> list[bytes]:
    """Return bodies to train a dictionary on.

    None unless the library has grown enough since the last time.
    """
    ((have,),) = rows(db, "SELECT ifnull(max(article), 0) FROM body")
    ((before,),) = rows(db, "SELECT ifnull(max(articles), 0) FROM dictionary")
    if have < FIRST or have < before * GROWTH:
        return []
    some = numbers(range(have, 0, -max(1, have // SAMPLE)))
    found = rows(db, "SELECT packed FROM carray(?) AS c CROSS JOIN body ON article = c.value", (some,))
    return [_readable(db, kept)[:SAMPLE_BYTES] for (kept,) in found]


def _readable(db: Database, kept: bytes) -> bytes:
    try:
        return unpacked(db, kept)
    except ValueError:
        return b""


def learn(lesson: Sequence[bytes]) -> bytes:
    """Train a dictionary for bodies like these.

    Returns its bytes, empty where they have nothing in common.
    """
    try:
        return zstd.train_dict([body for body in lesson if body], DICTIONARY_BYTES).dict_content
    except (zstd.ZstdError, ValueError):
        return b""


def keep_dictionary(db: Database, content: bytes) -> None:
    """Compress bodies with this dictionary from now on; without one if it is empty."""
    number = zstd.ZstdDict(content).dict_id if content else 0
    with transaction(db, durable=False):
        ((have,),) = rows(db, "SELECT ifnull(max(article), 0) FROM body")
        db.execute(
            "INSERT OR REPLACE INTO dictionary (id, articles, content) VALUES (?, ?, ?)",
            (number, have, content),
        )
