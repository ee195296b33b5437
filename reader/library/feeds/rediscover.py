"""Finding the new address of a feed that is gone from its old one, in the pages of its site."""

from collections.abc import AsyncIterator, Iterator

from reader.library.feeds.subscribe import Found, ask, read_feed
from reader.library.library import Library
from reader.library.network.session import Network, open_network
from reader.library.outcome import Problem
from reader.model import Candidate, Feed
from reader.sources.http.fetch import Request, Response
from reader.sources.parser.pool import ParseFailure
from reader.urls.parts import front_page
from reader.urls.target import same_origin

MOST_ASKED = 4
"""The number of feeds that are tried of those that one page names: the first are its posts, later ones its
comments."""


async def find_again(library: Library, feed: Feed) -> AsyncIterator[Candidate | Problem]:
    """Find the feeds that the feed's site names; nothing is changed.

    Yields them in the page's order, or one `Problem` that says why there is none. The front page of the
    feed's host is read where the site's own page names none.
    """
    if feed.account:
        yield Problem(feed.title, f"{feed.account} asks it: its site is not asked from here")
        return
    reason = "its site is not known"
    async with open_network(library) as network:
        for page in pages(feed):
            outcomes = [outcome async for outcome in _named(library, network, feed, page)]
            candidates = [outcome for outcome in outcomes if isinstance(outcome, Candidate)]
            for candidate in candidates:
                yield candidate
            if candidates:
                return
            problems = (outcome.reason for outcome in outcomes if isinstance(outcome, Problem))
            reason = next(problems, reason)
    yield Problem(feed.title, reason)


def pages(feed: Feed) -> Iterator[str]:
    """Yield the pages that may name a feed: its site's page, and its host's front page."""
    for page in dict.fromkeys((feed.site, front_page(feed.url))):
        if page and page != feed.url:
            yield page


async def _named(
    library: Library, network: Network, feed: Feed, page: str
) -> AsyncIterator[Candidate | Problem]:
    """Yield the feeds that a page names, or the feed that it is itself."""
    response = await ask(library, network, Request(url=page, private=same_origin(page, feed.url)))
    first = await read_feed(network, page, response)
    if isinstance(first, Found):
        yield _candidate(first)
        return
    if not isinstance(response, Response) or response.status != 200:
        yield Problem(feed.title, f"its site could not be looked through: {first.reason}")
        return
    links = await network.parsers.links(response.body, response.url)
    others = [] if isinstance(links, ParseFailure) else [link for link in links if link != feed.url]
    if not others:
        same = not isinstance(links, ParseFailure) and bool(links)
        yield Problem(feed.title, "its site names no other address" if same else "its site names no feed")
    for link in others[:MOST_ASKED]:
        followed = await ask(library, network, Request(url=link, private=same_origin(link, feed.url)))
        read = await read_feed(network, link, followed)
        if isinstance(read, Found) and read.url != feed.url:
            yield _candidate(read)
        elif isinstance(read, Problem):
            yield Problem(feed.title, f"what its site names cannot be read: {read.reason}")


def _candidate(found: Found) -> Candidate:
    dates = [article.published.sort_at for article in found.parsed.articles if article.published]
    return Candidate(
        url=found.url,
        title=found.parsed.title,
        articles=len(found.parsed.articles),
        newest=max(dates, default=None),
    )
