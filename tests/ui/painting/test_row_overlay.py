"""Rows of pictures: sent when the screen rests, where their cells are, again where they were covered."""

from reader.ui.painting.overlay import BLOCK, mark
from reader.ui.painting.pen import Look
from reader.ui.painting.row_overlay import RowOverlay
from reader.ui.painting.rows import Row

WIDTH, COLUMNS, NUMBER = 20, 6, 77
FIRST, SECOND = b"\x1bP0;1;0q#1A\x1b\\", b"\x1bP0;1;0q#1B\x1b\\"


def blank() -> Row:
    return Row([" "] * WIDTH, [""] * WIDTH)


def pictured(row: int, text: str = BLOCK) -> Row:
    looks: list[Look] = [""] * WIDTH
    looks[3] = ("38;2;1;2;3", mark(NUMBER, row, COLUMNS))
    texts = [BLOCK if 3 <= place < 3 + COLUMNS else " " for place in range(WIDTH)]
    texts[5] = text
    return Row(texts, looks)


def overlay(*rows: bytes) -> tuple[RowOverlay, list[int]]:
    made, due = RowOverlay("sixel", (9, 19), 16), list[int]()
    made.graphics[NUMBER] = lambda: list(rows)
    made.when_due = lambda: due.append(1)
    return made, due


def drawn(row: bytes, line: int) -> str:
    return f"\x1b[{line};4H{row.decode()}"


def test_what_scrolls_is_not_drawn_before_it_rests() -> None:
    made, due = overlay(FIRST, SECOND)
    assert made.paint([blank(), pictured(0), pictured(1)]) == ""
    assert made.paint([pictured(0), pictured(1), blank()]) == ""
    assert len(due) == 2
    assert made.draw() == f"\x1b7{drawn(FIRST, 1)}{drawn(SECOND, 2)}\x1b8"
    assert made.paint([pictured(0), pictured(1), blank()]) == made.draw() == ""
    assert len(due) == 2, "what is there already is not sent again"
    made.paint([pictured(1), blank(), blank()])
    assert made.draw() == f"\x1b7{drawn(SECOND, 1)}\x1b8"


def test_what_was_covered_is_drawn_again() -> None:
    made, _ = overlay(FIRST, SECOND)
    made.paint([pictured(0), pictured(1)])
    made.draw()
    made.paint([pictured(0, "x"), pictured(1)])
    assert made.draw() == "", "a row that something lies over is not drawn"
    made.paint([pictured(0), pictured(1)])
    assert made.draw() == f"\x1b7{drawn(FIRST, 1)}\x1b8"
    made.forget()
    made.paint([pictured(0), blank()])
    assert FIRST.decode() in made.draw()


def test_nothing_but_sixels_is_sent_to_a_terminal() -> None:
    made, _ = overlay(b"\x1b]52;c;ZWNobw==\x07", FIRST + b"\x1bc")
    made.paint([pictured(0), pictured(1)])
    assert made.draw() == ""


def test_nothing_but_files_is_sent_in_the_way_of_iterm() -> None:
    made = RowOverlay("iterm", (9, 19), 256)
    file = b"\x1b]1337;File=inline=1;width=6:aGVsbG8=\x07"
    made.graphics[NUMBER] = lambda: [file, b"\x1b]1337;SetProfile=x\x07", file + b"\x1bc", FIRST]
    rows = [pictured(row) for row in range(4)]
    rows[0].looks[3 + COLUMNS] = "48;2;1;2;3"
    made.paint(rows)
    beside = "\x1b[1;10H\x1b[48;2;1;2;3m \x1b[m"
    assert made.draw() == f"\x1b7{drawn(file, 1)}{beside}\x1b8", "Konsole blanks the cell beside it too"
