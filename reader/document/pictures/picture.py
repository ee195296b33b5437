"""A picture as the library keeps it for the screen: small enough to be sent, in every width that it may have.

A terminal without graphics shows two pixels in each cell, one above the other; for those the picture is kept
in many widths, so that the screen only picks one and never scales.
"""

import zlib
from typing import Literal

import msgspec

RowsKind = Literal["sixel", "iterm"]
"""How a terminal draws a row of a picture: from sixels, or from a file in iTerm's way."""

WIDTHS = (*range(4, 80, 2), *range(80, 121, 4))
"""The widths, in cells, that a picture is kept in, as far as it has pixels for them."""

CELL = 8
"""Pixels of a picture that fill a cell's width where it is shown in its own size."""

MOST_ROWS = 60
"""Rows of cells that a picture fills at most."""


LEAST_CELL, LARGEST_CELL = (3, 6), (100, 200)
"""The pixels of the width and height that a cell has in any terminal, at least and at most."""


def is_cell(cell: tuple[int, int]) -> bool:
    """Return whether a cell may have so many pixels: some terminals say that it has none, or a million."""
    (width, height), (least, low), (most, high) = cell, LEAST_CELL, LARGEST_CELL
    return least <= width <= most and low <= height <= high


class Cells(msgspec.Struct, frozen=True, array_like=True):
    """A picture in one width: two pixels a cell, one above the other."""

    columns: int
    """How many cells it is wide."""
    rows: int
    """How many cells it is high."""
    packed: bytes
    """Its pixels, row by row from the top, three bytes each (red, green, blue), compressed with zlib."""

    def pixels(self) -> bytes:
        """Return its pixels: `columns` x 2 `rows` x 3 bytes. Raises ValueError for damaged ones."""
        size = self.columns * self.rows * 6
        if self.columns <= 0 or self.rows <= 0:
            raise ValueError("the picture is damaged")
        try:
            pixels = zlib.decompressobj().decompress(self.packed, size + 1)
        except zlib.error as error:
            raise ValueError("the picture is damaged") from error
        if len(pixels) != size:
            raise ValueError("the picture is damaged")
        return pixels


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """A picture that can be shown."""

    width: int
    """The pixels of its width, as it came."""
    height: int
    """The pixels of its height, as it came."""
    sizes: tuple[Cells, ...]
    """The same picture in cells, the narrowest first."""

    def fitting(self, columns: int, rows: int) -> Cells | None:
        """Return it in the greatest width that fits into so many cells; None where none does."""
        fitting = [size for size in self.sizes if size.columns <= columns and size.rows <= rows]
        return fitting[-1] if fitting else None


def widths(width: int, height: int) -> list[tuple[int, int]]:
    """Return the columns and rows that a picture of so many pixels is kept in, the narrowest first."""
    most = max(WIDTHS[0], -(-width // CELL))
    sizes = ((columns, max(1, round(columns * height / width / 2))) for columns in WIDTHS if columns <= most)
    return [(columns, rows) for columns, rows in sizes if rows <= MOST_ROWS] or [(WIDTHS[0], MOST_ROWS)]
