"""How long the screen stands still while its worker reads documents that mean harm.

    python -m tests.bench.attack

Prints the longest and the 95th percentile of the gaps between two turns of the screen's event loop, while the
cursor moves in peace and under attack, in milliseconds.
"""

import asyncio
import contextlib
import multiprocessing
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from textual.pilot import Pilot

from reader.config import Paths, Settings
from reader.library.library import Library
from reader.store.database.connection import open_store
from reader.store.feeds import feeds
from reader.ui.app import ReaderApp
from tests.server import gzip_bomb, reply, running_server
from tests.sources.parser.test_bounds import BOMBS

SECONDS = 8.0
"""Seconds for which the gaps are watched."""


async def gaps(seconds: float) -> list[float]:
    """Watch the event loop for so long. Returns the gaps between its turns in milliseconds."""
    found, end, last = [], time.monotonic() + seconds, time.monotonic()
    while last < end:
        await asyncio.sleep(0.001)
        now = time.monotonic()
        found.append((now - last) * 1000)
        last = now
    return sorted(found)


def line(name: str, found: list[float]) -> str:
    return f"{name:12} longest {found[-1]:6.1f} ms   95 % under {found[len(found) * 95 // 100]:6.1f} ms"


async def move(pilot: Pilot[None], seconds: float) -> None:
    """Move the cursor up and down for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await pilot.press("j", "k")


def serve(pipe: Connection) -> None:
    """Serve the documents, in a process of their own, until the other end of the pipe is closed."""
    with running_server() as server:
        for name, bomb in BOMBS.items():
            server.script(f"/{name}", reply(bomb()))
        server.script("/gzip", gzip_bomb(1 << 31))
        pipe.send([server.url(f"/{name}") for name in (*BOMBS, "gzip")])
        with contextlib.suppress(EOFError):
            pipe.recv()


async def run(folder: Path, urls: list[str]) -> None:
    paths = Paths(data=folder / "data", config=folder / "config.toml")
    db = open_store(paths.library)
    for url in urls:
        feeds.add_feed(db, url, now=int(time.time()))
    app = ReaderApp(Library(db, paths, Settings(), offline=False, readonly=False))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(1.0)
        idle, _ = await asyncio.gather(gaps(SECONDS / 2), move(pilot, SECONDS / 2))
        print(line("moving", idle))
        await pilot.press("R")
        found, _ = await asyncio.gather(gaps(SECONDS), move(pilot, SECONDS))
        print(line("attacked", found))
    db.close()


def main() -> None:
    """Serve in one process, and look at the screen in this one."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(theirs,))
    server.start()
    theirs.close()
    try:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(run(Path(folder), ours.recv()))
    finally:
        ours.close()
        server.join()


if __name__ == "__main__":
    main()
