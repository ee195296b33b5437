"""How often the program asks, over days that pass as fast as the clock is moved; see `test_etiquette.py`."""

import asyncio
from collections.abc import Iterable
from email.utils import formatdate
from itertools import pairwise

import pytest
from msgspec.structs import replace

from reader.library.feeds.subscribe import Subscribed
from reader.library.feeds.subscribe import subscribe as add
from reader.library.feeds.subscriptions import import_subscriptions
from reader.library.library import Library
from tests.library.conftest import Clock
from tests.library.feeds.polling import (
    DAY,
    HOUR,
    MINUTE,
    polls,
    refreshed,
    reopened,
    state,
    subscribe,
)
from tests.samples import item, rss
from tests.server import ScriptedServer, conditional, loopback_addresses, reply

SUNDAY = 1_750_000_000
"""15 June 2025, 15:06:40 UTC."""

BODY = rss([item(1), item(2)])


@pytest.mark.parametrize(
    ("minutes", "least", "most"), [(60, 48, 49), (59, 24, 25), (10, 47, 49), (7, 44, 49)]
)
async def test_in_two_days_of_a_timer_no_feed_is_asked_within_an_hour(
    library: Library, clock: Clock, minutes: int, least: int, most: int
) -> None:
    """An hourly timer finds everything due at each tick."""
    async with ScriptedServer() as server:
        server.script("/a", conditional(BODY, '"1"'))
        server.script("/b", conditional(BODY, '"2"', Cache_Control="max-age=600"))
        server.script("/c", reply(BODY, Last_Modified="once"))
        for path in ("/a", "/b", "/c"):
            subscribe(library, server.url(path))
        asked = await polls(library, clock, server, hours=48, every=minutes * MINUTE)
        for path in ("/a", "/b", "/c"):
            assert min(later - earlier for earlier, later in pairwise(asked[path])) >= HOUR
            assert least <= len(asked[path]) <= most


async def test_who_is_due_in_a_moment_is_waited_for(library: Library, clock: Clock) -> None:
    """A feed that the last refresh asked a little later than others does not miss the next tick."""
    asking: list[int] = []
    async with ScriptedServer() as server:
        server.script("/feed", conditional(BODY, '"1"'))
        feed = subscribe(library, server.url("/feed"))
        await refreshed(library)
        due = state(library, feed).next_due
        clock.now = due - 21
        assert await refreshed(library) == {}
        clock.now = due - 1

        def ticking() -> int:
            asking.append(clock.now)
            clock.now += len(asking) > 2
            return clock.now

        event = (await refreshed(replace(library, clock=ticking)))[feed]
        assert event.outcome == "unchanged"
        assert state(library, feed).last_checked in (due, due + 1, due + 2)


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def skipping(what: str, values: Iterable[object]) -> str:
    """`skipHours` or `skipDays`."""
    listed = "".join(f"<{what.lower()}>{value}</{what.lower()}>" for value in values)
    return f"<skip{what}s>{listed}</skip{what}s>"


PACES: dict[str, tuple[dict[str, str], str, float]] = {
    "max-age": ({"Cache-Control": "max-age=43200"}, "", 12),
    "quoted": ({"Cache-Control": 'private, max-age="7200"'}, "", 2),
    "age": ({"Cache-Control": "max-age=43200", "Age": "7200"}, "", 10),
    "too-long": ({"Cache-Control": "max-age=99999999"}, "", 7 * 24),
    "two-days": ({"Cache-Control": "max-age=172800"}, "", 48),
    "no-cache": ({"Cache-Control": "no-cache, max-age=60000"}, "", 1),
    "garbage": ({"Cache-Control": "max-age=xyz"}, "", 1),
    "short": ({"Cache-Control": "max-age=60"}, "", 1),
    "expires": ({"Expires": formatdate(SUNDAY + 4 * HOUR, usegmt=True)}, "", 4),
    "expires-0": ({"Expires": "0"}, "", 1),
    "both": ({"Expires": formatdate(SUNDAY + 9 * HOUR), "Cache-Control": "max-age=10800"}, "", 3),
    "skewed": (
        {"Expires": formatdate(SUNDAY - 7 * DAY), "Date": formatdate(SUNDAY - 7 * DAY - 5 * HOUR)},
        "",
        5,
    ),
    "ttl": ({}, "<ttl>180</ttl>", 3),
    "ttl-cdata": ({}, "<ttl><![CDATA[ 240 ]]></ttl>", 4),
    "ttl-0": ({}, "<ttl>0</ttl>", 1),
    "ttl-minus": ({}, "<ttl>-5</ttl>", 1),
    "ttl-abc": ({}, "<ttl>abc</ttl>", 1),
    "ttl-long": ({}, "<ttl>999999</ttl>", 24),
    "hours": ({}, skipping("Hour", [16, 17, 18]), 4),
    "midnight": (
        {},
        skipping("Hour", [*range(16, 25), 99, "x"]),
        10,
    ),
    "all-hours": ({}, skipping("Hour", range(24)), 1),
    "days": ({}, skipping("Day", ["Sunday", "monday"]), 33),
    "all-days": (
        {},
        skipping("Day", DAYS),
        1,
    ),
    "syndication": (
        {},
        '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod>'
        '<sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">4</sy:updateFrequency>',
        6,
    ),
    "weekly": (
        {},
        '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">weekly</sy:updatePeriod>',
        24,
    ),
    "retry-after-on-200": ({"Retry-After": "86400"}, "", 1),
}  # fmt: skip


