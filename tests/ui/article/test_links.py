"""The links of a page: their words, hosts, letters and numbers; and its outline."""

import pytest

from reader.document.blocks import Block, Cell, Document, Span
from reader.ui.article.links import LETTERS, hints, next_number, numbered_links
from reader.ui.article.outline import headings
from reader.ui.article.page import Page

OFFICE, SPOOFED, MAIL = (
    "https://harbour.example/office",
    "http://bank.example@evil.example/",
    "mailto:a@b.example",
)

LINKED = Document((
    Block("paragraph", "The office, the office", (Span(0, 0, "link", OFFICE), Span(4, 10, "link", OFFICE))),
    Block("paragraph", "http://bank.example", (Span(0, 19, "link", SPOOFED),)),
    Block("table", rows=((Cell("write", (Span(0, 5, "link", MAIL),)),),)),
    Block("media", "the tide", src="https://sound.example/tide.ogg"),
))  # fmt: skip


def test_links_have_their_words_and_the_host_they_lead_to() -> None:
    assert [(link.number, link.words, link.host) for link in numbered_links(LINKED)] == [
        (1, "office", "harbour.example"),
        (2, "http://bank.example", "evil.example"),
        (3, "write", MAIL),
        (4, "the tide", "sound.example"),
    ]


@pytest.mark.parametrize("count", [0, 1, len(LETTERS), len(LETTERS) + 1, 700])
def test_hints_are_different_and_none_begins_another(count: int) -> None:
    made = hints(count)
    assert len(set(made)) == count
    assert len({len(hint) for hint in made}) <= 1


@pytest.mark.parametrize(
    ("typed", "digit", "count", "number"),
    [
        ("", "3", 9, ("3", True)),
        ("", "1", 12, ("1", False)),
        ("1", "2", 12, ("12", True)),
        ("1", "5", 12, ("5", True)),
        ("", "0", 12, None),
        ("1", "x", 12, None),
        ("", "٣", 12, ("٣", True)),
    ],
)
def test_numbers_are_typed_digit_by_digit(
    typed: str, digit: str, count: int, number: tuple[str, bool] | None
) -> None:
    assert next_number(typed, digit, count) == number


def test_the_outline_is_the_headings_of_the_body() -> None:
    blocks = (
        Block("heading", "Title", level=1),
        Block("heading", "One", level=2),
        Block("paragraph", "Text."),
        Block("heading", " ", level=2),
        Block("heading", "Detour", level=3),
    )
    outline = headings(Page(1, Document(blocks), first=1))
    assert [(heading.block, heading.line) for heading in outline] == [(1, "One"), (4, "  Detour")]
