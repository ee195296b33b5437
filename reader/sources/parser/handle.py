"""A parser process as its parent sees it: started, given documents, asked for what it read, ended."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Self

import msgspec

from reader.sources.parser.process import LENGTH, READY, FailureResponse, Limits, Request, Response, frame

_START = 60.0
"""Seconds for a process to come to life; a document's own time begins afterwards."""

_BUFFER = 1 << 20
"""Bytes of an answer taken from the pipe at a time."""


class NotStarted(Exception):
    """A process did not come to life."""


class Gone(Exception):
    """The process ended while it read the document."""


class Dropped(Exception):
    """The process ended before the document's turn came, for another one's fault."""


class ParserHandle:
    """A parser process. Documents may be given to it ahead; it reads them one after another."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()
        self._ready = False
        self._killed = False
        self._decoder = msgspec.msgpack.Decoder(Response)
        self.given = 0
        """Documents that it has been given and has not answered."""

    @classmethod
    async def begun(cls) -> Self:
        """A process that is coming to life. Raises `OSError` where the system has none to give."""
        return cls(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "reader.sources.parser.process"),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                limit=_BUFFER,
                # The same modules as here, and none from the current folder, which may hold anything.
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        )

    async def come_to_life(self, limits: Limits) -> None:
        """Until it can be given documents. Raises `NotStarted`."""
        pipe_in, pipe_out = self._pipes()
        try:
            pipe_in.write(frame(limits))
            async with asyncio.timeout(_START):
                await pipe_out.readexactly(len(READY))
        except BaseException as error:  # cancellation too: nobody would end the process later
            self.kill()
            if isinstance(error, TimeoutError | asyncio.IncompleteReadError | ConnectionError):
                raise NotStarted from error
            raise
        self._ready = True

    def _pipes(self) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout

    @property
    def usable(self) -> bool:
        return self._ready and self.running and not self._killed

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """Ends it at once, whatever it is doing."""
        self._killed = True
        with suppress(ProcessLookupError):
            self._process.kill()

    async def wait(self) -> None:
        """Until it has ended."""
        await self._process.wait()

    async def read(self, request: Request, deadline: float) -> Response:
        """What it read in a document; the seconds to the deadline begin when it is the document's turn.

        Whatever goes wrong ends the process. Raises `Gone`, `Dropped`, `TimeoutError`.
        """
        self.given += 1
        try:
            pipe_in, _ = self._pipes()
            pipe_in.write(frame(request))
            async with self._turn:
                if self._killed:
                    raise Dropped
                async with asyncio.timeout(deadline):
                    return await self._response()
        except BaseException:  # cancellation too: the answer would be taken for the next document's
            self.kill()
            raise
        finally:
            self.given -= 1

    async def _response(self) -> Response:
        pipe_in, pipe_out = self._pipes()
        try:
            await pipe_in.drain()
            (count,) = LENGTH.unpack(await pipe_out.readexactly(LENGTH.size))
            response: Response = self._decoder.decode(await pipe_out.readexactly(count))
        except (asyncio.IncompleteReadError, ConnectionError, msgspec.DecodeError) as error:
            raise Gone from error
        if isinstance(response, FailureResponse) and response.spent:
            self.kill()
        return response
