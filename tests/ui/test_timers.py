"""Calls that wait are made once, however busy the machine is, and in whatever moment another one comes."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from textual import _time

from reader.store.database.connection import Database
from tests.ui.screen import Open, screen_of, settle

PATIENCE = 30.0
"""Seconds after which a call that should have been made is missing."""


@pytest.fixture
def taken_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the processor away from the program whenever a timer looks at the clock."""
    read = _time.get_time

    def late() -> float:
        now = read()
        time.sleep(0.02)
        return now

    with monkeypatch.context() as patched:
        patched.setattr(_time, "get_time", late)
        yield


async def test_a_call_that_waits_is_made_however_late(
    library: Database, open_screen: Open, request: pytest.FixtureRequest
) -> None:
    async with open_screen() as pilot:
        request.getfixturevalue("taken_away")
        called = asyncio.Event()
        screen_of(pilot).shell.debounce("call", 0.001, called.set)
        await asyncio.wait_for(called.wait(), PATIENCE)


async def test_a_call_that_rang_as_another_came_is_not_made_in_its_place(
    library: Database, open_screen: Open
) -> None:
    made: list[str] = []
    async with open_screen() as pilot:
        screen, busy = screen_of(pilot), asyncio.Event()
        screen.call_later(busy.wait)
        screen.shell.debounce("call", 0.001, lambda: made.append("first"))
        # Until it has rung, and waits for the screen, which is busy.
        while not screen._next_callbacks:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)
        screen.shell.debounce("call", 0.001, lambda: made.append("second"))
        busy.set()
        await settle(pilot)
    assert made == ["second"]
