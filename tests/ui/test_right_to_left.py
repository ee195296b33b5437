"""Arabic and Hebrew on the screen: at the right, in order, and selected as they are read."""

import pytest

from reader.config import Settings
from reader.store.database.connection import Database
from tests.ui.screen import Open, add_feed, parsed, press, screen_of, shown

SHALOM, OLAM = "\u05e9\u05dc\u05d5\u05dd", "\u05e2\u05d5\u05dc\u05dd"
WORDS = f"{SHALOM} {OLAM} 24 news"
SEEN = f"news 24 {OLAM[::-1]} {SHALOM[::-1]}"


@pytest.fixture
def hebrew(empty: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A library of one article in Hebrew, on a terminal that puts nothing in order."""
    for name in ("VTE_VERSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "TERM_PROGRAM", "TMUX", "MLTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    add_feed(empty, "Island", [parsed(1, WORDS, text=f"{WORDS}.")])
    return empty


async def test_titles_and_paragraphs_stand_right_and_in_order(hebrew: Database, open_screen: Open) -> None:
    async with open_screen((140, 30)) as pilot:
        await press(pilot, "enter")
        lines = shown(pilot).splitlines()
        paragraph = next(line for line in lines if f".{SEEN}" in line)
        title = next(line for line in lines if SEEN in line)
        assert paragraph.rstrip().endswith(SHALOM[::-1])
        view = screen_of(pilot).controllers.article.view
        assert paragraph.rstrip().index(SHALOM[::-1]) + 4 == view.region.x + view.left + view.text_width
        assert title[: title.index(SEEN)].endswith("   ")


async def test_a_terminal_that_does_it_itself_gets_what_is_read(hebrew: Database, open_screen: Open) -> None:
    async with open_screen((140, 30), Settings(bidi="terminal")) as pilot:
        await press(pilot, "enter")
        assert f"{WORDS}." in shown(pilot)


async def test_what_is_selected_is_copied_as_it_is_read(hebrew: Database, open_screen: Open) -> None:
    async with open_screen((140, 30)) as pilot:
        await press(pilot, "enter")
        lines = shown(pilot).splitlines()
        line = next(number for number, text in enumerate(lines) if f".{SEEN}" in text)
        right = lines[line].index(SHALOM[::-1]) + 3  # the first letter that is read
        await pilot.mouse_down(offset=(right, line))
        await pilot.hover(offset=(right - 3, line))
        await pilot.mouse_up(offset=(right - 3, line))
        await pilot.pause()
        assert screen_of(pilot).get_selected_text() in (SHALOM, SHALOM[:3])


async def test_what_is_searched_for_is_found_as_it_is_read(hebrew: Database, open_screen: Open) -> None:
    async with open_screen((140, 30)) as pilot:
        await press(pilot, "enter")
        view = screen_of(pilot).controllers.article.view
        assert view.find(f"{SHALOM} {OLAM}", 0) == (1, 2)  # the title and the paragraph
