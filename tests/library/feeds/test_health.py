"""How feeds fare, in words; and finding one again that has gone from its address."""

import pytest
from msgspec.structs import replace

from reader.library.feeds.health import Health, NotMoved, brings, examined, new_address
from reader.library.feeds.rediscover import find_again
from reader.library.library import Library
from reader.model import DAY, Candidate, Feed, FeedChange, FeedState
from reader.store.feeds import feeds, responses
from reader.ui.dialogs.feeds.health_rows import details
from tests.library.conftest import Clock
from tests.library.feeds.polling import listed, refreshed, state, subscribe
from tests.samples import PAGE_WITHOUT_FEED, item, rss
from tests.server import ScriptedServer, reply


def page(*addresses: str) -> bytes:
    """A page that names these feeds."""
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{url}">' for url in addresses)
    return f"<!DOCTYPE html><html><head><title>Harbour</title>{links}</head><body>x</body></html>".encode()


def kept(library: Library, url: str, **known: object) -> int:
    """A feed with what its last answer left."""
    identity = subscribe(library, url)
    made = replace(state(library, identity), **{"last_checked": library.clock(), **known})  # type: ignore[arg-type]
    responses.keep_response(library.db, made, None, now=library.clock())
    return identity


def causes(library: Library) -> list[tuple[str, str, str]]:
    return [(one.feed.url, one.state, one.cause) for one in examined(library.db, library.clock())]


def test_feeds_in_trouble_come_first_then_moved_and_silent_ones(library: Library, clock: Clock) -> None:
    now = clock.now
    kept(library, "https://a.example/", last_ok=now)
    kept(library, "https://b.example/", last_ok=now - DAY, failures=2, error="forbidden to programs")
    kept(library, "https://c.example/", last_ok=now, moved_to="https://u:p@d.example/")
    kept(library, "https://e.example/", gone=True, failures=1, error="gone")
    kept(library, "https://f.example/", failures=1, error="rate-limited", rate_limited_until=now + 60)
    paused = kept(library, "https://g.example/", failures=1, error="not found")
    feeds.edit_feed(library.db, paused, FeedChange(paused=True), now=now)
    subscribe(library, "https://h.example/")
    assert causes(library) == [
        ("https://b.example/", "trouble", "forbidden to programs"),
        ("https://e.example/", "trouble", "gone: its server says that it will not come back"),
        ("https://f.example/", "trouble", "rate-limited"),
        ("https://c.example/", "moved", "moved to https://d.example/"),
        ("https://a.example/", "silent", "no articles yet"),
        ("https://h.example/", "well", "not asked yet"),
        ("https://g.example/", "paused", "no articles yet"),
    ]


async def test_what_a_feed_brings_is_told_a_month_or_since_when_it_is_silent(
    library: Library, clock: Clock
) -> None:
    clock.now = 1_761_980_400  # 1 November 2025
    async with ScriptedServer() as server:
        server.script("/feed", reply(rss([item(1), item(2), item(30)])))
        subscribe(library, server.url("/feed"))
        await refreshed(library)
    for later, words in ((0, "2 articles a month"), (20 * DAY, "1 article a month")):
        clock.now = 1_761_980_400 + later
        assert [one.cause for one in examined(library.db, clock.now)] == [words]
    clock.now = 1_761_980_400 + 200 * DAY
    [one] = examined(library.db, clock.now)
    assert (one.state, one.cause, brings(one.activity)) == ("silent", *["silent since 2025-10-30"] * 2)


def test_a_move_is_accepted_where_one_was_announced(library: Library, clock: Clock) -> None:
    moved = kept(library, "https://u:p@a.example/feed", moved_to="https://a.example/new")
    stays = kept(library, "https://b.example/feed")
    assert new_address(library.db, listed(library, moved)) == "https://u:p@a.example/new"
    with pytest.raises(NotMoved, match=r"b\.example/feed: its server did not say that it moved"):
        new_address(library.db, listed(library, stays))


