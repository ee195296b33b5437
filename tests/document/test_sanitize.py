"""The one filter between the world and the terminal."""

import json
import unicodedata
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.document.sanitize import MARKS, is_usual, message_line, sanitize, sanitize_json, sanitize_line

ANY_TEXT = st.text(st.characters(), max_size=80)
HOSTILE = st.text(
    st.one_of(
        st.sampled_from(
            "ae \u0301\u0489\u20dd\u200d\u200c\ufe0f\t\n\r\x1b\x7f\x9b\x9d\u202e\u2066\ufff9\ud800\U000e0041"
        ),
        st.characters(),
    ),
    max_size=120,
)


def is_allowed(character: str) -> bool:
    point = ord(character)
    return character == "\n" or not (
        point < 0x20
        or 0x7F <= point <= 0x9F
        or 0x202A <= point <= 0x202E
        or 0x2066 <= point <= 0x2069
        or 0xFFF9 <= point <= 0xFFFB
        or 0xD800 <= point <= 0xDFFF
        or 0xE0000 <= point <= 0xE007F
    )


def most_marks(text: str) -> int:
    """The most combining marks on one base; joiners between them do not make a new base."""
    most = marks = 0
    for character in text:
        if unicodedata.category(character).startswith("M"):
            marks += 1
        elif character not in "\u200c\u200d":
            marks = 0
        most = max(most, marks)
    return most


@given(HOSTILE)
def test_nothing_that_acts_on_a_terminal_gets_through(text: str) -> None:
    cleaned = sanitize(text)
    assert all(map(is_allowed, cleaned))
    assert most_marks(cleaned) <= MARKS
    cleaned.encode()


@given(HOSTILE)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert sanitize(sanitize(text)) == sanitize(text)
    assert sanitize_line(sanitize_line(text)) == sanitize_line(text)


@given(ANY_TEXT)
def test_all_else_stays_in_order(text: str) -> None:
    expected = "".join(filter(is_allowed, text.replace("\t", " ")))
    if most_marks(expected) <= MARKS:
        assert sanitize(text) == expected


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("a\x1b]52;c;cm0=\x07b", "a]52;c;cm0=b"),
        ("a\x9b2Jb", "a2Jb"),
        ("tab\there", "tab here"),
        ("two\nlines\r\n", "two\nlines\n"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u2066b\u2069", "ab"),
        ("a\ud800b", "ab"),
        ("a\U000e0041\U000e007fb", "ab"),
        ("a\ufff9b\ufffac\ufffb", "abc"),
        ("e" + "\u0301" * 500, "e" + "\u0301" * MARKS),
        ("e" + "\u0301" * 8 + "\u2066" + "\u0301" * 8, "e" + "\u0301" * MARKS),
        ("e" + "\u0301\u200d" * 20, "e" + "\u0301\u200d" * 8 + "\u200d" * 12),
    ],
)
def test_one_attack_each(hostile: str, harmless: str) -> None:
    assert sanitize(hostile) == harmless


@pytest.mark.parametrize(
    "text", ["প্রকাশিত", "می‌خواهم", "👩‍👩‍👧‍👦", "❤️", "क्‍ष", "שָׁלוֹם", "résumé", "a\u00a0b", "。」"]
)
def test_scripts_that_need_joiners_and_marks_stay_whole(text: str) -> None:
    assert sanitize(text) == text


def test_usual_characters_are_one_cell_wide_and_combine_with_nothing() -> None:
    usual = [chr(code) for code in range(0x80, 0x110000) if is_usual(chr(code))]
    assert {"é", "Ж", "’", "…", "·", "│", "●", "★"} <= {*usual}
    for character in usual:
        assert cell_len(character) == 1, hex(ord(character))
        assert unicodedata.category(character) not in ("Mn", "Me", "Mc", "Cc", "Cf"), hex(ord(character))
        assert unicodedata.bidirectional(character) not in ("R", "AL", "AN"), hex(ord(character))


def test_a_line_is_one_line() -> None:
    assert sanitize_line(" a\n\tb \u3000 c\u2028d\x1b ") == "a b c d"


def test_other_peoples_naughty_strings(corpus: Path) -> None:
    for text in json.loads((corpus / "strings" / "blns.json").read_text("utf-8")):
        cleaned = sanitize(text)
        assert all(map(is_allowed, cleaned))
        assert most_marks(cleaned) <= MARKS


def test_cleaning_is_quick_for_what_is_clean() -> None:
    sentence = "It’s “plain” text — as most articles have it, with nothing to remove. "

    def cost(count: int) -> float:
        """CPU seconds for so many sentences, the least of three tries."""
        text, tries = sentence * count, []
        for _ in range(3):
            begin = process_time()
            sanitize(text)
            tries.append(process_time() - begin)
        return min(tries)

    assert cost(32_000) < 4 * 8 * cost(4_000), "the time grows with the length, not with its square"


@given(HOSTILE | ANY_TEXT)
def test_json_stays_what_it_says_without_what_a_terminal_obeys(text: str) -> None:
    printed = sanitize_json(json.dumps({text: [text]}, ensure_ascii=False))
    assert json.loads(printed) == {text: [text]}
    assert "\n" not in printed
    assert all(map(is_allowed, printed))


@given(HOSTILE)
def test_a_message_is_one_line(text: str) -> None:
    line = message_line(f"{text}: http://joe:s3cret@h.example/?token=t0ken {text}")
    assert "\n" not in line
    assert all(map(is_allowed, line))
    assert sanitize_line(line) == line
