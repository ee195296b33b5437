"""Keys that are held back or given back: nothing waits or spins without end where no dialog comes."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual import events

from reader.store.changes import saved_searches
from reader.store.database.connection import Database, StoreError, rows
from reader.store.feeds import feeds
from reader.ui.main_screen import MainScreen
from reader.ui.terminal import held_keys
from reader.ui.terminal.held_keys import HeldKeys
from reader.ui.widgets.field import Field
from reader.ui.widgets.prompt import Prompt
from tests.ui.screen import Open, press, press_at_once, screen_of, settle


async def emptied(keys: HeldKeys) -> None:
    async with asyncio.timeout(60):
        while keys.waiting:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0)


async def test_keys_for_what_never_comes_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_keys, "AT_ONCE_SECONDS", 0.0)
    monkeypatch.setattr(held_keys, "PATIENCE", 0.2)
    monkeypatch.setattr(held_keys, "MANY", 3)
    looks = 0
    waiting = True
    acted: list[events.Event] = []
    tasks: list[asyncio.Task[None]] = []

    def must_wait() -> bool:
        nonlocal looks
        looks += 1
        return waiting

    async def act(event: events.Event) -> None:
        acted.append(event)

    def call_next(function: Callable[[], Awaitable[None]]) -> None:
        tasks.append(asyncio.ensure_future(function()))  # type: ignore[arg-type]

    keys = HeldKeys(must_wait, act)
    for _ in range(99):
        keys.hold(events.Key("a", "a"), call_next)
    assert len(keys.waiting) == 3
    await emptied(keys)
    assert looks <= 0.2 / held_keys.PAUSE + 2, "it does not look all the time"
    keys.hold(events.Key("b", "b"), call_next)
    waiting = False
    await emptied(keys)
    await asyncio.gather(*tasks)
    assert [getattr(event, "key", "") for event in acted] == ["b"]


async def test_a_prompt_that_could_not_be_left_takes_keys_again(
    library: Database, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "slash", "a")
        search = screen_of(pilot).controllers.search

        def fails(purpose: str, text: str) -> None:
            raise StoreError("the disk is full")

        monkeypatch.setattr(search, "entered", fails)
        press_at_once(pilot, "enter", "b", "c")
        async with asyncio.timeout(60):
            await settle(pilot)
        prompt = screen_of(pilot).query_one(Prompt)
        assert prompt.value == "abc"


@pytest.mark.parametrize("apart", range(6))
async def test_keys_act_in_the_order_in_which_they_are_pressed(
    library: Database, open_screen: Open, monkeypatch: pytest.MonkeyPatch, apart: int
) -> None:
    """Neither does what opens a prompt overtake them, nor what is typed behind the key that leaves it."""

    acted: list[str] = []
    perform = MainScreen.perform

    def noted(screen: MainScreen, action: str) -> None:
        acted.append(action)
        perform(screen, action)

    async def rounds() -> None:
        for _ in range(apart):
            await asyncio.sleep(0)

    monkeypatch.setattr(MainScreen, "perform", noted)
    async with open_screen((140, 30)) as pilot:
        press_at_once(pilot, "j", "k", "ctrl+f", *"te")
        await rounds()
        press_at_once(pilot, "x", "t", "enter", "g")
        await rounds()
        press_at_once(pilot, "escape", "escape", "j", "k", "slash", *"new")
        await rounds()
        press_at_once(pilot, "escape", "s")
        async with asyncio.timeout(120):
            while acted[-1:] != ["star"]:  # keys that wait for others are no job
                await settle(pilot)
        wanted = ["down", "up", "find", "top", "back", "back", "down", "up", "search", "back", "star"]
        assert acted == wanted


@pytest.mark.parametrize(
    ("opening", "fields"),
    [
        (("a",), ("what", "folder")),
        (("slash", *"harbour", "enter", "S"), ("name", "query")),
        (("f", "j", "e"), ("title", "folder", "url", "interval")),
    ],
)
async def test_text_that_comes_with_a_tab_lands_in_the_next_field(
    library: Database, open_screen: Open, opening: tuple[str, ...], fields: tuple[str, ...]
) -> None:
    async with open_screen() as pilot:
        await press(pilot, *opening)
        await settle(pilot)
        typed = [["ctrl+u", *f"x{number}"] for number, _ in enumerate(fields)]
        press_at_once(pilot, *(key for keys in typed for key in (*keys, "tab")))
        await settle(pilot)
        values = [pilot.app.screen.query_one(f"#{field}", Field).value for field in fields]
        assert values == [f"x{number}" for number, _ in enumerate(fields)]


@pytest.mark.parametrize("opening", ["slash", "F"])
async def test_keys_behind_a_search_act_on_what_it_finds(
    library: Database, open_screen: Open, opening: str
) -> None:
    async with open_screen((140, 30)) as pilot:
        press_at_once(pilot, opening, *"timetable", "enter", "s", "S", *"!", "enter")
        await settle(pilot)
        await settle(pilot)
    starred = rows(library, "SELECT title FROM article WHERE starred ORDER BY id")
    assert starred == [("Saved harbour",)]
    assert [search.query for search in saved_searches.searches(library)] == ["timetable"]


async def test_a_field_that_is_gone_by_now_holds_no_keys_back(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "a")
        field = pilot.app.screen.query_one("#what", Field)
        pilot.app.screen.dismiss(None)
        await settle(pilot)
        assert not field.is_attached
        assert not screen_of(pilot).may_move_on(field, events.Key("escape", None))


async def test_a_tab_that_comes_with_the_key_of_a_dialog_is_the_dialogs(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        press_at_once(pilot, "e", *"Name", "tab", *"Folder", "enter")
        await settle(pilot)
        found = {(feed.title[-4:], (feed.folder or "")[-6:]) for feed in feeds.feeds(library)}
        assert ("Name", "Folder") in found, found
