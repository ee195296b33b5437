"""Keys that come in one burst, as on a slow line or from a practised hand, do what they do one by one."""

import asyncio
import shutil
from pathlib import Path

import pytest
from textual.command import CommandInput

from reader.config import Paths, Rule, Settings
from reader.store.database.connection import Database, open_store, rows
from tests.ui.screen import Open, press, press_at_once, screen_of, settle, shown, until

BURSTS = (
    ("A", "enter", "U", "s"),
    ("M", "M", "9", "enter", "s"),
    ("slash", *"timetable", "enter", "s"),
    ("F", *"river", "enter", "s", "j", "s"),
    ("t", *"sea", "enter", "j", "s"),
    ("d", "enter", "U"),
    ("2", "j", "enter", "j", "s"),
    ("f", "j", "j", "enter", "s"),
    ("ctrl+f", *"ferry", "enter", "s"),
    (",", "j", ",", "s", "n", "m"),
    ("M", "M", "9", "enter"),
    ("slash", *"river", "enter", "S", *"Mine", "enter"),
    ("colon", *"star", "enter", "j"),
    ("colon", *"scope 2", "escape", "s"),
    ("colon", *"mark all", "enter", "enter", "j", "s"),
    ("M", "M", *"30", "enter", "s"),
    ("slash", *"timetable", "enter", "S", *" x", "enter", "j", "s"),
    ("L", "z", "s", "L", "j", "s"),
    ("apostrophe", *"jj", "apostrophe", *"note", "enter", "j", "s"),
)

MARKS = """SELECT id, read, starred, deleted,
        (SELECT group_concat(tag) FROM article_tag WHERE article = article.id)
    FROM article ORDER BY id"""

KEPT = "SELECT name, query FROM saved_search"


@pytest.mark.parametrize("keys", BURSTS, ids=" ".join)
async def test_keys_at_once_do_what_they_do_one_by_one(
    library: Database, open_screen: Open, paths: Paths, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    library.close()
    shutil.copytree(paths.data, tmp_path / "before")
    async with open_screen((140, 30)) as pilot:
        press_at_once(pilot, *keys)
        for _ in range(3):  # keys that wait for others are no job
            await settle(pilot)
        at_once = marks(paths), screen_of(pilot).headlines.current
    shutil.rmtree(paths.data)
    shutil.copytree(tmp_path / "before", paths.data)
    async with open_screen((140, 30)) as pilot:
        await press(pilot, *keys)
        one_by_one = marks(paths), screen_of(pilot).headlines.current
    assert at_once == one_by_one


async def test_a_key_finds_the_dialog_whenever_it_comes(library: Database, open_screen: Open) -> None:
    settings = Settings(rules=(Rule("title:river", ("star",)),))
    async with open_screen((140, 30), settings) as pilot:
        for turns in range(16):  # of the event loop: the dialog is asked for, made, and there
            press_at_once(pilot, "W")
            for _ in range(turns):
                await asyncio.sleep(0)
            press_at_once(pilot, "enter")
            await settle(pilot)
            assert pilot.app.screen is screen_of(pilot), f"lost after {turns} turns"
            assert "6 articles that the rule would change" in shown(pilot)
            await press(pilot, "escape")


async def test_enter_does_not_choose_for_what_is_typed_after_it(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "colon", *"star")
        palette = pilot.app.screen
        field = palette.query_one(CommandInput)
        field.post_message(CommandInput.Submitted(field, "sta"))
        await pilot.pause()
        await until(pilot, lambda: not any(job.name == "choosing" for job in pilot.app.workers))
        assert pilot.app.screen is palette
        assert not screen_of(pilot).shell.holds_keys


def marks(paths: Paths) -> list[tuple[object, ...]]:
    db = open_store(paths.library, readonly=True)
    try:
        return [*rows(db, MARKS), *rows(db, KEPT)]
    finally:
        db.close()
