"""A parser process as its parent sees it: started, given documents, asked for their contents, ended."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import AbstractAsyncContextManager
from typing import Self

import msgspec

from reader.processes import KILL, patience, processor_seconds, send_signal
from reader.sources.parser.process import (
    FEEDS,
    LENGTH,
    READY,
    SPENT,
    FailureResponse,
    Limits,
    Request,
    Response,
    frame,
)

_START = 60.0
"""Seconds that a process that gets ready may do nothing; a document's own time begins afterwards."""

_BUFFER = 1 << 20
"""Bytes of a response that are taken from the pipe at a time."""


class ParserNotStarted(Exception):
    """The process did not get ready."""


class ParserCrashed(Exception):
    """The process ended while it read the document."""


class ParserSpent(Exception):
    """The process was ended because the document used up its processor time."""


class ParserKilled(Exception):
    """The process was killed for another document before this document's turn."""


class ParserHandle:
    """A parser process. It can be given several documents, and reads them one after another."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()
        self._ready = False
        self._killed = False
        self._decoder = msgspec.msgpack.Decoder(Response)
        self.pending = 0
        """Documents that it was given and has not responded to."""

    @classmethod
    async def start(cls, *, for_feeds: bool = False) -> Self:
        """Return a process that is getting ready; `for_feeds`: what reads feeds is imported at once, too.

        Raises OSError or ParserNotStarted where the system cannot start one, or no thread that waits for it.
        """
        try:
            process = await asyncio.create_subprocess_exec(
                *(
                    sys.executable,
                    "-P",
                    "-m",
                    "reader.sources.parser.process",
                    *([FEEDS] if for_feeds else []),
                ),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                limit=_BUFFER,
                # The same modules as here, and none from the current folder, which may hold anything.
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        except RuntimeError as error:
            raise ParserNotStarted from error
        return cls(process)

    async def wait_until_ready(self, limits: Limits) -> None:
        """Send the limits and wait until it can be given documents. Raises ParserNotStarted."""
        pipe_in, pipe_out = self._pipes()
        try:
            pipe_in.write(frame(limits))
            async with self._while_it_works(_START):
                await pipe_out.readexactly(len(READY))
        except BaseException as error:  # cancellation too: nothing would end the process later
            self.kill()
            if isinstance(error, TimeoutError | asyncio.IncompleteReadError | ConnectionError):
                raise ParserNotStarted from error
            raise
        self._ready = True

    def _pipes(self) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    @property
    def usable(self) -> bool:
        """Whether it can be given a document."""
        return self._ready and self.running and not self._killed

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self._killed = True
        send_signal(self._process, KILL)

    async def close(self) -> None:
        """End it, wait until it has ended, and let go of its pipes; it may be called again.

        A pipe with something left in it would be let go by the garbage collector, when its loop is closed.
        """
        self.kill()
        pipe_in, pipe_out = self._pipes()
        # Not `close` and `wait_closed`: asyncio reports a pipe that breaks after that waiting was cancelled.
        if not pipe_in.is_closing():
            pipe_in.transport.abort()
        async with self._turn:  # who waits for a response learns that there is none
            while await pipe_out.read(_BUFFER):
                pass
        await self._process.wait()

    def let_go(self) -> None:
        """Let go of its pipes without waiting for anything, where closing it was cut short; it is killed."""
        self._process._transport.close()  # type: ignore[attr-defined]  # asyncio has no other way

    async def read(self, request: Request, seconds: float) -> Response:
        """Return what it reads in a document.

        It may use no processor time for so many `seconds`, from when the document has its turn; how much it
        may use is among the limits of the process. Any error ends the process. Raises ParserCrashed,
        ParserSpent, ParserKilled or TimeoutError.
        """
        self.pending += 1
        try:
            pipe_in, _ = self._pipes()
            pipe_in.write(frame(request))
            async with self._turn:
                if self._killed:
                    raise ParserKilled
                async with self._while_it_works(seconds):
                    return await self._response()
        except BaseException:  # cancellation too: the response would be taken for that to the next document
            self.kill()
            raise
        finally:
            self.pending -= 1

    def _while_it_works(self, seconds: float) -> AbstractAsyncContextManager[None]:
        """Wait as long as the process computes: on a busy machine that may be long.

        `seconds` in which it does not raise TimeoutError; so do as many by the clock where the system tells
        nothing of it.
        """
        used = processor_seconds(self.pid)

        def more() -> float:
            nonlocal used
            before, used = used, processor_seconds(self.pid)
            return seconds if used > before else 0.0

        return patience(seconds, more)

    async def _response(self) -> Response:
        pipe_in, pipe_out = self._pipes()
        try:
            await pipe_in.drain()
            (count,) = LENGTH.unpack(await pipe_out.readexactly(LENGTH.size))
            response: Response = self._decoder.decode(await pipe_out.readexactly(count))
        except (asyncio.IncompleteReadError, ConnectionError, msgspec.DecodeError) as error:
            self.kill()
            if SPENT is not None and await self._process.wait() == -SPENT:
                raise ParserSpent from error
            raise ParserCrashed from error
        if isinstance(response, FailureResponse) and response.spent:
            self.kill()
        return response
