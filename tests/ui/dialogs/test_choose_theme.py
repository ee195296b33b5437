"""Choosing a theme: each is on the screen while it is looked at, escape takes it back, enter keeps it."""

from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from reader.config import Settings
from reader.store import state
from reader.store.database.connection import Database
from reader.theme_names import THEME_NAMES
from reader.ui.app import ReaderApp
from reader.ui.dialogs.choose_theme import ThemeDialog
from reader.ui.terminal.driver import GroundReported
from reader.ui.themes import INK, PAPER
from tests.ui.screen import Open, press, shown


def app_of(pilot: Pilot[None]) -> ReaderApp:
    return cast(ReaderApp, pilot.app)


async def open_picker(pilot: Pilot[None]) -> None:
    """As the palette's own entry does."""
    pilot.app.action_change_theme()
    while not (isinstance(pilot.app.screen, ThemeDialog) and pilot.app.screen.query("OptionList")):
        await pilot.pause()
    await pilot.pause()


async def wait_for_theme(pilot: Pilot[None], name: str) -> None:
    while pilot.app.theme != name:
        await pilot.pause(0.02)
    await pilot.pause()


def ground_behind(pilot: Pilot[None]) -> str:
    """The ground at the bottom of the headlines, behind the dialog."""
    strips = pilot.app.screen._compositor.render_strips()
    [segment, *_] = strips[20].crop(5, 6)
    assert segment.style is not None
    assert segment.style.bgcolor is not None
    return segment.style.bgcolor.name


async def test_escape_takes_the_previews_back(library: Database, open_screen: Open) -> None:
    async with open_screen((100, 30)) as pilot:
        await open_picker(pilot)
        assert "as the terminal is" in shown(pilot)
        assert pilot.app.screen.query_one(OptionList).highlighted == THEME_NAMES.index("auto")
        await press(pilot, "j", "j")
        await wait_for_theme(pilot, "paper")
        assert ground_behind(pilot) == PAPER.background
        await press(pilot, "j")
        await wait_for_theme(pilot, "ansi-dark")
        await press(pilot, "escape")
        await wait_for_theme(pilot, "ink")
        await pilot.pause()
        assert ground_behind(pilot) == INK.background
        assert state.value(library, "theme") is None


async def test_enter_keeps_a_theme_also_before_it_was_shown(library: Database, open_screen: Open) -> None:
    async with open_screen((100, 30)) as pilot:
        await open_picker(pilot)
        await press(pilot, "down", "down", "enter")
        await wait_for_theme(pilot, "paper")
        assert not isinstance(pilot.app.screen, ThemeDialog)
        assert state.value(library, "theme") == "paper"
    async with open_screen((100, 30)) as pilot:
        assert pilot.app.theme == "paper"
        await open_picker(pilot)
        await press(pilot, "home", "enter")
        await wait_for_theme(pilot, "ink")
        assert state.value(library, "theme") == "auto"


async def test_the_settings_come_before_what_was_chosen(library: Database, open_screen: Open) -> None:
    state.keep(library, "theme", "nord")
    async with open_screen(settings=Settings(theme="paper")) as pilot:
        assert pilot.app.theme == "paper"


async def test_a_terminal_that_answers_waits_for_the_end_of_the_previews(
    library: Database, open_screen: Open
) -> None:
    async with open_screen((100, 30)) as pilot:
        await open_picker(pilot)
        await press(pilot, "j", "j", "j", "j", "j")
        await wait_for_theme(pilot, "atom-one-dark")
        app_of(pilot).post_message(GroundReported(dark=False))
        await pilot.pause()
        assert pilot.app.theme == "atom-one-dark"
        await press(pilot, "escape")
        await wait_for_theme(pilot, "paper")


async def test_the_driver_of_tests_and_other_systems_is_left_alone(
    library: Database, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textual.constants.DRIVER", "textual.drivers.headless_driver:HeadlessDriver")
    async with open_screen() as pilot:
        assert pilot.app.driver_class.__name__ == "HeadlessDriver"
