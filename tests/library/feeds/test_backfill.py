"""Older articles from the pages that a feed names (RFC 5005), asked for by the reader alone."""

import asyncio
from collections.abc import Callable

import pytest

from reader.library.feeds.backfill import NO_MORE, NONE_NAMED, PAGES, load_older
from reader.library.library import Library
from reader.library.network.rate_limit import HostRateLimit
from reader.model import RefreshEvent
from reader.store.articles import articles as article_store
from reader.store.changes import marks
from reader.store.feeds import feeds
from tests.library.feeds.polling import articles, listed, refreshed, subscribe
from tests.samples import item, rss
from tests.server import Response, ScriptedServer, Seen, reply

Written = Callable[[list[int], str | None], bytes]
"""Writes a document of these articles that names the one before it."""


def atom(numbers: list[int], older: str | None, relation: str = "next") -> bytes:
    link = f'<link rel="{relation}" href="{older}"/><link rel="self" href="/elsewhere"/>' if older else ""
    entries = "".join(
        f"<entry><id>matter-{n}</id><title>Matter {n}</title><updated>2025-10-{n:02}T08:30:00Z</updated>"
        f"<content>It is settled: {n}.</content></entry>"
        for n in numbers
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{link}{entries}</feed>'.encode()


def archived(numbers: list[int], older: str | None) -> bytes:
    """An archive that is a page, too: the archive before it is the surer way."""
    written = atom(numbers, older, "prev-archive")
    return written.replace(b"<entry>", b'<link rel="next" href="/no"/><entry>', 1) if older else written


def rss_page(numbers: list[int], older: str | None) -> bytes:
    link = f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="next" href="{older}"/>' if older else ""
    return rss([item(n) for n in numbers]).replace(b"<description>", f"{link}<description>".encode(), 1)


def ill_formed(numbers: list[int], older: str | None) -> bytes:
    return rss_page(numbers, older).replace(b"News</description>", b"News &nbsp; </description>", 1)


def json_feed(numbers: list[int], older: str | None) -> bytes:
    items = ",".join(
        f'{{"id": "matter-{n}", "title": "Matter {n}", "content_text": "Settled."}}' for n in numbers
    )
    named = f'"next_url": "{older}", ' if older else ""
    return (
        f'{{"version": "https://jsonfeed.org/version/1.1", "title": "T", {named}"items": [{items}]}}'.encode()
    )


async def load(library: Library, feed: int) -> RefreshEvent:
    return await load_older(library, listed(library, feed), rate_limit=HostRateLimit(0))


def paths(server: ScriptedServer) -> list[str]:
    return [seen.target for seen in server.requests]


@pytest.mark.parametrize("write", [atom, archived, rss_page, ill_formed, json_feed])
async def test_older_articles_come_from_page_after_page(library: Library, write: Written) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(write([9, 8], "/2")))
        server.script("/2", reply(write([8, 7], server.url("/3#top"))))
        server.script("/3", reply(write([6], None)))
        feed = subscribe(library, server.url("/feed"))
        await refreshed(library, [feed])
        assert (listed(library, feed).total, paths(server)) == (2, ["/feed"])
        told = await load(library, feed)
        assert (told.outcome, told.new) == ("new", 2)
        assert paths(server) == ["/feed", "/feed", "/2", "/3"]
        assert listed(library, feed).total == 4
        assert (await load(library, feed)).error == NO_MORE
        assert len(server.requests) == 4


async def test_what_is_there_stays_as_it_is(library: Library) -> None:
    """The page has what the article said at first."""
    async with ScriptedServer() as server:
        server.script("/feed", reply(rss_page([9], "/2")))
        old = rss([item(9, body="<p>What it said at first.</p>"), item(8)])
        server.script("/2", reply(old))
        feed = subscribe(library, server.url("/feed"))
        await refreshed(library, [feed])
        [nine] = articles(library)
        marks.mark(library.db, [nine], read=True, now=library.clock())
        assert (await load(library, feed)).new == 1
        known = article_store.article(library.db, nine)
        assert known is not None
        assert (known.headline.read, known.headline.edited) == (True, False)
        assert listed(library, feed).total == 2


