"""In plain mode the terminal's cursor stands on what has the keys, whatever was painted meanwhile."""

import pytest

from reader.config import Settings
from reader.store.database.connection import Database
from reader.ui.text import signs
from tests.ui.screen import Open, screen_of


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
