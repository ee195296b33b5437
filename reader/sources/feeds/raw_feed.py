"""A feed as its own document wrote it: strings and dates untouched, links not yet resolved.

Every reader of a feed format gives this shape, and `feed_articles` alone turns it into articles: so two
readers of one format can be compared field by field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reader.model import Enclosure, UpdateHints

Headers = Mapping[str, str]
"""Of an answer: lower-case names."""

Kind = Literal["text", "html", "guess"]
"""How a text is written; `guess` where the format leaves it open (RSS titles and descriptions)."""


class NotAFeed(Exception):
    """What was fetched is no feed; `str()` says what it is instead: `it is a web page, not a feed`."""


@dataclass(frozen=True, slots=True)
class RawText:
    """A text and the element it stood in."""

    value: str
    kind: Kind = "text"
    element: str = ""
    base: str = ""
    """What its relative links are relative to: itself absolute or relative to the feed."""
    content: bool = False
    """Whether its element is meant to hold all of an article, not a description of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """One article of a feed."""

    key: str | None = None
    title: RawText | None = None
    link: str | None = None
    """Absolute, or relative to the feed."""
    authors: tuple[RawText, ...] = ()
    published: RawText | None = None
    updated: RawText | None = None
    bodies: tuple[RawText, ...] = ()
    """All texts that could be the article's, the likeliest first."""
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A feed's document."""

    title: RawText | None = None
    site: str | None = None
    articles: tuple[RawArticle, ...] = ()
    hints: UpdateHints = field(default_factory=UpdateHints)
    notices: tuple[str, ...] = ()
    cut: bool = False
    older: str | None = None
    """The address of the document with the articles before these: absolute, or relative to the feed."""


OLDER = ("prev-archive", "next")
"""The relations of a link that lead to it, the surer first (RFC 5005, sections 4 and 3)."""


def is_sound_or_film(type_: str, medium: str) -> bool:
    """Whether a `media:content` is something to hear or see, and not the picture beside a headline."""
    return type_.startswith(("audio/", "video/")) or medium in ("audio", "video")


def size(length: str) -> int | None:
    """Bytes, where a feed gives a number that can be one."""
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
