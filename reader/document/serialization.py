"""A document and what it was made from, as bytes.

The blocks' length, the base address' length, the blocks, the base, then the raw bytes. The store compresses
all of it together: the raw bytes repeat the blocks' words, so that they cost little.
"""

import struct

import msgspec

from reader.document.blocks import Document

LARGEST = 64 * 1024 * 1024
"""Bytes of a serialized document at most; more would be a bomb, not an article."""

_HEAD = struct.Struct(">BII")
_FORMAT = 1

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Document)


def serialize(document: Document, raw: bytes = b"", base: str = "") -> bytes:
    """Return a document with the bytes that it was made from and their base address, as bytes.

    Raises ValueError where that is more than `LARGEST`.
    """
    blocks = _encoder.encode(document)
    address = base.encode("utf-8", "ignore")
    if len(blocks) + len(address) + len(raw) + _HEAD.size > LARGEST:
        raise ValueError("The document is too large to be kept.")
    return b"".join((_HEAD.pack(_FORMAT, len(blocks), len(address)), blocks, address, raw))


def deserialize(serialized: bytes) -> Document:
    """Return the document. Raises ValueError for damaged bytes."""
    start, end, _ = _places(serialized)
    try:
        return _decoder.decode(memoryview(serialized)[start:end])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"The document is damaged: {error}") from None


def deserialize_raw(serialized: bytes) -> tuple[bytes, str]:
    """Return the bytes that the document was made from, and their base address. Raises ValueError for
    damaged bytes.
    """
    _, start, end = _places(serialized)
    try:
        return serialized[end:], serialized[start:end].decode()
    except UnicodeDecodeError:
        raise ValueError("The document is damaged: its address is not text") from None


def _places(serialized: bytes) -> tuple[int, int, int]:
    """Return where the blocks begin, where the base address begins, and where it ends."""
    if len(serialized) < _HEAD.size:
        raise ValueError("The document is damaged: it ends too early")
    form, blocks, address = _HEAD.unpack_from(serialized)
    if form != _FORMAT:
        raise ValueError("The document is damaged: its beginning is not one")
    if _HEAD.size + blocks + address > len(serialized):
        raise ValueError("The document is damaged: it ends too early")
    return _HEAD.size, _HEAD.size + blocks, _HEAD.size + blocks + address
