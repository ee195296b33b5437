"""The cursor of the feeds: on every row but an empty line, wherever that is."""

from dataclasses import replace

import pytest

from reader.store.database.connection import Database
from reader.ui.headlines.scope import ALL
from reader.ui.widgets.feed_rows import GAP, FeedRow
from reader.ui.widgets.feeds_pane import FeedsPane
from tests.ui.screen import Open, feeds_pane, settle


@pytest.mark.parametrize(("to", "onward", "row"), [(0, 1, 0), (1, 1, 2), (1, -1, 0), (3, 1, 2), (9, 1, 2)])
async def test_an_empty_line_takes_no_cursor_also_where_it_is_the_last(
    library: Database, open_screen: Open, to: int, onward: int, row: int
) -> None:
    async with open_screen() as pilot:
        pane = feeds_pane(pilot)
        pane.rows, pane.row = [FeedRow(ALL, "All"), GAP, FeedRow(ALL, "Feed"), GAP], 2 if row != 2 else 0
        pane.move_to(to, onward)
        assert pane.row == row


async def test_of_other_rows_only_those_are_painted_that_say_something_else(
    library: Database, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = FeedsPane._draw
    monkeypatch.setattr(
        FeedsPane, "_draw", lambda pane, row, *at: drawn.append(row.name) or draw(pane, row, *at)
    )
    async with open_screen() as pilot:
        pane = feeds_pane(pilot)
        rows = list(pane.rows)
        for names, shown in (
            ([], rows),
            ([rows[1].name], [rows[0], replace(rows[1], count=77), *rows[2:]]),
            ([row.name for row in rows[:-1] if not row.gap], rows[:-1]),
        ):
            drawn.clear()
            pane.show(shown, pane.shown)
            await settle(pilot)
            assert drawn == names
