"""Searches that are kept: as scopes of the feeds pane, in the store, and taken back."""

from pathlib import Path

import pytest

from reader.config import Paths
from reader.library.saved_searches import SearchCounts
from reader.model import Query
from reader.store.changes import marks
from reader.store.changes.saved_searches import edit_search, keep_search, remove_search, searches
from reader.store.database import backups
from reader.store.database.connection import Database, open_store
from reader.store.feeds import feeds
from reader.store.lists.headlines import ids
from reader.ui.dialogs.keep_search import KeepSearchDialog
from reader.ui.headlines.scope import Scope, words_of
from tests.ui.screen import (
    HOUR,
    NOW,
    Open,
    add_feed,
    keep,
    parsed,
    press,
    screen_of,
    settle,
    shown,
    wait_for_jobs,
)


def names(db: Database) -> list[tuple[str, str]]:
    return [(search.name, search.query) for search in searches(db)]


def rows(pilot_screen: object) -> list[int]:
    return list(pilot_screen.listing.rows.ids)  # type: ignore[attr-defined]


# In the store


def test_every_change_of_a_kept_search_is_taken_back(library: Database) -> None:
    identity = keep_search(library, "Harbour", "harbour ferry", now=NOW)
    assert edit_search(library, identity, "Port", "port", now=NOW)
    assert not edit_search(library, identity, "Port", "port", now=NOW)
    assert remove_search(library, identity, now=NOW)
    assert not remove_search(library, identity, now=NOW)
    assert not edit_search(library, identity, "Port", "port", now=NOW)
    undone = []
    for left in ([("Port", "port")], [("Harbour", "harbour ferry")], []):
        action = marks.undo(library, now=NOW)
        assert action is not None
        undone.append(action.label)
        assert names(library) == left
    assert undone == ["removed the search “Port”", "edited the search “Harbour”", "kept the search “Harbour”"]


def test_a_search_that_comes_later_is_never_mistaken_for_one_before_it(library: Database) -> None:
    first = keep_search(library, "First", "first", now=NOW)
    remove_search(library, first, now=NOW)
    assert keep_search(library, "Second", "second", now=NOW) != first


def test_the_daily_backup_holds_them(library: Database, tmp_path: Path) -> None:
    keep_search(library, "Harbour", "harbour ferry", now=NOW)
    backups.back_up_marks(library, tmp_path / "copy.db")
    copy = open_store(tmp_path / "copy.db")
    assert names(copy) == [("Harbour", "harbour ferry")]
    copy.close()


def test_unread_articles_of_any_query_are_counted(library: Database) -> None:
    marks.mark(library, [1, 2], read=True, now=NOW)
    keep_search(library, "1 feed", "feed:Island", now=NOW)
    keep_search(library, "2 new", "after:2024-05-31T00", now=NOW)
    keep_search(library, "3 words", "text -title:3", now=NOW)
    keep_search(library, "4 not", "-tag:x", now=NOW)
    keep_search(library, "5 saved", "is:saved", now=NOW)
    today, *counted = SearchCounts().unread(library, "is:saved", feeds.feeds(library, NOW), NOW)
    assert today[1] == 1
    assert [(search.name, count) for search, count in counted] == [
        ("1 feed", 4), ("2 new", 0), ("3 words", 9), ("4 not", 11), ("5 saved", 1)
    ]  # fmt: skip


def test_what_takes_long_to_count_is_not_counted_with_every_change(library: Database) -> None:
    moments = iter([0.0, 0.01, 1.0, 1.2, 2.0, 3.0, 5.0, 6.0, 6.01, 7.0, 7.01])
    counts = SearchCounts(lambda: next(moments))

    def count() -> list[int]:
        found = [unread for _, unread in counts.unread(library, "is:read", [], NOW)]
        return found[1:] or found

    assert count() == [0]
    keep_search(library, "words", "text", now=NOW)
    del moments
    moments = iter([0.0, 0.01, 1.0, 1.2])
    before = count()
    marks.mark(library, [1, 2], read=True, now=NOW)
    moments = iter([4.0, 4.01, 5.1])
    assert count() == before, "it took 0.2 seconds: for 4 more that stands"
    moments = iter([6.0, 6.01, 6.1, 6.2])
    assert count() == [before[0] - 2]


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (Scope(), ""),
        (Scope("unread"), "is:unread"),
        (Scope("today"), "after:today"),
        (Scope("feed", 3), "feed:3"),
        (Scope("folder", "World/East Asia"), 'folder:"World/East Asia"'),
        (Scope("tag", "ferry"), "tag:ferry"),
        (Scope("kept", 1, "harbour is:starred"), "harbour is:starred"),
    ],
)
def test_every_scope_can_be_said_in_the_query_language(scope: Scope, words: str) -> None:
    assert words_of(scope) == words


# On the screen


