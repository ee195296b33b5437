"""A server on loopback in a thread of its own, for fakes: whole requests in, answers out, and faults between.

It speaks raw sockets, so that a fault can come at any moment: a connection that breaks after the server did
what it was asked, half an answer, a process that is killed. Tests set faults and hooks from their own thread.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Literal, Self
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, read to its end."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def form(self) -> list[tuple[str, str]]:
        """The body's variables in their order."""
        return parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)

    @property
    def words(self) -> str:
        """The address and the body together, as faults and hooks are looked up in."""
        return f"{self.target} {self.body[:4096].decode('latin-1')}"

    def first(self, name: str, default: str = "") -> str:
        """The first value of that name in the query, else in the form."""
        return next((value for key, value in [*self.query, *self.form] if key == name), default)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: int = 200
    body: str = "OK"
    kind: str = "text/plain; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """Ends a request with a status."""

    def __init__(self, status: int, body: str = "Bad Request!", **headers: str) -> None:
        super().__init__(body)
        self.answer = Answer(
            status, body, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )


@dataclass(slots=True)
class Fault:
    """What goes wrong with requests that `match` is in, of their address and body."""

    match: str
    do: Literal["lose", "refuse", "cut", "shorten", "answer", "wait", "die"] = "answer"
    """`lose`: it is done and the connection breaks; `refuse`: it breaks before; `cut`: half the body comes,
    as if it were all; `shorten`: half of each list comes, in good order; `answer`: another answer in its
    place, nothing is done; `wait`: the answer comes when `release` is called; `die`: it is done, and the
    whole server is gone."""
    skip: int = 0
    """So many requests pass unharmed before."""
    times: int = 1
    """So many are hit then; -1: all."""
    answer: Answer = field(default_factory=Answer)


@dataclass(slots=True)
class Hook:
    """Something that a test does between a request's coming and its answer, once."""

    match: str
    call: Callable[[], object]
    skip: int = 0


