"""What is sent instead of an update of Textual's shows the same in a terminal."""

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from reader.ui.painting.frame import Frame

CONSOLE = Console(color_system="truecolor", width=80, height=8)
STYLES = [
    None, Style(), Style(bold=True), Style(color="#102030"), Style(bgcolor="#405060", italic=True),
    Style(color="red", bgcolor="#405060", underline=True), Style(reverse=True, dim=True),
]  # fmt: skip
WIDTHS = (7, 1, 12, 4)
"""The widths of the widgets that stand side by side."""
CUTS = [0, 7, 8, 20, 24]
LINES = 3

Strips = list[list[Strip]]


def strip_of(width: int, text: str, styles: list[Style | None]) -> Strip:
    """Return a strip of so many cells, each character in the next of the styles."""
    segments = [Segment(each, styles[place % len(styles)]) for place, each in enumerate(text)]
    return Strip(segments).adjust_cell_length(width, styles[0])


@st.composite
def frames(draw: st.DrawFn, letters: str = "ab ─漢字", *, shuffled: bool = False) -> Strips:
    widths = draw(st.permutations(WIDTHS)) if shuffled else WIDTHS
    styles = st.lists(st.sampled_from(STYLES), min_size=1, max_size=3)
    texts = st.text(letters, max_size=14)
    return [[strip_of(width, draw(texts), draw(styles)) for width in widths] for _ in range(LINES)]


def whole(strips: Strips) -> LayoutUpdate:
    return LayoutUpdate(list(strips), Region(0, 0, CUTS[-1], LINES))


def partial(strips: Strips, spans: list[tuple[int, int, int]]) -> ChopsUpdate:
    chops = [dict(zip(CUTS, row, strict=False)) for row in strips]
    return ChopsUpdate(chops, spans, [CUTS[1:] for _ in strips])


