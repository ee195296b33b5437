"""Full text: the pages behind articles, asked for politely and once, and kept beside what the feeds gave."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from reader.document.serialization import deserialize
from reader.library.feeds.subscribe import ask
from reader.library.library import Library
from reader.library.network.rate_limit import HostRateLimit
from reader.library.network.session import Network, open_network, rate_limit_reason
from reader.library.outcome import Problem
from reader.model import DAY, Headline, ParsedArticle, Query
from reader.sources.blocked_pages import BOT_WALL, blocked_reason
from reader.sources.http.fetch import Failure, Request, Response
from reader.sources.http.status import status_words
from reader.sources.parser.pool import ParseFailure
from reader.store.articles import articles, versions
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.urls.target import host_of, same_origin

PAGES = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"

FEW_WORDS = 60
"""A page with fewer is a notice or a riddle for robots, but hardly an article."""

AT_ONCE = 16
"""How many pages are under way at a time, each of another host."""

LISTED = ("link file", "read-later export", "bookmark")
"""The rules by which an address comes from a list of links, and not from a page."""

OURS = ("offline", "no-network")
"""Failures that tell nothing about the page."""


@dataclass(frozen=True, slots=True)
class Completed:
    """An article that shows its page's text now."""

    headline: Headline
    doubt: str | None = None
    """Why that may not be the article, or not all of it."""


@dataclass(frozen=True, slots=True)
class _Trip:
    library: Library
    network: Network
    rate_limit: HostRateLimit
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))


async def full_text(
    library: Library, wanted: Sequence[int], *, rate_limit: HostRateLimit | None = None
) -> AsyncIterator[Completed | Problem]:
    """Shows the page's text of each article, fetched unless it is kept; yields each one's end as it comes.

    Of one host, one page after the other, in the order given; different hosts beside each other. What stands
    in an article's way, or says less than the feed did, never replaces what is there.
    """
    ended: asyncio.Queue[Completed | Problem | asyncio.Task[None]] = asyncio.Queue()
    async with open_network(library) as network:
        trip = _Trip(library, network, rate_limit or HostRateLimit())

        async def visit(host: str, ids: list[int]) -> None:
            for id in ids:
                ended.put_nowait(await _complete(trip, host, id))

        lanes = [asyncio.create_task(visit(host, ids)) for host, ids in _by_host(library, wanted).items()]
        for lane in lanes:
            lane.add_done_callback(ended.put_nowait)
        under_way = len(lanes)
        try:
            while under_way:
                one = await ended.get()
                if isinstance(one, asyncio.Task):
                    one.result()
                    under_way -= 1
                else:
                    yield one
        finally:
            for lane in lanes:
                lane.cancel()
            await asyncio.gather(*lanes, return_exceptions=True)


def _by_host(library: Library, wanted: Sequence[int]) -> dict[str, list[int]]:
    lanes: dict[str, list[int]] = defaultdict(list)
    for start in range(0, len(wanted), 500):
        for headline in headlines.headlines(library.db, wanted[start : start + 500]):
            lanes[host_of(headline.link)].append(headline.id)
    return lanes


async def _complete(trip: _Trip, host: str, id: int) -> Completed | Problem:
    db = trip.library.db
    if not (found := headlines.headlines(db, [id])):
        return Problem(str(id), "this article is not there any more")
    headline = found[0]
    if not headline.link:
        return Problem(str(id), "this article has no page behind it")
    feed = feeds.feed(db, headline.feed) if headline.feed is not None else None
    if feed is not None and feed.full_text == "never":
        return Problem(str(id), f"the pages of {feed.title} are never fetched, by its setting")
    if versions.page_shown(db, id) is None and not _is_rate_limited(trip.library, host):
        await trip.rate_limit.wait(host)
    # Another process may have fetched it meanwhile.
    if versions.page_shown(db, id) is not None:
        versions.show_version(db, id, page=True)
        return Completed(headlines.headlines(db, [id])[0])
    async with trip.places:
        page = await _fetch(trip, host, headline)
    if isinstance(page, Problem):
        return page
    versions.keep_page(db, id, page, now=trip.library.clock())
    return Completed(headlines.headlines(db, [id])[0], doubt_about(page))


