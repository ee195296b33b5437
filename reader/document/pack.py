"""A document and what it was made from, as the bytes that the store keeps.

One zlib stream: the blocks' length, the base address' length, the blocks, the base, then the raw bytes.
Blocks come first, so that reading an article stops there; the raw bytes repeat the blocks' words, so that
they cost little.
"""

import struct
import zlib

import msgspec

from reader.document.blocks import Document

LARGEST = 64 * 1024 * 1024
"""Bytes that a packed document may come to: more is a bomb, not an article."""

_HEAD = struct.Struct(">BII")
_FORMAT = 1
_LEVEL = 4
"""Of zlib: the next ones take half as much time again for two per cent of the bytes."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Document)


def pack(document: Document, raw: bytes = b"", base: str = "") -> bytes:
    """Pack a document together with the bytes it was made from and the address they came from."""
    blocks = _encoder.encode(document)
    address = base.encode("utf-8", "ignore")
    if len(blocks) + len(address) + len(raw) + _HEAD.size > LARGEST:
        raise ValueError("The document is too large to be kept.")
    return zlib.compress(_HEAD.pack(_FORMAT, len(blocks), len(address)) + blocks + address + raw, _LEVEL)


def unpack(packed: bytes) -> Document:
    """Return the document, decompressing only as much as it needs. Raises ValueError on damaged bytes."""
    stream = _Stream(packed)
    blocks, _ = stream.lengths()
    try:
        return _decoder.decode(stream.read(blocks))
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ValueError(f"The document is damaged: {error}") from None


def unpack_raw(packed: bytes) -> tuple[bytes, str]:
    """Return what the document was made from, and its base address. Raises ValueError on damaged bytes."""
    stream = _Stream(packed)
    blocks, address = stream.lengths()
    stream.read(blocks)
    base = stream.read(address)
    try:
        return stream.rest(LARGEST - blocks - address), base.decode()
    except UnicodeDecodeError:
        raise ValueError("The document is damaged: its address is not text") from None


class _Stream:
    """Reads a zlib stream piece by piece, never more than was asked for."""

    def __init__(self, packed: bytes) -> None:
        self._inflate = zlib.decompressobj()
        self._waiting = packed

    def lengths(self) -> tuple[int, int]:
        """Bytes of the blocks and of the base address."""
        form, blocks, address = _HEAD.unpack(self.read(_HEAD.size))
        if form != _FORMAT or blocks + address > LARGEST:
            raise ValueError("The document is damaged: its beginning is not one")
        return blocks, address

    def read(self, count: int) -> bytes:
        """Exactly so many bytes."""
        found = self._next(count) if count else b""
        if len(found) != count:
            raise ValueError("The document is damaged: it ends too early")
        return found

    def rest(self, limit: int) -> bytes:
        """All that is left; ValueError where that is more than `limit` bytes, or where the end is missing."""
        found = self._next(limit + 1)
        if len(found) > limit or not self._inflate.eof:
            raise ValueError("The document is damaged: it has no end")
        return found

    def _next(self, count: int) -> bytes:
        try:
            found = self._inflate.decompress(self._waiting, count)
        except zlib.error as error:
            raise ValueError(f"The document is damaged: {error}") from None
        self._waiting = self._inflate.unconsumed_tail
        return found
