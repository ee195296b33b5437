"""How many feeds are under way at once."""

import asyncio

import pytest

from reader.library.network import concurrency
from reader.library.network.concurrency import ConcurrencyLimit


async def most_at_once(limit: ConcurrencyLimit, feeds: int, answers: asyncio.Event) -> int:
    """How many of so many feeds got a place before any of their servers answered."""
    inside = 0

    async def one() -> None:
        nonlocal inside
        async with limit.slot(), limit.request():
            inside += 1
            await answers.wait()

    tasks = [asyncio.create_task(one()) for _ in range(feeds)]
    for _ in range(3):
        await asyncio.sleep(0)
    reached = inside
    answers.set()
    await asyncio.gather(*tasks)
    assert inside == feeds
    return reached


async def test_it_begins_narrow_and_widens_with_quick_answers() -> None:
    limit = ConcurrencyLimit(first=2, most=5)
    assert await most_at_once(limit, 20, asyncio.Event()) == 2
    assert await most_at_once(limit, 20, asyncio.Event()) == 5


async def test_who_is_slow_is_asked_no_more_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concurrency, "QUICK_SECONDS", -1.0)
    limit = ConcurrencyLimit(first=2, most=5)
    await most_at_once(limit, 6, asyncio.Event())
    assert await most_at_once(limit, 20, asyncio.Event()) == 2


async def test_a_stuck_server_holds_up_nobody_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concurrency, "STUCK_SECONDS", 0.0)
    limit = ConcurrencyLimit(first=1, most=2)
    response, served = asyncio.Event(), asyncio.Event()

    async def stuck() -> None:
        async with limit.slot(), limit.request():
            await response.wait()

    async def quick() -> None:
        async with limit.slot(), limit.request():
            served.set()

    tasks = [asyncio.create_task(stuck()), asyncio.create_task(quick())]
    async with asyncio.timeout(60):
        await served.wait()
    response.set()
    await asyncio.gather(*tasks)
