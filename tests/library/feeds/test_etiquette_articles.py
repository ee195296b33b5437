"""Articles over many refreshes: each is new once, whatever its feed does to it; see `test_etiquette.py`."""

import pytest
from msgspec.structs import replace

from reader.library.library import Library
from reader.model import Query
from reader.store.articles.articles import article
from reader.store.changes import marks
from reader.store.feeds import feeds
from reader.store.lists import headlines as lists
from tests.library.conftest import Clock
from tests.library.feeds.polling import DAY, articles, listed, refreshed, subscribe
from tests.samples import item, rss
from tests.server import ScriptedServer, redirect, reply

ITEMS = [item(number) for number in range(1, 9)]


def entry(title: str, *, link: str = "", key: str = "", date: str = "", body: str = "") -> str:
    """An item with what is given, and nothing else."""
    parts = {"title": title, "link": link, "guid": key, "pubDate": date, "description": body}
    return "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in parts.items() if text) + "</item>"


async def after(library: Library, *bodies: bytes) -> list[int]:
    """Serves the bodies one after the other to a new feed; how many articles each brought."""
    async with ScriptedServer() as server:
        server.script("/feed", *(reply(body) for body in bodies))
        feed = subscribe(library, server.url("/feed"))
        return [(await refreshed(library, [feed]))[feed].new for _ in bodies]


def without(tag: str, items: list[str]) -> list[str]:
    """The items without that element."""
    cut = [one.partition(f"<{tag}") for one in items]
    return [before + rest.partition(f"</{tag}>")[2] for before, _, rest in cut]


@pytest.mark.parametrize(
    "items",
    [ITEMS, without("guid", ITEMS), without("link", without("guid", ITEMS)), without("pubDate", ITEMS)],
    ids=["guid", "link", "title-and-date", "undated"],
)
async def test_reordered_articles_are_no_new_ones(library: Library, items: list[str]) -> None:
    bodies = [rss(items[turn:] + items[:turn]) for turn in range(5)]
    assert await after(library, *bodies, rss(items[::-1])) == [8, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("http://a.example/{}", "https://a.example/{}"),
        ("https://a.example/{}", "http://www.a.example/{}"),
        ("http://a.example/?p={}", "tag:a.example,2026:{}"),
        ("{}", "urn:post-{}"),
    ],
)
async def test_ids_that_change_bring_nothing_back(library: Library, before: str, behind: str) -> None:
    """Neither as unread nor as a second copy."""
    old = [item(number, key=before.format(number)) for number in range(1, 6)]
    new = [item(number, key=behind.format(number)) for number in range(1, 6)]
    async with ScriptedServer() as server:
        server.script("/feed", reply(rss(old)), reply(rss(new)), reply(rss(old)), reply(rss(new)))
        feed = subscribe(library, server.url("/feed"))
        await refreshed(library)
        marks.mark(library.db, articles(library), read=True, now=library.clock())
        for _ in range(3):
            assert (await refreshed(library, [feed]))[feed].new == 0
        assert (listed(library, feed).unread, listed(library, feed).total) == (0, 5)


async def test_a_changed_article_keeps_its_marks(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(rss([item(1)])), reply(rss([item(1, title="Corrected")])))
        feed = subscribe(library, server.url("/feed"))
        await refreshed(library)
        marks.mark(library.db, articles(library), read=True, starred=True, now=library.clock())
        event = (await refreshed(library, [feed]))[feed]
        assert (event.new, event.changed) == (0, 1)
        [one] = lists.headlines(library.db, articles(library, Query(read=True, starred=True)))
        assert one.title == "Corrected"


async def test_one_id_for_two_entries(library: Library) -> None:
    """Versions of one article are one, the later one; different articles are two."""
    versions = rss([item(1), item(1, body="<p>Another text of the same matter.</p>")])
    assert await after(library, versions, versions) == [1, 0]
    different = rss([item(2, key="post"), item(3, key="post")])
    assert await after(library, different, different) == [2, 0]


