"""Full text: the pages behind articles, fetched politely and once, and kept beside what the feeds gave."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

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
from reader.store.database.connection import Database
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.urls.target import host_of, same_origin

PAGES = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
"""The `Accept` header of a request for a page."""

FEW_WORDS = 60
"""The number of words up to which a page is taken for a notice or a check for robots, not an article."""

AT_ONCE = 16
"""The number of pages that are fetched at a time, each of another host."""

LISTED = ("link file", "read-later export", "bookmark")
"""The rules by which an address comes from a list of links, and not from a page."""

OURS = ("offline", "no-network")
"""Kinds of failures that say nothing about the page."""


@dataclass(frozen=True, slots=True)
class Completed:
    """An article that shows its page's text now."""

    headline: Headline
    """The article as it is now."""
    doubt: str | None = None
    """Why that may not be the article, or not all of it."""


@dataclass(frozen=True, slots=True)
class _Fetching:
    library: Library
    network: Network
    rate_limit: HostRateLimit
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))


async def full_text(
    library: Library, wanted: Sequence[int], *, rate_limit: HostRateLimit | None = None
) -> AsyncIterator[Completed | Problem]:
    """Show the page's text of each article, fetched unless it is kept. Yields each outcome as it comes.

    The pages of one host are fetched one after the other, in the order given; hosts beside each other. A page
    that is blocked, or has less text than the feed gave, never replaces what is kept.
    """
    ended: asyncio.Queue[Completed | Problem | asyncio.Task[None]] = asyncio.Queue()
    async with open_network(library) as network:
        fetching = _Fetching(library, network, rate_limit or HostRateLimit())

        async def visit(host: str, ids: list[int]) -> None:
            for id in ids:
                ended.put_nowait(await _complete(fetching, host, id))

        lanes = [asyncio.create_task(visit(host, ids)) for host, ids in _by_host(library, wanted).items()]
        for lane in lanes:
            lane.add_done_callback(ended.put_nowait)
        under_way = len(lanes)
        try:
            while under_way:
                outcome = await ended.get()
                if isinstance(outcome, asyncio.Task):
                    outcome.result()
                    under_way -= 1
                else:
                    yield outcome
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


async def _complete(fetching: _Fetching, host: str, id: int) -> Completed | Problem:
    db = fetching.library.db
    if not (known := headlines.headlines(db, [id])):
        return Problem(str(id), "this article is not there any more")
    headline = known[0]
    readable = _is_readable(db, id)
    if not readable:
        headline = replace(headline, words=0)  # whatever the page has is more than what is left
    if not headline.link:
        return Problem(str(id), "this article has no page behind it")
    feed = feeds.feed(db, headline.feed) if headline.feed is not None else None
    if feed is not None and feed.full_text == "never":
        return Problem(str(id), f"the pages of {feed.title} are never fetched, by its setting")
    if versions.page_shown(db, id) is None and not _is_rate_limited(fetching.library, host):
        await fetching.rate_limit.wait(host)
    # Another process may have fetched it meanwhile.
    if versions.page_shown(db, id) is not None and versions.show_version(db, id, page=True):
        readable = _is_readable(db, id)
    if versions.page_shown(db, id) is not None and readable:
        return Completed(headlines.headlines(db, [id])[0])
    async with fetching.slots:
        page = await _fetch(fetching, host, headline)
    if isinstance(page, Problem):
        return page
    versions.keep_page(db, id, page, now=fetching.library.clock())
    return Completed(headlines.headlines(db, [id])[0], doubt_about(page))


def _is_readable(db: Database, id: int) -> bool:
    """Return whether what is shown as an article's text can be read."""
    try:
        if body := articles.body(db, id):
            deserialize(body)
    except ValueError:
        return False
    return True


