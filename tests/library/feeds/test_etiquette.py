"""How the program behaves towards servers when it refreshes: what it asks, and on what terms.

The whole way from a real library to a server's log of raw requests, with a clock that the tests move.
"""

import pytest
from msgspec.structs import replace

from reader.library.feeds.subscribe import Subscribed
from reader.library.feeds.subscribe import subscribe as add
from reader.library.library import Library
from reader.library.network.session import USER_AGENT
from reader.model import FeedChange
from reader.store.changes import marks
from reader.store.feeds import feeds
from tests.library.conftest import Clock
from tests.library.feeds.polling import (
    DAY,
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
from tests.samples import PAGE_WITH_FEED, item, rss
from tests.server import Response, ScriptedServer, conditional, reply

SUNDAY = 1_750_000_000
"""15 June 2025, 15:06:40 UTC."""

BODY = rss([item(1), item(2)])

HEADERS = {"Host", "Accept", "Accept-Encoding", "User-Agent", "Connection"}
"""All that a first request says."""


# What is asked


async def test_adding_a_feed_is_one_request_and_says_no_more_than_it_must(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(BODY, ETag='"1"', Last_Modified="today", Set_Cookie="a=b"))
        [added] = [one async for one in add(library, [server.url("/feed")], None)]
        assert isinstance(added, Subscribed)
        feed = added.feed
        assert (feed.unread, feed.status) == (2, "ok")
        [seen] = server.requests
        assert (seen.method, {name for name, _ in seen.headers}) == ("GET", HEADERS)


async def test_adding_a_page_is_two_requests_and_the_second_is_its_first_refresh(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/", reply(PAGE_WITH_FEED, Content_Type="text/html"))
        server.script("/news.xml", reply(BODY, ETag='"1"'))
        [added] = [one async for one in add(library, [server.url("/")], None)]
        assert isinstance(added, Subscribed)
        feed = added.feed
        assert await refreshed(library) == {}
        assert [seen.target for seen in server.requests] == ["/", "/news.xml"]
        assert feed.total == 2


async def test_no_request_carries_cookies_or_tells_where_it_comes_from(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed?a=1", conditional(BODY, '"1"', Set_Cookie="id=7; Path=/", Vary="Cookie"))
        feed = subscribe(library, server.url("/feed?a=1") + "#top")
        for _ in range(3):
            await refreshed(library, [feed])
        assert {seen.target for seen in server.requests} == {"/feed?a=1"}
        for seen in server.requests:
            assert {name for name, _ in seen.headers} <= HEADERS | {"If-None-Match"}
            assert seen.header("User-Agent") == USER_AGENT
        assert USER_AGENT.startswith("newsreader/")
        assert "Mozilla" not in USER_AGENT


async def test_a_feed_that_names_other_addresses_causes_no_request_there(library: Library) -> None:
    """Neither icons, pictures and pages, nor hubs, archives and new addresses."""
    async with ScriptedServer() as server:
        other = server.url("/other")
        body = (
            '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
            'xmlns:a="http://www.w3.org/2005/Atom"><channel><title>T</title>'
            f"<link>{other}</link><itunes:new-feed-url>{other}</itunes:new-feed-url>"
            f'<a:link rel="self" href="{other}"/><a:link rel="hub" href="{other}"/>'
            f'<a:link rel="prev-archive" href="{other}"/><a:link rel="next" href="{other}"/>'
            f"<image><url>{other}</url></image><item><title>One</title><link>{other}</link>"
            f'<description>&lt;img src="{other}"&gt;&lt;iframe src="{other}"&gt;</description>'
            f'<enclosure url="{other}" type="audio/mpeg"/></item></channel></rss>'
        ).encode()
        server.script("/feed", conditional(body, '"1"'))
        feed = subscribe(library, server.url("/feed"))
        for _ in range(4):
            await refreshed(library, [feed])
        assert {seen.target for seen in server.requests} == {"/feed"}
        assert listed(library, feed).url == server.url("/feed")


# Conditional requests


@pytest.mark.parametrize(
    ("etag", "modified"),
    [
        ('W/"a b\'c"', "Thu, 1 Jan 2020 00:00:00 GMT"),
        ('W/"  spaced  out "', None),
        ("unquoted", "yesterday"),
        (None, "2026-01-01T00:00:00Z"),
        (None, "Sunday, 06-Nov-94 08:49:37 GMT"),
        ('""', "0"),
        ('"' + "x" * 3000 + '"', None),
        ('"a,b;c\\"', "  1 Jan"),
        (None, None),
    ],
)
async def test_validators_go_back_as_they_came_and_nothing_else_does(
    library: Library, etag: str | None, modified: str | None
) -> None:
    served = {"ETag": etag, "Last-Modified": modified}
    async with ScriptedServer() as server:
        server.script("/feed", reply(BODY, **{name: value for name, value in served.items() if value}))
        feed = subscribe(library, server.url("/feed"))
        for _ in range(2):
            await refreshed(library, [feed])
        assert sent(server, "/feed") == [(None, None), (etag, modified and modified.strip())]


async def test_in_twenty_polls_only_pairs_are_sent_that_were_served(library: Library, clock: Clock) -> None:
    """Touched without a change, answered with 304 and new values, with one of the two, or with neither."""
    served = [(f'"{number}"', f"the {number}th of May") for number in range(20)]
    async with ScriptedServer() as server:
        server.script("/feed", *(reply(BODY, ETag=etag, Last_Modified=date) for etag, date in served))
        subscribe(library, server.url("/feed"))
        await polls(library, clock, server, hours=19)
        assert sent(server, "/feed") == [(None, None), *served[:-1]]


async def test_validators_follow_each_answer(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        server.script(
            "/feed",
            reply(BODY, ETag='"1"', Last_Modified="one"),
            reply(status=304, ETag='"2"'),
            reply(status=304, Last_Modified="two"),
            reply(status=304),
            reply(BODY, Last_Modified="three"),
            reply(BODY),
            reply(BODY, ETag='"4"'),
        )
        feed = subscribe(library, server.url("/feed"))
        for _ in range(8):
            await refreshed(library, [feed])
            clock.now += DAY
        assert sent(server, "/feed") == [
            (None, None), ('"1"', "one"), ('"2"', "one"), ('"2"', "two"), ('"2"', "two"),
            (None, "three"), (None, None), ('"4"', None),
        ]  # fmt: skip


async def test_not_modified_is_one_request_and_a_success(library: Library, clock: Clock) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", conditional(BODY, '"1"'))
        feed = subscribe(library, server.url("/feed"))
        await refreshed(library)
        marks.mark(library.db, articles(library)[:1], read=True, now=clock.now)
        clock.now += DAY
        event = (await refreshed(library))[feed]
        one = listed(library, feed)
        assert (event.outcome, event.new, event.changed, event.error) == ("unchanged", 0, 0, None)
        assert (one.status, one.last_checked, one.last_ok) == ("ok", clock.now, clock.now)
        assert (one.unread, len(server.requests)) == (1, 2)


async def test_after_a_restart_a_feed_is_asked_when_due_and_conditionally(
    library: Library, clock: Clock
) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", conditional(BODY, '"1"'))
        subscribe(library, server.url("/feed"))
        await refreshed(library)
        for minutes, requests in ((5, 1), (59, 1), (61, 2)):
            again = reopened(library)
            late = replace(again, clock=lambda minutes=minutes: clock.now + minutes * MINUTE)
            await refreshed(late)
            again.db.close()
            assert len(server.requests) == requests
        assert sent(server, "/feed") == [(None, None), ('"1"', None)]


async def test_another_address_is_asked_without_the_old_ones_validators(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/old", conditional(BODY, '"1"'))
        server.script("/new", conditional(BODY, '"1"'))
        feed = subscribe(library, server.url("/old"))
        await refreshed(library)
        feeds.edit_feed(library.db, feed, FeedChange(url=server.url("/new")), now=library.clock())
        for _ in range(2):
            await refreshed(library, [feed])
        assert sent(server, "/new") == [(None, None), ('"1"', None)]
        assert len(articles(library)) == 2


async def test_another_address_is_due_at_once_whatever_the_old_one_wished(
    library: Library, clock: Clock
) -> None:
    """Hours off too were the old document's."""
    clock.now = SUNDAY
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(15, 20))
    body = BODY.replace(b"<item>", f"<skipHours>{hours}</skipHours><item>".encode(), 1)
    async with ScriptedServer() as server:
        server.script("/old", conditional(body, '"1"', Cache_Control="max-age=99999"))
        server.script("/new", conditional(BODY, '"2"'))
        feed = subscribe(library, server.url("/old"))
        await refreshed(library, [feed])
        feeds.edit_feed(library.db, feed, FeedChange(url=server.url("/new")), now=library.clock())
        assert (await refreshed(library))[feed].outcome == "unchanged"
        assert len(server.asked("/new")) == 1


async def test_an_address_that_is_edited_while_it_is_asked_stays_edited(
    library: Library, clock: Clock
) -> None:
    async with ScriptedServer() as server:

        def edit(_: object) -> Response:
            feeds.edit_feed(library.db, feed, FeedChange(url=server.url("/new")), now=clock.now + 2)
            clock.now += 9
            return reply(BODY, ETag='"1"')

        server.script("/old", edit)
        feed = subscribe(library, server.url("/old"))
        await refreshed(library)
        assert (state(library, feed).url, state(library, feed).etag) == (server.url("/new"), None)


async def test_a_feed_can_be_asked_for_everything_anew(library: Library) -> None:
    """For a server that says 304 for ever; by itself that never happens."""
    async with ScriptedServer() as server:
        server.script("/feed", conditional(BODY, '"1"'))
        feed = subscribe(library, server.url("/feed"))
        for again in (False, False, True, False):
            await refreshed(library, [feed], again=again)
        assert sent(server, "/feed") == [(None, None), ('"1"', None), (None, None), ('"1"', None)]
        assert len(articles(library)) == 2
