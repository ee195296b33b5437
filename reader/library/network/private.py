"""Which addresses may be on private hosts: what the reader typed, and links within a feed's own origin."""

from collections.abc import Callable

from reader.library.library import Library
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.urls.target import same_origin

MayBePrivate = Callable[[str], bool]
"""Tells whether an address may be on a private or loopback host."""


def typed_by_reader(url: str) -> bool:
    """Allow a private host: the reader gave the address."""
    return True


def linked_from(library: Library, article: int) -> MayBePrivate:
    """Return what allows the links of an article: those of its feed's origin only."""
    found = headlines.headlines(library.db, [article])
    feed = feeds.feed(library.db, found[0].feed) if found and found[0].feed is not None else None
    return lambda url: feed is not None and same_origin(feed.url, url)
