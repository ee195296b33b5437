"""How much is asked at once."""

import asyncio

import pytest

from reader.sources.http.fetch import Failure, Fetcher, Request, Response
from tests.server import ScriptedServer, held, loopback_addresses, redirect, reply
from tests.sources.http.asking import answered, fetcher

FEED = b"<rss/>"


def hosts(count: int) -> list[str]:
    found = loopback_addresses(count)
    if len(found) < count:
        pytest.skip("this system has one loopback address only")
    return found


def fetches(asking: Fetcher, urls: list[str]) -> list[asyncio.Task[Response | Failure]]:
    return [asyncio.create_task(asking.fetch(Request(url=url, private=True))) for url in urls]


async def test_two_requests_of_one_host_at_a_time() -> None:
    async with ScriptedServer() as server, fetcher() as asking:
        server.script("/feed", held(reply(FEED)))
        work = fetches(asking, [server.url("/feed")] * 9)
        await server.asked_for(2)
        server.open()
        assert all(answered(outcome).status == 200 for outcome in await asyncio.gather(*work))
    assert (server.most_at_once, len(server.requests)) == (2, 9)


async def test_so_many_requests_in_all_and_no_more() -> None:
    async with ScriptedServer(hosts(8)) as server, fetcher(total=5) as asking:
        server.script("/feed", held(reply(FEED)))
        work = fetches(asking, [server.url("/feed", host=host) for host in server.hosts for _ in range(4)])
        await server.asked_for(5)
        server.open()
        assert all(answered(outcome).status == 200 for outcome in await asyncio.gather(*work))
    assert (server.most_at_once, max(server.most_at_once_by_host.values())) == (5, 2)


async def test_a_slow_host_holds_up_nobody_else() -> None:
    """Though its forty feeds came first and are more than there are places."""
    slow, *others = hosts(5)
    async with ScriptedServer([slow, *others]) as server, fetcher(total=4) as asking:
        server.script("/feed", reply(FEED))
        server.script("/feed", held(reply(FEED)), host=slow)
        waiting = fetches(asking, [server.url("/feed", host=slow)] * 40)
        await server.asked_for(2)
        done = fetches(asking, [server.url("/feed", host=host) for host in others for _ in range(5)])
        assert all(answered(outcome).status == 200 for outcome in await asyncio.gather(*done))
        assert not any(task.done() for task in waiting)
        server.open()
        await asyncio.gather(*waiting)
    assert server.most_at_once_by_host[slow] == 2


async def test_a_redirect_takes_its_place_at_the_new_host() -> None:
    one, *many = hosts(6)
    async with ScriptedServer([one, *many]) as server, fetcher(allow_private=True) as asking:
        server.script("/old", redirect(server.url("/new", host=one)))
        server.script("/new", held(reply(FEED)))
        work = fetches(asking, [server.url("/old", host=host) for host in many])
        await server.asked_for(len(many) + 2)
        server.open()
        await asyncio.gather(*work)
    assert server.most_at_once_by_host[one] == 2


async def test_waiting_for_a_place_costs_no_time_of_the_deadline() -> None:
    async with ScriptedServer() as server, fetcher(per_host=1, deadline=1.0) as asking:
        server.script("/hang", held(reply(FEED), "never"))
        server.script("/feed", reply(FEED))
        outcomes = await asyncio.gather(*fetches(asking, [server.url("/hang")] * 2 + [server.url("/feed")]))
    assert [type(outcome) for outcome in outcomes] == [Failure, Failure, Response]


async def test_a_cancelled_fetch_gives_its_place_back_at_once() -> None:
    async with ScriptedServer() as server, fetcher(per_host=1) as asking:
        server.script("/hang", held(reply(FEED), "never"))
        server.script("/feed", reply(FEED))
        (stuck,) = fetches(asking, [server.url("/hang")])
        await server.asked_for(1)
        stuck.cancel()
        (feed,) = fetches(asking, [server.url("/feed")])
        assert answered(await feed).body == FEED
    assert stuck.cancelled()
