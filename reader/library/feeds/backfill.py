"""Articles older than those in a feed's document, from the pages that it names: only when the reader asks.

RFC 5005, sections 3 and 4: `prev-archive` leads from an archive to the one before, `next` from a page to the
next; JSON Feed has `next_url`.
"""

from dataclasses import dataclass

from reader.library.feeds.subscribe import Found, ask, read_feed
from reader.library.library import Library
from reader.library.network.rate_limit import HostRateLimit
from reader.library.network.session import Network, open_network
from reader.library.rules.applying import rules_at_work
from reader.model import Feed, Outcome, RefreshEvent
from reader.sources.http.fetch import Request
from reader.store.articles import ingest
from reader.store.feeds import backfill
from reader.urls.target import host_of, same_origin, same_request

PAGES = 10
"""The number of documents that are asked for at a time; the next call goes on with the next."""

NONE_NAMED = "it names no older articles"
"""Why nothing is loaded for a feed whose document names no other."""
NO_MORE = "there are no older articles"
"""Why nothing is loaded for a feed whose documents were all read."""


async def load_older(
    library: Library, feed: Feed, *, rate_limit: HostRateLimit | None = None
) -> RefreshEvent:
    """Load the older articles that the next of the feed's pages have, one request a second at most.

    Articles that are kept already stay as they are: a page is older than what the feed said since. A page
    that was read before ends the walk. Returns how it ended.
    """
    if feed.account:
        return _event(feed, "skipped", error=f"{feed.account} asks it: its host is not asked from here")
    place = backfill.place(library.db, feed.url)
    if place == backfill.END:
        return _event(feed, "skipped", error=NO_MORE)
    rules = rules_at_work(library)
    async with open_network(library) as network:
        walk = _Walk(library, network, feed, rate_limit or HostRateLimit(), {same_request(feed.url)}, rules)
        if place:
            return await _read_pages(walk, place)
        own = await _read(walk, feed.url)
        if isinstance(own, str):
            return _event(feed, "failed", error=own)
        if own.parsed.older is None:
            return _event(feed, "skipped", error=NONE_NAMED)
        return await _read_pages(walk, own.parsed.older)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk through a feed's pages, from newer to older."""

    library: Library
    network: Network
    feed: Feed
    rate_limit: HostRateLimit
    seen: set[str]
    """The requests that were made, normalized."""
    rules: ingest.Arrived | None
    """Does what the reader's rules say to articles that are new."""


async def _read_pages(walk: _Walk, page: str) -> RefreshEvent:
    following: str | None = page
    new = 0
    for _ in range(PAGES):
        if following is None or same_request(following) in walk.seen:
            break
        walk.seen.add(same_request(following))
        read = await _read(walk, following)
        if isinstance(read, str):
            return _event(walk.feed, "failed", new, read)
        now = walk.library.clock()
        new += ingest.keep_older(
            walk.library.db, walk.feed.id, read.parsed.articles, now=now, arrived=walk.rules
        )
        following = read.parsed.older
        over = following is None or same_request(following) in walk.seen
        backfill.keep_place(walk.library.db, walk.feed.url, backfill.END if over else str(following))
    return _event(walk.feed, "new" if new else "unchanged", new)


async def _read(walk: _Walk, url: str) -> Found | str:
    """Read the feed's document at an address. Returns it, or why there is none."""
    host = host_of(url)
    await walk.rate_limit.wait(host)
    request = Request(url=url, private=same_origin(url, walk.feed.url))
    response = await ask(walk.library, walk.network, request)
    walk.rate_limit.record((host,))
    found = await read_feed(walk.network, url, response)
    return found if isinstance(found, Found) else found.reason


def _event(feed: Feed, outcome: Outcome, new: int = 0, error: str | None = None) -> RefreshEvent:
    return RefreshEvent(feed=feed.id, url=feed.url, outcome=outcome, new=new, error=error)
