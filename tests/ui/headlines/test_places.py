"""The place where the reader was is there again at the next start, as quickly as any other."""

import tracemalloc

import pytest

from reader.config import Paths, Settings
from reader.library.library import Library
from reader.store import state
from reader.store.changes import marks
from reader.store.database.connection import Database, open_store
from reader.store.feeds import feeds
from reader.ui.headlines import listing as listing_module
from reader.ui.headlines.places import PLACE, Places
from reader.ui.headlines.rows import Rows
from reader.ui.headlines.scope import ALL, UNREAD, Scope
from tests.ui.screen import NOW, Open, add_feed, current_title, parsed, press, screen_of, settle, shown


async def test_scope_cursor_order_and_layout_come_back(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "backslash", "j", "j", "2", "j", "L")
        assert current_title(pilot) == "River 12"
    async with open_screen() as pilot:
        assert "Unread oldest first" in shown(pilot)
        assert current_title(pilot) == "River 12"
        assert screen_of(pilot).window.wanted == "stacked"
        await press(pilot, "1")
        assert current_title(pilot) == "Island 11"


async def test_a_feed_a_plan_and_what_was_begun_come_back(library: Database, open_screen: Open) -> None:
    scopes = (Scope("feed", 2), Scope("folder", "World/Asia"), Scope("plan", 15), Scope("begun"))
    for scope, keys in zip(scopes, ("", "", "M", "5"), strict=True):
        async with open_screen() as pilot:
            if keys:
                await press(pilot, "1", keys)
            else:
                screen_of(pilot).controllers.scopes.show(scope)
                await settle(pilot)
            rows = list(screen_of(pilot).headlines.rows.ids)
        async with open_screen() as pilot:
            assert screen_of(pilot).listing.scope == scope
            assert list(screen_of(pilot).headlines.rows.ids) == rows


async def test_a_search_that_is_kept_comes_back_and_one_that_is_not_does_not(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "2", "slash", *"river", "enter", "j")
    async with open_screen() as pilot:
        assert screen_of(pilot).listing.scope == UNREAD
        await press(pilot, "slash", *"river", "enter", "S", "enter", "j")
        title = current_title(pilot)
        assert screen_of(pilot).listing.scope.kind == "kept"
    async with open_screen() as pilot:
        assert screen_of(pilot).listing.scope.kind == "kept"
        assert current_title(pilot) == title


async def test_what_is_gone_is_no_place(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        screen_of(pilot).controllers.scopes.show(Scope("feed", 2))
        await settle(pilot)
    feeds.remove_feed(library, 2, now=NOW)
    async with open_screen() as pilot:
        assert screen_of(pilot).listing.scope == ALL


async def test_new_articles_come_above_and_the_cursor_stays(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "j", "j", "enter")
    add_feed(library, "Later", [parsed(0, "Just in")])
    marks.delete(library, [1], now=NOW)
    async with open_screen() as pilot:
        assert current_title(pilot) == "Island 3"
        await press(pilot, "g")
        assert current_title(pilot) == "Just in"


@pytest.mark.parametrize(
    "kept", ["", "{", '{"scope": ["feed", "x"]}', '{"scope": ["nothing", 3]}', '{"sort": "up"}']
)
async def test_a_damaged_place_is_the_list_of_all(library: Database, paths: Paths, kept: str) -> None:
    state.keep(library, PLACE, kept)
    shown_listing = listing_module.Listing(library)
    assert Places(Library(library, paths, Settings())).reopen(shown_listing) == 0
    assert shown_listing.scope == ALL
    assert len(shown_listing.rows) == 13


async def test_a_cursor_far_down_comes_back_once_its_row_is_read(
    empty: Database, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_module, "AT_ONCE", 100)
    add_feed(empty, "Much", [parsed(n, f"Much {n}") for n in range(1, 501)])
    async with open_screen() as pilot:
        await press(pilot, "G", "k")
        assert current_title(pilot) == "Much 499"
    async with open_screen() as pilot:
        assert current_title(pilot) == "Much 499"


def test_only_a_few_rows_are_read_before_the_first_paint(paths: Paths, empty: Database) -> None:
    add_feed(empty, "Much", [parsed(n, f"Much {n}") for n in range(1, 501)])
    library = Library(open_store(paths.library), paths, Settings())
    listing = listing_module.Listing(library.db)
    places = Places(library)
    assert places.reopen(listing) == 0
    assert len(listing.rows) == 192
    places.keep(listing, 150)
    again = listing_module.Listing(library.db)
    assert Places(library).reopen(again) == 150
    assert len(again.rows) == 192


def test_to_keep_a_place_takes_nothing_from_the_rows_of_a_long_list(paths: Paths, empty: Database) -> None:
    """A million rows as pairs would take 150 MB for a moment, at each rest of the cursor."""
    library = Library(empty, paths, Settings())
    places, shown_listing = Places(library), listing_module.Listing(empty)
    shown_listing.rows = Rows(zip(range(200_000), range(200_000), strict=True), descending=False)
    tracemalloc.start()
    try:
        places.keep(shown_listing, 150_000)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1_000_000, f"{most:,} bytes for a place"
