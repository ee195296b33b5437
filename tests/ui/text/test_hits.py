"""Where words that are looked for stand in a text."""

import pytest

from reader.model import Term
from reader.store.search.places import Finder, term_finder
from reader.ui.text.hits import next_place, text_finder


def found(find: Finder, text: str) -> list[str]:
    return [text[start:end] for start, end in find(text)]


@pytest.mark.parametrize(
    ("terms", "text", "lit"),
    [
        ([Term("cafe")], "The Café of Cafés, decaf", ["Café", "Café"]),
        ([Term("北京")], "我在北京城", ["北京"]),
        ([Term("time table", phrase=True)], "time-table, table of time", ["time-table"]),
        ([Term("harbour"), Term("tide", negated=True)], "harbour tide", ["harbour"]),
        ([Term("harbour", field="title")], "harbour", []),
        ([Term("straße")], "Die Straße", ["Straße"]),
        ([Term("é")], "cafe\u0301 e\u0301", ["e"]),
        ([], "anything", []),
    ],
)
def test_words_are_found_as_the_index_finds_them(terms: list[Term], text: str, lit: list[str]) -> None:
    assert found(term_finder(terms), text) == lit


def test_words_that_only_a_title_must_have_count_in_titles() -> None:
    assert found(term_finder([Term("harbour", field="title")], titles=True), "Harbour") == ["Harbour"]


def test_what_was_typed_is_found_in_any_case_and_is_no_pattern() -> None:
    assert found(text_finder("(c.)"), "A (C.) and (cx)") == ["(C.)"]
    assert found(text_finder(""), "anything") == []


@pytest.mark.parametrize(
    ("here", "top", "step", "place"),
    [
        (None, 0, 0, 5),
        (None, 10, 0, 40),
        (None, 50, 0, 5),
        (5, 0, 1, 8),
        (8, 0, 1, 40),
        (40, 35, 1, 5),
        (5, 20, 1, 40),  # it is out of sight
        (40, 35, -1, 8),
        (5, 0, -1, 40),
        (None, 20, -1, 8),
    ],
)
def test_the_next_place_goes_round(here: int | None, top: int, step: int, place: int) -> None:
    assert next_place([5, 8, 40], here, range(top, top + 10), step) == place


def test_no_place_is_next_where_there_is_none() -> None:
    assert next_place([], None, range(10), 1) is None
