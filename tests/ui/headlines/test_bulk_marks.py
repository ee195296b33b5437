"""Which articles each line of the question is about."""

import pytest

from reader.model import DAY
from reader.ui.headlines.bulk_marks import BULK_MARKS, BulkMark, select
from reader.ui.headlines.rows import Rows

NOW = 100 * DAY

OLD = BulkMark("older", "", 7)


@pytest.mark.parametrize("descending", [True, False, None])
def test_older_ones_are_found_in_any_order(descending: bool | None) -> None:
    pairs = [(number, NOW - days * DAY) for number, days in enumerate((1, 6, 7, 8, 30))]
    if descending is False:
        pairs.reverse()
    if descending is None:
        pairs = [pairs[number] for number in (3, 0, 4, 2, 1)]
    rows = Rows(pairs, descending=descending)
    assert sorted(select(rows, OLD, NOW)) == [3, 4]
    assert sorted(select(rows, OLD, NOW, unread=bytes(id != 4 for id, _ in pairs))) == [3]


def test_seen_means_on_the_screen_and_not_below_it() -> None:
    rows = Rows([(number, NOW - number) for number in range(6)])
    every = {mark.span: list(select(rows, mark, NOW, row=2, seen=range(1, 4))) for mark in BULK_MARKS[:4]}
    assert every == {"all": [0, 1, 2, 3, 4, 5], "above": [0, 1], "below": [2, 3, 4, 5], "seen": [1, 2, 3]}
