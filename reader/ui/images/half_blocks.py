"""Pictures in coloured cells, which every terminal has: an upper half block shows two pixels in each."""

from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from reader.document.sanitize import literal, sanitize
from reader.ui.text.shown import segment

UPPER = literal("▀")
"""The upper half of a cell has the colour of the text, the lower half that of the ground."""

_PIXEL = 3
"""Bytes of a pixel: red, green, blue."""


def row_of_cells(pixels: bytes, columns: int, row: int) -> list[Segment]:
    """Return a row of a picture's cells; `pixels` are as `document.pictures.picture.Cells` has them."""
    size = columns * _PIXEL
    upper = pixels[2 * row * size : (2 * row + 1) * size]
    lower = pixels[(2 * row + 1) * size : (2 * row + 2) * size]
    cells: list[Segment] = []
    begin = 0
    for end in range(_PIXEL, size + 1, _PIXEL):
        here, following = slice(end - _PIXEL, end), slice(end, end + _PIXEL)
        if end < size and upper[here] == upper[following] and lower[here] == lower[following]:
            continue
        blocks = sanitize(UPPER * ((end - begin) // _PIXEL))
        cells.append(segment(blocks, _style(upper[here], lower[here])))
        begin = end
    return cells


@lru_cache(4096)
def _style(upper: bytes, lower: bytes) -> Style:
    return Style(color=_colour(upper), bgcolor=_colour(lower))


@lru_cache(4096)
def _colour(pixel: bytes) -> Color:
    return Color.from_rgb(*pixel)
