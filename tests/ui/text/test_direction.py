"""What is sent for text from right to left, by what the terminal is."""

import pytest
from rich.segment import Segment
from rich.style import Style

from reader.config import Bidi
from reader.document.sanitize import sanitize
from reader.ui.text.direction import (
    KITTY,
    LEFT_TO_RIGHT,
    PLAIN,
    RIGHT_TO_LEFT,
    TERMINAL,
    VTE,
    Direction,
    direction_of,
    ordered,
    ordered_segments,
)

SHALOM, OLAM = "\u05e9\u05dc\u05d5\u05dd", "\u05e2\u05d5\u05dc\u05dd"
TITLE = sanitize(f"{SHALOM} {OLAM}   ")


@pytest.mark.parametrize(
    ("wanted", "environ", "expected"),
    [
        ("auto", {"TERM": "xterm-256color"}, PLAIN),
        ("auto", {"TERM": "linux"}, PLAIN),
        ("auto", {"VTE_VERSION": "7006"}, VTE),
        ("auto", {"VTE_VERSION": "7006", "TMUX": "/tmp/tmux"}, TERMINAL),
        ("auto", {"VTE_VERSION": "7006", "TERM": "screen.xterm-256color"}, TERMINAL),
        ("auto", {"TERM": "tmux-256color", "TMUX": "/tmp/tmux"}, PLAIN),
        ("auto", {"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, KITTY),
        ("newsreader", {"VTE_VERSION": "7006", "TMUX": "/tmp/tmux"}, PLAIN),
        ("auto", {"TERM": "xterm-kitty"}, KITTY),
        ("auto", {"KONSOLE_VERSION": "220401"}, TERMINAL),
        ("auto", {"TERM_PROGRAM": "Apple_Terminal"}, TERMINAL),
        ("terminal", {"TERM": "xterm-kitty"}, TERMINAL),
        ("terminal", {"VTE_VERSION": "7006"}, TERMINAL),
        ("newsreader", {"KONSOLE_VERSION": "220401"}, PLAIN),
        ("newsreader", {"VTE_VERSION": "7006"}, VTE),
    ],
)
def test_the_terminal_says_what_it_needs(wanted: Bidi, environ: dict[str, str], expected: Direction) -> None:
    assert direction_of(wanted, environ) == expected


def test_a_title_stands_at_the_right() -> None:
    assert ordered(TITLE, PLAIN) == f"   {OLAM[::-1]} {SHALOM[::-1]}"
    assert ordered(TITLE, KITTY) == f"   {OLAM} {SHALOM}"
    assert ordered(TITLE, TERMINAL) == f"   {SHALOM} {OLAM}{RIGHT_TO_LEFT}{LEFT_TO_RIGHT}"


def test_what_is_cut_off_is_missed_at_the_left() -> None:
    assert ordered(sanitize(f"{SHALOM}…"), PLAIN) == f"…{SHALOM[::-1]}"


def test_pieces_keep_their_styles_and_know_their_characters() -> None:
    bold = Style(bold=True) + Style.from_meta({"offset": (5, 7)})
    first = Style.from_meta({"offset": (0, 7)})
    line = [Segment(f"{SHALOM} ", first), Segment(OLAM, bold)]
    found = ordered_segments(line, PLAIN, rtl=True, room=12)
    assert "".join(piece.text for piece in found) == f"   {OLAM[::-1]} {SHALOM[::-1]}"
    places = [(piece.text, piece.style.meta.get("offset")) for piece in found if piece.style]
    assert places[0] == (OLAM[-1], (8, 7))
    assert places[-1] == (SHALOM[0], (0, 7))
    assert [bool(piece.style and piece.style.bold) for piece in found] == [False, *[True] * 4, *[False] * 5]


def test_a_line_without_such_text_stays_as_it_is() -> None:
    line = [Segment("Zwölf ", None), Segment("Boxkämpfer", None)]
    assert ordered_segments(line, PLAIN, rtl=False, room=40) == line


def test_signs_beside_a_word_are_no_part_of_it_for_a_terminal_that_turns_words() -> None:
    line = [Segment(f"{SHALOM}, ({OLAM}).", Style.from_meta({"offset": (0, 0)}))]
    found = ordered_segments(line, KITTY, rtl=True, room=0)
    assert "".join(piece.text for piece in found) == f".({OLAM}) ,{SHALOM}"
    bold = "".join(piece.text for piece in found if piece.style and piece.style.bold)
    assert bold == "(),"
    offsets = {piece.text[0]: piece.style.meta["offset"] for piece in found if piece.style}
    assert offsets[","] == (4, 0)
    assert offsets[OLAM[0]] == (7, 0)
