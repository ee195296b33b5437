"""How the program behaves when servers fail, refuse or redirect; see `test_etiquette.py`."""

import asyncio
import gzip
import socket
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.config import Settings
from reader.library.feeds.refresh import network_is_down
from reader.library.feeds.subscribe import subscribe as add
from reader.library.library import Library
from reader.library.network.session import USER_AGENT
from reader.library.outcome import NO_NETWORK, Problem
from reader.model import Query
from reader.sources.http.errors import Failure, FailureKind
from reader.store.changes import marks
from tests.library.conftest import Clock
from tests.library.feeds.polling import (
    DAY,
    HOUR,
    MINUTE,
    articles,
    listed,
    polls,
    refreshed,
    reopened,
    sent,
    state,
    subscribe,
)
from tests.samples import item, rss
from tests.server import (
    Response,
    ScriptedServer,
    conditional,
    held,
    loopback_addresses,
    raw,
    redirect,
    reply,
    reset,
)

BODY = rss([item(1), item(2)])


def closed_port() -> int:
    """A port of loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# Refusals


async def test_a_host_that_says_429_is_asked_nothing_for_any_feed(library: Library, clock: Clock) -> None:
    """Neither when the reader insists, nor when something of it is added, nor after a restart."""
    async with ScriptedServer() as server:
        server.script("/a", reply(status=429, Retry_After="7200"), conditional(BODY, '"1"'))
        server.script("/b", conditional(BODY, '"1"'))
        feed, other = subscribe(library, server.url("/a")), subscribe(library, server.url("/b"))
        await refreshed(library, [feed])
        assert listed(library, feed).status == "silenced"
        clock.now += 7199
        again = reopened(library)
        assert await refreshed(again) == {} or {one.outcome for one in (await refreshed(again)).values()} == {
            "skipped"
        }
        assert {one.outcome for one in (await refreshed(again, [feed, other])).values()} == {"skipped"}
        [problem] = [one async for one in add(again, [server.url("/c")], None)]
        assert isinstance(problem, Problem)
        assert "rate-limited until" in problem.reason
        again.db.close()
        assert len(server.requests) == 1
        clock.now += 2
        assert {one.outcome for one in (await refreshed(library, [feed, other])).values()} == {"new"}
        assert listed(library, feed).status == "ok"


RETRIES: dict[str, tuple[str, str, float]] = {
    "seconds": ("7200", "", 2),
    "short": ("5", "", 1),
    "date": ("+10800", "", 3),
    "skewed": ("+10800", "-400", 3),
    "past": ("-60", "", 1),
    "negative": ("-5", "", 1),
    "zero": ("0", "", 1),
    "garbage": ("in a while", "", 1),
    "fraction": ("7200.5", "", 1),
    "none": ("", "", 1),
}
"""Retry-After (signed: a date so many seconds on), the server's clock in days, hours until the next poll."""


async def test_a_server_that_is_out_of_order_is_asked_again_when_it_says(
    library: Library, clock: Clock
) -> None:
    """503 is about the one feed: the others of its host are asked."""
    async with ScriptedServer() as server:
        for name, (told, skew, _) in RETRIES.items():
            offset = int(skew or 0) * DAY
            dated = told.startswith("+") or told == "-60"
            value = formatdate(clock.now + offset + int(told), usegmt=True) if dated else told
            headers = {"Retry-After": value} if value else {}
            headers |= {"Date": formatdate(clock.now + offset, usegmt=True)} if skew else {}
            server.script(f"/{name}", reply(status=503, **headers), conditional(BODY, '"1"'))
            subscribe(library, server.url(f"/{name}"))
        server.script("/well", conditional(BODY, '"1"'))
        subscribe(library, server.url("/well"))
        asked = await polls(library, clock, server, hours=4, every=10 * MINUTE)
    assert asked["/well"][0] == 0
    assert {name: asked[f"/{name}"][1] / HOUR for name in RETRIES} == {
        name: hours for name, (_, _, hours) in RETRIES.items()
    }


