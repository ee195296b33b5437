"""The keys as the help shows them."""

from textual.command import CommandList, CommandPalette

from reader.keys import ACTIONS, action_ids, key_names
from reader.store.database.connection import Database
from reader.ui.dialogs.help import GROUPS, HelpDialog, matching
from tests.ui.screen import Open, press, press_at_once, screen_of, settle, shown, wait_for_jobs


def test_keys_as_people_write_them() -> None:
    assert key_names("right_square_bracket,less_than_sign,space,shift+tab") == [
        "]",
        "<",
        "space",
        "shift+tab",
    ]
    keys = [name for action in ACTIONS for name in key_names(action.keys)]
    assert not [name for name in keys if "_" in name]


def test_the_help_has_every_binding_once() -> None:
    listed = [identity for group in GROUPS.values() for identity in group]
    assert sorted(listed) == sorted(action_ids())


def test_keys_are_searched_by_key_name_and_what_they_do() -> None:
    def found(wanted: str) -> set[str]:
        return {action.id for _, actions in matching(wanted, {"star": "f4"}) for _, action in actions}

    assert found("") == action_ids()
    assert found("F4") == {"star"}
    assert found("headings article") == {"outline"}
    assert "quit" in found("q")
    assert found("no such thing") == set()


async def test_the_help_reads_downwards_and_is_searched(library: Database, open_screen: Open) -> None:
    async with open_screen(size=(120, 90)) as pilot:
        await press(pilot, "question_mark")
        lines = shown(pilot).splitlines()
        columns = {
            line.index(words) for words in ("Moving", "Marking", "Program") for line in lines if words in line
        }
        assert len(columns) == 1
        press_at_once(pilot, "slash", *"outline")
        await settle(pilot)
        assert "to go to one" in shown(pilot)
        assert "take the star off" not in shown(pilot)
        await press(pilot, "escape")
        assert "take the star off" in shown(pilot)
        assert isinstance(pilot.app.screen, HelpDialog)
        await press(pilot, "escape")
        assert pilot.app.screen is screen_of(pilot)


async def test_the_palette_has_our_commands_in_our_order(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await pilot.press("colon")
        await pilot.pause()
        await wait_for_jobs(pilot, CommandPalette._GATHER_COMMANDS_GROUP)
        options = pilot.app.screen.query_one(CommandList).options
        names = [str(option.prompt).partition(":")[0] for option in options]
        assert [names[0], names[-1]] == ["Down", "Theme"]
        assert names.index("Star") < names.index("Undo")
        assert "Maximize" not in names
        keys = shown(pilot).splitlines()
        shown_first = next(n for n, line in enumerate(keys) if "Down: the next row" in line)
        assert keys[shown_first + 1].strip() == "j", "the first of an action's keys, as in the help"
