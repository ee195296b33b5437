"""How long the screen stands still while its worker reads documents that mean harm.

    python -m tests.bench.attack

Prints the longest and the 95th percentile of the gaps between two turns of the screen's event loop, while the
cursor moves in peace and under attack, in milliseconds; and the longest without the time in which the screen
waited for a processor, which is what it does itself, whatever else the machine has to do.
"""

import asyncio
import contextlib
import multiprocessing
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from textual.pilot import Pilot

from reader.config import Paths, Settings
from reader.library.library import Library
from reader.processes import queued_seconds
from reader.store.database.connection import open_store
from reader.store.feeds import feeds, refresh_state
from reader.ui.app import ReaderApp
from reader.ui.controllers.jobs import GROUP
from tests.server import gzip_bomb, reply, running_server
from tests.sources.parser.test_bounds import BOMBS

SECONDS = 3.0
"""Seconds for which peace is watched."""


@dataclass(frozen=True, order=True)
class Gap:
    """The time between two turns of the event loop, in milliseconds."""

    own: float
    """What the screen itself caused: without the time in which it waited for a processor."""
    clock: float
    """By the clock."""


async def gaps(ended: asyncio.Event) -> list[Gap]:
    """Watch the event loop until the event. Returns the gaps between its turns, the shortest first."""
    found: list[Gap] = []
    last, queued = time.monotonic(), queued_seconds()
    while not ended.is_set():
        await asyncio.sleep(0.001)
        now, waited = time.monotonic(), queued_seconds()
        found.append(Gap((now - last - (waited - queued)) * 1000, (now - last) * 1000))
        last, queued = now, waited
    return sorted(found)


def line(name: str, found: list[Gap]) -> str:
    """Return what is printed of gaps."""
    longest, usual = (
        max(gap.clock for gap in found),
        sorted(gap.clock for gap in found)[len(found) * 95 // 100],
    )
    return f"{name:9} longest {longest:6.1f} ms, {found[-1].own:6.1f} ms its own; 95 % under {usual:6.1f} ms"


async def watched(pilot: Pilot[None], work: Callable[[], Awaitable[object]]) -> list[Gap]:
    """Move the cursor up and down while the work goes on. Returns the gaps meanwhile."""
    ended = asyncio.Event()

    async def move() -> None:
        while not ended.is_set():
            await pilot.press("j", "k")

    async def end() -> None:
        await work()
        ended.set()

    found, *_ = await asyncio.gather(gaps(ended), move(), end())
    return found


async def attack(pilot: Pilot[None]) -> None:
    """Refresh all feeds, and wait for the end of it."""
    app = pilot.app
    assert isinstance(app, ReaderApp)
    await pilot.press("R")
    await app.main_screen.shell.wait_for(GROUP)


def serve(pipe: Connection, names: Sequence[str]) -> None:
    """Serve the documents, in a process of their own, until the other end of the pipe is closed."""
    with running_server() as server:
        for name in names:
            server.script(f"/{name}", reply(BOMBS[name]()) if name in BOMBS else gzip_bomb(1 << 31))
        pipe.send([server.url(f"/{name}") for name in names])
        with contextlib.suppress(EOFError):
            pipe.recv()


async def run(folder: Path, urls: list[str]) -> tuple[list[Gap], list[Gap]]:
    """Look at a screen in peace and under attack. Returns the gaps of both."""
    paths = Paths(data=folder / "data", config=folder / "config.toml")
    paths.config.write_text("refresh_minutes = 0\n")
    db = open_store(paths.library)
    for url in urls:
        feeds.add_feed(db, url, now=int(time.time()))
    app = ReaderApp(Library(db, paths, Settings(refresh_minutes=0), offline=False, readonly=False))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(1.0)
        peace = await watched(pilot, lambda: asyncio.sleep(SECONDS))
        attacked = await watched(pilot, lambda: attack(pilot))
        states = refresh_state.feed_states(db, None, None)
        assert all(state.last_checked for state in states), "every document was read"
    db.close()
    return peace, attacked


def measured(names: Sequence[str] = (*BOMBS, "gzip")) -> tuple[list[Gap], list[Gap]]:
    """Serve in one process, and look at the screen in this one. Returns the gaps in peace and attacked."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(theirs, names))
    server.start()
    theirs.close()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return asyncio.run(run(Path(folder), ours.recv()))
    finally:
        ours.close()
        server.join()


def main() -> None:
    """Measure once, and print it."""
    peace, attacked = measured()
    print(line("in peace", peace))
    print(line("attacked", attacked))


if __name__ == "__main__":
    main()
