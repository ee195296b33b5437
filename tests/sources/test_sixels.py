"""Pictures as sixels: read again by the rules of DEC STD 070, they are the pictures that they were."""

import re

import pytest

from reader.sources.sixels import sixel_rows
from tests.pictures import BLUE, RED, picture

Pixel = tuple[int, int, int]


def pixels_of(row: bytes) -> dict[tuple[int, int], Pixel]:
    """The pixels that a row paints, by column and line; colours in hundredths."""
    body = re.fullmatch(rb'\x1bP0;1;0q"1;1;\d+;\d+([!-~]*)\x1b\\', row)
    assert body is not None
    painted: dict[tuple[int, int], Pixel] = {}
    palette: dict[int, Pixel] = {}
    column = line = colour = 0
    pieces = re.finditer(rb"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)([?-~])|([?-~])|([$-])", body[1])
    for piece in pieces:
        if piece[1]:
            palette[int(piece[1])] = (int(piece[2]), int(piece[3]), int(piece[4]))
        elif piece[5]:
            colour = int(piece[5])
        elif piece[9]:
            column, line = 0, line + 6 * (piece[9] == b"-")
        else:
            bits = (piece[7] or piece[8])[0] - 63
            after = column + int(piece[6] or 1)
            lines = [line + bit for bit in range(6) if bits >> bit & 1]
            painted |= {(x, y): palette[colour] for x in range(column, after) for y in lines}
            column = after
    return painted


def test_each_row_of_cells_is_whole_and_by_itself() -> None:
    rows = sixel_rows(picture(), (8, 4), (9, 19), 16)
    assert len(rows) == 4
    for place, row in enumerate(rows):
        painted = pixels_of(row)
        assert set(painted) == {(x, y) for x in range(72) for y in range(19)}, "and nothing below it"
        middle = painted[36, 9]
        assert middle == tuple(round(part * 100 / 255) for part in (RED if place < 2 else BLUE))


@pytest.mark.parametrize(
    ("size", "cell"),
    [((0, 1), (9, 19)), ((8, 4000), (9, 19)), ((8, 4), (9, 900)), ((8, 4), (0, 0)), ((8, 4), (1, 1))],
)
def test_no_terminal_makes_it_larger_than_a_screen(size: tuple[int, int], cell: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="large"):
        sixel_rows(picture(), size, cell, 16)
