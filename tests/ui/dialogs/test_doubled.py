"""Keys and clicks that come twice, or before a dialog is there: none acts twice, none ends the program."""

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from reader.document.sanitize import literal
from reader.model import Query
from reader.store.database.connection import Database
from reader.store.lists import headlines
from reader.ui.dialogs.ask import AskDialog
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.dialogs.dialog import Dialog
from tests.ui.screen import Open, press, press_at_once, screen_of, settle, shown

DOUBLED = (
    ("A", "enter", "enter"),
    ("A", "enter", "escape"),
    ("A", "escape", "escape", "escape"),
    ("e", "enter", "enter", "enter"),
    ("e", "escape", "enter", "enter"),
    ("t", *"new", "enter", "enter", "enter"),
    ("w", "enter", "enter", "enter"),
    ("|", *"true", "enter", "enter", "enter"),
    ("a", "enter", "escape", "escape"),
    ("semicolon", "1", "1", "enter"),
    ("H", "H", "H", "H"),
    ("H", "enter", "enter", "escape"),
    ("question_mark", "q", "escape", "escape"),
    (":", "enter", "enter", "enter"),
    (":", "escape", "escape"),
    (":", "pagedown", "pageup", "down", "up", "escape"),
    (":", *"star", "enter", "enter"),
    ("ctrl+p", "ctrl+p", "escape"),
    ("slash", *"island", "ctrl+s", "enter", "enter"),
)  # fmt: skip


@pytest.mark.parametrize("waits", [0, pytest.param(1, marks=pytest.mark.long)])
async def test_keys_that_come_at_once_end_nothing(
    waits: int, library: Database, open_screen: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first `waits` keys have their effect before the others come."""
    monkeypatch.chdir(tmp_path)  # `w` writes there
    async with open_screen() as pilot:
        await press(pilot, "4")
        for keys in DOUBLED:
            await press(pilot, *keys[:waits])
            press_at_once(pilot, *keys[waits:])
            await settle(pilot)
            await back_to_the_list(pilot)
            assert "Saved harbour" in shown(pilot), f"{keys}\n{shown(pilot)}"
            assert not screen_of(pilot).shell.failures.recent, keys


async def back_to_the_list(pilot: Pilot[None]) -> None:
    """Leave whatever is open or opens yet, and list the saved articles."""
    await press(pilot, "4")
    while pilot.app.screen is not screen_of(pilot) or screen_of(pilot).controllers.search.prompt:
        await press(pilot, "escape", "4")


async def test_a_doubled_enter_marks_once(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "A")
        assert isinstance(pilot.app.screen, ChooseDialog)
        press_at_once(pilot, "enter", "enter", "enter")
        await settle(pilot)
        assert headlines.unread(library, Query()).articles == 0
        await press(pilot, "U")  # one mark, which one key takes back
        assert headlines.unread(library, Query()).articles == 13


async def test_two_clicks_on_an_option_choose_once(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "A")
        options = pilot.app.screen.query_one(OptionList)
        x, y = options.region.x + 3, options.region.y
        for _ in range(3):
            for kind in (events.MouseDown, events.MouseUp):
                pilot.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await settle(pilot)
        assert pilot.app.screen is screen_of(pilot)
        assert headlines.unread(library, Query()).articles == 0


async def test_keys_that_come_before_a_dialog_has_its_fields_are_typed_into_it(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        pilot.app.action_command_palette()
        assert not pilot.app.screen.is_mounted
        press_at_once(pilot, *"star")
        await settle(pilot)
        assert pilot.app.screen.query_one(Input).value == "star"
        await press(pilot, "escape")


async def test_the_starter_list_subscribes_once(
    empty: Database, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_screen() as pilot:
        picked: list[object] = []
        monkeypatch.setattr(screen_of(pilot).controllers.jobs, "subscribe", picked.append)
        await press(pilot, "i", "space")
        press_at_once(pilot, "enter", "enter", "enter")
        await settle(pilot)
        assert len(picked) == 1


async def test_a_click_on_a_link_that_is_gone_does_nothing(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "4", "enter")
        screen_of(pilot).controllers.sharing.open_link_number(9)
        await settle(pilot)
        assert "Saved harbour" in shown(pilot)


@pytest.mark.parametrize("opening", ["A", ":"])
async def test_a_page_of_a_list_that_is_not_drawn_is_no_page(
    opening: str, library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, opening)
        await pilot.resize_terminal(1, 1)
        await press(pilot, "pagedown", "pageup", "pagedown")
        await pilot.resize_terminal(120, 30)
        await press(pilot, "pagedown", "escape")
        assert pilot.app.screen is screen_of(pilot)


class Counting(AskDialog):
    """A question that counts how often enter reached it."""

    entered = 0

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.entered += 1
        super().on_input_submitted(event)


async def test_a_dialog_that_was_answered_takes_no_keys_that_are_under_way(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        dialog = Counting(literal("A"), literal("b"))
        await pilot.app.push_screen(dialog)
        press_at_once(pilot, "enter", "enter", "enter")
        await settle(pilot)
        assert dialog.entered == 1


async def test_only_the_first_answer_of_a_dialog_counts(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        answers: list[str | None] = []
        dialog = AskDialog(literal("A"), literal("b"))
        await pilot.app.push_screen(dialog, answers.append)
        dialog.dismiss("one")
        dialog.dismiss("two")
        await settle(pilot)
        assert answers == ["one"]
        assert pilot.app.screen is screen_of(pilot)


async def test_an_answer_that_is_found_below_another_screen_waits_for_it(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        answers: list[str | None] = []
        dialog, above = AskDialog(literal("A"), literal("b")), AskDialog(literal("C"), literal("d"))
        await pilot.app.push_screen(dialog, answers.append)
        await pilot.app.push_screen(above)
        dialog.dismiss("one")
        await pilot.pause()
        assert pilot.app.screen is above
        above.dismiss(None)
        while not answers:
            await pilot.pause()
        await settle(pilot)
        assert answers == ["one"]
        assert pilot.app.screen is screen_of(pilot)


async def test_the_palette_opens_again_while_the_one_before_is_being_taken_down(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        app = pilot.app
        app.action_command_palette()
        await settle(pilot)
        app.pop_screen()
        app.action_command_palette()
        await settle(pilot)
        assert isinstance(app.screen, CommandPalette)


@pytest.mark.parametrize("opening", ["H", "question_mark", "Z", "A"])
async def test_the_key_that_quits_at_once_does_so_in_dialogs_too(
    library: Database, open_screen: Open, opening: str
) -> None:
    async with open_screen() as pilot:
        await press(pilot, opening)
        await settle(pilot)
        assert isinstance(pilot.app.screen, Dialog)
        press_at_once(pilot, "Q")
        async with asyncio.timeout(60):
            while not pilot.app._exit:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0)


async def test_where_text_is_typed_it_is_a_letter(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "a", "Q")
        assert pilot.app.screen.query_one("#what", Input).value == "Q"