async def _fetch(trip: _Trip, host: str, headline: Headline) -> ParsedArticle | Problem:
    """The article of the page. Why it could not be had is remembered, if that is the page's own fault."""
    library, link = trip.library, headline.link or ""
    trip.rate_limit.record([host])
    request = Request(url=link, accept=PAGES, private=_near(library, headline))
    response = await ask(library, trip.network, request)
    if isinstance(response, Response):
        trip.rate_limit.record(host_of(url) for _, url in response.redirects)
    page = await _read(trip, response)
    if isinstance(page, ParsedArticle) and (complaint := falls_short(page, headline)):
        page = complaint
    if isinstance(page, ParsedArticle):
        return page
    ours = isinstance(response, Failure) and response.kind in OURS
    if not (ours or _is_rate_limited(library, host)):
        versions.page_failed(library.db, headline.id, page, now=library.clock())
    return Problem(str(headline.id), f"{host}: {page}" if isinstance(response, Response) else page)


async def _read(trip: _Trip, response: Response | Failure) -> ParsedArticle | str:
    """The article in an answer, or in words why there is none."""
    if isinstance(response, Failure):
        return response.reason
    if response.headers.get("cf-mitigated") == "challenge":  # how Cloudflare marks its own pages
        return BOT_WALL
    if response.status != 200:
        return blocked_reason(response.status, "", "") or status_words(response.status)
    page = await trip.network.parsers.page(
        response.body, response.headers, response.url, trip.library.clock()
    )
    return page.reason if isinstance(page, ParseFailure) else page


def falls_short(page: ParsedArticle, headline: Headline) -> str | None:
    """Why the page's text may not replace what the feed gave; None if it may."""
    if page.words <= min(headline.words, FEW_WORDS):
        return f"the page shows no article to programs (only {page.words} words)"
    if page.words < headline.words:
        return f"the page has less text ({page.words} words) than the feed gave ({headline.words})"
    return None


def doubt_about(page: ParsedArticle) -> str | None:
    """Why the page's text may not be the article, or not all of it."""
    if page.complete != "full":
        return "The page gives only a part of the article."
    first = deserialize(page.body).blocks[:1]
    return first[0].text if first and first[0].kind == "notice" else None


def _is_rate_limited(library: Library, host: str) -> bool:
    return rate_limit_reason(library, host) is not None


def _near(library: Library, headline: Headline) -> bool:
    """Whether the page may be on the reader's own network: it lies where his own feed does, or he gave its
    address himself, in a list of links that he saved."""
    if headline.link is None:
        return False
    if headline.feed is None:
        saved = articles.article(library.db, headline.id)
        return saved is not None and "url" in saved.facts and saved.facts["url"].rule in LISTED
    feed = feeds.feed(library.db, headline.feed)
    return feed is not None and same_origin(feed.url, headline.link)


async def feeds_text(library: Library, wanted: Sequence[int]) -> AsyncIterator[Completed | Problem]:
    """Shows the feed's own text of each article again, where its page's is shown."""
    for id in wanted:
        versions.show_version(library.db, id, page=False)
        for headline in headlines.headlines(library.db, [id]):
            yield Completed(headline)


def to_complete(library: Library, query: Query) -> list[int]:
    """The articles of the query that want more text than they have, newest first.

    Those whose page was asked for in vain within a day are left out.
    """
    found = [id for id, _ in headlines.ids(library.db, query)]
    return versions.incomplete(library.db, found, failed_before=library.clock() - DAY)


async def bring_pages(library: Library) -> tuple[int, int]:
    """Fetches the pages of new articles whose feeds' setting says so, each once; how many came and failed."""
    wanted = [] if library.offline else versions.wanted_always(library.db)
    if not wanted:
        return 0, 0
    came = [isinstance(one, Completed) async for one in full_text(library, wanted)]
    if not versions.wanted_always(library.db):
        versions.asked_always(library.db, wanted)
    return sum(came), len(came) - sum(came)