class Wire:
    """Serves on 127.0.0.1; what a request means is the business of `handle`. A context manager."""

    def __init__(self) -> None:
        self.port = 0
        self.requests: list[Asked] = []
        self.faults: list[Fault] = []
        self.hooks: list[Hook] = []
        self.after: list[Hook] = []
        """Hooks that are called once the request was handled, before its answer goes out."""
        self.every_request: Callable[[int], Fault | None] = lambda number: None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._released = threading.Event()

    def handle(self, asked: Asked) -> Answer:
        """Answer a request; a fake's own."""
        raise NotImplementedError

    async def respond(self, asked: Asked) -> Answer:
        """Answer a request, where that takes its time."""
        return self.handle(asked)

    @property
    def root(self) -> str:
        """The address of the server itself."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._released.set()
        self.stop()
        self._inside(self._finish())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()

    def start(self) -> None:
        """Listen, on the same port as before where it was stopped."""
        if self._server is None:
            self._inside(self._listen())

    def stop(self) -> None:
        """Be gone as after a kill: connections break, further ones are refused."""
        self._inside(self._vanish())

    def fault(
        self,
        match: str,
        do: Literal["lose", "refuse", "cut", "shorten", "answer", "wait", "die"] = "answer",
        *,
        skip: int = 0,
        times: int = 1,
        status: int = 200,
        body: str = "OK",
        **headers: str,
    ) -> Fault:
        """Let something go wrong; header names have `_` for `-`. Returns the fault, to remove it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        fault = Fault(match, do, skip, times, Answer(status, body, headers=named))
        self.faults.append(fault)
        return fault

    def before(self, match: str, call: Callable[[], object], skip: int = 0) -> None:
        """Call something when such a request has come, before it is handled; `skip` requests pass first."""
        self.hooks.append(Hook(match, call, skip))

    def answered(self, match: str, call: Callable[[], object], skip: int = 0) -> None:
        """Call something when such a request was handled, before its answer goes out."""
        self.after.append(Hook(match, call, skip))

    def calm(self) -> None:
        """Forget all faults, hooks and requests."""
        for waiting in (self.faults, self.hooks, self.after, self.requests):
            waiting.clear()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Let the usual faults of a bad line rest for a while."""
        kept, self.every_request = self.every_request, lambda number: None
        try:
            yield
        finally:
            self.every_request = kept

    def release(self) -> None:
        """Let the answers go that wait."""
        self._released.set()

    def asked(self, match: str) -> list[Asked]:
        """The requests with these letters in address or body."""
        return [one for one in self.requests if match in one.words]

    def _inside(self, work: "asyncio._CoroutineLike[None]") -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port, limit=1 << 26)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _vanish(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in tuple(self._writers):
            writer.transport.abort()

    async def _finish(self) -> None:
        await asyncio.sleep(0)  # a connection that has just come is in the hands of its task then
        await self._vanish()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._vanish()  # also what has come meanwhile
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # a transport is closed one turn after it was told to be
        await self._loop.shutdown_default_executor()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Know a connection at once, so that one is ended too whose task has not begun."""
        self._writers.add(writer)
        task = self._loop.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                while (asked := await _read(reader)) and await self._serve_one(asked, writer):
                    pass
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _serve_one(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        """Answer a request; returns whether the connection may carry another."""
        self.requests.append(asked)
        await _run(self.hooks, asked)
        fault = self._fault(asked)
        if fault and fault.do == "refuse":
            writer.transport.abort()
            return False
        replaced = fault and fault.do == "answer"
        answer = fault.answer if fault and replaced else await self.respond(asked)
        await _run(self.after, asked)
        if fault and fault.do == "die":
            await self._vanish()
            return False
        if fault and fault.do == "lose":
            writer.transport.abort()
            return False
        if fault and fault.do == "wait":
            await asyncio.to_thread(self._released.wait, 120)
        if fault and fault.do == "cut":
            answer = replace(answer, body=answer.body[: len(answer.body) // 2])
        if fault and fault.do == "shorten":
            answer = replace(answer, body=shortened(answer.body))
        writer.write(_bytes(answer))
        await writer.drain()
        return asked.headers.get("connection", "").lower() != "close"

    def _fault(self, asked: Asked) -> Fault | None:
        """The fault that hits a request, if any; the first that matches counts it."""
        for fault in self.faults:
            if fault.match in asked.words and fault.times:
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                return fault
        return self.every_request(len(self.requests))


async def _run(hooks: list[Hook], asked: Asked) -> None:
    """Call the hooks that wait for such a request, in a thread: they may run a client of their own."""
    for hook in tuple(hooks):
        if hook.match in asked.words:
            if hook.skip:
                hook.skip -= 1
                continue
            hooks.remove(hook)
            await asyncio.to_thread(hook.call)


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ", 2)
    lines = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in lines}
    return Asked(method, target, headers, await reader.readexactly(int(headers.get("content-length", 0))))


def _bytes(answer: Answer) -> bytes:
    body = answer.body.encode("utf-8", "surrogateescape")
    lines = [
        f"HTTP/1.1 {answer.status} Whatever",
        f"Content-Type: {answer.kind}",
        f"Content-Length: {len(body)}",
    ]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def shortened(body: str) -> str:
    """Half of each list in a JSON answer, also of ids with commas between."""
    try:
        answer = json.loads(body)
    except ValueError:
        return body
    if not isinstance(answer, dict):
        return body
    for name, value in answer.items():
        if isinstance(value, list):
            answer[name] = value[: len(value) // 2]
        elif name.endswith("_item_ids") and isinstance(value, str):
            ids = value.split(",")
            answer[name] = ",".join(ids[: len(ids) // 2])
    answer.pop("continuation", None)
    return json.dumps(answer)


def usual_faults(every: int) -> Callable[[int], Fault | None]:
    """Each so-manieth request meets the next of what goes wrong on a bad line."""
    kinds: Sequence[Fault] = (
        Fault("", "lose"),
        Fault("", "cut"),
        Fault("", "refuse"),
        Fault("", "answer", answer=Answer(502, "<html>Bad Gateway</html>", "text/html")),
        Fault("", "answer", answer=Answer(200, "<html>Please log in to the hotel</html>", "text/html")),
        Fault("", "answer", answer=Answer(200, "[]", "application/json")),
    )
    return lambda number: kinds[number // every % len(kinds)] if every and number % every == 0 else None