class Shown:
    """A terminal that was sent some of this."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(CUTS[-1], LINES)
        self._screen.reset_mode(7, private=True)
        self._stream = pyte.Stream(self._screen)

    def send(self, sent: str) -> None:
        for character in sent:  # one by one: behind a mark without a cell pyte forgets the rest of a piece
            self._stream.feed(character)

    @property
    def cells(self) -> list[pyte.screens.Char]:
        return [self._screen.buffer[line][column] for line in range(LINES) for column in range(CUTS[-1])]


@given(st.lists(frames(shuffled=True), min_size=2, max_size=3))
@settings(max_examples=60)
def test_each_frame_shows_as_textual_shows_it(steps: list[Strips]) -> None:
    frame, ours, textuals = Frame(), Shown(), Shown()
    for strips in steps:
        ours.send(frame.paint(whole(strips), CONSOLE))
        textuals.send(whole(strips).render_segments(CONSOLE))
        assert ours.cells == textuals.cells


@given(
    frames(), frames(), st.lists(st.tuples(st.sampled_from(CUTS[:-1]), st.sampled_from(CUTS[1:])), min_size=3)
)
@settings(max_examples=60)
def test_a_part_of_a_frame_shows_as_textual_shows_it(
    first: Strips, second: Strips, ends: list[tuple[int, int]]
) -> None:
    spans = [(line, *sorted(ends[line])) for line in range(LINES) if ends[line][0] != ends[line][1]]
    frame, ours, textuals = Frame(), Shown(), Shown()
    for update in (whole(first), *([partial(second, spans)] if spans else [])):
        ours.send(frame.paint(update, CONSOLE))
        textuals.send(update.render_segments(CONSOLE))
        assert ours.cells == textuals.cells


LETTERS = "ab  │漢é🙂\u200d👩🏽🇫🇷☎\ufe0fবাংলানমস্তেกี่مكتبَة\u0301"
"""Letters of all kinds, with marks and joiners in places where they make no sense."""


@given(st.lists(frames(LETTERS), min_size=2, max_size=3), st.integers(0, 3))
@settings(max_examples=100)
def test_what_is_disputed_shows_as_if_all_were_painted_anew(steps: list[Strips], widget: int) -> None:
    frame, shown = Frame(), Shown()
    for strips in steps:
        shown.send(frame.paint(whole(strips), CONSOLE))
    again = Shown()
    again.send(Frame().paint(whole(steps[-1]), CONSOLE))
    assert shown.cells == again.cells
    start, stop = CUTS[widget], CUTS[widget + 1]
    spans = [(line, start, stop) for line in range(LINES)]
    shown.send(frame.paint(partial(steps[0], spans), CONSOLE))
    mixed = [
        [*row[:widget], other[widget], *row[widget + 1 :]]
        for row, other in zip(steps[-1], steps[0], strict=True)
    ]
    again = Shown()
    again.send(Frame().paint(whole(mixed), CONSOLE))
    assert shown.cells == again.cells


def row_of(*texts: str) -> LayoutUpdate:
    strips = [Strip([Segment(text)]) for text in texts]
    return LayoutUpdate([strips], Region(0, 0, sum(strip.cell_length for strip in strips), 1))


def test_nothing_is_sent_twice() -> None:
    frame = Frame()
    assert frame.paint(row_of("one two", "three"), CONSOLE) == "\x1b[1;1Hone twothree"
    assert frame.paint(row_of("one two", "three"), CONSOLE) == ""


def test_near_changes_are_one_run_and_far_ones_are_two() -> None:
    frame = Frame()
    frame.paint(row_of("a23456789b" + "-" * 9 + "c"), CONSOLE)
    sent = frame.paint(row_of("A23456789B" + "-" * 9 + "C"), CONSOLE)
    assert sent == "\x1b[1;1HA23456789B\x1b[1;20HC"


def test_what_is_forgotten_is_sent_again() -> None:
    frame = Frame()
    assert not frame.forget()
    whole_row = frame.paint(row_of("abc"), CONSOLE)
    assert frame.forget()
    assert frame.paint(row_of("abc"), CONSOLE) == whole_row


def test_a_frame_of_another_size_is_sent_whole() -> None:
    frame = Frame()
    frame.paint(row_of("abc"), CONSOLE)
    assert frame.paint(row_of("abcd"), CONSOLE) == "\x1b[1;1Habcd"


@pytest.mark.parametrize("title", ["বাংলা শব্দ", "مَكتبة", "नमस्ते दुनिया", "ไทยที่"])
def test_a_column_behind_disputed_words_is_placed(title: str) -> None:
    width = Strip([Segment(title)]).cell_length
    sent = Frame().paint(row_of(f"{title}  7d", "│", "text"), CONSOLE)
    assert sent.endswith(f"\x1b[1;{width + 3}H7d│text")
    before, _, behind = sent.partition(title[-2:])
    assert " " * 3 in before
    assert behind == f"\x1b[1;{width + 3}H7d│text"


def test_the_next_pane_is_placed_also_without_a_gap() -> None:
    sent = Frame().paint(row_of("বাংলা", "pane"), CONSOLE)
    assert sent == "\x1b[1;1H  \x1b[1;1Hবাংলা\x1b[1;3Hpane"
    sent = Frame().paint(row_of("বাংলা│pane"), CONSOLE)
    assert sent == "\x1b[1;1H  \x1b[1;1Hবাংলা\x1b[1;3H│pane"


@pytest.mark.parametrize("sign", ["🇫🇷", "👩‍👩‍👧", "☎️", "🙂"])
def test_what_stands_behind_an_emoji_is_placed(sign: str) -> None:
    sent = Frame().paint(row_of(f"a {sign} words"), CONSOLE)
    assert sent == f"\x1b[1;1Ha   \x1b[1;3H{sign}\x1b[1;5H words"


def test_a_change_before_disputed_words_leaves_them() -> None:
    frame = Frame()
    frame.paint(row_of("a বাংলা  │"), CONSOLE)
    assert frame.paint(row_of("b বাংলা  │"), CONSOLE) == "\x1b[1;1Hb"


def test_a_change_behind_disputed_words_paints_from_them() -> None:
    frame = Frame()
    frame.paint(row_of("a বাংলা  │x"), CONSOLE)
    assert frame.paint(row_of("a বাংলা  │y"), CONSOLE).startswith("\x1b[1;3H    \x1b[1;3Hবাংলা\x1b[1;7H│y")


def test_where_disputed_words_were_all_behind_is_painted() -> None:
    frame = Frame()
    frame.paint(row_of("বাংলা  │x"), CONSOLE)
    assert frame.paint(row_of("ab  │x"), CONSOLE) == "\x1b[1;1Hab  │x"


def test_a_wide_character_across_the_column_of_disputed_words_is_sent_whole() -> None:
    frame = Frame()
    frame.paint(row_of("aب   "), CONSOLE)
    assert frame.paint(row_of("漢   "), CONSOLE) == "\x1b[1;1H漢   "


def test_a_change_that_ends_inside_a_wide_character_leaves_it_whole() -> None:
    frame = Frame()
    strip = Strip([Segment("漢字 b")])
    update = ChopsUpdate([{0: strip}], [(0, 0, 3)], [[strip.cell_length]])
    assert frame.paint(update, CONSOLE) == "\x1b[1;1H漢字 b"


def test_a_mark_without_a_letter_reaches_no_other_cell() -> None:
    sent = Frame().paint(row_of("ab", "\u0301c"), CONSOLE)
    assert "\u0301" not in sent