async def test_a_search_is_kept_and_stays_over_a_restart(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "slash", *"river", "enter", "S")
        assert isinstance(pilot.app.screen, KeepSearchDialog)
        await press(pilot, *"Rivers", "enter")
        assert names(library) == [("Rivers", "river")]
        text = shown(pilot)
        assert "/ Rivers" in text
        assert "Kept in the feeds pane" in text
        assert "6 found" in text
        assert "“river”" not in text
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        assert "/ Rivers" in shown(pilot)
        await press(pilot, "tab", "tab", "g", *"jjjjjj", "enter")
        assert screen.listing.scope == Scope("kept", 1)
        assert screen.controllers.panes.pane == "headlines"
        assert rows(screen) == [id for id, _ in ids(library, Query(feeds=(2,)))]


async def test_a_filter_is_kept_with_the_scope_that_it_narrowed(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "tab", "tab", "G", "enter", "F", *"2", "ctrl+s")
        assert isinstance(pilot.app.screen, KeepSearchDialog)
        await press(pilot, "enter")
        assert names(library) == [("2", "feed:2 2")]
        assert screen_of(pilot).controllers.search.prompt is None
        assert len(screen_of(pilot).listing.rows) == 1


async def test_a_kept_search_takes_new_articles_where_they_belong(
    library: Database, open_screen: Open
) -> None:
    for query in ("title:Island", "feed:Island"):
        keep_search(library, query, query, now=NOW)
    for number, later in ((1, "Island A"), (2, "Island B")):
        async with open_screen() as pilot:
            screen = screen_of(pilot)
            screen.controllers.scopes.show(Scope("kept", number))
            await settle(pilot)
            before = rows(screen)
            await press(pilot, "j")
            keep(library, 1, "https://island.example/feed", [parsed(20 + number, later, at=NOW - 60)])
            keep(library, 2, "https://river.example/feed", [parsed(30 + number, "River C", at=NOW - 60)])
            screen.poll()
            await settle(pilot)
            await wait_for_jobs(pilot, "news")
            await settle(pilot)
            assert rows(screen)[1:] == before
            assert len(rows(screen)) == len(before) + 1
            assert screen.headlines.row == 2, "the article keeps the cursor"
            assert "1 new" in shown(pilot)


async def test_kept_searches_are_changed_and_removed_from_the_pane(
    library: Database, open_screen: Open
) -> None:
    keep_search(library, "Islands", "island", now=NOW)
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        screen.controllers.scopes.show(Scope("kept", 1))
        await settle(pilot)
        await press(pilot, "S", "end", *"!", "tab", "end", *" 3", "enter")
        assert names(library) == [("Islands!", "island 3")]
        assert len(rows(screen)) == 1
        assert "/ Islands!" in shown(pilot)
        await press(pilot, "tab", "tab", "g", *"jjjjjj", "e")
        await pilot.click("#remove")
        await settle(pilot)
        assert names(library) == []
        assert screen.listing.scope == Scope()
        assert "Islands! is not kept any more; U takes it back" in shown(pilot)
        await press(pilot, "U")
        assert names(library) == [("Islands!", "island 3")]
        assert "/ Islands!" in shown(pilot)


async def test_what_is_no_search_is_not_kept(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "S")
        assert "Search with / or filter with F first" in shown(pilot)
        await press(pilot, "slash", *"river", "enter", "S", "backspace", "enter")
        assert "It needs a name" in shown(pilot)
        await press(pilot, "escape")
        assert searches(library) == []


async def test_filtering_narrows_a_kept_search(library: Database, open_screen: Open) -> None:
    keep_search(library, "Islands", "island -tag:x", now=NOW)
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        screen.controllers.scopes.show(Scope("kept", 1))
        await settle(pilot)
        await press(pilot, "F", *"3")
        assert len(rows(screen)) == 1
        assert screen.listing.scope.words == "island -tag:x 3"
        await press(pilot, "escape")
        assert len(rows(screen)) == 6


async def test_a_deleted_article_comes_back_into_a_kept_search(library: Database, open_screen: Open) -> None:
    keep_search(library, "Islands", "island", now=NOW)
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        screen.controllers.scopes.show(Scope("kept", 1))
        await settle(pilot)
        before = rows(screen)
        await press(pilot, "j", "d")
        assert len(rows(screen)) == 5
        await press(pilot, "U")
        assert rows(screen) == before
        await press(pilot, "backslash")
        assert rows(screen) == before[::-1]


async def test_a_search_that_another_program_removed_is_told(library: Database, open_screen: Open) -> None:
    identity = keep_search(library, "Islands", "island", now=NOW)
    async with open_screen() as pilot:
        remove_search(library, identity, now=NOW)
        screen_of(pilot).controllers.scopes.show(Scope("kept", identity))
        await settle(pilot)
        assert "That search is not kept any more" in shown(pilot)


async def test_long_and_chinese_names_fit_the_pane(empty: Database, paths: Paths, open_screen: Open) -> None:
    add_feed(empty, "Island", [parsed(1, "Island 1", at=NOW - HOUR)])
    keep_search(empty, "[b]A name that is far too long for the pane", "island", now=NOW)
    keep_search(empty, "北京晚报每日新闻与评论周刊特别版", "island", now=NOW)
    async with open_screen((140, 30)) as pilot:
        text = shown(pilot)
        assert "/ [b]A name that" in text
        assert "/ 北京晚报每日" in text
