"""What other processes change is seen within a second, and nothing moves."""

import re

from reader.config import Paths, Settings
from reader.model import Query
from reader.store.changes import marks
from reader.store.database.connection import Database, open_store
from reader.store.lists import headlines
from reader.ui.headlines.scope import Scope
from tests.ui.screen import (
    HOUR,
    NOW,
    Open,
    add_feed,
    current_title,
    keep,
    parsed,
    press,
    screen_of,
    settle,
    shown,
)


async def test_new_articles_come_in_without_moving_the_cursor(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        await press(pilot, "j", "j")
        row = screen.headlines.row
        new = [parsed(20, "Brand new", at=NOW - 60), parsed(21, "Late arrival", at=NOW - 4 * HOUR - 1)]
        keep(library, 1, "https://island.example/feed", new)
        screen.poll()
        await settle(pilot)
        assert current_title(pilot) == "Island 3"
        assert screen.headlines.row == row + 1
        assert "2 new" in shown(pilot)
        await press(pilot, "g")
        assert current_title(pilot) == "Brand new"
        assert [h.title for h in screen.fetch(list(screen.headlines.rows.ids))][4:7] == [
            "River 4",
            "Late arrival",
            "Island 5",
        ]


async def test_what_is_in_sight_stays_in_sight(empty: Database, open_screen: Open) -> None:
    identity = add_feed(empty, "Many", [parsed(n, f"Old {n}") for n in range(10, 90)])
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        await press(pilot, "pagedown", "pagedown")
        top = screen.headlines.scroll_offset.y
        before, cursor_line = shown(pilot), 2 * screen.headlines.row - top
        new = [parsed(n, f"New {n}") for n in range(1, 9)]
        keep(empty, identity, "https://many.example/feed", new)
        screen.poll()
        await settle(pilot)
        assert re.findall(r"Old \d+", shown(pilot)) == re.findall(r"Old \d+", before)
        assert 2 * screen.headlines.row - screen.headlines.scroll_offset.y == cursor_line


async def test_what_came_above_is_offered_at_the_top(empty: Database, open_screen: Open) -> None:
    identity = add_feed(empty, "Many", [parsed(n, f"Old {n}") for n in range(10, 90)])
    async with open_screen() as pilot:
        screen = screen_of(pilot)

        async def bring(*numbers: int) -> None:
            new = [parsed(n, f"New {n}") for n in numbers]
            keep(empty, identity, "https://many.example/feed", new)
            screen.poll()
            await settle(pilot)

        await bring(1, 2)
        assert current_title(pilot) == "Old 10"
        assert re.search(r"All ↑ 2 new · g +\d+ unread", shown(pilot)), "in the head, over no row"
        await bring(200)
        assert "↑ 2 new · g" in shown(pilot)
        await press(pilot, "k")
        await bring(3)
        assert current_title(pilot) == "New 2"
        await press(pilot, "g")
        assert current_title(pilot) == "New 1"
        assert "new · g" not in shown(pilot)
        await press(pilot, "pagedown", "pagedown")
        await bring(4, 5)
        assert "↑ 2 new · g" in shown(pilot)
        await pilot.click(screen.head)
        await settle(pilot)
        assert current_title(pilot) == "New 1"
        assert "new · g" not in shown(pilot)


async def test_a_resize_scrolls_only_for_a_cursor_out_of_sight(empty: Database, open_screen: Open) -> None:
    identity = add_feed(empty, "Many", [parsed(n, f"Old {n}") for n in range(10, 90)])
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        keep(empty, identity, "https://many.example/feed", [parsed(1, "New 1"), parsed(2, "New 2")])
        screen.poll()
        await settle(pilot)
        await pilot.resize_terminal(110, 26)
        await settle(pilot)
        assert "↑ 2 new · g" in shown(pilot)
        assert "New 1" not in shown(pilot)
        await press(pilot, *["j"] * 15)
        await pilot.resize_terminal(110, 12)
        await settle(pilot)
        assert current_title(pilot) in shown(pilot)


async def test_the_first_articles_end_the_guide(empty: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        assert "Nothing to read yet" in shown(pilot)
        add_feed(empty, "First", [parsed(1, "The first of all")])
        screen_of(pilot).poll()
        await settle(pilot)
        assert current_title(pilot) == "The first of all"
        assert "The text of article 1." in shown(pilot)


async def test_a_mark_of_another_process_is_seen(library: Database, paths: Paths, open_screen: Open) -> None:
    async with open_screen() as pilot:
        other = open_store(paths.library)
        marks.mark(other, [headlines.ids(other, Query())[0][0]], read=True, starred=True, now=NOW)
        screen_of(pilot).poll()
        await settle(pilot)
        headline = screen_of(pilot).headlines.current
        assert headline is not None
        assert (headline.read, headline.starred) == (True, True)
        assert "12 unread" in shown(pilot)
        other.close()


async def test_a_mark_is_on_disk_when_it_is_seen(library: Database, paths: Paths, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await pilot.press("s")
        other = open_store(paths.library, readonly=True)
        assert headlines.counts(other).starred == 1
        other.close()


async def test_an_article_deleted_elsewhere_does_no_harm(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        marks.delete(library, [screen_of(pilot).headlines.rows.ids[1]], now=NOW)
        screen_of(pilot).poll()
        await press(pilot, "j", "enter", "s", "m", "y", "o", "d", "space")
        assert headlines.counts(library).total == 12


async def test_what_comes_between_the_top_and_the_cursor_moves_no_cursor(
    empty: Database, open_screen: Open
) -> None:
    add_feed(empty, "Much", [parsed(n, f"Much {n}", at=NOW - n * 100) for n in range(100)])
    async with open_screen() as pilot:
        shown_list = screen_of(pilot).headlines
        await press(pilot, *"jjjjjjjjjjjjjjjjjjjj")
        line = shown_list.row * shown_list.lines - shown_list.scroll_offset.y
        between = shown_list.row - 2
        add_feed(empty, "Late", [parsed(200, "Late", at=NOW - between * 100 - 50)])
        screen_of(pilot).poll()
        await settle(pilot)
        assert current_title(pilot) == "Much 20"
        assert shown_list.row * shown_list.lines - shown_list.scroll_offset.y == line


async def test_an_empty_list_says_what_fills_it(library: Database, open_screen: Open) -> None:
    async with open_screen((100, 30), Settings(keys={"star": "asterisk"})) as pilot:
        await press(pilot, "3")
        assert "Nothing here." in shown(pilot)
        assert "* stars an article, which then stands here." in shown(pilot)
    async with open_screen((60, 24)) as pilot:
        await press(pilot, "7")
        assert "Nothing here. ' keeps a passage of an article" in shown(pilot)


async def test_rows_of_one_feed_do_not_name_it(library: Database, open_screen: Open) -> None:
    async with open_screen((80, 24)) as pilot:
        listing, headlines = screen_of(pilot).listing, screen_of(pilot).headlines
        assert headlines.show_source
        await press(pilot, "right_square_bracket")
        assert listing.scope.kind == "feed"
        assert not headlines.show_source
        listing.open(Scope("kept", 1), Query(feeds=(1,), read=False))
        assert not listing.sources
        listing.open(Scope("kept", 1), Query(feeds=(1, 2)))
        assert listing.sources
