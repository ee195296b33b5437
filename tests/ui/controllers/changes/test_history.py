"""What the reader did: selections, many articles at once, and taking any action back."""

from pathlib import Path

import pytest

from reader.config import Paths, Settings
from reader.library.feeds.subscriptions import import_subscriptions
from reader.library.library import Library
from reader.model import Query
from reader.store import undo_changes
from reader.store.changes import marks
from reader.store.database.connection import Database, open_store
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.ui.controllers.changes import history
from reader.ui.headlines.scope import Scope
from tests.ui.screen import (
    NOW,
    Open,
    current_title,
    feeds_pane,
    keep,
    parsed,
    press,
    press_at_once,
    screen_of,
    settle,
    shown,
)


def states(db: Database) -> list[tuple[bool, bool]]:
    """Read and starred of each article, the newest first."""
    ids = [id for id, _ in headlines.ids(db, Query())]
    return [(one.read, one.starred) for one in headlines.headlines(db, ids)]


def listed(db: Database) -> list[str]:
    return [action.label for action in marks.actions(db, 9) if not action.undone]


# --- selecting


async def test_selected_articles_are_marked_as_one_action(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "comma", "comma", "j", "comma")
        assert shown(pilot).count("✓") == 3
        assert "3 selected" in shown(pilot)
        await press(pilot, "s")
        assert [starred for _, starred in states(library)[:5]] == [True, True, False, True, False]
        assert listed(library)[0] == "starred 3 articles in All"
        assert "Starred: 3 articles · U" in shown(pilot)
        assert "selected" not in shown(pilot)
        await press(pilot, "U")
        assert not any(starred for _, starred in states(library))


async def test_tags_taken_back_are_gone_from_the_article_shown(library: Database, open_screen: Open) -> None:
    async with open_screen((140, 30)) as pilot:
        await press(pilot, "t", *"boats", "enter")
        assert shown(pilot).count("#boats") == 2  # in the feeds pane and above the article
        await press(pilot, "U")
        assert "#boats" not in shown(pilot)


async def test_a_range_is_selected_and_marked_read_and_unread(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "comma", "j", "j", "equals_sign")
        assert "4 selected" in shown(pilot)
        await press(pilot, "m")
        assert [read for read, _ in states(library)[:5]] == [True] * 4 + [False]
        await press(pilot, "k", "k", "k", "comma", "j", "equals_sign", "m")
        assert [read for read, _ in states(library)[:5]] == [False] * 3 + [True, False]


