"""A plan holds what fits into the minutes, in the order in which it was wanted."""

from reader.ui.headlines.plan import fit


def test_what_fits_is_taken_in_order_and_what_is_too_long_is_left_out() -> None:
    words = [(1, 230 * 9), (2, 230 * 8), (3, 230 * 5), (4, 0), (5, 230)]
    chosen = fit((((identity, 0), count) for identity, count in words), 15)
    assert [identity for identity, _ in chosen] == [1, 3, 4]


def test_nothing_fits_into_less_than_it_takes() -> None:
    assert fit([((1, 0), 230 * 20)], 15) == []