async def test_a_page_that_names_one_before_it_ends_the_walk(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(atom([9], "/2")))
        server.script("/2", reply(atom([8], "/3")))
        server.script("/3", reply(atom([7], "/2#again")))
        feed = subscribe(library, server.url("/feed"))
        assert (await load(library, feed)).new == 2
        assert paths(server) == ["/feed", "/2", "/3"]
        assert (await load(library, feed)).error == NO_MORE


async def test_an_endless_feed_is_loaded_in_pieces(library: Library) -> None:
    async with ScriptedServer() as server:

        def page(seen: Seen) -> Response:
            number = int(seen.target.strip("/"))
            return reply(
                rss([item(1, key=f"key-{number}", title=f"Matter {number}")]).replace(
                    b"<item>", f'<link rel="next" href="/{number + 1}"/><item>'.encode(), 1
                )
            )

        for number in range(40):
            server.script(f"/{number}", page)
        feed = subscribe(library, server.url("/0"))
        assert (await load(library, feed)).new == PAGES
        assert paths(server) == [f"/{number}" for number in range(PAGES + 1)]
        assert (await load(library, feed)).new == PAGES
        assert paths(server)[PAGES + 1 :] == [f"/{number}" for number in range(PAGES + 1, 2 * PAGES + 1)]


async def test_a_feed_that_is_subscribed_again_begins_anew(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(atom([9], "/2")))
        server.script("/2", reply(atom([8], None)))
        feed = subscribe(library, server.url("/feed"))
        assert (await load(library, feed)).new == 1
        feeds.remove_feed(library.db, feed, now=library.clock())
        again = subscribe(library, server.url("/feed"))
        assert (await load(library, again)).error != NO_MORE
        assert server.asked("/2")[1:]


async def test_a_feed_that_names_none_says_so(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(rss([item(1)])))
        feed = subscribe(library, server.url("/feed"))
        told = await load(library, feed)
        assert (told.outcome, told.error) == ("skipped", NONE_NAMED)


async def test_what_came_before_a_failure_is_kept_and_the_next_time_goes_on_there(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(atom([9], "/2")))
        server.script("/2", reply(atom([8], "/3")))
        server.script("/3", reply(b"", status=500), reply(atom([7], None)))
        feed = subscribe(library, server.url("/feed"))
        told = await load(library, feed)
        assert (told.outcome, told.new) == ("failed", 1)
        assert listed(library, feed).status != "failing"
        assert (await load(library, feed)).new == 1
        assert paths(server) == ["/feed", "/2", "/3", "/3"]


async def test_a_page_elsewhere_may_not_be_in_a_private_network(library: Library) -> None:
    """The feed's own host may be private, as the reader named it; what a document names may not."""
    async with ScriptedServer() as server, ScriptedServer() as other:
        server.script("/feed", reply(atom([9], other.url("/2"))))
        other.script("/2", reply(atom([8], None)))
        feed = subscribe(library, server.url("/feed"))
        assert (await load(library, feed)).outcome == "failed"
        assert paths(other) == []


async def test_pages_are_asked_for_one_a_second(library: Library) -> None:
    async with ScriptedServer() as server:
        came: list[float] = []

        def noted(response: bytes) -> Callable[[Seen], Response]:
            def note(_: Seen) -> Response:
                came.append(asyncio.get_running_loop().time())
                return reply(response)

            return note

        server.script("/feed", noted(atom([9], "/2")))
        server.script("/2", noted(atom([8], None)))
        feed = subscribe(library, server.url("/feed"))
        await load_older(library, listed(library, feed))
        first, second = came
        assert second - first >= 0.95
