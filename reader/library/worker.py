"""The worker process as the screen sees it: the same program, whose output is read line by line.

What hangs or crashes in it cannot touch the screen.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from typing import Any

from reader.config import WORKER, Paths
from reader.library.outcome import WorkerResult
from reader.processes import KILL, send_signal

LINE_LIMIT = 4 * 1024 * 1024
"""Bytes of one line of output at most."""

NICENESS = 10
"""The niceness added to worker processes, so that the screen goes first."""

MOST_NICE = 19
"""The greatest niceness that POSIX systems know."""

GRACE_SECONDS = 0.5
"""Seconds that a worker gets to end by itself before it is killed."""


def command(paths: Paths, *words: str, offline: bool = False) -> list[str]:
    """Return the arguments that run `newsreader WORDS...` on the same library with the same settings."""
    switches = ["--offline"] if offline else []
    places = ["--data-dir", str(paths.data), "--config", str(paths.config)]
    return [sys.executable, "-P", "-m", "reader", *places, *switches, *words]


async def events(argv: Sequence[str], given: str = "") -> AsyncGenerator[dict[str, Any] | WorkerResult, None]:
    """Run a worker. Yields the JSON objects that it prints as they come, and at last how it ended.

    `given` is what it reads on its standard input: the place for what may hold a password, since everybody
    can read the arguments of a process. Lines that are no JSON objects are passed over. Closing the iterator,
    or cancelling the task that reads it, ends the process.
    """
    process = await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.PIPE if given else asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=LINE_LIMIT,
        env=os.environ | {"PYTHONUNBUFFERED": "1", WORKER: "1"},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    _lower_priority(process.pid)
    _give(process, given)
    complaints = asyncio.create_task(process.stderr.read())
    try:
        async for line in process.stdout:
            with suppress(json.JSONDecodeError):
                event = json.loads(line)
                if isinstance(event, dict):
                    yield event
        code = await process.wait()
        yield WorkerResult.of(code, (await complaints).decode(errors="replace").strip())
    finally:
        try:
            await _end(process)
            # Both pipes are read to their ends, else the rest would be let go when the loop is closed.
            while await process.stdout.read(LINE_LIMIT):
                pass
            with suppress(TimeoutError):
                async with asyncio.timeout(GRACE_SECONDS):  # a process of its own may hold the pipe
                    await complaints
        finally:
            # The loop may end before asyncio does it, and whoever is cancelled twice waits for nothing more.
            complaints.cancel()
            process._transport.close()  # type: ignore[attr-defined]


def _give(process: asyncio.subprocess.Process, text: str) -> None:
    """Write to the standard input of the process, which has one where there is something to write.

    A process that ends without having read it breaks the pipe; how it ended says why.
    """
    if process.stdin is not None:
        process.stdin.write(text.encode(errors="replace"))
        process.stdin.close()


def _lower_priority(process: int) -> None:
    """Let the screen go before the worker, where the system knows priorities; its children inherit it."""
    with suppress(AttributeError, OSError):
        own = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, process, min(MOST_NICE, own + NICENESS))


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask the process to end, and kill it where it does not."""
    if process.returncode is not None:
        return
    send_signal(process, signal.SIGTERM)
    try:
        async with asyncio.timeout(GRACE_SECONDS):
            await process.wait()
    except TimeoutError:
        send_signal(process, KILL)
        await process.wait()
