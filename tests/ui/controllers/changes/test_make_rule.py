"""A rule made on the screen: of what is listed, with what it finds, and written to the settings."""

import os
from pathlib import Path

from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from reader.config import Paths, Rule, Settings
from reader.model import Feed, Query
from reader.settings.file import read_settings
from reader.store.changes import saved_searches
from reader.store.database.connection import Database
from reader.store.lists import headlines
from reader.store.undo_log import actions
from reader.ui.controllers.changes.make_rule import feed_words
from reader.ui.dialogs.make_rule import MakeRuleDialog
from reader.ui.headlines.scope import Scope
from tests.ui.screen import NOW, Open, press, press_at_once, screen_of, settle, shown, until


def when(pilot: Pilot[None]) -> str:
    """What the rule would find, as the dialog says it."""
    assert isinstance(pilot.app.screen, MakeRuleDialog)
    return pilot.app.screen.query_one("#when", Input).value


async def test_a_search_becomes_a_rule_that_is_done_to_what_is_kept_too(
    library: Database, paths: Paths, open_screen: Open
) -> None:
    paths.config.write_text("# mine\nmeasure = 80")
    async with open_screen((120, 34)) as pilot:
        await press(pilot, "slash", *"title:river", "enter", "colon", *"make a rule", "enter")
        assert when(pilot) == "title:river"
        await until(pilot, "It finds 6 articles here")
        await press(pilot, "enter")
        assert "Say what is to be done" in shown(pilot)
        await press(pilot, "tab", "enter")
        await until(pilot, "it would change 6")
        await press(pilot, "tab", "tab", "tab", *"boats,  far  sea", "tab", "enter", "tab", "enter")
        await until(pilot, "done to 6 articles; Z takes that back: ")
        rule = Rule("title:river", ("read", "tag:boats", "tag:far sea"))
        assert read_settings(paths.config) == Settings(measure=80, rules=(rule,))
        assert paths.config.read_text().startswith("# mine\nmeasure = 80\n\n[[rules]]\n")
        assert headlines.count(library, Query(read=True, tags=("boats", "far sea"))) == 6
        action = actions(library, 1)[0]
        await press(pilot, "W")
        assert "title:river" in shown(pilot)
        await press(pilot, "escape", "Z", "enter")
        await until(pilot, f"Taken back: {action.label}")
        assert headlines.count(library, Query(read=True)) == 0


async def test_keys_at_once_make_a_rule(library: Database, paths: Paths, open_screen: Open) -> None:
    async with open_screen() as pilot:
        press_at_once(pilot, "W", *"ferry", "tab", "tab", "enter", "tab", "tab", *"sea", "enter")
        await settle(pilot)
        await until(pilot, "Rule made; W lists what it does: ferry: star, tag:sea")
        assert read_settings(paths.config).rules == (Rule("ferry", ("star", "tag:sea")),)
        press_at_once(pilot, "W", "j", "enter", *"tide", "tab", "enter", "tab", "enter", "tab", "enter")
        press_at_once(pilot, "shift+tab", "shift+tab", "enter", "shift+tab", "enter")
        await settle(pilot)
        await until(pilot, "tide: star, delete")
        assert headlines.count(library, Query()) == 13, "nothing was done to what is kept"


async def test_what_cannot_be_a_rule_is_said_and_nothing_is_written(
    library: Database, paths: Paths, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "W", "tab", "enter", "tab", "tab", "tab", "enter")
        assert '"when" is empty, which would mean every article' in shown(pilot)
        await press(pilot, "shift+tab", "shift+tab", "shift+tab", "shift+tab", *"titel:a", "enter")
        assert '"titel:a" in "when" is no filter; did you mean "title"?' in shown(pilot)
        await press(pilot, "escape")
        assert not paths.config.exists()
        paths.config.write_text("mesure = 80\n")
        await press(pilot, "W", *"ferry", "tab", "enter", "shift+tab", "enter")
        await until(pilot, 'config.toml was not written: line 1: there is no setting "mesure"')
        assert paths.config.read_text() == "mesure = 80\n"


async def test_what_is_listed_is_said_as_the_settings_understand_it(
    library: Database, open_screen: Open
) -> None:
    saved_searches.keep_search(library, "Boats", "ferry tag:sea", now=NOW)
    async with open_screen((140, 40)) as pilot:
        for scope, words in (
            (Scope(), ""),
            (Scope("unread"), "is:unread"),
            (Scope("folder", "World/Asia"), "folder:World/Asia"),
            (Scope("feed", 1), 'feed:"Island"'),
            (Scope("kept", 1), "ferry tag:sea"),
        ):
            screen_of(pilot).controllers.scopes.show(scope)
            await press(pilot, "W")
            assert when(pilot) == words
            await press(pilot, "escape")


def test_a_feed_is_named_by_what_means_no_other() -> None:
    def named(*known: tuple[str, str]) -> str:
        listed = [Feed(id=n, title=title, url=url) for n, (title, url) in enumerate(known, 1)]
        return feed_words(Scope("feed", 1), listed)

    tide = ("Tide", "https://a.example/tide")
    assert named(tide) == 'feed:"Tide"'
    assert named(tide, ("Tide tables", "https://b.example/")) == "feed:https://a.example/tide"
    assert named(('The "Tide"', "https://a.example/tide")) == "feed:https://a.example/tide"
    assert named(("News", "https://a.example/?token=x"), ("News", "https://b.example/")) == "feed:1"


async def test_a_button_says_a_longer_answer_whole(library: Database, open_screen: Open) -> None:
    async with open_screen((60, 20)) as pilot:
        await press(pilot, "W", *"ferry", "shift+tab", "shift+tab", "enter")
        assert "Also those here: yes" in shown(pilot)


async def test_no_rule_is_called_gone_while_the_settings_cannot_be_read(
    library: Database, paths: Paths, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "W", *"title:river", "tab", "enter", "tab", "tab", "tab", "tab", "enter")
        await press(pilot, "tab", "enter")
        await until(pilot, "done to 6 articles")
        shell = screen_of(pilot).shell
        shell.library = replace(shell.library, settings=Settings())
        await press(pilot, "W")
        assert "gone from the settings" in shown(pilot)
        await press(pilot, "escape")
        shell.library = replace(shell.library, paths=Paths(paths.data, Path(os.devnull)))
        screen_of(pilot).controllers.rules.offer()
        assert "gone from the settings" not in screen_of(pilot).status.message
        await press(pilot, "W", *"tide", "tab", "enter", "shift+tab", "enter")
        await until(pilot, "The settings were not written: a demo has none")
