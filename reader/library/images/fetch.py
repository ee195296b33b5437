"""Fetching the pictures of articles: politely, once, and no more than their documents name."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reader.document.blocks import Document
from reader.document.sanitize import sanitize_line
from reader.document.serialization import deserialize, deserialize_raw
from reader.library.feeds.subscribe import ask
from reader.library.files import kept_file
from reader.library.images import kept
from reader.library.images.kept import Kept
from reader.library.library import Library
from reader.library.network.session import Network, open_network, rate_limit_reason
from reader.library.outcome import PictureKept, Problem
from reader.model import HOUR, Article, Query
from reader.sources.blocked_pages import blocked_reason
from reader.sources.http.fetch import Failure, Request
from reader.sources.http.status import status_words
from reader.sources.parser.pool import ParseFailure
from reader.store.articles import articles
from reader.store.database.connection import StoreError
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.urls.carried import is_carried
from reader.urls.target import host_of, same_origin

ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/gif,*/*;q=0.1"
"""The `Accept` header of a request for a picture."""

AT_ONCE = 8
"""Pictures that are fetched or decoded at a time; of one host, the fetcher asks for two."""

TOGETHER = 16
"""Articles whose pictures are fetched together."""

OURS = ("offline", "no-network")
"""Kinds of failures that say nothing about the picture: they are not kept."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A picture that an article shows."""

    article: Article
    address: str


@dataclass(frozen=True, slots=True)
class _Fetching:
    library: Library
    network: Network
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    started: dict[str, asyncio.Task[str | None]] = field(default_factory=dict)
    """The pictures that are being fetched, by their names: several articles may show one."""


async def fetch_pictures(
    library: Library, wanted: Sequence[int], *, carried: bool = False
) -> AsyncIterator[PictureKept | Problem]:
    """Fetch the pictures of articles, unless they are kept already. Yields each outcome as it comes.

    `carried`: only those that their own files carry; nothing is asked of the network, and others are passed
    over.
    A picture that failed is not asked for again within an hour. Raises `StoreError` where none can be kept.
    """
    async with open_network(library) as network:
        fetching = _Fetching(library, network)
        for start in range(0, len(wanted), TOGETHER):
            tasks: list[asyncio.Task[PictureKept | None]] = []
            for identity in wanted[start : start + TOGETHER]:
                article = articles.article(library.db, identity)
                if article is None:
                    yield Problem(str(identity), "this article is not there any more")
                    continue
                pictures = await _pictures(fetching, article)
                tasks += [asyncio.create_task(_picture(fetching, each, carried)) for each in pictures]
            try:
                for task in asyncio.as_completed(tasks):
                    if (outcome := await task) is not None:
                        yield outcome
            finally:
                started: list[asyncio.Task[Any]] = [*tasks, *fetching.started.values()]
                for unfinished in started:
                    unfinished.cancel()
                await asyncio.gather(*started, return_exceptions=True)
                fetching.started.clear()


def articles_of(library: Library, query: Query) -> list[int]:
    """Return the ids of the query's articles, newest first."""
    return [id for id, _ in headlines.ids(library.db, query)]


async def _pictures(fetching: _Fetching, article: Article) -> list[_Wanted]:
    """Return the pictures that an article shows; those that its own file carries are kept from here on."""
    try:
        packed = articles.body(fetching.library.db, article.headline.id)
        document = deserialize(packed) if packed else Document()
    except ValueError:
        return []
    paths, original = fetching.library.paths, article.original
    shown = kept.addresses(document)
    missing = [address for address in shown if kept.find(paths, address, original) is None]
    if packed and missing and (original or any(map(is_carried, missing))):
        await _keep_carried(fetching, article, packed, missing)
    return [_Wanted(article, address) for address in shown]


async def _keep_carried(fetching: _Fetching, article: Article, packed: bytes, missing: Sequence[str]) -> None:
    """Keep those of the missing pictures that an article's file carries, or the HTML that a feed gave."""
    if article.original:
        fact = article.facts.get("file")
        name, owner = fact.value if fact else "", article.original
        try:
            data = await asyncio.to_thread(kept_file(fetching.library.paths, owner).read_bytes)
        except OSError:
            return
    else:
        (data, _), name, owner = deserialize_raw(packed), "feed.html", ""
    carried = await fetching.network.parsers.carried(data, name, missing)
    if not isinstance(carried, ParseFailure):
        jobs = (_keep(fetching, kept.key_of(address, owner), carried[address]) for address in carried)
        await asyncio.gather(*jobs)


async def _picture(fetching: _Fetching, wanted: _Wanted, carried: bool) -> PictureKept | None:
    """Have one picture kept; `carried`: pass over what would be asked of the network."""
    identity, paths = wanted.article.headline.id, fetching.library.paths
    known = kept.find(paths, wanted.address, wanted.article.original)
    if known is not None and known.picture is not None:
        return PictureKept(identity, wanted.address)
    if known is not None and 0 <= fetching.library.clock() - known.at < HOUR:
        return PictureKept(identity, wanted.address, known.failure)
    if carried:
        return None
    key = kept.key_of(wanted.address)
    if (task := fetching.started.get(key)) is None:
        task = fetching.started[key] = asyncio.create_task(_fetch(fetching, wanted, key))
    failure = await asyncio.shield(task)
    return PictureKept(identity, wanted.address, failure, fetched=failure is None)


async def _fetch(fetching: _Fetching, wanted: _Wanted, key: str) -> str | None:
    """Fetch a picture and keep it. Returns why it could not be had, else None."""
    if not wanted.address.startswith(kept.WEB):
        own = kept.key_of(wanted.address, wanted.article.original or "")
        return await _keep(fetching, own, b"", "its own file does not carry it")
    library = fetching.library
    request = Request(
        url=wanted.address, accept=ACCEPT, private=_may_be_private(library, wanted.article, wanted.address)
    )
    async with fetching.slots:
        response = await ask(library, fetching.network, request)
        if isinstance(response, Failure):
            if response.kind in OURS or rate_limit_reason(library, host_of(wanted.address)):
                return sanitize_line(response.reason)
            return await _keep(fetching, key, b"", response.reason)
        if response.status != 200:
            words = blocked_reason(response.status, "", "") or status_words(response.status)
            return await _keep(fetching, key, b"", f"{host_of(wanted.address)}: {words}")
        return await _keep(fetching, key, response.body)


async def _keep(fetching: _Fetching, key: str, data: bytes, failure: str = "") -> str | None:
    """Decode a picture in a parser process, and keep it or why that failed. Returns the failure, if any."""
    paths, now = fetching.library.paths, fetching.library.clock()
    decoded = ParseFailure(failure) if failure else await fetching.network.parsers.picture(data)
    try:
        if isinstance(decoded, ParseFailure):
            reason = sanitize_line(decoded.reason)
            await asyncio.to_thread(kept.keep, paths, key, Kept(kept.VERSION, now, failure=reason))
            return reason
        picture, graphics = decoded
        await asyncio.to_thread(kept.keep, paths, key, Kept(kept.VERSION, now, picture), graphics)
    except OSError as error:
        raise StoreError(f"no pictures can be kept in {paths.cache}: {error.strerror}") from error
    return None


def _may_be_private(library: Library, article: Article, address: str) -> bool:
    """Return whether the picture may be at a private address: it has the origin of the reader's feed."""
    if article.headline.feed is None:
        return False
    feed = feeds.feed(library.db, article.headline.feed)
    return feed is not None and same_origin(feed.url, address)
