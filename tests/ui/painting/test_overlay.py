"""Pictures that the terminal draws: sent once, placed where their cells are, gone with them."""

import base64
import re

from reader.ui.painting.overlay import BLOCK, WIPE, Graphic, Overlay, mark
from reader.ui.painting.pen import Look, Pen
from reader.ui.painting.rows import Row
from tests.pictures import picture

WIDTH, COLUMNS, NUMBER = 20, 6, 77


def blank() -> Row:
    return Row([" "] * WIDTH, [""] * WIDTH)


def pictured(row: int, column: int = 3) -> Row:
    """A row of the screen with a row of a picture from a column on."""
    looks: list[Look] = [""] * WIDTH
    looks[column] = ("38;2;1;2;3", mark(NUMBER, row, COLUMNS))
    texts = [BLOCK if column <= place < column + COLUMNS else " " for place in range(WIDTH)]
    return Row(texts, looks)


def overlay(data: bytes = b"") -> Overlay:
    made = Overlay()
    made.graphics[NUMBER] = Graphic(lambda: data or picture(60, 40), 2)
    return made


def placed(sent: str) -> dict[str, tuple[str, str]]:
    """Where each row of the picture is put, and which part of the picture it shows."""
    found = re.findall(r"\x1b\[(\d+;\d+)H\x1b_Ga=p,i=77,p=(\d+),(x=.*?),C=1,q=2\x1b\\", sent)
    return {row: (place, part) for place, row, part in found}


def test_a_picture_is_sent_once_and_placed_row_by_row() -> None:
    drawn = overlay()
    sent = drawn.paint([blank(), pictured(0), pictured(1)])
    parts = re.findall(r"\x1b_G(?:a=t,f=100,i=77,)?q=2,m=[01];([^\x1b]*)\x1b\\", sent)
    assert base64.b64decode("".join(parts)) == picture(60, 40)
    assert placed(sent) == {
        "1": ("2;4", "x=0,y=0,w=60,h=20,c=6,r=1"),
        "2": ("3;4", "x=0,y=20,w=60,h=20,c=6,r=1"),
    }
    assert drawn.paint([blank(), pictured(0), pictured(1)]) == "", "what is there already is not sent again"


def test_scrolling_moves_rows_and_takes_those_away_that_are_gone() -> None:
    drawn = overlay()
    drawn.paint([blank(), pictured(0), pictured(1)])
    sent = drawn.paint([pictured(1), blank(), blank()])
    assert placed(sent) == {"2": ("1;4", "x=0,y=20,w=60,h=20,c=6,r=1")}
    assert "\x1b_Ga=d,d=i,i=77,p=1,q=2\x1b\\" in sent
    assert "a=t" not in sent


def test_a_row_that_something_lies_over_is_not_drawn() -> None:
    drawn = overlay()
    drawn.paint([pictured(0)])
    covered = pictured(0)
    covered.texts[5] = "x"
    assert drawn.paint([covered]) == "\x1b_Ga=d,d=i,i=77,p=1,q=2\x1b\\"


def test_what_was_forgotten_is_wiped_and_sent_again() -> None:
    drawn = overlay()
    drawn.paint([pictured(0)])
    drawn.forget()
    sent = drawn.paint([pictured(0)])
    assert sent.startswith(WIPE)
    assert "a=t" in sent
    assert placed(sent)


def test_a_picture_that_is_gone_or_damaged_leaves_its_cells() -> None:
    for data in (b"no picture", picture()[:20]):
        assert overlay(data).paint([pictured(0)]) == ""
    unknown = Overlay()
    assert unknown.paint([pictured(0)]) == ""


def test_the_mark_of_a_picture_is_never_sent() -> None:
    pen = Pen()
    pen.write(BLOCK, ("38;2;1;2;3", mark(NUMBER, 0, COLUMNS)))
    assert pen.end() == f"\x1b[38;2;1;2;3m{BLOCK}\x1b[m"