async def test_keys_that_follow_at_once_act_on_the_selection(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        press_at_once(pilot, "comma", "comma", "s")
        await settle(pilot)
        assert [starred for _, starred in states(library)[:3]] == [True, True, False]


async def test_selected_articles_are_deleted_and_the_cursor_goes_back_to_them(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "j", "comma", "comma", "G", "comma", "d")
        assert headlines.counts(library).total == 10
        assert len(screen_of(pilot).headlines.rows) == 10
        assert "Deleted: 3 articles · U" in shown(pilot)
        await press(pilot, "U")
        assert headlines.counts(library).total == 13
        assert current_title(pilot) == "River 2"


async def test_selected_articles_are_tagged(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "comma", "comma", "t", *"sea", "space", *"ice", "enter")
        assert headlines.tags(library) == [("ice", 2), ("sea", 2)]
        await press(pilot, "k", "comma", "t", *"-sea", "enter")
        assert headlines.tags(library) == [("ice", 2), ("sea", 1)]


async def test_escape_drops_the_selection_and_so_does_another_list(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "comma", "escape")
        assert "✓" not in shown(pilot)
        await press(pilot, "comma", "2", "1")
        assert "selected" not in shown(pilot)
        await press(pilot, "comma", "comma", "k", "comma", "s")
        assert sum(starred for _, starred in states(library)) == 1, "what is dropped is not marked"


async def test_the_opened_article_is_marked_and_not_the_selection(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "comma", "comma", "enter", "s")
        assert [starred for _, starred in states(library)[:3]] == [False, False, True]


async def test_all_that_a_search_finds_is_selected_exported_and_copied(
    library: Database, open_screen: Open, tmp_path: Path
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "slash", *"island", "enter", "ctrl+a")
        assert "6 selected" in shown(pilot)
        await press(pilot, "w", "ctrl+u", *str(tmp_path / "out"), "enter")
        assert len(list((tmp_path / "out").glob("*.md"))) == 6
        await press(pilot, "ctrl+a", "y")
        assert pilot.app.clipboard.count("https://news.example/") == 6


# --- marking many


async def test_every_line_of_the_question_has_its_count(library: Database, open_screen: Open) -> None:
    async with open_screen(size=(100, 12)) as pilot:
        seen = len(screen_of(pilot).headlines.seen)
        assert 1 < seen < 13
        await press(pilot, "m", "j", "j", "A")
        for line in (
            "All 13 listed here: 12 unread",
            "All above the cursor: 1 unread",
            "The cursor's and all below: 11 unread",
            f"Those seen on the screen: {seen - 1} unread",
        ):
            assert line in shown(pilot)
        await press(pilot, "j", "j", "j", "enter")
        assert headlines.counts(library).unread == 13 - seen, "not those below the screen"
        assert listed(library)[0] == f"marked {seen - 1} read in All"


async def test_very_many_are_marked_while_the_screen_goes_on(
    library: Database, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "LARGE", 2)
    monkeypatch.setattr(marks, "LARGE", 2)
    async with open_screen() as pilot:
        await press(pilot, "A", "enter")
        assert headlines.counts(library).unread == 0
        assert "nothing unread" in shown(pilot)
        await press(pilot, "U")
        assert headlines.counts(library).unread == 13


async def test_what_was_cut_off_is_completed_at_the_start(library: Database, open_screen: Open) -> None:
    from reader.store.undo_work import Turn, Work, begin, waiting

    ids = [id for id, _ in headlines.ids(library, Query())]
    with library:
        work = Work(Turn(read=True), NOW, ("marked ", " read"))
        begin(library, work, waiting(ids), len(ids), undo_changes.Nothing())
    assert headlines.counts(library).unread == 13
    async with open_screen() as pilot:
        await settle(pilot)
        assert headlines.counts(library).unread == 0
        assert "nothing unread" in shown(pilot)
    assert listed(library)[0] == "marked 13 read"


async def test_what_a_query_finds_is_changed_from_the_palette(library: Database, open_screen: Open) -> None:
    async with open_screen(size=(120, 30)) as pilot:
        for typed, label in (
            ("mark star feed:island", "starred 6 articles in feed:island"),
            ("tag +sea is:starred", "tagged 6 articles +sea in is:starred"),
            ("delete tag:sea", "deleted 6 articles in tag:sea"),
        ):
            await pilot.press("colon", *typed)
            await pilot.pause(0)
            while f"all that {typed.split()[-1]} finds" not in shown(pilot):
                await pilot.pause()
            await press(pilot, "enter")
            while listed(library)[0] != label:
                await settle(pilot)
        assert len(screen_of(pilot).headlines.rows) == 7
        assert "Deleted: 6 articles in tag:sea · U" in shown(pilot)
        await press(pilot, "U")
        assert len(screen_of(pilot).headlines.rows) == 13


# --- taking back


async def test_any_action_is_taken_back_from_the_list(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "s", "j", "d", "j", "m", "Z")
        assert "marked “" in shown(pilot)
        assert "just now" in shown(pilot)
        await press(pilot, "j", "j", "enter")
        assert not any(starred for _, starred in states(library))
        assert "Taken back: starred “" in shown(pilot)
        assert headlines.counts(library).total == 12, "what came after it stays"
        await press(pilot, "Z", "j", "enter")
        assert headlines.counts(library).total == 13


async def test_what_a_newer_action_depends_on_is_told_in_one_sentence(
    library: Database, open_screen: Open
) -> None:
    async with open_screen(size=(160, 30)) as pilot:
        await press(pilot, "s", "s", "Z", "j", "enter")
        assert "cannot be taken back before action" in shown(pilot)
        assert len(listed(library)) == 3


async def test_a_feed_that_is_brought_back_is_lit_in_the_feeds(library: Database, open_screen: Open) -> None:
    feed = next(one for one in feeds.feeds(library) if one.title == "River")
    async with open_screen(size=(160, 30)) as pilot:
        feeds.remove_feed(library, feed.id, now=NOW)
        screen_of(pilot).controllers.scopes.action_show_all()
        await settle(pilot)
        await press(pilot, "U")
        row = feeds_pane(pilot).current
        assert row is not None
        assert row.scope == Scope("feed", feed.id)
        assert len(screen_of(pilot).headlines.rows) == 13


async def test_nothing_to_take_back_is_said(empty: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "Z")
        assert "There is nothing to take back" in shown(pilot)


@pytest.mark.parametrize(
    "keys",
    [
        ("backslash", "backslash"),
        ("slash", *"island", "enter"),
        ("M",),
        ("2", "j", "enter", "escape", "j", "enter", "escape", "j", "enter", "escape", "g"),
        ("F", *"island", "enter"),
    ],
    ids=["by feed", "found", "planned", "read since", "filtered"],
)
async def test_what_is_brought_back_stands_where_it_was_in_any_order(
    library: Database, open_screen: Open, keys: tuple[str, ...]
) -> None:
    async with open_screen() as pilot:
        await press(pilot, *keys)
        rows = screen_of(pilot).headlines.rows
        listed = list(rows.ids)
        await press(pilot, "j", "j", "d", "d")
        assert list(rows.ids) == listed[:2] + listed[4:]
        await press(pilot, "g", "U")
        assert list(rows.ids) == listed[:2] + listed[3:]
        assert screen_of(pilot).headlines.current_id == listed[3], "the cursor goes to what is there again"
        await press(pilot, "g", "U", "U")
        assert list(rows.ids) == listed
        assert screen_of(pilot).headlines.current_id == listed[2]


async def test_what_was_subscribed_to_leaves_the_list_when_it_is_taken_back(
    library: Database, paths: Paths, open_screen: Open
) -> None:
    outline = (
        b"<opml><body><outline type='rss' text='Tide' xmlUrl='https://tide.example/feed'/></body></opml>"
    )
    [feed], _ = import_subscriptions(
        Library(open_store(paths.library), paths, Settings(), offline=True), outline
    )
    keep(library, feed.id, feed.url, [parsed(0, "Tide 1")])
    async with open_screen() as pilot:
        assert current_title(pilot) == "Tide 1"
        await press(pilot, "Z", "enter")
        await settle(pilot)
        assert "(deleted)" not in shown(pilot)
        assert current_title(pilot) == "Island 1"