async def _fetch(fetching: _Fetching, host: str, headline: Headline) -> ParsedArticle | Problem:
    """Fetch and read an article's page. A failure is remembered, if it is the page's own fault."""
    library, link = fetching.library, headline.link or ""
    fetching.rate_limit.record([host])
    request = Request(url=link, accept=PAGES, private=_may_be_private(library, headline))
    response = await ask(library, fetching.network, request)
    if isinstance(response, Response):
        fetching.rate_limit.record(host_of(url) for _, url in response.redirects)
    page = await _read(fetching, response)
    if isinstance(page, ParsedArticle) and (complaint := falls_short(page, headline)):
        page = complaint
    if isinstance(page, ParsedArticle):
        return page
    ours = isinstance(response, Failure) and response.kind in OURS
    if not (ours or _is_rate_limited(library, host)):
        versions.page_failed(library.db, headline.id, page, now=library.clock())
    return Problem(str(headline.id), f"{host}: {page}" if isinstance(response, Response) else page)


async def _read(fetching: _Fetching, response: Response | Failure) -> ParsedArticle | str:
    """Read the article in a response. Returns it, or in words why there is none."""
    if isinstance(response, Failure):
        return response.reason
    if response.headers.get("cf-mitigated") == "challenge":  # how Cloudflare marks its own pages
        return BOT_WALL
    if response.status != 200:
        return blocked_reason(response.status, "", "") or status_words(response.status)
    page = await fetching.network.parsers.page(
        response.body, response.headers, response.url, fetching.library.clock()
    )
    return page.reason if isinstance(page, ParseFailure) else page


def falls_short(page: ParsedArticle, headline: Headline) -> str | None:
    """Return why the page's text may not replace what the feed gave; None if it may."""
    if page.words <= min(headline.words, FEW_WORDS):
        return f"the page shows no article to programs (only {page.words} words)"
    if page.words < headline.words:
        return f"the page has less text ({page.words} words) than the feed gave ({headline.words})"
    return None


def doubt_about(page: ParsedArticle) -> str | None:
    """Return why the page's text may not be the article, or not all of it; None where nothing says so."""
    if page.complete != "full":
        return "The page gives only a part of the article."
    first = deserialize(page.body).blocks[:1]
    return first[0].text if first and first[0].kind == "notice" else None


def _is_rate_limited(library: Library, host: str) -> bool:
    return rate_limit_reason(library, host) is not None


def _may_be_private(library: Library, headline: Headline) -> bool:
    """Return whether the page may be at a private address: it has the feed's origin, or the reader gave the
    address, in a list of links that was saved.
    """
    if headline.link is None:
        return False
    if headline.feed is None:
        saved = articles.article(library.db, headline.id)
        return saved is not None and "url" in saved.facts and saved.facts["url"].rule in LISTED
    feed = feeds.feed(library.db, headline.feed)
    return feed is not None and same_origin(feed.url, headline.link)


async def feeds_text(library: Library, wanted: Sequence[int]) -> AsyncIterator[Completed | Problem]:
    """Show the feed's own text of each article again. Yields each article as it is then."""
    for id in wanted:
        versions.show_version(library.db, id, page=False)
        for headline in headlines.headlines(library.db, [id]):
            yield Completed(headline)


def to_complete(library: Library, query: Query) -> list[int]:
    """Return the ids of the query's articles that are not complete, newest first.

    Those whose page failed within a day are left out.
    """
    listed = [id for id, _ in headlines.ids(library.db, query)]
    return versions.incomplete(library.db, listed, failed_before=library.clock() - DAY)


async def fetch_wanted_pages(library: Library) -> tuple[int, int]:
    """Fetch the pages of new articles whose feeds' setting says so, each once.

    Returns how many were fetched, and how many failed.
    """
    wanted = [] if library.offline else versions.wanted_always(library.db)
    if not wanted:
        return 0, 0
    fetched = [isinstance(outcome, Completed) async for outcome in full_text(library, wanted)]
    if not versions.wanted_always(library.db):
        versions.asked_always(library.db, wanted)
    return sum(fetched), len(fetched) - sum(fetched)
