"""Articles older than those in a feed's document, from the pages that it names: only when the reader asks.

RFC 5005, sections 3 and 4: `prev-archive` leads from an archive to the one before, `next` from a page to the
next; JSON Feed has `next_url`.
"""

from urllib.parse import urlsplit

from reader.library.network import Network, asking
from reader.library.opened import Library
from reader.library.subscribe import Found, ask, read_feed, same_origin
from reader.library.turns import Turns, host_of
from reader.model import Feed, Outcome, RefreshEvent
from reader.sources.http import Request
from reader.store import arrivals, state

PAGES = 10
"""Documents of older articles that are asked for at a time; asking again goes on with the next."""

NONE_NAMED = "it names no older articles"
NO_MORE = "there are no older articles"

_END = "-"
"""Is kept in place of an address where the last page was read."""


async def load_older(library: Library, feed: Feed, *, turns: Turns | None = None) -> RefreshEvent:
    """Keeps the older articles that some more of the feed's pages have, one request a second.

    What is kept already stays as it is: a page is older than what the feed said since. A page that was
    there before in this walk ends it.
    """
    kept = state.value(library.db, _name(feed))
    if kept == _END:
        return _event(feed, "skipped", error=NO_MORE)
    async with asking(library) as network:
        walk = _Walk(library, network, feed, turns or Turns())
        if kept:
            return await walk.on(kept)
        own = await walk.read(feed.url)
        if isinstance(own, str):
            return _event(feed, "failed", error=own)
        if own.parsed.older is None:
            return _event(feed, "skipped", error=NONE_NAMED)
        return await walk.on(own.parsed.older)


def _name(feed: Feed) -> str:
    """Under it the store keeps where to go on: with another address the feed begins anew."""
    return f"older {feed.url}"


def _event(feed: Feed, outcome: Outcome, new: int = 0, error: str | None = None) -> RefreshEvent:
    return RefreshEvent(feed=feed.id, url=feed.url, outcome=outcome, new=new, error=error)


class _Walk:
    """One way back through a feed's pages."""

    def __init__(self, library: Library, network: Network, feed: Feed, turns: Turns) -> None:
        self._library, self._network, self._feed, self._turns = library, network, feed, turns
        self._seen = {_page(feed.url)}

    async def on(self, url: str) -> RefreshEvent:
        """Goes on at that page."""
        following: str | None = url
        new = 0
        for _ in range(PAGES):
            if following is None or _page(following) in self._seen:
                break
            self._seen.add(_page(following))
            read = await self.read(following)
            if isinstance(read, str):
                return _event(self._feed, "failed", new, read)
            now = self._library.clock()
            new += arrivals.keep_older(self._library.db, self._feed.id, read.parsed.articles, now=now)
            following = read.parsed.older
            self._go_on_at(following)
        return _event(self._feed, "new" if new else "unchanged", new)

    def _go_on_at(self, url: str | None) -> None:
        over = url is None or _page(url) in self._seen
        state.keep(self._library.db, _name(self._feed), _END if over else str(url))

    async def read(self, url: str) -> Found | str:
        """The feed's document there, or why there is none."""
        host = host_of(url)
        await self._turns.come(host)
        request = Request(url=url, private=same_origin(url, self._feed.url))
        answer = await ask(self._library, self._network, request)
        self._turns.asked((host,))
        found = await read_feed(self._network, url, answer)
        return found if isinstance(found, Found) else found.reason


def _page(url: str) -> str:
    """The address as a request has it."""
    return urlsplit(url)._replace(fragment="").geturl()
