"""A feed as its own document wrote it: strings and dates untouched, links not yet resolved.

Every reader of a format returns this, and `articles` alone makes articles of it: so two readers of one format
can be compared field by field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Literal

from reader.model import Enclosure, UpdateHints

LONGEST_FIELD = 1 << 20
"""Characters of a text in a feed; the rest is cut off."""

Headers = Mapping[str, str]
"""Headers of a response by their lower-case names."""

Kind = Literal["text", "html", "guess"]
"""How a text is written; `guess` where the format leaves it open (RSS titles and descriptions)."""


class NotAFeed(Exception):
    """The document is no feed; `str()` says what it is instead: `it is a web page, not a feed`."""


@dataclass(frozen=True, slots=True)
class RawText:
    """A text and the element that it was in."""

    value: str
    """The text as it is written there."""
    kind: Kind = "text"
    """How the text is written."""
    element: str = ""
    """The name of the element."""
    base: str = ""
    """What relative links in the text are relative to: itself absolute, or relative to the feed."""
    content: bool = False
    """Whether the element is meant to hold all of an article, not a description of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """One article of a feed."""

    key: str | None = None
    """The feed's own id of the article."""
    title: RawText | None = None
    """The title."""
    link: str | None = None
    """The link to the article: absolute, or relative to the feed."""
    authors: tuple[RawText, ...] = ()
    """The names of the authors."""
    published: RawText | None = None
    """When it was published."""
    updated: RawText | None = None
    """When it was changed."""
    bodies: tuple[RawText, ...] = ()
    """All texts that could be the article's, the likeliest first."""
    comments: str | None = None
    """The address of the page with its comments: absolute, or relative to the feed."""
    enclosures: tuple[Enclosure, ...] = ()
    """Files that belong to it; their addresses may be relative to the feed."""
    lead: str = ""
    """The address of the picture beside its headline; it may be relative to the feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A feed's document."""

    title: RawText | None = None
    """The feed's title."""
    site: str | None = None
    """The address of its web site: absolute, or relative to the feed."""
    articles: tuple[RawArticle, ...] = ()
    """Its articles in the document's order."""
    hints: UpdateHints = field(default_factory=UpdateHints)
    """How often it may be asked."""
    notices: tuple[str, ...] = ()
    """What was left out or mended, one sentence each."""
    cut: bool = False
    """Whether the document breaks off."""
    older: str | None = None
    """The address of the document with the articles before these: absolute, or relative to the feed."""


OLDER = ("prev-archive", "next")
"""The relations of links to the articles before these, the surer first (RFC 5005, sections 4 and 3)."""


def is_alternate(relation: str) -> bool:
    """Return whether a link leads to the page of a feed or an article, by one of its relations or their
    addresses.
    """
    return "alternate" in [word.rpartition("/")[2] for word in (relation.lower() or "alternate").split()]


def is_sound_or_film(type_: str, medium: str) -> bool:
    """Return whether a `media:content` is something to hear or see, not the picture beside a headline."""
    return type_.startswith(("audio/", "video/")) or medium in ("audio", "video")


def lead_picture(pictures: Iterable[tuple[str, str, str, str]], thumbnails: Iterable[str]) -> str:
    """Return the address of the widest picture of an article, else that of its first thumbnail.

    `pictures` are its `media:content` as address, type, medium and width.
    """
    found = [
        (int(width) if width.isascii() and width.isdigit() and len(width) < 6 else 0, url)
        for url, type_, medium, width in pictures
        if url and (type_.startswith("image/") or (not type_ and medium in ("image", "")))
    ]
    return max(found, key=itemgetter(0))[1] if found else next(filter(None, thumbnails), "")


def size(length: str) -> int | None:
    """Return the bytes of an enclosure, where the feed gives a number that can be one."""
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
