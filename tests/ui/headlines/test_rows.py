"""Rows of the headline list: merging, removing, finding."""

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.headlines.rows import Rows

PAIRS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 9)), unique_by=lambda pair: pair[0])


@given(PAIRS, PAIRS, st.booleans())
def test_merging_is_sorting(old: list[tuple[int, int]], new: list[tuple[int, int]], descending: bool) -> None:
    def order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return sorted(pairs, key=lambda pair: (pair[1], pair[0]), reverse=descending)

    new = [pair for pair in new if pair[0] not in dict(old)]
    rows = Rows(order(old), descending=descending)
    rows.merge(new)
    rows.merge(new)
    assert list(zip(rows.ids, rows.keys, strict=True)) == order(old + new)


def test_removing_tells_where() -> None:
    rows = Rows([(n, 100 - n) for n in range(50)])
    assert rows.remove([3, 1, 99]) == [1, 3]
    assert rows.remove(range(10, 40)) == list(range(8, 38))
    assert len(rows) == 18


@given(PAIRS, st.integers(1, 41), st.integers(0, 9))
def test_a_row_is_found_by_its_time(pairs: list[tuple[int, int]], identity: int, key: int) -> None:
    rows = Rows(sorted(pairs, key=lambda pair: (-pair[1], -pair[0])))
    assert all(map(rows.has, pairs))
    assert identity in dict(pairs) or not rows.has((identity, key))


def test_what_stands_for_others_does_so_until_it_is_taken_out() -> None:
    rows = Rows()
    rows.take([(9, 90), (8, 80), (7, 70)], [(9, 90), (7, 70)], {1: 9, 2: 7})
    rows.take([(10, 60)], [], {})
    assert (list(rows.ids), rows.reached, rows.highest) == ([9, 7], (10, 60), 10)
    rows.remove([9])
    assert rows.groups == {2: 7}
