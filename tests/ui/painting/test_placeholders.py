"""Pictures in tmux: the terminal gets them past tmux, and their cells are text that says what they show."""

import base64
import re
import unicodedata

from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from reader.ui.painting.frame import Frame
from reader.ui.painting.overlay import BLOCK, Graphic, mark
from reader.ui.painting.placeholders import MARKS, MOST_KNOWN, PLACEHOLDER, PlaceholderOverlay
from reader.ui.painting.rows import Row
from tests.pictures import picture
from tests.ui.painting.test_frame import CONSOLE
from tests.ui.painting.test_overlay import COLUMNS, NUMBER, blank, pictured


def overlay() -> PlaceholderOverlay:
    made = PlaceholderOverlay()
    made.graphics[NUMBER] = Graphic(lambda: picture(60, 40), 2)
    return made


def passed_on(sent: str) -> list[str]:
    """What tmux passes on of what it was sent; there is nothing else."""
    parts = re.findall(r"\x1bPtmux;((?:\x1b\x1b|[^\x1b])*)\x1b\\", sent)
    assert "".join(f"\x1bPtmux;{part}\x1b\\" for part in parts) == sent
    return [part.replace("\x1b\x1b", "\x1b") for part in parts]


def cells_of(row: Row) -> tuple[set[int], list[tuple[int, int, int]]]:
    """The low numbers of the pictures on a row, and the line, the column and the high number of each cell."""
    held = [place for place, text in enumerate(row.texts) if text.startswith(PLACEHOLDER)]
    lows = {int(str(row.looks[place]).removeprefix("38;5;")) for place in held}
    places = [MARKS.index(sign) for place in held for sign in row.texts[place][1:]]
    return lows, list(zip(places[::3], places[1::3], places[2::3], strict=True))


def test_the_marks_are_those_of_the_table() -> None:
    assert len(MARKS) == len(set(MARKS)) > 120, "as many as a picture has columns"
    assert [f"{ord(MARKS[place]):04X}" for place in (0, 1, 17, 36, 128)] == [
        "0305", "030D", "0363", "0593", "082D",
    ]  # fmt: skip
    for sign in MARKS:
        assert unicodedata.category(sign) == "Mn"
        assert unicodedata.combining(sign) == 230
        assert not unicodedata.decomposition(sign)


def test_each_cell_says_which_part_of_which_picture_it_is() -> None:
    drawn = overlay()
    first, second = drawn.placed(pictured(0)), drawn.placed(pictured(1))
    sent = passed_on(drawn.paint([first, second]))
    packed = "".join(re.fullmatch(r"\x1b_G[^;]*;([^\x1b]*)\x1b\\", part)[1] for part in sent[:-1])  # type: ignore[index]
    assert base64.b64decode(packed) == picture(60, 40)
    low = cells_of(first)[0].pop()
    high = cells_of(first)[1][0][2]
    assert sent[-1] == f"\x1b_Ga=p,U=1,i={high << 24 | low},c={COLUMNS},r=2,q=2\x1b\\"
    assert cells_of(second) == ({low}, [(1, column, high) for column in range(COLUMNS)])
    assert first.texts[:3] + first.texts[3 + COLUMNS :] == [" "] * (len(first.texts) - COLUMNS)
    assert drawn.placed(pictured(0)) == first
    assert drawn.paint([first, second]) == "", "the terminal has it"


def test_what_something_lies_over_keeps_its_half_blocks() -> None:
    drawn, row = overlay(), pictured(0)
    row.texts[5] = "x"
    assert drawn.placed(row) == row
    assert drawn.placed(blank()) == blank()
    drawn.graphics[NUMBER] = Graphic(lambda: b"no picture", 2)
    assert drawn.placed(pictured(0)) == pictured(0)
    assert drawn.paint([]) == ""


def test_nothing_stays_in_the_terminal() -> None:
    drawn = overlay()
    for number in range(1, MOST_KNOWN + 4):
        drawn.graphics[number] = Graphic(lambda: picture(8, 8), 1)
        row = pictured(0)
        row.looks[3] = ("", mark(number, 0, COLUMNS))
        drawn.placed(row)
    sent = drawn.paint([])
    gone = re.findall(r"a=d,d=I,i=(\d+)", sent)
    there = re.findall(r"U=1,i=(\d+)", sent)
    assert gone == there[:3], "of many the oldest go"
    assert re.findall(r"a=d,d=I,i=(\d+)", drawn.farewell) == there[3:]
    drawn.forget()
    assert drawn.farewell == ""
    assert re.findall(r"a=d,d=I,i=(\d+)", drawn.paint([])) == there[3:]


def test_the_screen_sends_the_picture_once_and_its_cells_as_they_change() -> None:
    frame = Frame()
    frame.overlay = overlay()
    row = [Segment(BLOCK, Style(link=mark(NUMBER, 0, 2))), Segment(BLOCK), Segment("  ")]

    def painted(*lines: list[Segment]) -> str:
        return frame.paint(LayoutUpdate([[Strip(line)] for line in lines], Region(0, 0, 4, 2)), CONSOLE)

    first = painted(row, [Segment("    ")])
    assert (first.count(PLACEHOLDER), first.count("f=100"), BLOCK in first) == (2, 1, False)
    assert painted(row, [Segment("    ")]) == ""
    moved = painted([Segment("    ")], row)
    assert (moved.count(PLACEHOLDER), moved.count("f=100")) == (2, 0)