async def test_the_longest_wish_of_server_and_feed_is_kept(library: Library, clock: Clock) -> None:
    """On a 200 and on every 304 after it; in hours from the last poll."""
    clock.now = SUNDAY
    async with ScriptedServer() as server:
        for name, (headers, words, _) in PACES.items():
            body = BODY.replace(b"<item>", words.encode() + b"<item>", 1)
            server.script(f"/{name}", conditional(body, '"1"', **headers))
            subscribe(library, server.url(f"/{name}"))
        asked = await polls(library, clock, server, hours=8 * 24, every=30 * MINUTE)
    waits = {name: asked[f"/{name}"][1] - asked[f"/{name}"][0] for name in PACES}
    wrong = {
        name: waits[name] / HOUR
        for name, (_, _, hours) in PACES.items()
        if not hours * HOUR - 7 * MINUTE <= waits[name] <= hours * HOUR + 30 * MINUTE
    }
    assert wrong == {}
    second = {name: asked[f"/{name}"][2] - asked[f"/{name}"][1] for name in ("max-age", "ttl", "weekly")}
    assert [round(wait / HOUR) for wait in second.values()] == [12, 3, 24]


async def test_who_starts_in_an_hour_off_asks_after_it(library: Library, clock: Clock) -> None:
    """Long due, since the program did not run; the reader himself may ask."""
    clock.now = SUNDAY
    async with ScriptedServer() as server:
        body = BODY.replace(b"<item>", skipping("Hour", [21, 22]).encode() + b"<item>", 1)
        server.script("/feed", conditional(body, '"1"'))
        feed = subscribe(library, server.url("/feed"))
        await refreshed(library)
        clock.now += 6 * HOUR  # 21:06
        assert await polls(library, clock, server, hours=2, every=10 * MINUTE) == {"/feed": [2 * HOUR]}
        clock.now = SUNDAY + 7 * HOUR
        assert (await refreshed(library, [feed]))[feed].outcome == "unchanged"


async def test_without_validators_a_feed_is_asked_once_a_day(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(BODY))
        subscribe(library, server.url("/feed"))
        asked = await polls(library, clock, server, hours=7 * 24)
        assert min(later - earlier for earlier, later in pairwise(asked["/feed"])) >= DAY
        assert len(asked["/feed"]) in (7, 8)


async def test_five_starts_in_five_minutes_ask_each_feed_once(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        for number in range(50):
            server.script(f"/{number}", conditional(BODY, '"1"'))
            subscribe(library, server.url(f"/{number}"))
        for _ in range(5):
            again = reopened(library)
            await refreshed(again)
            again.db.close()
            clock.now += MINUTE
        assert len(server.requests) == 50


@pytest.mark.parametrize("jump", [8 * HOUR, 30 * DAY, -DAY, -400 * DAY])
async def test_a_clock_that_jumps_costs_one_poll_and_freezes_nothing(
    library: Library, clock: Clock, jump: int
) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", conditional(BODY, '"1"'))
        subscribe(library, server.url("/feed"))
        await refreshed(library)
        clock.now += jump
        asked = await polls(library, clock, server, hours=3, every=5 * MINUTE)
        assert asked["/feed"] == [0, HOUR, 2 * HOUR, 3 * HOUR]


async def test_refreshes_at_once_share_one_request(library: Library) -> None:
    """The timer, the key, and another process."""
    other = reopened(library)
    async with ScriptedServer() as server:
        server.script("/feed", conditional(BODY, '"1"'))
        feed = subscribe(library, server.url("/feed"))
        ended = await asyncio.gather(refreshed(library), refreshed(library, [feed]), refreshed(other))
        assert len(server.requests) == 1
        assert sum(events[feed].new for events in ended if feed in events) == 2
    other.db.close()


async def test_an_address_listed_twice_is_asked_once(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", conditional(BODY, '"1"'))
        outline = f'<outline type="rss" xmlUrl="{server.url("/feed")}"/>'
        opml = f'<opml version="2.0"><body>{outline}<outline text="A">{outline}</outline></body></opml>'
        import_subscriptions(library, opml.encode())
        assert server.requests == []
        await refreshed(library)
        assert len(server.requests) == 1


async def test_an_address_spelled_differently_is_the_same_feed(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/a~b?c", conditional(BODY, '"1"'))
        url = server.url("/a~b?c")
        spellings = [url, url + "#top", url.replace("http", "HTTP"), url.replace("127.0.0.1", "127.1")]
        outlines = "".join(f'<outline type="rss" xmlUrl="{spelling}"/>' for spelling in spellings)
        [feed], problems = import_subscriptions(library, f"<opml><body>{outlines}</body></opml>".encode())
        assert (feed.url, problems) == (url, ())
        await refreshed(library)
        found = [one async for one in add(library, [*spellings, url + "#end"], None)]
        assert {one.feed.id for one in found if isinstance(one, Subscribed)} == {feed.id}
        assert len(server.requests) == 1


async def test_many_feeds_of_one_host_are_asked_two_at_a_time(library: Library) -> None:
    hosts = loopback_addresses(20)
    async with ScriptedServer(hosts) as server:
        for number in range(60):
            server.script(f"/{number}", conditional(BODY, '"1"'))
            subscribe(library, server.url(f"/{number}", host=hosts[0]))
        for number in range(100):
            server.script(f"/other/{number}", conditional(BODY, '"1"'))
            subscribe(library, server.url(f"/other/{number}", host=hosts[number % len(hosts)]))
        await refreshed(library)
        assert len(server.requests) == 160
        assert max(server.most_at_once_by_host.values()) <= 2
        assert server.most_at_once <= 32
