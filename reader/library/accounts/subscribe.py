"""Subscribing in an account: the feed is here at once, and its server hears of it with the next sync."""

from collections.abc import Sequence

from reader.accounts import Account
from reader.library.library import Library
from reader.sources.opml import Subscription
from reader.store.database.connection import transaction
from reader.store.feeds.feeds import add_feed, feeds
from reader.store.feeds.wishes import NotEditable
from reader.store.undo_log import Entry
from reader.urls.target import same_request


def subscribe_there(library: Library, account: Account, wanted: Sequence[Subscription]) -> list[int]:
    """Subscribe to feeds in an account, as one action. Returns their ids, also of those that were there.

    Raises `NotEditable` where the server does not let its feeds be changed.
    """
    if not account.feeds_editable:
        raise NotEditable(f"its server ({account.kind}) does not let feeds be changed from here")
    known = {same_request(feed.url): feed.id for feed in feeds(library.db) if feed.account == account.name}
    entry = Entry(
        lambda count: f"subscribed to {'1 feed' if count == 1 else f'{count:,} feeds'} in {account.name}"
    )
    ids: list[int] = []
    with transaction(library.db):
        for item in wanted:
            key = same_request(item.url)
            if key not in known:
                known[key], _ = add_feed(
                    library.db,
                    item.url,
                    title=item.title,
                    folder=item.folder,
                    site=item.site,
                    account=account.id,
                    now=library.clock(),
                    entry=entry,
                )
            ids.append(known[key])
    return list(dict.fromkeys(ids))
