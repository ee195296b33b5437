"""Full text: the page behind an article, fetched once because the reader asks, and kept with the article."""

from collections.abc import AsyncIterator, Sequence
from urllib.parse import urlsplit

from reader.library.network import Network, asking
from reader.library.opened import Library
from reader.library.schedule import refusal
from reader.library.subscribe import Problem
from reader.model import Article, Headline, ParsedArticle
from reader.sources.http import Failure, Request
from reader.sources.parsing import ParseFailure
from reader.store import articles, feeds
from reader.store.headlines import headlines

PAGES = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"

FEW_WORDS = 60
"""A page with fewer is a notice, a login or a riddle for robots, but no article."""


async def full_text(library: Library, wanted: Sequence[Article]) -> AsyncIterator[Headline | Problem]:
    """Fetches the page of each article, one after the other, and keeps its text in place of the feed's.

    A page that gives less than the feed did never replaces it.
    """
    async with asking(library) as network:
        for article in wanted:
            yield await _complete(library, network, article)


async def _complete(library: Library, network: Network, article: Article) -> Headline | Problem:
    headline = article.headline
    subject = str(headline.id)
    if not headline.link or headline.saved:
        return Problem(subject, "this article has no page behind it")
    request = Request(url=headline.link, accept=PAGES, private=_near(library, headline))
    answer = await network.fetcher.fetch(request)
    if isinstance(answer, Failure):
        return Problem(subject, answer.reason)
    if answer.status != 200:
        return Problem(subject, f"{answer.url}: {refusal(answer.status)}")
    page = await network.parsers.page(answer.body, answer.headers, answer.url, library.clock())
    if isinstance(page, ParseFailure):
        return Problem(subject, page.reason)
    if complaint := falls_short(page, headline):
        return Problem(subject, complaint)
    articles.keep_page(library.db, headline.id, page, now=library.clock())
    return headlines(library.db, [headline.id])[0]


def falls_short(page: ParsedArticle, headline: Headline) -> str | None:
    """Why the page's text may not replace what the feed gave; None if it may."""
    if page.words < FEW_WORDS and page.words <= headline.words:
        return f"the page shows no article to programs (only {page.words} words)"
    if page.words < headline.words:
        return f"the page has less text ({page.words} words) than the feed gave ({headline.words})"
    return None


def _near(library: Library, headline: Headline) -> bool:
    """Whether the page lies where the reader's own feed does, and so may be on his own network."""
    feed = feeds.feed(library.db, headline.feed) if headline.feed is not None else None
    if feed is None or headline.link is None:
        return False
    page, own = urlsplit(headline.link), urlsplit(feed.url)
    return (page.scheme, page.hostname, page.port) == (own.scheme, own.hostname, own.port)
