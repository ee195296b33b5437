"""Keep the links of a page whose address nobody knows until its article is found.

A saved page's relative links lead nowhere; but that a line is a link tells a menu from the text.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from reader.document.blocks import Block, Cell, Document, Span

NOWHERE = "https://page.invalid/"
"""The address that stands for the page's; no host has this name (RFC 6761)."""


def without_nowhere(document: Document) -> Document:
    """Return the document without links that are joined to `NOWHERE`: their words are plain text."""
    return Document(tuple(map(_plain, document.blocks)), document.version)


def _plain(block: Block) -> Block:
    rows = tuple(tuple(map(_plain_cell, row)) for row in block.rows)
    spans = _known(block.spans)
    return block if spans == block.spans and rows == block.rows else replace(block, spans=spans, rows=rows)


def _plain_cell(cell: Cell) -> Cell:
    spans = _known(cell.spans)
    return cell if spans == cell.spans else replace(cell, spans=spans)


def _known(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(span for span in spans if not span.href.startswith(NOWHERE))
