"""Titles that cannot be seen, and the first words of a text in their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.blocks import Block, Document
from reader.document.html.reader import from_html
from reader.document.titles import LONGEST, can_be_seen, opening


@pytest.mark.parametrize("title", ["", " ", "\u200b", "\u200b\u00ad \u3164", "\u2800", "\u0301"])
def test_a_title_without_a_visible_character_cannot_be_seen(title: str) -> None:
    assert not can_be_seen(title.strip())


@pytest.mark.parametrize("title", ["a", "é", "বৃষ্টি", "👩‍👧", "—"])
def test_any_other_title_can(title: str) -> None:
    assert can_be_seen(title)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Two gulls.</p><p>One <b>chip</b>.</p>", "Two gulls. One chip."),
        ("<p>One line,<br>and another</p>", "One line, and another"),
        ("<hr><ul><li>bread<li>salt</ul>", "• bread • salt"),
        ('<img src="/a.png" alt="A gull on a post"><p>Look!</p>', "Look!"),
        ('<img src="/a.png" alt="A gull on a post">', "A gull on a post"),
        ('<figure><img src="/a.png"><figcaption>A gull</figcaption></figure>', "A gull"),
        ("<p>\u200b</p>", ""),
        ("", ""),
    ],
)
def test_an_opening_is_what_is_read_first(html: str, words: str) -> None:
    assert opening(from_html(html, "https://a.example/")) == words


def test_a_long_opening_is_cut_at_a_word() -> None:
    words = opening(from_html("<p>" + "The ferry leaves at ten, they say. " * 9 + "</p>"))
    assert words.endswith("…")
    assert LONGEST * 3 // 4 < len(words) <= LONGEST
    assert (
        words[:-1] + ("The ferry leaves at ten, they say. " * 9)[len(words) - 1 :]
        == "The ferry leaves at ten, they say. " * 9
    )


def test_an_opening_in_a_script_without_spaces_is_cut_anywhere_but_inside_a_letter() -> None:
    assert (
        opening(from_html(f"<p>{'駅舎が図書館に' * 40}</p>")) == ("駅舎が図書館に" * 40)[: LONGEST - 1] + "…"
    )
    marked = opening(from_html(f"<p>{'নদীর' * 60}</p>"))
    assert ("নদীর" * 60).startswith(marked[:-1])
    assert ("নদীর" * 60)[len(marked) - 1] == "ন" or ("নদীর" * 60)[len(marked) - 1] in "দর"


@given(st.text(max_size=300))
def test_an_opening_is_one_short_line(text: str) -> None:
    words = opening(Document((Block("paragraph", text),)))
    assert len(words) <= LONGEST
    assert "\n" not in words
    assert words == "" or can_be_seen(words)
