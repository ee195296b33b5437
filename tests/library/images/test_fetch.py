"""The pictures of articles: fetched politely, once, and from nowhere but where they may be."""

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from reader.library.feeds.refresh import refresh
from reader.library.images import kept
from reader.library.images.fetch import fetch_pictures
from reader.library.library import Library
from reader.library.outcome import PictureKept, Problem
from reader.model import HOUR, Query
from reader.store.feeds import feeds
from reader.store.lists import headlines
from tests.library.conftest import Clock
from tests.pictures import bomb, picture
from tests.samples import item, rss
from tests.server import ScriptedServer, endless, hang, loopback_addresses, redirect, reply

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer(loopback_addresses(2)) as running:
        yield running


async def with_pictures(
    library: Library, server: ScriptedServer, *addresses: str, count: int = 1
) -> list[int]:
    """A feed on loopback with articles that show pictures; the ids."""
    shown = "".join(f'<p><img src="{address}" alt="A mill"></p>' for address in addresses)
    made = [item(number, body=f"<p>It turns again.</p>{shown}") for number in range(1, count + 1)]
    server.script("/feed", reply(rss(made)))
    feed, _ = feeds.add_feed(library.db, server.url("/feed"), now=library.clock())
    assert [event.new async for event in refresh(library, [feed])] == [count]
    return [id for id, _ in headlines.ids(library.db, Query(feeds=(feed,)))]


async def fetched(library: Library, ids: list[int]) -> list[PictureKept | Problem]:
    return [outcome async for outcome in fetch_pictures(library, ids)]


async def failure(library: Library, server: ScriptedServer, address: str) -> str:
    (id,) = await with_pictures(library, server, address)
    (outcome,) = await fetched(library, [id])
    assert isinstance(outcome, PictureKept)
    assert outcome.error
    found = kept.find(library.paths, outcome.address, None)
    assert found is not None
    assert found.failure == outcome.error
    return outcome.error


async def test_a_picture_is_fetched_once(library: Library, server: ScriptedServer) -> None:
    server.script("/mill.png", reply(picture()))
    ids = await with_pictures(library, server, server.url("/mill.png"), count=3)
    assert not server.asked("/mill.png"), "a refresh asks for no picture"
    assert [outcome.error for outcome in await fetched(library, ids) if isinstance(outcome, PictureKept)] == (
        [None] * 3
    )
    await fetched(library, ids)
    (asked,) = server.asked("/mill.png")
    assert (asked.header("Accept") or "").startswith("image/")
    assert asked.header("Cookie") is None
    assert asked.header("Referer") is None
    found = kept.find(library.paths, server.url("/mill.png"), None)
    assert found is not None
    assert found.picture is not None
    assert found.picture.width == 320
    assert kept.graphics(library.paths, kept.key_of(server.url("/mill.png"))).startswith(b"\x89PNG")


async def test_what_fails_is_not_asked_for_again_within_an_hour(
    library: Library, server: ScriptedServer, clock: Clock
) -> None:
    assert "not found" in await failure(library, server, server.url("/gone.png"))
    ids = [id for id, _ in headlines.ids(library.db, Query())]
    await fetched(library, ids)
    assert len(server.asked("/gone.png")) == 1
    clock.now += HOUR
    await fetched(library, ids)
    assert len(server.asked("/gone.png")) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [(SVG, "SVG"), (picture()[:-300], "decoded"), (b"GIF89a", "decoded")],
    ids=["svg", "cut", "head"],
)
async def test_what_is_no_picture_costs_a_line(
    library: Library, server: ScriptedServer, data: bytes, words: str
) -> None:
    server.script("/mill.png", reply(data))
    assert words in await failure(library, server, server.url("/mill.png"))


async def test_a_bomb_costs_a_line(library: Library, server: ScriptedServer) -> None:
    server.script("/mill.png", reply(bomb()))
    assert "pixels" in await failure(library, server, server.url("/mill.png"))


async def test_a_picture_without_an_end_is_cut_off(library: Library, server: ScriptedServer) -> None:
    server.script("/mill.png", endless(b"\x89PNG" * 100_000))
    assert "too large" in await failure(library, server, server.url("/mill.png"))


@pytest.mark.parametrize(
    "elsewhere", ["http://127.0.0.1:9/mill.png", "http://localhost:9/x", "http://[::1]/"]
)
async def test_no_redirect_leads_to_the_own_network(
    library: Library, server: ScriptedServer, elsewhere: str
) -> None:
    server.script("/mill.png", redirect(elsewhere))
    assert "private" in await failure(library, server, server.url("/mill.png"))


async def test_no_picture_of_another_origin_is_fetched_from_the_own_network(
    library: Library, server: ScriptedServer
) -> None:
    other = server.url("/mill.png", host=server.hosts[1])
    assert "private" in await failure(library, server, other)
    assert not server.asked("/mill.png")


async def test_of_one_host_two_are_asked_for_at_a_time(library: Library, server: ScriptedServer) -> None:
    for number in range(5):
        server.script(f"/{number}.png", hang())
    ids = await with_pictures(library, server, *(server.url(f"/{number}.png") for number in range(5)))
    outcomes = fetch_pictures(library, ids)
    waiting = anext(outcomes)  # it never comes: all hang
    task = asyncio.ensure_future(waiting)
    await server.asked_for(3)
    assert len([request for request in server.requests if request.target.endswith(".png")]) == 2
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_offline_asks_nothing_and_holds_nothing_against_a_picture(
    library: Library, server: ScriptedServer
) -> None:
    server.script("/mill.png", reply(picture()))
    ids = await with_pictures(library, server, server.url("/mill.png"))
    (outcome,) = await fetched(replace(library, offline=True), ids)
    assert isinstance(outcome, PictureKept)
    assert outcome.error == "offline"
    assert not server.asked("/mill.png")
    assert kept.find(library.paths, server.url("/mill.png"), None) is None
    (outcome,) = await fetched(library, ids)
    assert isinstance(outcome, PictureKept)
    assert outcome.error is None


async def test_a_host_that_wants_rest_is_not_asked(library: Library, server: ScriptedServer) -> None:
    server.script("/one.png", reply(status=429, **{"Retry-After": "3600"}))
    ids = await with_pictures(library, server, server.url("/one.png"))
    await fetched(library, ids)
    await fetched(library, ids)
    assert len(server.asked("/one.png")) == 1


def test_the_oldest_pictures_go_first(library: Library) -> None:
    for number in range(4):
        key = kept.key_of(f"https://a.example/{number}")
        kept.keep(library.paths, key, kept.Kept(kept.VERSION, 0, failure="x" * 1_000))
        os.utime(kept.path_of(library.paths, key), (number, number))
    assert kept.trim(library.paths, 2_500) == 2
    there = [kept.find(library.paths, f"https://a.example/{number}", None) is not None for number in range(4)]
    assert there == [False, False, True, True]


def test_what_is_damaged_is_as_if_it_were_not_there(library: Library) -> None:
    key = kept.key_of("https://a.example/1")
    kept.keep(library.paths, key, kept.Kept(kept.VERSION, 0, failure="gone"))
    assert kept.read(library.paths, key) is not None
    for data in (b"", b"\xff" * 40, b"\x95"):
        kept.path_of(library.paths, key).write_bytes(data)
        assert kept.read(library.paths, key) is None
