"""The document: what an article says, as a flat list of blocks.

Structure that nests in HTML (lists in quotes in lists) is carried by each block's `quote` and `indent`, so
that every output can walk the list once, start anywhere, and never recurse.

None of these can be a part of itself: none is shown to the garbage collector (`gc=False`), which would look
at all of them again and again while a long article is read.
"""

from typing import Literal

import msgspec

VERSION = 2
"""The version of the code that makes documents. It is stored with each, so that better code can make them
again."""

Style = Literal["em", "strong", "code", "link", "del", "mark", "sub", "sup", "ruby"]
"""What a stretch of text is besides plain."""

CodeKind = Literal["keyword", "string", "comment", "number", "name"]
"""What a stretch of code is, for its colour."""

Kind = Literal["heading", "paragraph", "code", "table", "figure", "rule", "media", "term", "notice"]
"""What a block is."""


class Span(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A stretch `[start, end)` of a block's text, in characters, that is more than plain."""

    start: int
    """The first character."""
    end: int
    """The character behind the last."""
    style: Style
    """What the stretch is."""
    href: str = ""
    """The address of a link: absolute; http, https or mailto."""


class Token(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A stretch `[start, end)` of code, in characters, that has a colour."""

    start: int
    """The first character."""
    end: int
    """The character behind the last."""
    kind: CodeKind
    """What the stretch is."""


class Cell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One cell of a table."""

    text: str
    """The text; its newlines are line breaks."""
    spans: tuple[Span, ...] = ()
    """The spans of the text."""
    head: bool = False
    """Whether it is the head of a column or a row."""
    columns: int = 1
    """The number of columns that it spans."""


class Block(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One paragraph-like piece of a document."""

    kind: Kind
    """What it is."""
    text: str = ""
    """The text. Newlines are line breaks (a `br`, a line of code); else it is one line, to be wrapped."""
    spans: tuple[Span, ...] = ()
    """The spans of the text."""
    level: int = 0
    """The level of a heading, 1 to 6."""
    quote: int = 0
    """The number of quotes that it is in."""
    indent: int = 0
    """The number of lists or definitions that it is in."""
    marker: str = ""
    """What is in front of its first line in a list: `•`, `3.`, `b.`; empty for an item's further blocks."""
    rows: tuple[tuple[Cell, ...], ...] = ()
    """The rows of a table."""
    src: str = ""
    """The address of a figure's or a media block's file; the language of code."""
    credit: str = ""
    """Who made a figure's picture. The caption is the figure's `text`, else the alternative text."""
    rtl: bool = False
    """Whether it reads from right to left."""
    alt: str = ""
    """What a figure's picture shows, in words; equal to `text` where there is no caption."""
    tokens: tuple[Token, ...] = ()
    """The stretches of code that have a colour, in order; they do not overlap."""


class Document(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What an article says."""

    blocks: tuple[Block, ...] = ()
    """Its blocks in reading order."""
    version: int = VERSION
    """The version of the code that made it."""
