"""Kept pictures as terminals draw them row by row, made in the size in which the screen shows them."""

import re
from typing import get_args

from reader.config import Paths
from reader.document.pictures.picture import RowsKind
from reader.library.images import kept
from reader.sources.picture_rows import file_rows
from reader.sources.sixels import sixel_rows

KINDS: tuple[RowsKind, ...] = get_args(RowsKind)
"""How rows are drawn."""

_NAMED = re.compile(r"(?P<key>[0-9a-f]{64}):(?P<columns>\d{1,3})x(?P<rows>\d{1,3})")


def name_of(key: str, columns: int, rows: int) -> str:
    """Return a kept picture and its size in cells as a word, for `make_rows`."""
    return f"{key}:{columns}x{rows}"


def make_rows(paths: Paths, word: str, kind: RowsKind, cell: tuple[int, int], colours: int) -> bool:
    """Make the rows of a kept picture and keep them. Returns whether that could be done.

    `word` is as `name_of` returns it, `cell` a cell's width and height in pixels, `colours` how many the
    terminal has.
    """
    if (found := _NAMED.fullmatch(word)) is None:
        return False
    size = kept.Drawn(kind, int(found["columns"]), int(found["rows"]), cell, colours)
    cells = size.columns, size.rows
    try:
        png = kept.graphics(paths, found["key"])
        made = file_rows(png, cells, cell) if kind == "iterm" else sixel_rows(png, cells, cell, colours)
        kept.keep_rows(paths, found["key"], size, made)
    except (OSError, ValueError, SyntaxError):  # Pillow raises the last for a damaged file
        return False
    return True
