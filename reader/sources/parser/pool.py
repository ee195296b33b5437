"""Parsers in processes of their own, so that no document can hang, crash or fill this one."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from reader.document.pictures.picture import Picture
from reader.document.sanitize import sanitize_line
from reader.model import ParsedArticle, ParsedFeed, Wanted
from reader.sources.feeds.raw_feed import RawArticle
from reader.sources.parser.handle import (
    ParserCrashed,
    ParserHandle,
    ParserKilled,
    ParserNotStarted,
    ParserSpent,
)
from reader.sources.parser.process import (
    ArticlesResponse,
    CacheRequest,
    CacheResponse,
    CarriedRequest,
    CarriedResponse,
    FailureResponse,
    FeedRequest,
    FeedResponse,
    ItemsRequest,
    Limits,
    LinksRequest,
    LinksResponse,
    PageRequest,
    PictureRequest,
    PictureResponse,
    Request,
    Response,
    SavedRequest,
)
from reader.sources.takeover.cached import CachePage

DEADLINE = 10.0
"""Seconds of processor time that a process has for one document."""

PATIENCE = 10.0
"""How many times as long a process may use no processor time at all while it has a document."""

LONGEST = 3600
"""Seconds by the clock after which a process ends itself: the last resort."""

DEADLINE_VARIABLE = "NEWSREADER_TEST_DEADLINE"
"""The environment variable that replaces the deadline in tests, which run on busy machines: seconds."""

_PATIENCE = 0.2
"""Seconds that a document waits for a busy process before another process is started."""

_FEED_PATIENCE = 1.0
"""The same for a feed. The start of another process takes as long as a dozen ordinary feeds, and one process
reads these as fast as its parent keeps them: what holds one up for so long is another document."""

_AHEAD = 3
"""Documents that one process is given, so that it need not wait for the next when it has read one."""


@dataclass(frozen=True, slots=True)
class ParseFailure:
    """A document could not be read."""

    reason: str
    """The reason in words, sanitized."""


class ParserPool:
    """Up to `processes` parser processes, each started when there is work for it; all end with the pool.

    A document that takes more than `deadline` seconds of processor time (None: as long as documents have), or
    whose process uses none for `patience` seconds, or ends on it, fails alone: the process is replaced. How
    long it takes by the clock is the machine's affair. `memory` is in bytes, for each process.
    """

    def __init__(
        self,
        *,
        processes: int = 2,
        deadline: float | None = None,
        patience: float | None = None,
        memory: int = 1 << 30,
    ) -> None:
        self._deadline = _default_deadline() if deadline is None else deadline
        self._patience = self._deadline * PATIENCE if patience is None else patience
        self._limits = Limits(memory, self._deadline, max(LONGEST, int(self._patience * 2)))
        self._most = processes
        self._room = asyncio.Semaphore(processes * _AHEAD)
        self._parsers: list[ParserHandle] = []
        self._starting = 0
        self._freed = asyncio.Event()
        """Set where a process may have become free, or there may be room for another."""
        self._closed = False
        self._warming: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        for parser in self._parsers:
            parser.kill()
        try:
            for parser in list(self._parsers):
                await parser.close()
        finally:
            for parser in self._parsers:
                parser.let_go()

    @property
    def process_ids(self) -> set[int]:
        """The ids of the processes that are running."""
        return {parser.pid for parser in self._parsers if parser.running}

    def warm_up(self) -> None:
        """Start a process for a feed that is sure to come, while it is still on its way."""
        if self._warming is None:
            self._warming = asyncio.create_task(self._start_idle())

    async def begin(self) -> None:
        """Warm up, and return when the system has begun the process: it gets ready by itself."""
        self.warm_up()
        while not (self._parsers or self._warming is None or self._warming.done()):  # noqa: ASYNC110 - few turns
            await asyncio.sleep(0)

    async def _start_idle(self) -> None:
        with suppress(OSError, ParserNotStarted):
            await self._start(for_feeds=True)

    async def feed(self, body: bytes, headers: Mapping[str, str], url: str) -> ParsedFeed | ParseFailure:
        """Return the feed in a response's body; `url` is where it came from, after redirects."""
        response = await self._ask(FeedRequest(body, dict(headers), url))
        return response.feed if isinstance(response, FeedResponse) else _failure(response)

    async def items(
        self, items: Sequence[tuple[RawArticle, str]]
    ) -> tuple[ParsedArticle, ...] | ParseFailure:
        """Return the articles that a server has taken from feeds, in their order.

        Each comes with the address that its relative links are relative to.
        """
        response = await self._ask(ItemsRequest(list(items)))
        return response.articles if isinstance(response, ArticlesResponse) else _failure(response)

    async def saved(
        self, data: bytes, path: str, mtime: int | None, now: int, wanted: Wanted = "any"
    ) -> tuple[ParsedArticle, ...] | ParseFailure:
        """Return the articles in a saved file, if it is what is wanted; times are in UTC seconds."""
        response = await self._ask(SavedRequest(data, path, mtime, now, wanted))
        return response.articles if isinstance(response, ArticlesResponse) else _failure(response)

    async def newsboat(self, path: str, after: int, count: int) -> CachePage | ParseFailure:
        """Return some articles of newsboat's cache at the path, from behind that row on."""
        response = await self._ask(CacheRequest(path, after, count))
        return response.page if isinstance(response, CacheResponse) else _failure(response)

    async def links(self, html: bytes, url: str) -> list[str] | ParseFailure:
        """Return the absolute addresses of the feeds that a web page names."""
        response = await self._ask(LinksRequest(html, url))
        return response.links if isinstance(response, LinksResponse) else _failure(response)

    async def page(
        self, data: bytes, headers: Mapping[str, str], url: str, now: int
    ) -> ParsedArticle | ParseFailure:
        """Return the article in a web page; `now` is in UTC seconds."""
        response = await self._ask(PageRequest(data, dict(headers), url, now))
        return (
            response.articles[0]
            if isinstance(response, ArticlesResponse) and response.articles
            else _failure(response)
        )

    async def carried(self, data: bytes, path: str, wanted: Sequence[str]) -> dict[str, bytes] | ParseFailure:
        """Return the wanted pictures that a saved file carries, by their addresses."""
        response = await self._ask(CarriedRequest(data, path, list(wanted)))
        return response.pictures if isinstance(response, CarriedResponse) else _failure(response)

    async def picture(self, data: bytes) -> tuple[Picture, bytes] | ParseFailure:
        """Return a picture in cells, and as a PNG."""
        response = await self._ask(PictureRequest(data))
        if isinstance(response, PictureResponse):
            return response.picture, response.graphics
        return _failure(response)

    async def _ask(self, request: Request) -> Response:
        reason = ""
        # Asked once more, because the process may have been ended by someone else while it was idle.
        tries = 2
        while tries and not self._closed:
            tries -= 1
            try:
                async with self._room:
                    parser = await self._parser(feed=isinstance(request, FeedRequest))
                    try:
                        return await parser.read(request, self._patience)
                    finally:
                        self._freed.set()
            except ParserSpent:
                return FailureResponse(f"it took longer than {self._deadline:g} seconds to read")
            except TimeoutError:
                return FailureResponse(f"its parser did not answer within {self._patience:g} seconds")
            except (OSError, ParserNotStarted):
                reason = "no parser could be started"
            except ParserCrashed:
                reason = "its parser crashed on it"
            except ParserKilled:
                tries += 1
        return FailureResponse("it was not read to its end" if self._closed else reason)

    async def _parser(self, *, feed: bool) -> ParserHandle:
        """Return the process for a document: the one with the fewest documents, or a new one.

        A document waits a moment for a busy process rather than starting another. A feed may be behind others
        in a process, until there can be no more processes; then all documents may.
        """
        clock = asyncio.get_running_loop().time
        since = clock()
        while not self._closed:
            self._freed.clear()
            usable = [parser for parser in self._parsers if parser.usable]
            least = min(usable, key=lambda parser: parser.pending, default=None)
            full = len(usable) + self._starting == self._most
            if least is not None and least.pending < (_AHEAD if full or feed else 1):
                return least
            if full or self._is_starting():
                await self._freed.wait()
                since = clock()
                continue
            patience = since + (_FEED_PATIENCE if feed else _PATIENCE) - clock()
            if not usable or patience <= 0:
                return await self._start()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._freed.wait(), patience)
        raise ParserNotStarted

    def _is_starting(self) -> bool:
        return bool(self._starting) or (self._warming is not None and not self._warming.done())

    async def _start(self, *, for_feeds: bool = False) -> ParserHandle:
        self._starting += 1
        try:
            for ended in [parser for parser in self._parsers if not parser.running]:
                await ended.close()
                with suppress(ValueError):  # another start may have closed it too
                    self._parsers.remove(ended)  # not before: who is cancelled leaves it to the pool
            parser = await ParserHandle.start(for_feeds=for_feeds)
            self._parsers.append(parser)
            if self._closed:
                parser.kill()
            await parser.wait_until_ready(self._limits)
            return parser
        finally:
            self._starting -= 1
            self._freed.set()


def _default_deadline() -> float:
    return float(os.environ.get(DEADLINE_VARIABLE, DEADLINE))


def _failure(response: Response) -> ParseFailure:
    assert isinstance(response, FailureResponse), "the response is that to the request"
    return ParseFailure(sanitize_line(response.reason))
