"""The second half of a sync: what the server has comes here.

First the two whole lists of ids, then the articles that are missing, at last the states of those that are
here. A list that failed changes nothing.
"""

import asyncio

from reader.document.sanitize import sanitize_line
from reader.library.accounts import guards
from reader.library.accounts.articles import keep_articles
from reader.library.accounts.connection import Work
from reader.library.accounts.labels import apply_labels
from reader.library.accounts.look_up import look_up
from reader.sources.accounts.backend import IdSet, RemoteFeed
from reader.store.accounts import accounts, items, outbox, subscriptions
from reader.store.accounts.items import Change
from reader.store.accounts.subscriptions import There
from reader.store.pacing import BREATH
from reader.urls.safe import safe_url

_LONGEST = 500
"""Characters of a feed's title or folder."""


async def pull(work: Work) -> None:
    """Take over the server's feeds, new articles and states. Raises an `AccountError`."""
    library, account = work.library, work.account
    outbox.forget_sent(library.db, account.id)
    feeds = subscriptions.apply(library.db, account.id, await _feeds(work), now=library.clock())
    unread = await work.backend.unread_ids()
    if guards.is_suspicious(len(unread.ids), account.last_unread):
        unread = await work.backend.unread_ids()
    starred = await work.backend.starred_ids()
    if guards.is_suspicious(len(starred.ids), account.last_starred):
        starred = await work.backend.starred_ids()
    labels = await work.backend.labels()
    await keep_articles(work, feeds, unread.ids, starred.ids)
    await _apply(work, unread, starred)
    await apply_labels(work, labels)
    accounts.write(
        library.db,
        account.id,
        unread=len(unread.ids),
        starred=len(starred.ids),
        keeps_tags=int(work.backend.caps.item_labels),
    )


async def _feeds(work: Work) -> list[There]:
    """Return the server's feeds; that some are no longer there is believed if it is said twice."""
    listed = await work.backend.feeds()
    if subscriptions.known(work.library.db, work.account.id) - {feed.id for feed in listed}:
        again = await work.backend.feeds()
        listed = list({feed.id: feed for feed in [*listed, *again]}.values())
    return [_there(work, feed) for feed in listed]


def _there(work: Work, feed: RemoteFeed) -> There:
    folder = sanitize_line(next(iter(feed.folders), ""))[:_LONGEST].strip("/ ")
    address = sanitize_line(feed.url) if feed.url.startswith(("http://", "https://")) else ""
    return There(
        remote_id=feed.id,
        url=address or sanitize_line(f"{work.account.url}#{feed.id}"),
        title=sanitize_line(feed.title)[:_LONGEST],
        site=safe_url(feed.site) if feed.site else None,
        folder=folder or None,
    )


async def _apply(work: Work, unread: IdSet, starred: IdSet) -> None:
    """Make the states of articles what both lists say, but for what the guards know better."""
    db, account = work.library.db, work.account.id
    change = items.compare(db, account, unread.ids, starred.ids)
    stars, read = guards.to_look_up(change, unread.pages, work.backend.caps.contents_batch)
    wanted = list(dict.fromkeys([*stars, *read]))
    found = await look_up(work, wanted)
    verdict = guards.judge(change, wanted, found)
    if _is_something(verdict.change) or verdict.gone:
        now = work.library.clock()
        for changed in items.apply(db, account, verdict.change, gone=verdict.gone, now=now):
            work.changed += changed
            await asyncio.sleep(BREATH)


def _is_something(change: Change) -> bool:
    return any(change)
