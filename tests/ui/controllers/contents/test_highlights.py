"""Highlights on the screen: chosen with keys or the mouse, kept with a note, shown and taken away."""

import pytest
from msgspec.structs import replace
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import Selection
from textual.widgets import Input

from reader.document.blocks import Block, Document, Span
from reader.document.layout.lines import wrap_block
from reader.document.stretch import Stretch
from reader.store.database.connection import Database
from reader.store.notes.places import highlights_of
from reader.ui.article.highlights import spans_of
from reader.ui.dialogs.article.highlight import HighlightDialog
from reader.ui.text.selected import line_text
from tests.ui.screen import Open, add_feed, body, keep, parsed, press, press_at_once, screen_of, settle, shown

TEXT = "The ferry to the outer islands was late again.\n\nNobody on the quay could say why."


@pytest.fixture
def read(empty: Database) -> Database:
    """One article of two paragraphs."""

    made = parsed(1, "The ferry is late", text=TEXT)
    add_feed(empty, "Harbour", [replace(made, body=body(*TEXT.split("\n\n")))])
    return empty


def kept(db: Database) -> list[tuple[str, str]]:
    return [(one.text, one.note) for one in highlights_of(db, 1)]


def marks(pilot: Pilot[None]) -> list[str]:
    """The words of the page that are drawn as highlighted."""
    page = screen_of(pilot).controllers.article.view.page
    return [page.document.blocks[mark.block].text[mark.start : mark.end] for mark in page.marks]


async def test_words_are_chosen_kept_and_noted(read: Database, open_screen: Open) -> None:
    async with open_screen((140, 30)) as pilot:
        await press(pilot, "apostrophe")
        assert isinstance(pilot.app.screen, HighlightDialog)
        assert "begin here" in shown(pilot)
        await press(pilot, "w", "w", "w", "w", "b", "apostrophe")
        assert kept(read) == [("The ferry to the", "")]  # it is kept before its note is asked for
        assert "type a note" in shown(pilot)
        await press(pilot, *"ask", "space", *"them", "enter")
        assert "Highlighted with a note · U takes it back" in shown(pilot)  # both at once
        assert kept(read) == [("The ferry to the", "ask them")]
        assert marks(pilot) == ["The ferry to the"]
        assert "✎ ask them" in shown(pilot)
        await press(pilot, "U")
        assert kept(read) == []
        assert marks(pilot) == []
        assert "✎" not in shown(pilot)


async def test_lines_the_beginning_and_the_other_end(read: Database, open_screen: Open) -> None:
    async with open_screen((140, 30)) as pilot:
        await press(pilot, "apostrophe", "j", "space", "w", "w", "enter", "escape")
        assert kept(read) == [("Nobody on the", "")]
        await press(pilot, "apostrophe", "w", "o", "w", "G", "o", "w", "w", "apostrophe", "enter")
        far = f"the outer islands was late again.\n\n{TEXT.partition(chr(10))[2].strip()}"
        assert {text for text, _ in kept(read)} == {"Nobody on the", far}
        await press(pilot, "apostrophe", "escape")
        assert len(kept(read)) == 2
        await press(pilot, "apostrophe", "d")
        assert "There is no highlight here" in shown(pilot)
        await press(pilot, "apostrophe", "j", "d")
        assert kept(read) == []


async def test_the_same_passage_again_changes_its_note(read: Database, open_screen: Open) -> None:
    async with open_screen((140, 30)) as pilot:
        await press(pilot, "apostrophe", "w", "apostrophe", *"one", "enter")
        await press(pilot, "apostrophe", "w", "apostrophe", *"two", "enter")
        assert "Noted · U takes it back" in shown(pilot)
        assert kept(read) == [("The ferry", "onetwo")]
        await press(pilot, "U")
        assert kept(read) == [("The ferry", "one")]


async def test_what_the_mouse_selected_is_kept(read: Database, open_screen: Open) -> None:
    async with open_screen((140, 30)) as pilot:
        view = screen_of(pilot).controllers.article.view
        row = next(
            y for y, line in enumerate(view.lines) if "ferry to" in "".join(run.text for run in line.runs)
        )
        view.screen.selections = {view: Selection(Offset(5, row), Offset(15, row))}
        await press(pilot, "apostrophe", "enter")
        assert kept(read) == [("ferry to the", "")]


async def test_a_note_that_is_too_long_stays_in_its_field(read: Database, open_screen: Open) -> None:
    async with open_screen((140, 30)) as pilot:
        await press(pilot, "apostrophe", "apostrophe")
        pilot.app.screen.query_one(Input).value = "n" * 1_000_000
        await press(pilot, "enter")
        assert "A note has at most 10,000 characters; this one has 1,000,000" in shown(pilot)
        await press(pilot, "escape")
        assert kept(read) == [("The", "")]


async def test_a_highlight_that_lost_its_place_is_shown_below(read: Database, open_screen: Open) -> None:
    async with open_screen((140, 30)) as pilot:
        await press(pilot, "apostrophe", "w", "apostrophe", *"late", "enter")
        keep(read, 1, "https://harbour.example/feed", [parsed(1, "The ferry is late", text="Another text.")])
        screen_of(pilot).controllers.article.load(1)
        await settle(pilot)
        assert "Highlights that lost their place" in shown(pilot)
        assert "Note: late" in shown(pilot)
        assert marks(pilot) == []


async def test_keys_in_a_row_and_the_scope(read: Database, open_screen: Open) -> None:
    async with open_screen((140, 30)) as pilot:
        await press(pilot, "7")
        assert "Nothing here." in shown(pilot)
        await press(pilot, "1")
        press_at_once(pilot, "apostrophe", "w", "apostrophe", *"now", "enter")
        await settle(pilot)
        await press(pilot, "7")
        assert kept(read) == [("The ferry", "now")]
        assert screen_of(pilot).headlines.current_id == 1


def test_what_a_line_adds_is_not_highlighted() -> None:
    block = Block(
        "paragraph", "See the timetable for it", (Span(8, 17, "link", "https://a.example/"),), quote=1
    )
    [line] = wrap_block(Document((block,)), 0, 60, {"https://a.example/": 1})
    shown_text = line_text(line)
    spans = spans_of(line, block.text, [Stretch(0, 4, 21)])
    assert "".join(shown_text[start:end] for start, end in spans) == "the timetable for"
