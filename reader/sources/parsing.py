"""Parsers at work in processes of their own, so that no document can hang, crash or fill this one."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import msgspec

from reader.document.clean import clean_line
from reader.model import ParsedArticle, ParsedFeed
from reader.sources.parser_process import (
    LENGTH,
    READY,
    Answer,
    ArticlesAnswer,
    FailureAnswer,
    FeedAnswer,
    FeedRequest,
    Limits,
    LinksAnswer,
    LinksRequest,
    PageRequest,
    Request,
    SavedRequest,
    frame,
)

_PATIENCE = 0.2
"""Seconds that a document waits for a busy process before another process is started."""

_CROWD = 4
"""Documents waiting that start another process at once."""

_START = 60.0
"""Seconds for a process to come to life; a document's own time begins afterwards."""

_BUFFER = 1 << 20
"""Bytes of an answer taken from the pipe at a time."""


@dataclass(frozen=True, slots=True)
class ParseFailure:
    """Why a document could not be read, in words."""

    reason: str


class _NotStarted(Exception):
    """A process did not come to life."""


class _Gone(Exception):
    """The process ended before it answered."""


class ParserPool:
    """Up to `processes` parser processes, each started when there is work for it; all end with the pool.

    A document that takes longer than `deadline` seconds, or that ends its process, fails alone: the process
    is replaced.
    """

    def __init__(self, *, processes: int = 2, deadline: float = 10.0, memory: int = 1 << 30) -> None:
        self._deadline = deadline
        self._limits = Limits(memory=memory, seconds=int(deadline * 2) + 1)
        self._room = asyncio.Semaphore(processes)
        self._busy = 0
        self._waiting = 0
        self._closed = False
        self._idle: list[Process] = []
        self._some_idle = asyncio.Event()
        self._started: set[Process] = set()
        self._warming: asyncio.Task[None] | None = None
        self._decoder = msgspec.msgpack.Decoder(Answer)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        for process in self._started:
            _kill(process)
        for process in list(self._started):
            await process.wait()

    @property
    def process_ids(self) -> set[int]:
        """Of the processes that run now."""
        return {process.pid for process in self._started if process.returncode is None}

    def warm_up(self) -> None:
        """Starts a process for a document that is sure to come, while it is still on its way."""
        self._warming = asyncio.create_task(self._start_idle())

    async def _start_idle(self) -> None:
        with suppress(OSError, _NotStarted):
            async with self._room:
                self._idle.append(await self._start())
                self._some_idle.set()

    async def feed(self, body: bytes, headers: Mapping[str, str], url: str) -> ParsedFeed | ParseFailure:
        """The feed in an answer's body; `url` is where it came from after redirects."""
        answer = await self._ask(FeedRequest(body, dict(headers), url))
        return answer.feed if isinstance(answer, FeedAnswer) else _failure(answer)

    async def saved(
        self, data: bytes, path: str, mtime: int | None, now: int
    ) -> tuple[ParsedArticle, ...] | ParseFailure:
        """The articles in a saved file; times in UTC seconds."""
        answer = await self._ask(SavedRequest(data, path, mtime, now))
        return answer.articles if isinstance(answer, ArticlesAnswer) else _failure(answer)

    async def links(self, html: bytes, url: str) -> list[str] | ParseFailure:
        """The addresses of the feeds that a web page names."""
        answer = await self._ask(LinksRequest(html, url))
        return answer.links if isinstance(answer, LinksAnswer) else _failure(answer)

    async def page(
        self, data: bytes, headers: Mapping[str, str], url: str, now: int
    ) -> ParsedArticle | ParseFailure:
        """The article in a web page."""
        answer = await self._ask(PageRequest(data, dict(headers), url, now))
        return (
            answer.articles[0] if isinstance(answer, ArticlesAnswer) and answer.articles else _failure(answer)
        )

    async def _ask(self, request: Request) -> Answer:
        reason = ""
        # Asked once more, because the process may have been ended by someone else while it was idle.
        for _ in range(2):
            try:
                async with self._process() as process:
                    return await self._exchange(process, request)
            except TimeoutError:
                return FailureAnswer(f"it took longer than {self._deadline:g} seconds to read")
            except (OSError, _NotStarted):
                reason = "no parser could be started"
            except _Gone:
                reason = "its parser crashed on it"
            if self._closed:
                reason = "it was not read to its end"
                break
        return FailureAnswer(reason)

    @asynccontextmanager
    async def _process(self) -> AsyncIterator[Process]:
        """A process for one document; it is kept if all went well, else ended, whatever went wrong."""
        await self._have_patience()
        self._busy += 1
        try:
            async with self._room:
                process = self._take_idle() or await self._start()
                try:
                    yield process
                except BaseException:
                    _kill(process)
                    raise
                self._idle.append(process)
                self._some_idle.set()
        finally:
            self._busy -= 1

    async def _have_patience(self) -> None:
        """Waits a moment for a busy process rather than starting another, unless many documents wait."""
        warming = self._warming is not None and not self._warming.done()
        if self._idle or not (self._busy or warming) or self._waiting >= _CROWD:
            return
        self._waiting += 1
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._some_idle.wait(), _PATIENCE)
        finally:
            self._waiting -= 1

    def _take_idle(self) -> Process | None:
        while self._idle:
            process = self._idle.pop()
            if not self._idle:
                self._some_idle.clear()
            if process.returncode is None:
                return process
        return None

    async def _start(self) -> Process:
        self._started = {process for process in self._started if process.returncode is None}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "reader.sources.parser_process"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            limit=_BUFFER,
            # The same modules as here, and none from the current folder, which may hold anything.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._started.add(process)
        if self._closed:
            _kill(process)
            raise _NotStarted
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(frame(self._limits))
            async with asyncio.timeout(_START):
                await process.stdout.readexactly(len(READY))
        except BaseException as error:
            _kill(process)
            if isinstance(error, TimeoutError | asyncio.IncompleteReadError | ConnectionError):
                raise _NotStarted from error
            raise
        return process

    async def _exchange(self, process: Process, request: Request) -> Answer:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            async with asyncio.timeout(self._deadline):
                process.stdin.write(frame(request))
                await process.stdin.drain()
                (count,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
                answer: Answer = self._decoder.decode(await process.stdout.readexactly(count))
        except (asyncio.IncompleteReadError, ConnectionError, msgspec.DecodeError) as error:
            raise _Gone from error
        if isinstance(answer, FailureAnswer) and answer.spent:
            _kill(process)
        return answer


def _kill(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()


def _failure(answer: Answer) -> ParseFailure:
    assert isinstance(answer, FailureAnswer), "the process answers what it was asked"
    return ParseFailure(clean_line(answer.reason))
