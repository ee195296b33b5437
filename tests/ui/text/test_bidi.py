"""Lines in the order of the screen, by the rules of UAX #9; ABC stand for Hebrew letters in the samples."""

import pytest

from reader.ui.text.bidi import has_rtl, in_order, levels, reads_rtl
from reader.ui.text.joining import join_letters

HEBREW = {chr(ord("A") + n): chr(0x5D0 + n) for n in range(26)}
"""Capital letters stand for Hebrew ones."""

ARABIC = {"D": "\u0628", "E": "\u062c"}


def given(text: str) -> str:
    return "".join(HEBREW.get(each, each) for each in text)


def seen(text: str, *, rtl: bool) -> str:
    back = {hebrew: latin for latin, hebrew in HEBREW.items()}
    return "".join(back.get(each, each) for piece in in_order(given(text), rtl) for each in piece.text)


@pytest.mark.parametrize(
    ("text", "rtl", "expected"),
    [
        ("abc", False, "abc"),
        ("ABC", True, "CBA"),
        ("car is ABC", False, "car is CBA"),
        ("ABC is car", True, "is car CBA"),
        ("ABC DEF", False, "FED CBA"),
        ("he said ABC, and DE.", False, "he said CBA, and ED."),
        ("ABC.", True, ".CBA"),
        ("ABC!", False, "CBA!"),
        ("ABC 123 DE", True, "ED 123 CBA"),  # numbers keep their own order
        ("ABC 12-34", True, "12-34 CBA"),  # W4: a sign between European numbers
        ("ABC 1,234.5", True, "1,234.5 CBA"),
        ("ABC 50% DE", True, "ED 50% CBA"),  # W5
        ("ABC $ DE", True, "ED $ CBA"),  # W6
        ("a 12 ABC", True, "CBA a 12"),  # W7
        ("ABC (DE) F", True, "F (ED) CBA"),  # N0 b, L4
        ("ab (CD) ef", False, "ab (DC) ef"),
        ("AB (cd) EF", True, "FE (cd) BA"),  # N0 c
        ("a(B)c", True, "c(B)a"),
        ("ab (CD", False, "ab (DC"),  # no pair: N1
        ("ABC  ", True, "  CBA"),  # L1
        ("ABC  ", False, "CBA  "),
        ("«AB» c", True, "c «BA»"),
        ("", True, ""),
    ],
)
def test_text_stands_in_the_order_of_the_screen(text: str, rtl: bool, expected: str) -> None:
    assert seen(text, rtl=rtl) == expected


def test_numbers_behind_arabic_letters_are_arabic_ones() -> None:
    # W2: the sign between them joins no Arabic numbers (W4), so that it stands between two.
    assert [piece.text for piece in in_order("\u0628 1-2", False)] == ["2", "-", "1", " ", "\u0628"]
    assert levels("\u0628 1-2", True) == [1, 1, 2, 1, 2]


def test_marks_stay_with_their_letter() -> None:
    assert [piece.text for piece in in_order("\u05d0\u05b8\u05d1", True)] == ["\u05d1", "\u05d0\u05b8"]


def test_a_cluster_knows_where_it_is_in_the_text() -> None:
    placed = in_order(given("a BC"), False)
    assert [piece.start for piece in placed] == [0, 1, 3, 2]


def test_the_first_letter_decides_how_a_text_is_read() -> None:
    assert reads_rtl(given("12. ABC is here"))
    assert not reads_rtl(given("is ABC"))
    assert not reads_rtl("12. Zwölf")
    assert has_rtl(given("is ABC"))
    assert not has_rtl("বাংলা 漢字 Ελ")


def test_too_many_brackets_are_left_alone() -> None:
    text = "(" * 64 + "\u05d0" + ")" * 64
    assert len(in_order(text, False)) == 129


def test_arabic_letters_join() -> None:
    # beh + alef + beh: an initial form, a final one (alef joins nothing behind it), and one alone
    assert join_letters("\u0628\u0627\u0628") == "\ufe91\ufe8e\ufe8f"
    # a mark between letters is passed over; the letter before the last is in the middle
    assert join_letters("\u0628\u064f\u0628\u0628") == "\ufe91\u064f\ufe92\ufe90"
    # what must not join does not (U+200C), and Persian letters do
    assert join_letters("\u06cc\u200c\u06cc") == "\ufbfc\u200c\ufbfc"
    assert join_letters("abc \u05d0") == "abc \u05d0"
