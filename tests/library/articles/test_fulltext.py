"""The pages behind articles: fetched politely and once, walls named, and what was there never lost."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from reader.document import plain
from reader.document.serialization import deserialize
from reader.library.articles.fulltext import Completed, feeds_text, fetch_wanted_pages, full_text, to_complete
from reader.library.feeds.refresh import refresh
from reader.library.library import Library
from reader.library.network.rate_limit import HostRateLimit
from reader.library.outcome import Problem
from reader.model import DAY, FeedChange, Query
from reader.store.articles import articles, versions
from reader.store.feeds import feeds
from reader.store.lists import headlines
from tests.library.conftest import Clock
from tests.samples import item, rss
from tests.server import Response, ScriptedServer, Seen, loopback_addresses, redirect, reply

SENTENCE = "The ferry sailed on past the lighthouse, and those on deck counted the gulls once more. "


def page(title: str = "Matter is settled", *, words: str = SENTENCE * 20, rest: str = "") -> bytes:
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{words}</p></article>"
        f"{rest}</body></html>"
    ).encode()


def item_at(url: str, number: int) -> str:
    own = f"https://harbour.example/{number}"
    return item(number, body="<p>A short excerpt of it …</p>").replace(own, url)


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer(loopback_addresses(2)) as running:
        yield running


async def subscribed(library: Library, server: ScriptedServer, count: int = 1, host: str = "") -> list[int]:
    """A feed on loopback whose excerpts lead to /1, /2 ... on the same host; the ids, newest first."""
    host = host or server.hosts[0]
    made = [item_at(server.url(f"/{number}", host=host), number) for number in range(count, 0, -1)]
    server.script("/feed", reply(rss(made)), host=host)
    feed, _ = feeds.add_feed(library.db, server.url("/feed", host=host), now=library.clock())
    assert [event.new async for event in refresh(library, [feed])] == [count]
    return [id for id, _ in headlines.ids(library.db, Query(feeds=(feed,)))]


async def ends(library: Library, ids: list[int]) -> list[Completed | Problem]:
    return [one async for one in full_text(library, ids, rate_limit=HostRateLimit(0))]


def text_of(library: Library, id: int) -> str:
    body = articles.body(library.db, id)
    return plain.to_text(deserialize(body)) if body else ""


async def test_a_page_is_asked_for_once_and_both_versions_stay(
    library: Library, server: ScriptedServer
) -> None:
    (id,) = await subscribed(library, server)
    server.script("/1", reply(page()))
    excerpt = text_of(library, id)
    for _ in range(2):
        (done,) = await ends(library, [id])
        assert isinstance(done, Completed)
        assert (done.headline.complete, done.doubt) == ("full", None)
        assert "counted the gulls" in text_of(library, id)
        assert [one.headline.complete async for one in feeds_text(library, [id])] == ["summary"]
        assert text_of(library, id) == excerpt
    assert len(server.asked("/1")) == 1


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (reply(status=403), "forbidden to programs (403)"),
        (reply(status=429, Retry_After="120"), "rate-limited"),
        (reply(status=404), "not found"),
        (reply(status=403, cf_mitigated="challenge"), "bot wall"),
        (reply(page("Just a moment...", words="Checking your browser.")), "bot wall"),
        (reply(b"<html><title>x</title><body><p>Bitte aktivieren Sie JavaScript.</p>"), "bot wall"),
        (reply(page(words=SENTENCE * 3, rest="<div>Subscribe to continue reading</div>")), "paywall"),
        (reply(page("Log in", words="Name. Password.")), "login"),
        (reply(page(words="Gone.")), "no article"),
        (reply(b"%PDF-1.4 broken"), ""),
        (redirect("http://127.0.0.1:1/private"), ""),
    ],
)
async def test_what_is_no_article_is_named_and_replaces_nothing(
    library: Library, server: ScriptedServer, response: object, reason: str
) -> None:
    (id,) = await subscribed(library, server)
    server.script("/1", response)  # type: ignore[arg-type]
    excerpt = text_of(library, id)
    (problem,) = await ends(library, [id])
    assert isinstance(problem, Problem)
    assert problem.subject == str(id)
    assert reason in problem.reason
    assert text_of(library, id) == excerpt
    assert versions.page_shown(library.db, id) is None


async def test_a_doubtful_page_is_shown_and_says_so(library: Library, server: ScriptedServer) -> None:
    (id,) = await subscribed(library, server)
    server.script("/1", reply(page(words=SENTENCE * 6 + "Continue reading")))
    (done,) = await ends(library, [id])
    assert isinstance(done, Completed)
    assert (done.headline.complete, done.doubt) == ("summary", "The page gives only a part of the article.")
    assert "counted the gulls" in text_of(library, id)
    assert to_complete(library, Query()) == []


async def test_only_the_feeds_own_origin_may_be_private(library: Library, server: ScriptedServer) -> None:
    if len(server.hosts) < 2:
        pytest.skip("this system has only one loopback address")
    elsewhere = server.url("/1", host=server.hosts[1])
    server.script("/feed", reply(rss([item_at(elsewhere, 1)])))
    feed, _ = feeds.add_feed(library.db, server.url("/feed"), now=library.clock())
    assert [event.new async for event in refresh(library, [feed])] == [1]
    (id,) = (id for id, _ in headlines.ids(library.db, Query()))
    (problem,) = await ends(library, [id])
    assert isinstance(problem, Problem)
    assert server.asked("/1") == []


async def test_a_host_that_wants_silence_gets_it(
    library: Library, server: ScriptedServer, clock: Clock
) -> None:
    ids = await subscribed(library, server, 3)
    server.script("/3", reply(status=429, Retry_After="600"))
    for path in ("/1", "/2"):
        server.script(path, reply(page()))
    assert all(isinstance(one, Problem) for one in await ends(library, ids))
    assert [request.target for request in server.requests] == ["/feed", "/3"]
    assert to_complete(library, Query()) == ids, "none of them failed by itself"
    clock.now += 601
    server.script("/3", reply(page()))
    assert all(isinstance(one, Completed) for one in await ends(library, ids))


async def test_a_trip_can_be_resumed_and_failures_rest_for_a_day(
    library: Library, server: ScriptedServer, clock: Clock
) -> None:
    ids = await subscribed(library, server, 4)
    for number in (1, 2, 4):
        server.script(f"/{number}", reply(page()))
    trip = full_text(library, to_complete(library, Query()), rate_limit=HostRateLimit(0))
    assert isinstance(await anext(trip), Completed)
    await trip.aclose()  # type: ignore[attr-defined]
    assert to_complete(library, Query()) == ids[-len(to_complete(library, Query())) :]
    outcomes = await ends(library, to_complete(library, Query()))
    assert [type(one) for one in outcomes].count(Problem) == 1
    assert to_complete(library, Query()) == []
    assert [request.target for request in server.requests[1:]] == ["/4", "/3", "/2", "/1"], "newest first"
    clock.now += DAY + 1
    assert to_complete(library, Query()) == [ids[1]]


async def test_each_host_gets_a_second_and_hosts_do_not_wait_for_each_other(
    library: Library, server: ScriptedServer
) -> None:
    if len(server.hosts) < 2:
        pytest.skip("this system has only one loopback address")
    one = await subscribed(library, server, 2)
    other = await subscribed(library, server, 1, server.hosts[1])
    came: list[tuple[str, float]] = []

    def noted(request: Seen) -> Response:
        came.append((request.host, asyncio.get_running_loop().time()))
        return reply(page())

    for number in (1, 2):
        server.script(f"/{number}", noted)
    assert (
        len([done async for done in full_text(library, [*one, *other], rate_limit=HostRateLimit(1.0))]) == 3
    )
    first, second = (moment for host, moment in came if host == server.hosts[0])
    (third,) = (moment for host, moment in came if host == server.hosts[1])
    assert second - first >= 0.95
    assert third < second


async def test_always_brings_the_pages_of_new_articles_once(library: Library, server: ScriptedServer) -> None:
    await subscribed(library, server, 1)
    (feed,) = feeds.feeds(library.db)
    feeds.edit_feed(library.db, feed.id, FeedChange(full_text="always"), now=library.clock())
    assert await fetch_wanted_pages(library) == (0, 0)
    made = [item_at(server.url(f"/{number}"), number) for number in (2, 1)]
    server.script("/feed", reply(rss(made)), host=server.hosts[0])
    server.script("/2", reply(status=404))
    assert [event.new async for event in refresh(library, [feed.id])] == [1]
    assert await fetch_wanted_pages(library) == (0, 1)
    server.script("/2", reply(page()))
    assert await fetch_wanted_pages(library) == (0, 0)
    assert len(server.asked("/2")) == 1
    assert server.asked("/1") == []


async def test_never_means_never(library: Library, server: ScriptedServer) -> None:
    (id,) = await subscribed(library, server)
    (feed,) = feeds.feeds(library.db)
    feeds.edit_feed(library.db, feed.id, FeedChange(full_text="never"), now=library.clock())
    (problem,) = await ends(library, [id])
    assert isinstance(problem, Problem)
    assert "never" in problem.reason
    assert to_complete(library, Query()) == []
    assert server.asked("/1") == []


async def test_a_text_that_is_damaged_is_fetched_anew_whatever_its_length_was(
    library: Library, server: ScriptedServer
) -> None:
    (id,) = await subscribed(library, server)
    server.script("/1", reply(page()))
    library.db.execute("UPDATE article SET words = 5000; UPDATE body SET packed = x'28b52ffd00'")
    for _ in range(2):
        (done,) = await ends(library, [id])
        assert isinstance(done, Completed)
        assert "counted the gulls" in text_of(library, id)
        library.db.execute("UPDATE body SET packed = x'28b52ffd00'")
    assert len(server.asked("/1")) == 2
