"""Where one was and what there is time for: what was begun, fifteen minutes, feeds with unread only."""

import pytest
from textual.pilot import Pilot

from reader.store.changes import marks
from reader.store.database.connection import Database
from reader.store.lists import headlines
from reader.ui.controllers.counts import Counts
from reader.ui.headlines.scope import Scope
from reader.ui.widgets.feeds_pane import FeedsPane
from tests.ui.screen import NOW, Open, add_feed, current_title, feeds_pane, parsed, press, screen_of, shown

LONG = "\n\n".join(f"Paragraph {n}." for n in range(60))


async def test_what_was_begun_is_a_scope_the_latest_first(empty: Database, open_screen: Open) -> None:
    add_feed(empty, "Long", [parsed(n, f"Long {n}", text=LONG) for n in range(1, 5)])
    async with open_screen(size=(120, 30)) as pilot:
        await press(pilot, "space", "j", "space", "j", "enter", "G", "escape")
        await press(pilot, "5")
        assert [headline.title for headline in headlines.headlines(empty, listed(pilot))] == [
            "Long 2",
            "Long 1",
        ]
        assert "Continue reading" in shown(pilot)
        assert "2 begun" in shown(pilot)
        assert next(row for row in feeds_pane(pilot).rows if row.name == "Continue reading").count == 2
        await press(pilot, "backslash")
        assert "What you began last comes first here" in shown(pilot)
        await press(pilot, "F", *"long", "escape")
        assert len(listed(pilot)) == 2
        await press(pilot, "enter", "G", "escape", "5")
        assert len(listed(pilot)) == 1


async def test_what_was_read_to_its_end_is_not_begun_by_looking_at_it(
    empty: Database, open_screen: Open
) -> None:
    add_feed(empty, "Long", [parsed(n, f"Long {n}", text=LONG) for n in range(1, 4)])
    async with open_screen(size=(120, 30)) as pilot:
        await press(pilot, "enter", "G", "escape", "j", "enter", "G", "k", "escape")
        await press(pilot, "k", "j", "k", "j", "j", "k")
        for height in (29, 28, 27, 30):
            await pilot.resize_terminal(120, height)
            await press(pilot, "k", "j")
        await press(pilot, "5")
        assert [headline.title for headline in headlines.headlines(empty, listed(pilot))] == ["Long 2"]
    async with open_screen(size=(120, 25)) as pilot:
        await press(pilot, "1", "g", "j", "j")
        await press(pilot, "5")
        assert "1 begun" in shown(pilot)


async def test_what_is_begun_is_counted_when_it_may_have_changed_and_not_with_each_page(
    empty: Database, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_feed(empty, "Long", [parsed(n, f"Long {n}", text=LONG) for n in (1, 2)])
    counted: list[str] = []
    async with open_screen(size=(120, 30)) as pilot:
        await press(pilot, "enter")
        recount = Counts.recount
        monkeypatch.setattr(Counts, "recount", lambda self: (counted.append("again"), recount(self))[1])
        for key, times in (("space", 1), ("space", 1), ("minus", 1), ("G", 2), ("g", 2)):
            await press(pilot, key)
            assert len(counted) == times, key
        assert begun_count(pilot) == 0
        await press(pilot, "space", "n", "space")
        assert begun_count(pilot) == 2


def begun_count(pilot: Pilot[None]) -> int:
    rows = [row for row in screen_of(pilot).query_one(FeedsPane).rows if row.scope.kind == "begun"]
    return rows[0].count if rows else 0


def listed(pilot: Pilot[None]) -> list[int]:
    return list(screen_of(pilot).headlines.rows.ids)


async def test_an_article_opens_with_its_title_unless_it_was_really_scrolled(
    empty: Database, open_screen: Open
) -> None:
    add_feed(empty, "Long", [parsed(1, "Long one", text=LONG)])
    async with open_screen(size=(120, 30)) as pilot:
        await press(pilot, "J", "escape")
        assert screen_of(pilot).controllers.article.view.scroll_offset.y > 0
    async with open_screen(size=(120, 30)) as pilot:
        assert screen_of(pilot).controllers.article.view.scroll_offset.y == 0
        await press(pilot, "space")
        await press(pilot, "escape")
    async with open_screen(size=(120, 30)) as pilot:
        assert screen_of(pilot).controllers.article.view.scroll_offset.y > 10
        await press(pilot, "enter", "g")
    async with open_screen(size=(120, 30)) as pilot:
        assert screen_of(pilot).controllers.article.view.scroll_offset.y == 0
        await press(pilot, "5")
        assert "0 begun" in shown(pilot)


async def test_a_plan_of_unread_articles(library: Database, open_screen: Open) -> None:
    async with open_screen(size=(140, 30)) as pilot:
        await press(pilot, "M")
        assert screen_of(pilot).listing.scope == Scope("plan", 15)
        assert "15 minutes to read" in shown(pilot)
        assert "13 of 13 left · 13 min" in shown(pilot)
        await press(pilot, "space", "space")
        assert "11 of 13 left · 11 min" in shown(pilot)
        await press(pilot, "M")
        assert "What can I read in so many minutes?" in shown(pilot)
        await press(pilot, "backspace", "backspace", "4", "enter")
        assert "4 of 4 left · 4 min" in shown(pilot)
        assert current_title(pilot) == "Island 3"
        await press(pilot, "1", "M")
        assert screen_of(pilot).listing.scope == Scope("plan", 4)


async def test_a_plan_is_made_from_what_is_lit(library: Database, open_screen: Open) -> None:
    async with open_screen(size=(140, 30)) as pilot:
        screen = screen_of(pilot)
        screen.controllers.panes.go_to("feeds")
        pane = feeds_pane(pilot)
        pane.move_to(next(at for at, row in enumerate(pane.rows) if row.name == "River"))
        await press(pilot, "M")
        assert len(listed(pilot)) == 6
        assert screen.controllers.panes.pane == "headlines"
        assert "From River; M again asks for other minutes" in shown(pilot)


async def test_where_nothing_is_unread_there_is_no_plan(library: Database, open_screen: Open) -> None:
    marks.mark(library, list(range(1, 14)), read=True, now=NOW)
    async with open_screen() as pilot:
        await press(pilot, "M")
        assert screen_of(pilot).listing.scope.kind == "all"
        assert "Nothing unread in All can be read in 15 minutes" in shown(pilot)


async def test_feeds_with_unread_only(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "f", "f")
        pane = feeds_pane(pilot)
        marks.mark(library, [7, 8, 9, 10, 11, 12], read=True, now=NOW)
        await press(pilot, "full_stop")
        assert [row.name for row in pane.rows if row.scope.kind == "feed"] == ["Island"]
        assert "Feeds with unread only" in shown(pilot)
    async with open_screen() as pilot:
        assert "River" not in [row.name for row in feeds_pane(pilot).rows]
        await press(pilot, "full_stop")
        assert "River" in [row.name for row in feeds_pane(pilot).rows]
