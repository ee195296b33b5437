"""An article's lead picture: the one that its feed or page names beside it."""

import msgspec

from reader.document.blocks import Block, Document
from reader.urls.parts import parts_of

NEAR = 4
"""Blocks at the beginning of an article among which a picture is its lead picture."""


def with_lead(document: Document, address: str | None) -> Document:
    """Return the document with a picture before its text, unless it begins with one or has it already."""
    if not address or not document.blocks:
        return document
    name = _name(address)
    for place, block in enumerate(document.blocks):
        if block.kind == "figure" and (place < NEAR or _name(block.src) == name):
            return document
    return msgspec.structs.replace(document, blocks=(Block("figure", src=address), *document.blocks))


def _name(address: str) -> str:
    """Return the name of a picture's file; the same picture has many addresses, one for each size."""
    return parts_of(address).path.rpartition("/")[2] or address
