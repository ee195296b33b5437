"""newsboat's articles and marks as values, which the parser process hands over."""

from dataclasses import dataclass

from reader.model import ParsedArticle


@dataclass(frozen=True, slots=True)
class CachedFeed:
    """A feed that newsboat has articles of."""

    url: str
    """Its address as it stands in `urls`, also where that is a command."""
    title: str
    site: str | None


@dataclass(frozen=True, slots=True)
class CachedArticle:
    """An article with its marks."""

    feed: str
    """The address of its feed, as it stands in `urls`."""
    parsed: ParsedArticle
    """The article; `read` is as newsboat has it."""
    flags: str
    """The letters that the reader has flagged it with, each once."""
    deleted: bool
    """Whether the reader has deleted it."""


@dataclass(frozen=True, slots=True)
class CachePage:
    """Some articles, and where to go on."""

    articles: tuple[CachedArticle, ...]
    last: int | None
    """The row of the last one; None where there are no more."""
    feeds: tuple[CachedFeed, ...] = ()
    """All feeds, with the first page."""
