"""Kept pictures as sixels, made in the size in which the screen shows them."""

import re

from reader.config import Paths
from reader.library.images import kept
from reader.sources.sixels import sixel_rows

_NAMED = re.compile(r"(?P<key>[0-9a-f]{64}):(?P<columns>\d{1,3})x(?P<rows>\d{1,3})")


def name_of(key: str, columns: int, rows: int) -> str:
    """Return a kept picture and its size in cells as a word, for `make_sixels`."""
    return f"{key}:{columns}x{rows}"


def make_sixels(paths: Paths, word: str, cell: tuple[int, int], colours: int) -> bool:
    """Make sixels of a kept picture and keep them. Returns whether that could be done.

    `word` is as `name_of` returns it, `cell` a cell's width and height in pixels, `colours` how many the
    terminal has.
    """
    if (found := _NAMED.fullmatch(word)) is None:
        return False
    size = kept.Sixels(int(found["columns"]), int(found["rows"]), cell, colours)
    try:
        made = sixel_rows(kept.graphics(paths, found["key"]), (size.columns, size.rows), cell, colours)
        kept.keep_sixels(paths, found["key"], size, made)
    except (OSError, ValueError, SyntaxError):  # Pillow raises the last for a damaged file
        return False
    return True
