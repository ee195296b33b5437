"""Refreshing against a scripted server: what is asked, what is kept, and what is left alone."""

import asyncio

from msgspec.structs import replace

from reader.library.feeds.refresh import refresh
from reader.library.library import Library, open_library
from reader.model import Query, RefreshEvent
from reader.store.changes.marks import mark
from reader.store.feeds import feeds, refresh_state
from reader.store.lists.headlines import ids
from tests.library.conftest import Clock
from tests.samples import item, rss
from tests.server import ScriptedServer, conditional, hang, loopback_addresses, raw, redirect, reply

HOUR = 3600


def subscribe(library: Library, url: str) -> int:
    return feeds.add_feed(library.db, url, now=library.clock())[0]


async def refreshed(
    library: Library, wanted: list[int] | None = None, **named: bool
) -> dict[int, RefreshEvent]:
    return {event.feed: event async for event in refresh(library, wanted, **named)}


def articles(library: Library) -> int:
    return len(ids(library.db, Query()))


async def test_only_feeds_that_are_due_are_asked(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        server.script("/a", conditional(rss([item(1)]), '"1"'))
        feed = subscribe(library, server.url("/a"))
        assert (await refreshed(library))[feed].outcome == "new"
        clock.now += HOUR - 60
        assert await refreshed(library) == {}
        clock.now += 2 * HOUR
        assert (await refreshed(library))[feed].outcome == "unchanged"
        assert [seen.header("If-None-Match") for seen in server.requests] == [None, '"1"']


async def test_the_same_body_without_validators_is_not_read_again(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/a", reply(rss([item(1)])), reply(rss([item(1)]), ETag='"new"'))
        feed = subscribe(library, server.url("/a"))
        await refreshed(library)
        assert (await refreshed(library, [feed]))[feed].outcome == "unchanged"
        [state] = refresh_state.feed_states(library.db, [feed], None)
        assert state.etag == '"new"', "the newest validators count, though the body was the same"


async def test_a_cut_body_keeps_the_validators_of_what_is_kept(library: Library) -> None:
    whole = rss([item(1)])
    head = b'HTTP/1.1 200 OK\r\nETag: "2"\r\nContent-Length: 9999\r\n\r\n'
    async with ScriptedServer() as server:
        server.script("/a", reply(whole, ETag='"1"'), raw(head + whole[:200]), reply(b"", 200, ETag='"3"'))
        feed = subscribe(library, server.url("/a"))
        await refreshed(library)
        for _ in range(2):
            assert (await refreshed(library, [feed]))[feed].outcome == "failed"
        assert [seen.header("If-None-Match") for seen in server.requests] == [None, '"1"', '"1"']
        assert articles(library) == 1


async def test_a_document_that_breaks_off_gives_its_whole_articles_and_no_validators(
    library: Library,
) -> None:
    """The half article is not kept beside the whole one. Sent again, it is all that there is."""
    whole = rss([item(3), item(2), item(1)])
    cut = whole[: whole.index(b"Matter 2 is") + 9]
    async with ScriptedServer() as server:
        first = rss([item(1), item(2)])
        answers = reply(first, ETag='"1"'), reply(cut, ETag='"2"'), reply(cut, ETag='"2"')
        server.script("/a", *answers, reply(whole, ETag='"3"'))
        feed = subscribe(library, server.url("/a"))
        await refreshed(library)
        events = [(await refreshed(library, [feed]))[feed] for _ in range(3)]
        assert [(event.new, event.changed, event.error) for event in events] == [
            (1, 0, None),
            (0, 0, None),
            (0, 0, None),
        ]
        tags = [seen.header("If-None-Match") for seen in server.requests]
        assert tags == [None, '"1"', '"1"', '"2"']
        assert articles(library) == 3


async def test_a_first_document_that_breaks_off_is_asked_again_within_the_hour(
    library: Library, clock: Clock
) -> None:
    async with ScriptedServer() as server:
        whole = rss([item(1), item(2)])
        server.script("/a", reply(whole[:-80], ETag='"1"'), conditional(whole, '"1"'))
        subscribe(library, server.url("/a"))
        for _ in range(3):
            assert await refreshed(library)
            clock.now += HOUR
        assert [seen.header("If-None-Match") for seen in server.requests] == [None, None, '"1"']


async def test_what_is_no_feed_any_more_keeps_the_articles(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/a", reply(rss([item(1)])), reply(b"<!DOCTYPE html><html><body>Sign in</body></html>"))
        feed = subscribe(library, server.url("/a"))
        await refreshed(library)
        event = (await refreshed(library, [feed]))[feed]
        assert (event.outcome, event.error) == ("failed", "it is a web page, not a feed")
        assert articles(library) == 1


async def test_a_host_that_says_429_is_left_alone_also_after_a_restart(
    library: Library, clock: Clock
) -> None:
    async with ScriptedServer() as server:
        server.script("/a", reply(status=429, **{"Retry-After": "7200"}))
        server.script("/b", reply(rss([item(1)])))
        first, other = subscribe(library, server.url("/a")), subscribe(library, server.url("/b"))
        assert (await refreshed(library, [first]))[first].outcome == "failed"
        again = replace(open_library(library.paths, library.settings), clock=clock)
        event = (await refreshed(again, [other]))[other]
        assert event.outcome == "skipped"
        assert "rate-limited until" in (event.error or "")
        clock.now += 7201
        assert (await refreshed(again, [other]))[other].outcome == "new"
        again.db.close()
        assert [seen.target for seen in server.requests] == ["/a", "/b"]


async def test_a_gone_feed_is_asked_only_again_when_the_reader_insists(
    library: Library, clock: Clock
) -> None:
    async with ScriptedServer() as server:
        server.script("/a", reply(status=410), reply(rss([item(1)])))
        feed = subscribe(library, server.url("/a"))
        assert (await refreshed(library))[feed].outcome == "gone"
        clock.now += 400 * 24 * HOUR
        assert await refreshed(library) == {}
        assert (await refreshed(library, [feed]))[feed].outcome == "skipped"
        assert (await refreshed(library, [feed], again=True))[feed].outcome == "new"


async def test_a_move_is_believed_on_the_third_day(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        server.script("/old", redirect("/new", 301))
        server.script("/new", conditional(rss([item(1)]), '"1"'))
        feed = subscribe(library, server.url("/old"))
        outcomes = []
        for _ in range(3):
            outcomes.append((await refreshed(library, [feed]))[feed].outcome)
            clock.now += 24 * HOUR
        assert outcomes == ["new", "unchanged", "moved"]
        kept = feeds.feed(library.db, feed)
        assert kept is not None
        assert kept.url == server.url("/new")
        before = len(server.asked("/old"))
        await refreshed(library, [feed])
        assert len(server.asked("/old")) == before
        assert articles(library) == 1


async def test_two_refreshes_at_once_ask_no_feed_twice(library: Library, clock: Clock) -> None:
    other = replace(open_library(library.paths, library.settings), clock=clock)
    async with ScriptedServer() as server:
        for number in range(12):
            server.script(f"/{number}", reply(rss([item(1)]), ETag='"1"'))
            subscribe(library, server.url(f"/{number}"))
        first, second = await asyncio.gather(refreshed(library), refreshed(other))
        assert len(server.requests) == 12
        new = [event for event in (*first.values(), *second.values()) if event.outcome == "new"]
        assert len({event.feed for event in new}) == len(new) == 12
    other.db.close()


async def test_one_feed_that_hangs_holds_up_no_other(library: Library) -> None:
    hosts = loopback_addresses(3)
    async with ScriptedServer(hosts) as server:
        server.script("/slow", hang())
        server.script("/quick", reply(rss([item(1)])))
        subscribe(library, server.url("/slow", host=hosts[0]))
        quick = [subscribe(library, server.url("/quick", host=host)) for host in hosts]
        events = refresh(library)
        ended = {(await anext(events)).feed for _ in quick}
        assert ended == set(quick)
        await events.aclose()


async def test_marks_survive_an_update_and_deleted_articles_stay_away(library: Library) -> None:
    async with ScriptedServer() as server:
        changed = rss(
            [item(1, body="<p>Quite another text about the harbour, and much longer too.</p>"), item(2)]
        )
        server.script("/a", reply(rss([item(1), item(2)])), reply(changed))
        feed = subscribe(library, server.url("/a"))
        await refreshed(library)
        [(second, _), (first, _)] = ids(library.db, Query())
        mark(library.db, [first], read=True, starred=True, now=library.clock())
        event = (await refreshed(library, [feed]))[feed]
        assert (event.new, event.changed) == (0, 1)
        assert [id for id, _ in ids(library.db, Query(read=True, starred=True))] == [first]
        assert second


async def test_offline_asks_nothing_and_fails_nothing(library: Library) -> None:
    async with ScriptedServer() as server:
        feed = subscribe(library, server.url("/a"))
        event = (await refreshed(replace(library, offline=True)))[feed]
        assert (event.outcome, event.error) == ("skipped", "offline")
        assert server.requests == []
        [state] = refresh_state.feed_states(library.db, [feed], None)
        assert state.failures == 0
