"""From a headline's row to the model's value, and the words that columns hold as numbers."""

from collections.abc import Sequence
from typing import Any

from reader.model import Complete, Date, FullText, Headline, Precision
from reader.urls.parts import hostname

COMPLETE: tuple[Complete, ...] = ("none", "summary", "full")
FULL_TEXT: tuple[FullText, ...] = ("never", "asked", "always")
PRECISIONS: tuple[Precision, ...] = ("second", "minute", "hour", "day", "month", "year")

HEADLINE_COLUMNS = """a.id, a.feed, a.title, a.link, a.author, a.site, a.published, a.published_precision,
    a.published_zone, a.updated, a.updated_precision, a.received, a.read, a.starred, a.words, a.complete,
    a.sort_at, f.name, f.title, f.url"""
"""The columns of a headline, from `article a LEFT JOIN feed f`."""


def headline_of(row: Sequence[Any], tags: tuple[str, ...]) -> Headline:
    """Make a headline of a row of `HEADLINE_COLUMNS`."""
    (
        id, feed, title, link, author, site, published, precision, zone, updated, updated_precision, received,
        read, starred, words, complete, sort_at, name, feed_title, url,
    ) = row  # fmt: skip
    return Headline(
        id=id,
        feed=feed,
        feed_title=(site or "") if feed is None else shown_title(name, feed_title, url),
        title=title,
        link=link,
        author=author,
        published=None if published is None else Date(published, PRECISIONS[precision], zone),
        updated=None if updated is None else Date(updated, PRECISIONS[updated_precision]),
        received=received,
        read=bool(read),
        starred=bool(starred),
        saved=feed is None,
        tags=tags,
        words=words,
        complete=COMPLETE[complete],
        sort_at=sort_at,
    )


def shown_title(name: str | None, title: str, url: str) -> str:
    """Return a feed's title as lists show it: the reader's name for it, else the feed's, else its host."""
    if name or title:
        return name or title
    return hostname(url) or url
