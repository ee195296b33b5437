"""Lists of subscriptions from other readers: nothing of the network is needed to take them over."""

from reader.library.library import Library
from reader.model import Feed
from reader.sources.opml import read_opml
from reader.store.database.connection import transaction
from reader.store.feeds import feeds as feed_store
from reader.store.undo_log import Entry
from reader.urls.target import same_request

TOGETHER = 50
"""Subscriptions of a list that are kept in one transaction."""


def import_subscriptions(library: Library, data: bytes) -> tuple[list[Feed], tuple[str, ...]]:
    """Subscribe to the feeds that an OPML file lists, due at once; nothing is asked of the network.

    Returns the feeds, and in words what could not be used. Raises `opml.NotOpml`.
    """
    result = read_opml(data)
    now = library.clock()
    known = {same_request(feed.url): feed.url for feed in feed_store.feeds(library.db) if not feed.account}
    added, entry = [], Entry(subscribed_words)
    for start in range(0, len(result.subscriptions), TOGETHER):
        with transaction(library.db):
            for item in result.subscriptions[start : start + TOGETHER]:
                url = known.setdefault(same_request(item.url), item.url)
                id, _ = feed_store.add_feed(
                    library.db,
                    url,
                    title=item.title,
                    folder=item.folder,
                    site=item.site,
                    now=now,
                    entry=entry,
                )
                added.append(id)
    by_id = {feed.id: feed for feed in feed_store.feeds(library.db)}
    return [by_id[identity] for identity in dict.fromkeys(added)], result.problems


def subscribed_words(count: int) -> str:
    """Return in words that so many feeds were subscribed."""
    return "subscribed to 1 feed" if count == 1 else f"subscribed to {count:,} feeds"
