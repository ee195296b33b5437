"""The change from one style to another leaves the terminal in the second, whatever the first was."""

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.painting.pen import LINK_END, Pen, change, parts

ATTRIBUTES = ("1", "3", "4", "5", "7", "9")
COLOURS = ("", "31", "39", "95", "38;5;4", "38;2;1;4;48")
GROUNDS = ("", "41", "49", "105", "48;5;9", "48;2;38;5;7")


@st.composite
def looks(draw: st.DrawFn) -> str:
    attributes = draw(st.sets(st.sampled_from(ATTRIBUTES)))
    numbers = [*sorted(attributes), draw(st.sampled_from(COLOURS)), draw(st.sampled_from(GROUNDS))]
    return ";".join(filter(None, numbers))


def shown(sent: str) -> pyte.screens.Char:
    screen = pyte.Screen(4, 1)
    pyte.Stream(screen).feed(sent)
    return screen.buffer[0][0]


@given(looks(), looks())
def test_a_change_of_style_is_what_the_whole_style_is(old: str, new: str) -> None:
    assert shown(f"\x1b[0;{old}m{change(old, new)}x") == shown(f"\x1b[0;{new}mx")
    assert len(change(old, new)) <= len(f"\x1b[0;{new}m")


def test_a_style_has_attributes_a_colour_and_a_ground() -> None:
    assert parts("") == ((), "39", "49")
    assert parts("1;9;38;2;4;7;48;107") == (("1", "9"), "38;2;4;7;48", "107")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("38;2;1;2;3;48;2;4;5;6", "38;2;7;7;7;48;2;4;5;6", "\x1b[38;2;7;7;7m"),
        ("1;38;2;1;2;3", "38;2;1;2;3", "\x1b[22m"),
        ("1;2;38;2;1;2;3", "2;38;2;1;2;3", "\x1b[22;2m"),
        ("31", "39", "\x1b[39m"),
        ("", "39", ""),
        ("53", "31", "\x1b[0;31m"),
        ("1;31", "", "\x1b[m"),
    ],
)
def test_only_what_differs_is_sent(old: str, new: str, expected: str) -> None:
    assert change(old, new) == expected


def test_a_pen_says_a_style_once_and_leaves_none() -> None:
    pen = Pen()
    pen.place(0, 0)
    pen.write("a", "31")
    pen.write("b", "31")
    pen.write("c", ("31", "\x1b]8;;https://a.example\x1b\\"))
    assert pen.end() == f"\x1b[1;1H\x1b[31mab\x1b]8;;https://a.example\x1b\\c\x1b[m{LINK_END}"
    assert Pen().end() == ""
