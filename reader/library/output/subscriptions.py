"""Subscriptions as OPML, for other readers and for the daily backup."""

from reader.library.library import Library
from reader.sources.opml import Subscription, write_opml
from reader.store.feeds import feeds
from reader.urls.credentials import has_secrets, hide_secrets, hide_secrets_in


def opml(library: Library, *, secrets: bool = False) -> bytes:
    """Write every subscription, with its folder and title, as OPML; secrets are left out unless `secrets`."""
    listed = [
        Subscription(
            url=feed.url if secrets else hide_secrets(feed.url),
            title=feed.title if secrets else hide_secrets_in(feed.title),
            site=feed.site if secrets or feed.site is None else hide_secrets(feed.site),
            folder=feed.folder,
        )
        for feed in feeds.feeds(library.db)
    ]
    return write_opml(listed, "newsreader subscriptions", library.clock())


def secret_addresses(library: Library) -> int:
    """Return how many feeds have secrets in their addresses."""
    return sum(has_secrets(feed.url) or has_secrets(feed.site or "") for feed in feeds.feeds(library.db))