def test_a_thousand_feeds_are_examined_at_once(library: Library, clock: Clock) -> None:
    for number in range(1000):
        responses.keep_response(
            library.db,
            FeedState(
                id=subscribe(library, f"https://n{number}.example/"), url=f"https://n{number}.example/"
            ),
            None,
            now=clock.now,
        )
    found = examined(library.db, clock.now)
    assert len(found) == 1000
    assert isinstance(found[0], Health)


# Finding it again


async def found(library: Library, feed: Feed) -> tuple[list[Candidate], list[str]]:
    every = [one async for one in find_again(library, feed)]
    return (
        [one for one in every if isinstance(one, Candidate)],
        [one.reason for one in every if not isinstance(one, Candidate)],
    )


async def test_a_site_s_page_names_where_its_feed_is_now(library: Library) -> None:
    async with ScriptedServer() as server:
        site = server.url("/blog/")
        identity, _ = feeds.add_feed(library.db, server.url("/old.xml"), site=site, now=library.clock())
        server.script("/blog/", reply(page("/old.xml", "/new.xml", "/broken.xml", "/more.xml")))
        server.script("/new.xml", reply(rss([item(1), item(2)])))
        server.script("/broken.xml", reply(PAGE_WITHOUT_FEED))
        server.script("/more.xml", reply(rss([item(3)], "More")))
        before = feeds.feeds(library.db, library.clock())
        candidates, problems = await found(library, listed(library, identity))
        assert [(one.url, one.title, one.articles) for one in candidates] == [
            (server.url("/new.xml"), "Harbour Gazette", 2),
            (server.url("/more.xml"), "More", 1),
        ]
        assert problems == []
        assert feeds.feeds(library.db, library.clock()) == before, "nothing is changed by looking"
        assert "/" not in {seen.target for seen in server.requests}
        assert "/old.xml" not in {seen.target for seen in server.requests}


async def test_the_front_page_is_looked_at_where_the_site_names_none(library: Library) -> None:
    async with ScriptedServer() as server:
        identity, _ = feeds.add_feed(
            library.db, server.url("/old.xml"), site=server.url("/blog/"), now=library.clock()
        )
        server.script("/blog/", reply(PAGE_WITHOUT_FEED))
        server.script("/", reply(page("/new.xml")))
        server.script("/new.xml", reply(rss([item(1)])))
        candidates, _ = await found(library, listed(library, identity))
        assert [one.url for one in candidates] == [server.url("/new.xml")]
        server.script("/", reply(page("/old.xml")))
        assert await found(library, listed(library, identity)) == ([], ["its site names no other address"])
        server.script("/", reply(status=500))
        _, [reason] = await found(library, listed(library, identity))
        assert reason == "its site could not be looked through: server error 500"


async def test_a_site_may_lead_no_deeper_into_a_private_network(library: Library) -> None:
    """What a feed says of its site counts as little as a link: only its own place may be private."""
    async with ScriptedServer(hosts=("127.0.0.1", "127.0.0.2")) as server:
        other = server.url("/blog/", host="127.0.0.2")
        identity, _ = feeds.add_feed(library.db, server.url("/old.xml"), site=other, now=library.clock())
        server.script("/", reply(page(server.url("/new.xml", host="127.0.0.2"))))
        server.script("/new.xml", reply(rss([item(1)])))
        candidates, [reason] = await found(library, listed(library, identity))
        assert candidates == []
        assert "private address" in reason
        assert {seen.host for seen in server.requests} == {"127.0.0.1"}


def test_what_was_cut_of_a_feed_is_among_its_details(library: Library) -> None:
    kept(library, "https://a.example/", last_ok=library.clock(), notice="It has 6,000 articles.")
    [found] = examined(library.db, library.clock())
    assert "It has 6,000 articles." in details(found, library.clock())
