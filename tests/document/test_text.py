"""Plain text as a document."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.plain import links
from reader.document.sanitize import sanitize
from reader.document.text import from_text, unwrapped


def paragraphs(text: str) -> list[str]:
    return [block.text for block in from_text(text).blocks]


def test_blank_lines_end_paragraphs() -> None:
    assert paragraphs("\n one\n \n\ntwo  words\r\n\r\nthree\r\rfour\n") == [
        "one",
        "two words",
        "three",
        "four",
    ]


def test_wrapped_lines_are_joined() -> None:
    text = (
        "The old bridge was closed on Monday after engineers had found a\n"
        "crack in one of its piers, and nobody could say when it would be\n"
        "open again to the people who live on both sides of the river."
    )
    assert paragraphs(text) == [text.replace("\n", " ")]


def test_verse_lists_and_addresses_keep_their_lines() -> None:
    for text in (
        "Roses are red,\nviolets are blue",
        "- a first thing that is long enough to look as if it had been wrapped\n"
        "- a second thing that is just as long",
        "1. one\n2. two",
        "Messenger Online\nDhaka, Saturday",
        "A short line\n"
        "and then a very long line that goes on for much more than the measure of any of the others",
    ):
        assert paragraphs(text) == [text]


def test_japanese_lines_join_without_a_space() -> None:
    lines = [
        "東京都は日本の首都であり、世界最大級の都市圏を形成している。",
        "人口は約千四百万人で、日本の人口のおよそ一割が住んでいる。",
    ]
    assert paragraphs("\n".join(lines)) == ["".join(lines)]


def test_words_broken_at_a_hyphen_keep_it() -> None:
    assert unwrapped(["a well-", "known fact", "and 3 -", "4"]) == "a well-known fact and 3 - 4"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/b_(c))", ["https://a.example/b_(c)"]),
        ("“https://a.example/”, and http://b.example?", ["https://a.example/", "http://b.example"]),
        ("读https://a.example/x。下", ["https://a.example/x"]),
        ("javascript://x ftp://y file:///z www.a.example", []),
    ],
)
def test_bare_addresses_are_links(text: str, found: list[str]) -> None:
    assert list(links(from_text(text))) == found


@given(st.text(max_size=300))
def test_no_word_is_lost(text: str) -> None:
    document = from_text(text)
    words = "".join(block.text for block in document.blocks)
    expected = sanitize(
        text.replace("\r", "\n").replace("\f", "\n").replace("\v", "\n").replace("\x85", "\n")
    )
    expected = expected.replace("\u00ad", "").replace("\ufeff", "")
    assert "".join(words.split()) == "".join(expected.split())
    assert all(block.text == block.text.strip() for block in document.blocks)


def test_strange_text_takes_no_time() -> None:
    begin = process_time()
    from_text("http://a.example/" + ")" * 300_000)
    from_text("hello\n" * 50_000)
    from_text(" \n" * 100_000)
    assert process_time() - begin < 3
