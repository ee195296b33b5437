"""A scripted web server on loopback: the one stand-in for the network in all tests.

It speaks raw sockets, so that it can be as wrong as real servers are: answers may be cut, reset, endless, or
no HTTP at all; every request is kept byte for byte. Each path has a list of answers; the last one repeats:

    async with ScriptedServer() as server:
        server.script("/feed", reply(b"<rss/>", ETag='"1"'), reply(status=304))
        ... server.url("/feed") ...
        assert [request.header("If-None-Match") for request in server.requests] == [None, '"1"']

`running_server()` is the same in a thread, for tests that run the command line in another process.
"""

import asyncio
import gzip
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from types import TracebackType
from typing import Literal, Self

from tests.certificates import Certificate

PATIENCE = 120.0
"""Seconds in which a request that is waited for must come, on a busy machine too."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived."""

    raw: bytes
    host: str
    """The address it came in on."""

    @property
    def method(self) -> str:
        return self.raw.split(b" ", 1)[0].decode("latin-1")

    @property
    def target(self) -> str:
        """The second word of the request: path and query, or a whole URL as proxies get it."""
        return self.raw.split(b" ", 2)[1].decode("latin-1")

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Names and values in their order, one character a byte."""
        lines = self.raw.decode("latin-1").split("\r\n")[1:]
        parts = (line.partition(":") for line in lines if line)
        return [(name, value.removeprefix(" ")) for name, _, value in parts]

    def header(self, name: str) -> str | None:
        """The value of the first header of that name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What goes over the wire: some bytes, and what follows them."""

    first: bytes = b""
    then: Literal["keep", "close", "reset", "hang", "repeat"] = "keep"
    """`hang`: nothing more until the client leaves; `repeat`: `piece` again and again until it leaves."""
    piece: bytes = b""
    every: float = 0.0
    """Seconds between two pieces; 0 is as fast as the client reads."""
    gate: str = ""
    """Nothing is sent before somebody calls `ScriptedServer.open` with this name."""
    late: float = 0.0
    """Nothing is sent for so many seconds, unless the client leaves before."""


Scripted = Response | Callable[[Seen], Response]


def reply(body: bytes = b"", status: int = 200, **headers: str) -> Response:
    """A whole, correct answer. Header names are written with `_` for `-`; a Content-Length is added."""
    lines = [_status_line(status)]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if "Content_Length" not in headers and "Transfer_Encoding" not in headers and status != 304:
        lines.append(f"Content-Length: {len(body)}")
    return Response(first="\r\n".join([*lines, "", ""]).encode("latin-1") + body)


def held(answer: Response, gate: str = "gate") -> Response:
    """The same answer, once the server's gate of that name is open."""
    return replace(answer, gate=gate)


def late(answer: Response, seconds: float) -> Response:
    """The same answer after a while."""
    return replace(answer, late=seconds)


def redirect(to: str, status: int = 302) -> Response:
    return reply(status=status, Location=to)


def raw(data: bytes) -> Response:
    """These bytes, and the connection is closed."""
    return Response(first=data, then="close")


def reset(data: bytes = b"") -> Response:
    """These bytes, and the connection is torn down as by a crash."""
    return Response(first=data, then="reset")


def hang(data: bytes = b"") -> Response:
    """These bytes, and nothing more until the client leaves."""
    return Response(first=data, then="hang")


def endless(piece: bytes, before: bytes = b"HTTP/1.1 200 OK\r\n\r\n", every: float = 0.0) -> Response:
    """`before`, then the piece for ever."""
    return Response(first=before, then="repeat", piece=piece, every=every)


def conditional(body: bytes, etag: str, **headers: str) -> Callable[[Seen], Response]:
    """304 to those who have it already, 200 with the ETag to all others."""

    def answer(request: Seen) -> Response:
        if request.header("If-None-Match") == etag:
            return reply(b"", 304, ETag=etag, **headers)
        return reply(body, 200, ETag=etag, **headers)

    return answer


def gzip_bomb(size: int) -> Response:
    """`size` zero bytes in a thousandth of the space; a multiple of 64 MiB is one gzip member each."""
    member = gzip.compress(bytes(min(size, 1 << 26)), compresslevel=1)
    return reply(member * max(1, size >> 26), Content_Encoding="gzip", Content_Type="application/xml")


def _status_line(status: int) -> str:
    phrases = {one.value: one.phrase for one in HTTPStatus}
    return f"HTTP/1.1 {status} {phrases.get(status, 'Whatever')}"


