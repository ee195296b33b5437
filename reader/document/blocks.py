"""The document: what an article says, as a flat list of blocks.

Structure that nests in HTML (lists in quotes in lists) is carried by each block's `quote` and `indent`, so
that every output can walk the list once, start anywhere, and never recurse.
"""

from typing import Literal

import msgspec

VERSION = 1
"""Of the code that makes documents; stored with each, so that better code can make them again."""

Style = Literal["em", "strong", "code", "link", "del", "mark", "sub", "sup", "ruby"]

Kind = Literal["heading", "paragraph", "code", "table", "figure", "rule", "media", "term", "notice"]


class Span(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of a block's text that is more than plain: `[start, end)` in characters."""

    start: int
    end: int
    style: Style
    href: str = ""
    """Of a link: absolute, http, https or mailto."""


class Cell(msgspec.Struct, frozen=True, array_like=True):
    """One cell of a table."""

    text: str
    spans: tuple[Span, ...] = ()
    head: bool = False
    columns: int = 1
    """How many columns it spans."""


class Block(msgspec.Struct, frozen=True, array_like=True):
    """One paragraph-like piece of a document."""

    kind: Kind
    text: str = ""
    """Newlines are kept line breaks (a `br`, a line of code); else one line, to be wrapped."""
    spans: tuple[Span, ...] = ()
    level: int = 0
    """Of a heading: 1 to 6."""
    quote: int = 0
    """How many quotes it stands in."""
    indent: int = 0
    """How many lists (or definitions) it stands in."""
    marker: str = ""
    """What stands before its first line in a list: `•`, `3.`, `b.`; empty for an item's further blocks."""
    rows: tuple[tuple[Cell, ...], ...] = ()
    """Of a table."""
    src: str = ""
    """Of a figure or media: the file's address; of code: the language."""
    credit: str = ""
    """Of a figure: who made it. Its `text` is the caption, else the alternative text."""
    rtl: bool = False
    """Whether it reads from right to left."""
    alt: str = ""
    """Of a figure: what its picture shows, for those who do not see it; equal to `text` without a caption."""


class Document(msgspec.Struct, frozen=True, array_like=True):
    """What an article says."""

    blocks: tuple[Block, ...] = ()
    version: int = VERSION
