"""The start: nothing is imported for the first paint that only comes after it, and keys may come before."""

import json
import subprocess
import sys

import pytest
from textual.pilot import Pilot

from reader.config import Paths, Settings
from reader.document import sanitize
from reader.document.layout import wrap
from reader.library.library import Library
from reader.store.database.connection import Database
from reader.store.lists import headlines
from reader.ui.app import ReaderApp
from reader.ui.headlines.listing import Listing
from reader.ui.headlines.places import Places
from reader.ui.main_screen import MainScreen
from reader.ui.text import bidi, clusters
from reader.ui.widgets.headline_list import HeadlineList
from tests.ui.screen import add_feed, parsed, press, settle, shown


def test_the_first_paint_waits_for_no_controller_and_no_dialog() -> None:
    program = "import sys, json, reader.commands.screen\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    late = ("reader.ui.startup", "reader.ui.controllers", "reader.ui.dialogs", "reader.ui.background",
            "reader.ui.article", "reader.ui.widgets.article_view", "reader.ui.widgets.feeds_pane",
            "reader.library.worker", "reader.store.changes", "reader.store.undo_log", "reader.sources",
            "reader.document.blocks", "reader.document.layout.lines", "reader.document.pictures",
            "reader.settings.text", "reader.bound_keys", "reader.urls.safe", "importlib.resources",
            "tomllib", "ssl", "_ssl", "platformdirs", "textual.command",
            "textual.widgets._input")  # fmt: skip
    assert not [name for name in json.loads(done.stdout) if name.startswith(late)]


def test_the_controllers_wait_for_nothing_of_the_network() -> None:
    program = "import sys, reader.ui.startup\nprint('http.client' in sys.modules, 'aiohttp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "False False\n"


async def test_a_key_that_comes_before_the_panes_makes_them(
    library: Database, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[MainScreen] = []
    monkeypatch.setattr(MainScreen, "_start", lambda screen: begun.append(screen))
    app = ReaderApp(Library(library, paths, Settings(), offline=True, collapse=True))
    async with app.run_test(size=(120, 30)) as pilot:
        await painted(pilot)
        assert begun == [app.main_screen]
        assert not app.main_screen.started
        assert "Island 1" in shown(pilot)
        await pilot.press("s")
        assert app.main_screen.started
        assert headlines.counts(library).starred == 1
        await settle(pilot)
        await press(pilot, "enter")
        assert "The text of article 1." in shown(pilot)


async def test_a_screen_in_latin_letters_waits_for_no_pattern_that_is_slow_to_compile(
    library: Database, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MainScreen, "_start", lambda screen: None)
    slow = (bidi._compiled, clusters._agreed, sanitize._mark, wrap._compiled)
    for function in (*slow, clusters.is_disputed):
        function.cache_clear()
    app = ReaderApp(Library(library, paths, Settings(), offline=True, collapse=True))
    async with app.run_test(size=(80, 30)) as pilot:
        await painted(pilot)
        assert "▌ ●" in shown(pilot)
        assert not clusters.is_disputed("▌ ● Reçu… │")  # as a terminal's frame asks
        assert [function.__module__ for function in slow if function.cache_info().currsize] == []


async def test_what_only_holds_panes_is_not_drawn_and_styles_are_made_once(
    library: Database, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MainScreen, "_start", lambda screen: None)
    made: list[str] = []
    monkeypatch.setattr(MainScreen, "update_node_styles", lambda screen, animate: made.append("screen"))
    app = ReaderApp(Library(library, paths, Settings(), offline=True, collapse=True))
    async with app.run_test(size=(120, 30)) as pilot:
        await painted(pilot)
        drawn = {widget.id for widget in app.screen._compositor.visible_widgets}
        assert drawn >= {"headlines", "feeds-slot", "headlines-head"}
        assert not drawn & {"panes", "reading", "headlines-slot", "article-slot"}
        assert made == []


async def test_the_first_paint_shows_the_row_that_was_left(
    empty: Database, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_feed(empty, "Island", [parsed(n, f"Island {n}") for n in range(1, 101)])
    listing, places = Listing(empty), Places(opened := Library(empty, paths, Settings(), collapse=True))
    places.reopen(listing)
    places.keep(listing, 70)
    drawn: list[int] = []
    row = HeadlineList._row
    monkeypatch.setattr(
        HeadlineList, "_row", lambda rows, number, width: drawn.append(number) or row(rows, number, width)
    )
    async with ReaderApp(opened).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Island 71" in shown(pilot)
        assert min(drawn) > 50


async def painted(pilot: Pilot[None]) -> None:
    """Waits for the first paint."""
    while "Island 1" not in shown(pilot):
        await pilot.pause()
    await pilot.pause()