@dataclass
class ScriptedServer:
    """Serves the scripted answers on one port of each of its addresses; unknown paths are 404."""

    hosts: Sequence[str] = ("127.0.0.1",)
    certificate: Certificate | None = None
    requests: list[Seen] = field(default_factory=list)
    default: Scripted | None = None
    """What any other path answers, in place of 404."""
    port: int = 0
    connections: int = 0
    most_at_once: int = 0
    """Requests being answered at one moment, the most there were."""
    most_at_once_by_host: Counter[str] = field(default_factory=Counter)
    _scripts: dict[tuple[str | None, str], list[Scripted]] = field(default_factory=dict)
    _gates: dict[str, asyncio.Event] = field(default_factory=dict)
    _news: threading.Condition = field(default_factory=threading.Condition)
    _loop: asyncio.AbstractEventLoop | None = None
    _now: Counter[str] = field(default_factory=Counter)
    _servers: list[asyncio.Server] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    def script(self, path: str, *answers: Scripted, host: str | None = None) -> None:
        """What a path (with its query, if it has one) answers, in turn; `host` for one address only."""
        self._scripts[host, path] = list(answers)

    def url(self, path: str = "/", *, host: str | None = None, user: str = "") -> str:
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://{user + '@' if user else ''}{host or self.hosts[0]}:{self.port}{path}"

    def asked(self, path: str) -> list[Seen]:
        """The requests for one path."""
        return [request for request in self.requests if request.target == path]

    def open(self, gate: str = "gate") -> None:
        """Let the answers go that are held there; from any thread."""
        assert self._loop is not None, "the server is running"
        self._loop.call_soon_threadsafe(self._gate(gate).set)

    def wait_for_requests(self, count: int) -> None:
        """Block this thread until so many requests have come in all."""
        with self._news:
            if not self._news.wait_for(lambda: len(self.requests) >= count, PATIENCE):
                raise TimeoutError(f"{len(self.requests)} requests of {count} came")

    async def asked_for(self, count: int) -> None:
        """Wait until so many requests have come in all."""
        await asyncio.to_thread(self.wait_for_requests, count)

    def _gate(self, name: str) -> asyncio.Event:
        return self._gates.setdefault(name, asyncio.Event())

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        for host in self.hosts:
            server = await asyncio.start_server(
                self._connected, host, self.port, ssl=self._tls(), backlog=1024
            )
            self._servers.append(server)
            self.port = server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.close()
        await asyncio.sleep(0)  # a connection that has just come is in the hands of its task then
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in tuple(self._writers):  # whose tasks were cancelled before they began
            writer.transport.abort()
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # a transport is closed one turn after it was told to be
        self._servers.clear()

    def _tls(self) -> ssl.SSLContext | None:
        if self.certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate.certificate, self.certificate.key)
        return context

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                while await self._serve_one(Seen(await reader.readuntil(b"\r\n\r\n"), host), reader, writer):
                    pass
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _serve_one(
        self, request: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Response one request; says whether the connection may carry another."""
        with self._news:
            self.requests.append(request)
            self._news.notify_all()
        self._now[request.host] += 1
        self.most_at_once = max(self.most_at_once, self._now.total())
        self.most_at_once_by_host[request.host] = max(
            self.most_at_once_by_host[request.host], self._now[request.host]
        )
        try:
            answer = self._answer(request)
            if answer.gate:
                await self._gate(answer.gate).wait()
            reusable = await _send(answer, reader, writer)
            return reusable and request.header("Connection") != "close"
        finally:
            self._now[request.host] -= 1

    def _answer(self, request: Seen) -> Response:
        everywhere = self._scripts.get((None, request.target))
        answers = self._scripts.get((request.host, request.target), everywhere)
        if not answers:
            answers = [self.default or reply(b"no such path", status=404)]
        scripted = answers.pop(0) if len(answers) > 1 else answers[0]
        return scripted if isinstance(scripted, Response) else scripted(request)


async def _send(answer: Response, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    watched = answer.then != "keep" or answer.late
    left = asyncio.ensure_future(_client_left(reader)) if watched else None
    try:
        if left and answer.late:
            await asyncio.wait([left], timeout=answer.late)
        writer.write(answer.first)
        await writer.drain()
        if answer.then == "hang" and left:
            await left
        elif answer.then == "repeat" and left:
            await _repeat(answer, left, writer)
        elif answer.then == "reset":
            writer.transport.abort()
        return answer.then == "keep"
    finally:
        if left:
            left.cancel()


async def _repeat(answer: Response, left: asyncio.Future[None], writer: asyncio.StreamWriter) -> None:
    while not left.done():
        writer.write(answer.piece)
        await writer.drain()
        await asyncio.wait([left], timeout=answer.every)


async def _client_left(reader: asyncio.StreamReader) -> None:
    with suppress(ConnectionError, ssl.SSLError):
        while await reader.read(65_536):
            pass


@contextmanager
def running_server(
    *, hosts: Sequence[str] = ("127.0.0.1",), certificate: Certificate | None = None
) -> Iterator[ScriptedServer]:
    """The server in a thread of its own, while the test waits for other processes."""
    server = ScriptedServer(hosts, certificate)
    started, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with server:
            started.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        if not started.wait(10):
            raise RuntimeError("the server of the tests did not start")
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def loopback_addresses(count: int) -> list[str]:
    """127.0.0.1 to 127.0.0.N; fewer where the system has only the first (macOS)."""
    usable: list[str] = []
    for number in range(1, count + 1):
        with socket.socket() as probe:
            try:
                probe.bind((f"127.0.0.{number}", 0))
            except OSError:
                break
            usable.append(f"127.0.0.{number}")
    return usable
