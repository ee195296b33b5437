"""Subscribing: addresses without a scheme, feeds that are there, and the backlog of a new feed."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.config import Settings
from reader.library.feeds import subscribe as subscribing
from reader.library.feeds.subscribe import Subscribed, subscribe
from reader.library.feeds.subscriptions import import_subscriptions
from reader.library.library import Library
from reader.model import Query
from reader.store.changes import marks
from reader.store.feeds import feeds
from reader.store.lists.headlines import headlines, ids
from tests.certificates import self_signed
from tests.library.feeds.polling import refreshed
from tests.samples import item, rss
from tests.server import ScriptedServer, raw, reply

MANY = rss([item(number) for number in range(31, 0, -1)])


async def added(library: Library, text: str) -> Subscribed | str:
    """What came of an address: a failure as its words."""
    (outcome,) = [outcome async for outcome in subscribe(library, [text], None)]
    return outcome if isinstance(outcome, Subscribed) else str(outcome)


def bare(server: ScriptedServer, path: str) -> str:
    return server.url(path).removeprefix("http://").removeprefix("https://")


def unread(library: Library) -> list[str]:
    listed = [identity for identity, _ in ids(library.db, Query(read=False))]
    return [headline.title for headline in headlines(library.db, listed)]


async def test_a_bare_address_is_asked_with_http_where_https_does_not_answer(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribing, "HTTPS_SECONDS", 0.05)  # this server hears it and says nothing
    async with ScriptedServer() as server:
        server.script("/feed", reply(MANY))
        outcome = await added(library, bare(server, "/feed"))
        assert isinstance(outcome, Subscribed)
        assert (outcome.feed.url, outcome.new) == (server.url("/feed"), True)
        again = await added(library, bare(server, "/feed"))
        assert isinstance(again, Subscribed)
        assert (again.feed.id, again.new) == (outcome.feed.id, False)
        assert len(feeds.feeds(library.db)) == 1


async def test_a_bare_address_is_asked_with_http_where_https_is_refused(library: Library) -> None:
    """What is spoken there is no TLS: it is heard at once."""
    async with ScriptedServer() as server:
        server.script("/feed", reply(MANY))

        async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            begun = await reader.read(1)
            if begun == b"G":
                await reader.readuntil(b"\r\n\r\n")
                head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(MANY)}\r\n\r\n"
                writer.write(head.encode() + MANY)
            else:
                writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            writer.close()

        listening = await asyncio.start_server(plain, "127.0.0.1", 0)
        async with listening:
            port = listening.sockets[0].getsockname()[1]
            outcome = await added(library, f"127.0.0.1:{port}/feed")
            asked = await added(library, f"https://127.0.0.1:{port}/feed")
    assert "https" in str(asked)  # an address that says so stays with it
    assert isinstance(outcome, Subscribed)
    assert outcome.feed.url == f"http://127.0.0.1:{port}/feed"


async def test_a_bare_address_stays_with_https_where_that_answers(library: Library, tmp_path: Path) -> None:
    own = self_signed(tmp_path, "127.0.0.1")
    if own is None:
        pytest.skip("there is no openssl command")
    trusting = replace(library, settings=Settings(ca_file=str(own.certificate)))
    async with ScriptedServer(certificate=own) as server:
        server.script("/feed", reply(MANY))
        server.script("/none", reply(b"", 404))
        outcome = await added(trusting, bare(server, "/feed"))
        assert isinstance(outcome, Subscribed)
        assert outcome.feed.url == server.url("/feed")
        assert "not found" in str(await added(trusting, bare(server, "/none"))).lower()
        wrong = await added(library, bare(server, "/other"))
        assert isinstance(wrong, str)
        assert "certificate" in wrong, "a wrong one is an answer: nothing is asked without it"


async def test_neither_answers(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", raw(b""))
        address = bare(server, "/feed")
    assert "refused the connection" in str(await added(library, address))
    assert feeds.feeds(library.db) == []


@pytest.mark.parametrize(("backlog", "left"), [(20, 20), (0, 0), (-1, 31), (40, 31), (3, 3)])
async def test_all_but_the_newest_of_a_new_feed_are_read(library: Library, backlog: int, left: int) -> None:
    limited = replace(library, settings=Settings(backlog=backlog))
    async with ScriptedServer() as server:
        server.script("/feed", reply(MANY))
        outcome = await added(limited, server.url("/feed"))
        assert isinstance(outcome, Subscribed)
        assert (outcome.feed.unread, outcome.feed.total) == (left, 31)
        assert unread(limited) == [f"Matter {31 - n} is settled" for n in range(left)]
        undone = limited.undo() if left < 31 else None
        assert undone is None or (undone.count, "the backlog of Harbour Gazette" in undone.label) == (
            31 - left, True,
        )  # fmt: skip
        assert len(unread(limited)) == 31


async def test_an_imported_feed_too_and_only_its_first_time(library: Library) -> None:
    async with ScriptedServer() as server:
        more = rss(
            [item(number) for number in range(31, 0, -1)] + [item(n, key=f"x{n}") for n in range(1, 28)]
        )
        server.script("/feed", reply(b"", 500), reply(MANY), reply(more))
        opml = f'<opml version="2.0"><body><outline xmlUrl="{server.url("/feed")}"/></body></opml>'
        import_subscriptions(library, opml.encode())
        (feed,) = [feed.id for feed in feeds.feeds(library.db)]
        await refreshed(library, [feed])
        assert (await refreshed(library, [feed]))[feed].new == 31
        assert len(unread(library)) == 20
        assert (await refreshed(library, [feed]))[feed].new == 27
        assert len(unread(library)) == 47, "old ones that come later are news all the same"


async def test_no_feed_that_has_articles_already(library: Library) -> None:
    """As one that was taken over with its marks."""
    async with ScriptedServer() as server:
        server.script("/feed", reply(rss([item(1)])), reply(MANY))
        feed, _ = feeds.add_feed(library.db, server.url("/feed"), now=library.clock())
        await refreshed(library, [feed])
        library.db.execute("UPDATE feed SET last_ok = NULL")
        marks.mark(library.db, [1], read=True, now=library.clock())
        await refreshed(library, [feed])
        assert len(unread(library)) == 30


async def test_the_action_says_the_feeds_title_also_where_it_was_there_before(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(MANY))
        for _ in range(2):
            await added(library, server.url("/feed"))
            labels = [one.label for one in marks.actions(library.db, 9) if not one.undone]
            assert labels[-1] == "subscribed to Harbour Gazette"
            while marks.undo(library.db, now=library.clock()):
                pass
