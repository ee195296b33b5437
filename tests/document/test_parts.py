"""Very long blocks are cut into several, which together say the same."""

import pytest

from reader.document.blocks import Block, Cell, Span, Token
from reader.document.parts import LONGEST, parted

SENTENCE = "The ferry sails again. "


def test_what_is_of_a_usual_length_stays_as_it_is() -> None:
    blocks = (Block("paragraph", "x" * LONGEST), Block("rule"), Block("figure", "y" * 2 * LONGEST))
    assert parted(blocks) == blocks


@pytest.mark.parametrize(
    ("text", "between"),
    [(SENTENCE * 2000, " "), ("word " * 9000, " "), ("x" * 45_000, ""), ("a line\n" * 5000, "\n")],
    ids=["sentences", "words", "one word", "lines"],
)
def test_the_parts_say_the_same(text: str, between: str) -> None:
    block = Block("paragraph", text, quote=1, indent=1, marker="•")
    parts = parted([block])
    assert between.join(part.text for part in parts) == text
    assert len(parts) >= 4
    assert all(len(part.text) <= LONGEST for part in parts)
    assert [part.marker for part in parts] == ["•", *[""] * (len(parts) - 1)]
    assert {(part.kind, part.quote, part.indent) for part in parts} == {("paragraph", 1, 1)}
    if text.startswith(SENTENCE):
        assert all(part.text.endswith(".") for part in parts[:-1])


def test_links_and_colours_are_cut_with_their_text() -> None:
    text = "word " * 9000
    size = len(text)
    spans = (Span(0, size, "link", "https://e.example/"), Span(3, 6, "em"))
    parts = parted([Block("code", text, spans, tokens=(Token(0, size, "comment"), Token(0, 4, "name")))])
    assert parts[0].spans[1] == Span(3, 6, "em")
    assert parts[0].tokens[1] == Token(0, 4, "name")
    for part in parts:
        assert part.spans[0] == Span(0, len(part.text), "link", "https://e.example/")
        assert part.tokens[0] == Token(0, len(part.text), "comment")


@pytest.mark.parametrize(("rows", "text", "parts"), [(10_000, "some words", 10), (10, "x" * 40_000, 10)])
def test_tables_are_cut_between_their_rows(rows: int, text: str, parts: int) -> None:
    row = (Cell(text), Cell("more"))
    cut = parted([Block("table", rows=(row,) * rows)])
    assert [row for part in cut for row in part.rows] == [row] * rows
    assert abs(len(cut) - parts) <= 1
    small = (Block("table", rows=(row,) * 2 if rows > 100 else (row,)),)
    assert parted(small) == small
