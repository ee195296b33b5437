"""In plain mode the terminal's cursor stands on what has the keys, whatever was painted meanwhile."""

import pytest

from reader.config import Settings
from reader.store.database.connection import Database
from reader.ui.terminal_cursor import cursor_place
from reader.ui.text import signs
from tests.ui.screen import Open, press, screen_of, settle


async def test_a_display_that_sends_nothing_does_not_keep_the_cursor_where_it_was(
    library: Database, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signs, "_plain", False)  # as it is again after this test
    sent: list[str] = []
    async with open_screen((100, 30), settings=Settings(plain=True)) as pilot:
        screen = screen_of(pilot)
        assert pilot.app._driver is not None
        monkeypatch.setattr(pilot.app._driver, "write", sent.append)
        screen.headlines.move(1)
        pilot.app._display(screen, None)
        pilot.app._place_cursor()
        monkeypatch.undo()
    assert len(sent) == 1


async def test_the_cursor_follows_a_key_that_acts_late_and_paints_nothing(
    library: Database, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signs, "_plain", False)  # as it is again after this test
    async with open_screen((100, 30), settings=Settings(plain=True)) as pilot:
        await press(pilot, "4", "enter")
        before = cursor_place(pilot.app.screen)
        await pilot.app.run_action("down", screen_of(pilot))
        await settle(pilot)
        assert cursor_place(pilot.app.screen).y == before.y + 1
        assert pilot.app._previous_cursor_position == cursor_place(pilot.app.screen)
        monkeypatch.undo()
