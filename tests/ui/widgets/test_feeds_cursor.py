"""The cursor of the feeds: on every row but an empty line, wherever that is."""

import pytest

from reader.store.database.connection import Database
from reader.ui.headlines.scope import ALL
from reader.ui.widgets.feed_rows import GAP, FeedRow
from tests.ui.screen import Open, feeds_pane


@pytest.mark.parametrize(("to", "onward", "row"), [(0, 1, 0), (1, 1, 2), (1, -1, 0), (3, 1, 2), (9, 1, 2)])
async def test_an_empty_line_takes_no_cursor_also_where_it_is_the_last(
    library: Database, open_screen: Open, to: int, onward: int, row: int
) -> None:
    async with open_screen() as pilot:
        pane = feeds_pane(pilot)
        pane.rows, pane.row = [FeedRow(ALL, "All"), GAP, FeedRow(ALL, "Feed"), GAP], 2 if row != 2 else 0
        pane.move_to(to, onward)
        assert pane.row == row