async def test_one_id_in_two_feeds_is_two_articles(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/a", reply(rss([item(1)])))
        server.script("/b", reply(rss([item(1, title="Theirs")])))
        mine, theirs = subscribe(library, server.url("/a")), subscribe(library, server.url("/b"))
        await refreshed(library, [mine])
        marks.mark(library.db, articles(library), read=True, now=library.clock())
        await refreshed(library, [theirs])
        assert [listed(library, feed).unread for feed in (mine, theirs)] == [0, 1]
        found = lists.headlines(library.db, articles(library))
        assert {one.title for one in found} == {"Theirs", "Matter 1 is settled"}


@pytest.mark.parametrize(
    ("date", "kept"),
    [
        ("", None),
        ("soon", None),
        ("Thu, 01 Jan 2099 00:00:00 GMT", "2099-01-01T00:00:00Z"),
        ("Thu, 01 Jan 10000 00:00:00 GMT", None),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("Sat, 31 Oct 2026 23:59:60 GMT", "2026-11-01T00:00:00Z"),
    ],
)
async def test_an_odd_date_does_no_harm_and_an_undated_article_stays_in_its_place(
    library: Library, clock: Clock, date: str, kept: str | None
) -> None:
    first = clock.now
    body = [rss([entry("One", link="http://a.example/1", date=date, body=text)]) for text in ("a b", "c d")]
    async with ScriptedServer() as server:
        server.script("/feed", *map(reply, body))
        feed = subscribe(library, server.url("/feed"))
        await refreshed(library)
        clock.now += 3 * DAY
        await refreshed(library, [feed])
        [one] = lists.headlines(library.db, articles(library))
    future = kept is not None and kept > "2027"
    if kept is None or future:
        assert one.sort_at == first
    shown = one.published.iso() if one.published else None
    assert shown in (kept, (kept or "").replace("2026-11-01T00:00:00Z", "2026-10-31T23:59:59Z") or None)


async def test_nothing_is_deleted_by_absence(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", *map(reply, (rss(ITEMS), rss([]), rss([item(20)]), rss(ITEMS))))
        feed = subscribe(library, server.url("/feed"))
        ended = [(await refreshed(library, [feed]))[feed] for _ in range(4)]
        assert [(event.outcome, event.new) for event in ended] == [
            ("new", 8), ("unchanged", 0), ("new", 1), ("unchanged", 0),
        ]  # fmt: skip
        assert listed(library, feed).total == 9


async def test_relative_links_start_from_the_nearest_base(library: Library) -> None:
    """Content-Location before the URL after redirects."""
    body = rss([entry("One", link="posts/1", key="one")])
    async with ScriptedServer() as server:
        server.script("/a", redirect("/deep/feed"))
        server.script("/deep/feed", reply(body))
        server.script("/b", reply(body, Content_Location="/elsewhere/feed"))
        found = [subscribe(library, server.url(path)) for path in ("/a", "/b")]
        await refreshed(library)
        links = {
            one.feed: one.link for one in lists.headlines(library.db, articles(library)) if one.feed in found
        }
        expected = ("/deep/posts/1", "/elsewhere/posts/1")
        assert links == dict(zip(found, map(server.url, expected), strict=True))


async def test_counts_are_what_a_recount_gives(library: Library) -> None:
    """Over refreshes, marks, deletions and what is taken back."""
    bodies = [rss([item(number) for number in range(turn, turn + 4)]) for turn in range(1, 7)]
    async with ScriptedServer() as server:
        server.script("/feed", *map(reply, bodies))
        feed = subscribe(library, server.url("/feed"))
        for turn in range(6):
            await refreshed(library, [feed])
            found = articles(library)
            marks.mark(library.db, found[::2], read=turn % 3 != 0, now=library.clock())
            marks.delete(library.db, found[:1], now=library.clock())
            if turn % 2:
                marks.undo(library.db, now=library.clock())
            shown = lists.headlines(library.db, articles(library))
            unread = sum(not one.read for one in shown)
            one = listed(library, feed)
            assert (one.unread, one.total) == (unread, len(shown))
            assert lists.counts(library.db).unread == unread


async def test_what_was_deleted_does_not_come_back_with_a_new_id(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(rss([item(1)])), reply(rss([item(1, key="other")])))
        feed = subscribe(library, server.url("/feed"))
        await refreshed(library)
        [only] = articles(library)
        marks.delete(library.db, [only], now=library.clock())
        assert (await refreshed(library, [feed]))[feed].new == 0
        assert article(library.db, only) is None


async def test_a_removed_feed_is_neither_asked_nor_kept(library: Library) -> None:
    async with ScriptedServer() as server:
        server.script("/feed", reply(rss(ITEMS)))
        feed = subscribe(library, server.url("/feed"))
        feeds.remove_feed(library.db, feed, now=library.clock())
        assert await refreshed(library) == await refreshed(replace(library), [feed]) == {}
        assert server.requests == []
