"""A refresh every five minutes for hours: nothing piles up in the process that asks, nor in the library."""

import gc
import os
from contextlib import aclosing
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.config import Settings
from reader.library.care.maintenance import run_daily
from reader.library.feeds.refresh import refresh
from reader.library.library import Library
from reader.model import DAY
from tests.library.conftest import Clock
from tests.library.feeds.polling import HOUR, MINUTE, articles, refreshed, subscribe
from tests.many import many
from tests.samples import item, rss
from tests.server import Response, ScriptedServer, Seen, conditional, hang, raw, reply

MOST_GROWTH = 20 * 1024 * 1024
"""Bytes by which a process may grow once it is warm."""

FEEDS = many(10, 20)
"""How many feeds stay the same, and how many have another article each time they are asked."""

FORGOTTEN = 600
"""Bytes that stay of an article that retention deleted, so that it does not come back."""


def memory() -> int:
    """Return the bytes of memory that this process has now."""
    gc.collect()
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


class Growing:
    """A feed that has another article each time it is asked."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, seen: Seen) -> Response:
        self.count += 1
        return reply(rss([item(self.count + number) for number in range(20)]))


@pytest.mark.long(25)
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux to see what a process has")
async def test_eight_hours_of_refreshes_let_no_process_grow(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        for number in range(FEEDS):
            server.script(f"/same/{number}", conditional(rss([item(1)]), '"1"'))
            server.script(f"/growing/{number}", Growing())
        server.script("/cut", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"))
        server.script("/no-feed", reply(b"<html>none</html>"))
        paths = [f"/{kind}/{number}" for kind in ("same", "growing") for number in range(FEEDS)]
        feeds = [subscribe(library, server.url(path)) for path in (*paths, "/cut", "/no-feed")]
        warm = 0
        for turn in range(96):
            await refreshed(library, feeds)
            server.requests.clear()
            clock.now += 5 * MINUTE
            if turn == 15:
                warm, opened = memory(), descriptors()
        assert clock.now - Clock().now == 8 * HOUR
        assert memory() - warm < MOST_GROWTH
        assert descriptors() <= opened + 2
    assert len(articles(library)) > FEEDS * 100


def flood(count: int) -> type:
    """Return what serves a feed whose articles all have ids that were never there."""

    class Flood:
        polls = 0

        def __call__(self, seen: Seen) -> Response:
            Flood.polls += 1
            first = Flood.polls * count
            return reply(rss([item(first + number) for number in range(count)]))

    return Flood


@pytest.mark.long(10)
async def test_a_flood_of_articles_is_capped_and_the_library_stays_bounded(
    library: Library, clock: Clock
) -> None:
    """10,000 new ids at every poll: 5,000 are taken, and of most of these no more than an id is kept."""
    library = replace(library, settings=replace(Settings(), retention_articles=1_000))
    sizes = []
    async with ScriptedServer() as server:
        server.script("/flood", flood(10_000)())
        feed = subscribe(library, server.url("/flood"))
        for _ in range(4):
            event = (await refreshed(library, [feed]))[feed]
            assert event.new <= 5_000
            assert event.notice == "It has 10,000 articles; the newest 5,000 were taken."
            clock.now += DAY
            assert list(run_daily(library)) == []
            assert len(articles(library)) <= 1_000
            library.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            sizes.append(library.paths.library.stat().st_size)
    assert max(later - earlier for earlier, later in pairwise(sizes)) < 5_000 * FORGOTTEN


async def test_one_feed_that_hangs_holds_up_none_of_the_others(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/hang", hang())
        for number in range(30):
            server.script(f"/{number}", reply(rss([item(number)])))
            subscribe(library, server.url(f"/{number}"))
        subscribe(library, server.url("/hang"))
        ended = []
        async with aclosing(refresh(library)) as events:  # what it began ends before the test does
            async for event in events:
                ended.append(event.outcome)
                if len(ended) == 30:
                    break
    assert ended == ["new"] * 30
