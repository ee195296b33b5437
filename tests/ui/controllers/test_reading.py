"""One key reads everything: on through articles and feeds, and back; and when an article becomes read."""

import pytest
from textual.pilot import Pilot

from reader.config import Settings
from reader.model import FeedChange, Query
from reader.store.changes import marks
from reader.store.database.connection import Database
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.ui.controllers.panes import Panes
from reader.ui.headlines.scope import Scope
from reader.ways import FeedWays
from tests.ui.screen import (
    NOW,
    Open,
    add_feed,
    current_title,
    parsed,
    press,
    press_at_once,
    screen_of,
    settle,
    shown,
)

LONG = "\n\n".join(f"Paragraph {n}." for n in range(60))


def panes_of(pilot: Pilot[None]) -> Panes:
    return screen_of(pilot).controllers.panes


async def show_feed(pilot: Pilot[None], name: str) -> None:
    """List the feed with that name, from the headlines."""
    screen = screen_of(pilot)
    feed = next(feed for feed in screen.controllers.counts.feeds if feed.title == name)
    screen.controllers.navigation.choose_scope(Scope("feed", feed.id))
    await settle(pilot)


async def test_space_goes_on_to_the_next_feed_and_says_so(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await show_feed(pilot, "Island")
        await press(pilot, *["space"] * 6)
        assert current_title(pilot) == "River 2"
        assert "Next: River · 6 unread" in shown(pilot)
        await press(pilot, *["space"] * 6)
        assert current_title(pilot) == "Saved harbour"  # which no feed has
        assert "Next: Unread · 1 unread" in shown(pilot)
        await press(pilot, "space")
        assert "Nothing is unread any more" in shown(pilot)


async def test_space_says_when_nothing_is_unread(library: Database, open_screen: Open) -> None:
    marks.mark(library, [i for i, _ in headlines.ids(library, Query())][1:], read=True, now=NOW)
    async with open_screen() as pilot:
        await press(pilot, "space")
        assert "Nothing is unread any more" in shown(pilot)
        assert current_title(pilot) == "Island 1"


async def test_minus_goes_back_over_articles_and_feeds(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await show_feed(pilot, "Island")
        await press(pilot, *["space"] * 7)
        assert current_title(pilot) == "River 4"
        await press(pilot, "minus")
        assert current_title(pilot) == "River 2"
        await press(pilot, "minus")
        assert current_title(pilot) == "Island 11"
        assert "Back in Island" in shown(pilot)
        await press(pilot, *["minus"] * 5)
        assert current_title(pilot) == "Island 1"
        await press(pilot, "minus")
        assert "This is the first article here" in shown(pilot)


async def test_it_is_said_where_the_list_begins_anew(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await show_feed(pilot, "Island")
        await press(pilot, "G", "space")
        assert current_title(pilot) == "Island 1"
        assert "On from the top" in shown(pilot)
        await press(pilot, "n")
        assert current_title(pilot) == "Island 3"
        assert "On from the top" not in shown(pilot)
        await press(pilot, "g", "p")
        assert current_title(pilot) == "Island 9"
        assert "On from the end" in shown(pilot)


async def test_minus_goes_to_the_end_of_the_article_before(empty: Database, open_screen: Open) -> None:
    add_feed(empty, "Long", [parsed(1, "Long one", text=LONG), parsed(2, "Short one")])
    async with open_screen(size=(120, 30)) as pilot:
        while current_title(pilot) == "Long one":
            await press(pilot, "space")
        await press(pilot, "minus")
        assert current_title(pilot) == "Long one"
        assert screen_of(pilot).controllers.article.view.at_end


async def test_the_head_says_which_of_how_many(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        assert "1 of 13, about 1 min" in shown(pilot)
        await press(pilot, "j", "j")
        assert "3 of 13, about 1 min" in shown(pilot)


async def test_the_head_says_the_place_in_another_list_of_the_same_article(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "j", "m", "k")
        assert "1 of 13" in shown(pilot)
        await press(pilot, "M")
        assert "1 of 12" in shown(pilot)


async def test_the_head_ends_where_the_lines_do(library: Database, open_screen: Open) -> None:
    async with open_screen(size=(120, 36)) as pilot:
        await press(pilot, "L", "f")
        head = next(line for line in shown(pilot).splitlines() if "about 1 min" in line)
        rule = next(line for line in shown(pilot).splitlines() if line.strip("─ ") == "" and " ─" in line)
        assert len(head.rstrip()) == len(rule.rstrip())


@pytest.mark.parametrize(("height", "blank"), [(29, False), (30, True)])
async def test_a_blank_line_parts_the_head_from_what_scrolls_where_there_is_room(
    library: Database, open_screen: Open, height: int, blank: bool
) -> None:
    async with open_screen(size=(80, height)) as pilot:
        await press(pilot, "L", "L")
        lines = shown(pilot).splitlines()
        assert (lines[1].strip() == "") is blank
        below = next(row for row, line in enumerate(lines) if "about 1 min" in line) + 1
        assert (lines[below].strip() == "") is blank


@pytest.mark.parametrize(
    ("rule", "keys", "read"),
    [
        ("opened", ("j",), 0),
        ("opened", ("enter",), 1),
        ("opened", ("space",), 1),
        ("shown", (), 1),
        ("shown", ("j",), 2),
        ("end", ("j", "k"), 0),
        ("end", ("enter",), 1),
        ("manually", ("enter", "escape", "space", "space"), 0),
    ],
)
async def test_when_an_article_becomes_read(
    library: Database, open_screen: Open, rule: str, keys: tuple[str, ...], read: int
) -> None:
    async with open_screen(settings=Settings(mark_read=rule)) as pilot:  # type: ignore[arg-type]
        await press(pilot, *keys)
        assert headlines.counts(library).unread == 13 - read


@pytest.mark.parametrize(
    ("own", "keys", "read"),
    [("manually", ("enter", "escape", "space"), 0), ("shown", ("j",), 2), ("end", ("j", "k"), 0)],
)
async def test_a_feeds_own_way_says_when_its_articles_become_read(
    library: Database, open_screen: Open, own: str, keys: tuple[str, ...], read: int
) -> None:
    for feed in feeds.feeds(library):
        ways = FeedWays(mark_read=own)  # type: ignore[arg-type]
        feeds.edit_feed(library, feed.id, FeedChange(ways=ways), now=NOW)
    async with open_screen() as pilot:
        await press(pilot, *keys)
        assert headlines.counts(library).unread == 13 - read


async def test_the_end_of_a_long_article_must_be_in_sight(empty: Database, open_screen: Open) -> None:
    add_feed(empty, "Long", [parsed(1, "Long one", text=LONG)])
    async with open_screen(settings=Settings(mark_read="end")) as pilot:
        await press(pilot, "enter", "space")
        assert headlines.counts(empty).unread == 1
        await press(pilot, "G")
        assert headlines.counts(empty).unread == 0


async def test_an_article_that_rests_on_the_screen_becomes_read(library: Database, open_screen: Open) -> None:
    async with open_screen(settings=Settings(mark_read=1)) as pilot:
        await settle(pilot)  # until no debounced call waits
        assert headlines.counts(library).unread == 12


async def test_what_is_not_in_sight_is_not_shown(library: Database, open_screen: Open) -> None:
    async with open_screen(size=(60, 24), settings=Settings(mark_read="shown")) as pilot:
        await press(pilot, "j", "j")
        assert headlines.counts(library).unread == 13
        await press(pilot, "J")
        assert "Not in sight; enter opens it" in shown(pilot)
        await press(pilot, "space")
        assert panes_of(pilot).pane == "article"


async def test_q_closes_the_innermost_first(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        await press(pilot, "slash", *"river", "enter")
        await press(pilot, "enter", "i")
        assert screen.controllers.article.close_other_text()
        await press(pilot, "i", "q")
        assert panes_of(pilot).pane == "article"
        await press(pilot, "q")
        assert panes_of(pilot).pane == "headlines"
        assert screen.listing.scope.kind == "search"
        await press(pilot, "q")
        assert screen.listing.scope.kind == "all"
        assert pilot.app._running
        await pilot.press("q")
        assert pilot.app._exit


async def test_q_in_the_list_quits_though_an_article_is_previewed(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        assert screen_of(pilot).controllers.article.view.page.identity is not None
        await pilot.press("q")
        assert pilot.app._exit


async def test_capital_q_quits_at_once(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "enter")
        await pilot.press("Q")
        assert pilot.app._exit


async def test_a_key_changes_no_article_that_was_not_shown_yet(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        await press(pilot, "enter")
        screen.headlines.move_to(3)  # as a change of another process does
        screen.perform("star")
        assert headlines.counts(library).starred == 0
        assert screen.controllers.article.view.page.identity == screen.headlines.current_id
        screen.perform("star")
        assert headlines.counts(library).starred == 1


async def test_the_article_is_shown_at_once_that_gets_the_keys(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        press_at_once(pilot, "j", "tab", "m")
        await settle(pilot)
        assert current_title(pilot) == "River 2"
        assert "Marked read: River 2" in shown(pilot)