async def test_a_silence_that_a_wrong_clock_left_ends(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        server.script("/a", reply(status=429))
        server.script("/b", reply(BODY))
        clock.now += 400 * DAY
        feed, other = subscribe(library, server.url("/a")), subscribe(library, server.url("/b"))
        await refreshed(library, [feed])
        clock.now -= 400 * DAY
        assert listed(library, feed).status == "failing"
        assert (await refreshed(library, [other]))[other].outcome == "new"


async def test_the_longest_silence_of_a_host_counts(library: Library, clock: Clock) -> None:
    """Two of its feeds are under way at once, and a server counts requests in more than one way."""
    async with ScriptedServer() as server:
        server.script("/a", reply(status=429, Retry_After="7200"))
        server.script("/b", held(reply(status=429, Retry_After="60")))
        server.script("/c", reply(BODY))
        both = asyncio.create_task(
            refreshed(library, [subscribe(library, server.url(path)) for path in ("/a", "/b")])
        )
        await server.asked_for(2)
        server.open()
        await both
        feed = subscribe(library, server.url("/c"))
        clock.now += 7199
        assert (await refreshed(library, [feed]))[feed].outcome == "skipped"


async def test_no_redirect_leads_to_a_host_that_asked_for_silence(library: Library) -> None:
    async with ScriptedServer(hosts=("127.0.0.1", "127.0.0.2")) as server:
        there = server.url("/there", host="127.0.0.2")
        server.script("/there", reply(status=429, Retry_After="7200"))
        server.script("/a", redirect(there))
        server.script("/b", redirect(there))
        mine = replace(library, settings=Settings(allow_private=True))
        feeds_there = [subscribe(mine, server.url(path)) for path in ("/a", "/b")]
        for feed in feeds_there:
            event = (await refreshed(mine, [feed]))[feed]
            assert "rate-limited until" in (event.error or "")
        assert len(server.asked("/there")) == 1


async def test_a_silence_of_more_than_a_month_is_a_month(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        server.script("/a", reply(status=429, Retry_After=str(40 * DAY)), conditional(BODY, '"1"'))
        subscribe(library, server.url("/a"))
        asked = await polls(library, clock, server, hours=33 * 24, every=6 * HOUR)
    assert asked["/a"][:2] == [0, 31 * DAY]


@pytest.mark.parametrize(
    ("response", "first", "words"),
    [
        (reply(status=500), 1, "server error 500"),
        (reply(status=503), 1, "server error 503"),
        (reply(status=429), 1, "rate-limited until"),
        (reset(), 1, "closed the connection without an answer"),
        (reply(status=401, WWW_Authenticate="Basic"), 4, "wants a name and a password"),
        (reply(status=403), 4, "forbidden to programs"),
        (reply(status=404), 1, "not found"),
        (reply(BODY, status=500), 1, "server error 500"),
        (reply(BODY, status=404), 1, "not found"),
        (reply(BODY, status=206), 1, "unexpected answer 206"),
        (raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"), 0, ""),
    ],
)
async def test_a_feed_that_fails_is_asked_less_and_less_and_one_success_resets(
    library: Library, clock: Clock, response: Response, first: int, words: str
) -> None:
    """With one request each time, no disguise, and nothing lost. A bare 304 is no failure."""
    async with ScriptedServer() as server:
        server.script("/a", reply(BODY, ETag='"1"'), *[response] * 7, conditional(BODY, '"1"'))
        feed = subscribe(library, server.url("/a"))
        await refreshed(library)
        clock.now += HOUR
        good = state(library, feed).last_ok
        asked = (await polls(library, clock, server, hours=3 * 24))["/a"]
        waits = [round((later - earlier) / HOUR) for earlier, later in pairwise(asked)]
        assert {seen.header("User-Agent") for seen in server.requests} == {USER_AGENT}
        assert {etag for etag, _ in sent(server, "/a")[1:]} == {'"1"'}
        assert len(articles(library)) == 2
        if not first:
            assert set(waits) == {1}
            return
        assert waits[0] == first
        # A wait is seen in whole hours, and a delay of no second at all, by chance, ends it an hour sooner.
        assert all(later >= earlier - 1 for earlier, later in pairwise(waits[:7])), waits
        assert max(waits) <= 25
        assert state(library, feed).last_ok == good or state(library, feed).failures == 0
        assert words in (listed(library, feed).error or words)


async def test_a_feed_not_found_for_long_is_called_dead_and_kept(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        server.script("/a", reply(BODY, ETag='"1"'), reply(status=404))
        feed = subscribe(library, server.url("/a"))
        await polls(library, clock, server, hours=12 * 24, every=6 * HOUR)
        assert (listed(library, feed).error or "").endswith("it seems dead")
        assert (listed(library, feed).total, listed(library, feed).status) == (2, "failing")


PACKED = gzip.compress(BODY)
HEAD = b'HTTP/1.1 200 OK\r\nETag: "2"\r\n'


@pytest.mark.parametrize(
    "response",
    [
        reply(b""),
        raw(HEAD + b"Content-Length: 9999\r\n\r\n" + BODY),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n40\r\n" + BODY[:64] + b"\r\n"),
        reply(PACKED[:-20], ETag='"2"', Content_Encoding="gzip"),
        reply(PACKED[: len(PACKED) // 2], ETag='"2"', Content_Encoding="gzip"),
        reply(BODY, ETag='"2"', Content_Encoding="br"),
        reply(b"<!doctype html><title>Sign in</title><form>", ETag='"2"', Content_Type="text/html"),
        reply(b"no feed at all", ETag='"2"'),
        reply(BODY[:100], ETag='"2"'),
    ],
    ids=["empty", "length", "chunks", "gzip-end", "gzip-half", "br", "login", "text", "unclosed"],
)  # fmt: skip
async def test_what_is_no_whole_feed_changes_nothing(library: Library, response: Response) -> None:
    """Neither the validators nor the articles; it is a failure, told in words."""
    async with ScriptedServer() as server:
        server.script("/a", reply(BODY, ETag='"1"'), response, conditional(BODY, '"1"'))
        feed = subscribe(library, server.url("/a"))
        await refreshed(library)
        before = articles(library)
        event = (await refreshed(library, [feed]))[feed]
        assert (event.outcome, bool(event.error)) == ("failed", True)
        assert listed(library, feed).status == "failing"
        await refreshed(library, [feed])
        assert sent(server, "/a") == [(None, None), ('"1"', None), ('"1"', None)]
        assert articles(library) == before


# No network


@pytest.mark.parametrize(
    ("kinds", "hosts", "down"),
    [
        (["dns", "dns"], 2, True),
        (["dns", "connect"], 2, True),
        (["dns", "dns"], 1, False),
        (["no-network"], 1, True),
        (["connect"], 1, False),
    ],
)
def test_when_it_is_the_network(kinds: list[FailureKind], hosts: int, down: bool) -> None:
    failures = [
        Failure("no", kind, f"http://host{number % hosts}.example/") for number, kind in enumerate(kinds)
    ]
    assert network_is_down(failures) is down


async def test_without_a_network_no_feed_is_blamed(library: Library, clock: Clock) -> None:
    """Here the proxy is gone, through which everything goes."""
    settings = replace(library.settings, proxy=f"http://127.0.0.1:{closed_port()}")
    broken = replace(library, settings=settings)
    found = [subscribe(library, f"http://host{number}.example/feed") for number in range(5)]
    for _ in range(3):
        events = await refreshed(broken)
        assert {(one.outcome, one.error) for one in events.values()} == {("failed", NO_NETWORK)}
        assert {state(library, feed).failures for feed in found} == {0}
        assert await refreshed(broken) == {}
        clock.now += 15 * MINUTE
    assert set(await refreshed(broken, found)) == set(found)


async def test_a_network_that_comes_and_goes_brings_no_burst(library: Library, clock: Clock) -> None:
    """An hour in which it is there in every other refresh, five minutes apart: each feed is asked once."""
    broken = replace(library, settings=replace(library.settings, proxy=f"http://127.0.0.1:{closed_port()}"))
    async with ScriptedServer() as server:
        server.default = conditional(BODY, '"1"')
        proxy = server.url("").rstrip("/")
        back = replace(library, settings=replace(library.settings, proxy=proxy))
        found = [subscribe(library, f"http://host{number}.example/feed") for number in range(5)]
        for turn in range(12):
            await refreshed(back if turn % 2 else broken)
            clock.now += 5 * MINUTE
        asked = [seen.target for seen in server.requests]
        assert sorted(asked) == [f"http://host{number}.example/feed" for number in range(5)]
        assert {state(library, feed).failures for feed in found} == {0}


async def test_where_any_host_answers_the_others_are_to_blame(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        server.script("/a", conditional(BODY, '"1"'))
        well = subscribe(library, server.url("/a"))
        dead = subscribe(library, "http://nosuchhost.invalid/feed")
        closed = subscribe(library, f"http://127.0.0.1:{closed_port()}/feed")
        events = await refreshed(library)
        assert [events[feed].outcome for feed in (well, dead, closed)] == ["new", "failed", "failed"]
        assert [state(library, feed).failures for feed in (well, dead, closed)] == [0, 1, 1]
        assert state(library, dead).next_due == clock.now + HOUR
        assert "nosuchhost.invalid" in (listed(library, dead).error or "")


# Moves


async def test_a_move_to_what_is_another_feed_s_address_is_told_and_not_made(
    library: Library, clock: Clock
) -> None:
    async with ScriptedServer() as server:
        server.script("/old", redirect("/new", 301))
        server.script("/new", conditional(BODY, '"2"'))
        old, new = subscribe(library, server.url("/old")), subscribe(library, server.url("/new"))
        for _ in range(5):
            outcomes = {event.outcome for event in (await refreshed(library)).values()}
            clock.now += DAY
        assert outcomes == {"unchanged"}
        assert listed(library, old).url == server.url("/old")
        assert state(library, old).moved_to == listed(library, new).url
        assert set(sent(server, "/old")) == {(None, None)}, "the validators are the other address's"


async def test_a_move_keeps_the_articles_and_their_marks(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        server.script("/old", conditional(BODY, '"1"'))
        server.script("/new", conditional(BODY, '"2"'))
        feed = subscribe(library, server.url("/old"))
        await refreshed(library)
        before = articles(library)
        marks.mark(library.db, before, read=True, starred=True, now=clock.now)
        server.script("/old", redirect("/new", 308))
        for _ in range(8):
            await refreshed(library)
            clock.now += DAY // 2
        asked = len(server.asked("/old"))
        await polls(library, clock, server, hours=48)
        assert listed(library, feed).url == server.url("/new")
        assert len(server.asked("/old")) == asked
        assert articles(library, Query(read=True, starred=True)) == before
        assert sent(server, "/new")[0] == (None, None)


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_temporary_redirect_is_followed_and_never_kept(
    library: Library, clock: Clock, status: int
) -> None:
    async with ScriptedServer() as server:
        server.script("/old", redirect("/new", status))
        server.script("/new", conditional(BODY, '"2"'))
        feed = subscribe(library, server.url("/old"))
        await polls(library, clock, server, hours=5 * 24, every=8 * HOUR)
        assert listed(library, feed).url == server.url("/old")
        assert len(server.asked("/old")) == len(server.asked("/new"))
        assert {etag for etag, _ in sent(server, "/new")[1:]} == {'"2"'}


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [(301, 302, "/b"), (308, 301, "/c"), (302, 301, "/a"), (307, 307, "/a")],
)
async def test_of_a_chain_only_the_permanent_beginning_is_kept(
    library: Library, clock: Clock, first: int, second: int, kept: str
) -> None:
    """And wherever the feed lies behind it, it is asked conditionally."""
    async with ScriptedServer() as server:
        server.script("/a", redirect("/b", first))
        server.script("/b", redirect("/c", second))
        server.script("/c", conditional(BODY, '"1"'))
        feed = subscribe(library, server.url("/a"))
        for _ in range(5):
            await refreshed(library, [feed])
            clock.now += DAY
        assert listed(library, feed).url == server.url(kept)
        assert sent(server, "/c") == [(None, None), *[('"1"', None)] * 4]


async def test_a_circle_ends_after_few_requests(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/a", redirect("/b", 301))
        server.script("/b", redirect("/a", 301))
        for number in range(30):
            server.script(f"/{number}", redirect(f"/{number + 1}", 301))
        feeds = [subscribe(library, server.url("/a")), subscribe(library, server.url("/0"))]
        events = await refreshed(library)
        assert {events[feed].outcome for feed in feeds} == {"failed"}
        assert len(server.requests) <= 2 + 10
        assert {state(library, feed).moved_to for feed in feeds} == {None}


@pytest.mark.parametrize(
    "there", ["file:///etc/passwd", "ftp://127.0.0.1/a", "data:,x", "javascript:1", "//["]
)
async def test_a_redirect_to_what_is_no_web_address_is_a_failure(
    library: Library, there: str, tmp_path: Path
) -> None:
    async with ScriptedServer() as server:
        server.script("/a", redirect(there, 301))
        feed = subscribe(library, server.url("/a"))
        assert (await refreshed(library))[feed].outcome == "failed"
        assert len(server.requests) == 1


async def test_a_password_in_the_address_is_sent_to_its_own_host_only_and_never_told(
    library: Library,
) -> None:
    hosts = loopback_addresses(2)
    if len(hosts) < 2:
        pytest.skip("this system has one loopback address")
    async with ScriptedServer(hosts) as server:
        server.script("/a", redirect(server.url("/b", host=hosts[1])), host=hosts[0])
        server.script("/b", conditional(BODY, '"1"'), host=hosts[1])
        settings = replace(library.settings, allow_private=True)
        feed = subscribe(library, server.url("/a", user="ann:secret"))
        event = (await refreshed(replace(library, settings=settings)))[feed]
        assert event.outcome == "new"
        assert [seen.header("Authorization") is not None for seen in server.requests] == [True, False]
