"""The worker process as the screen sees it: the same program, whose events are read as lines.

Whatever hangs, explodes or crashes in there cannot touch the screen.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any

from reader.config import Paths

LINE_LIMIT = 4 * 1024 * 1024
"""Bytes of one event."""

NICENESS = 10
"""How much a worker steps back for the screen, of ..."""

LEAST_URGENT = 19
"""... as far as a system lets it."""

GRACE_SECONDS = 0.5
"""What a worker gets to end by itself before it is killed."""


def command(paths: Paths, *words: str, offline: bool = False) -> list[str]:
    """The arguments that run `newsreader WORDS...` on the same library with the same settings."""
    switches = ["--offline"] if offline else []
    places = ["--data-dir", str(paths.data), "--config", str(paths.config)]
    return [sys.executable, "-P", "-m", "reader", *places, *switches, *words]


async def events(argv: Sequence[str]) -> AsyncIterator[dict[str, Any]]:
    """The JSON objects that a worker prints, as they come; the last is `{"exit": code, "stderr": text}`.

    Closing the iterator, or cancelling the task that reads it, ends the process.
    """
    process = await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=LINE_LIMIT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    _yield_to_the_screen(process.pid)
    complaints = asyncio.create_task(process.stderr.read())
    try:
        async for line in process.stdout:
            with suppress(json.JSONDecodeError):
                event = json.loads(line)
                if isinstance(event, dict):
                    yield event
        code = await process.wait()
        yield {"exit": code, "stderr": (await complaints).decode(errors="replace").strip()}
    finally:
        await _end(process)
        complaints.cancel()
        with suppress(asyncio.CancelledError):
            await complaints


def _yield_to_the_screen(process: int) -> None:
    """Lets keys go before the worker, where the system knows priorities; its own children inherit it."""
    with suppress(AttributeError, OSError):
        own = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, process, min(LEAST_URGENT, own + NICENESS))


async def _end(process: asyncio.subprocess.Process) -> None:
    """Asks the process to end, and kills it where it does not."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(GRACE_SECONDS):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
