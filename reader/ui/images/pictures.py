"""The pictures of the page that is shown: which are there, how large they are seen, and their cells."""

import zlib
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from reader.config import Paths
from reader.document.layout.lines import UNSEEN, Sight, room_of
from reader.document.pictures.picture import Cells
from reader.document.sanitize import sanitize
from reader.library.images import kept
from reader.library.images.kept import Kept
from reader.ui.article.page import EMPTY, Page
from reader.ui.images.half_blocks import row_of_cells
from reader.ui.painting.overlay import Graphic, mark
from reader.ui.painting.row_overlay import AnyOverlay, RowOverlay
from reader.ui.text.shown import segment

SHARE = 60
"""Percentage of the view's height that a picture has at most, so that text stands beside each."""

LEAST_ROWS = 4
"""Lines that a picture may have in the lowest view."""


class _Shown(NamedTuple):
    """A picture in the size in which it is seen."""

    pixels: bytes
    columns: int
    number: int = 0
    """The number under which the terminal draws it; 0 where it does not."""


class Pictures:
    """Finds what is kept of pictures, and has the cells of those on the page."""

    def __init__(self, paths: Paths | None = None) -> None:
        """`paths` is where pictures are kept; None: none is shown."""
        self._paths = paths
        self.wanted = True
        """Whether pictures of the page are shown: those of some feeds are not."""
        self.overlay: AnyOverlay | None = None
        """The pictures that the terminal draws; None where it cannot."""
        self.on_missing: Callable[[], object] = lambda: None
        """Is called when rows of a picture are wanted that are not made yet."""
        self.missing: set[tuple[str, int, int]] = set()
        """Those pictures: their names, columns and rows."""
        self._page = EMPTY
        self._height = 0
        self._kept: dict[str, Kept] = {}
        self._shown: dict[int, _Shown] = {}

    def begin(self, page: Page, height: int) -> None:
        """Begin a page anew, in a view of so many lines; pictures that have come meanwhile are seen."""
        self._page, self._height = page, height
        self._kept.clear()
        self._shown.clear()

    def fit(self, height: int) -> bool:
        """Return whether the pictures have the sizes that they should have in a view of so many lines."""
        return not self._shown or height == self._height

    def is_kept(self, address: str) -> bool:
        """Return whether a picture of the page is there to be shown."""
        known = self._find(address)
        return known is not None and known.picture is not None

    def sight(self, index: int, width: int) -> Sight:
        """Return what is seen of a block's picture where lines have so many cells."""
        block = self._page.document.blocks[index]
        if block.kind != "figure" or not block.src or (known := self._find(block.src)) is None:
            return UNSEEN
        if known.picture is None:
            return Sight(failure=known.failure)
        columns = room_of(self._page.document, index, width)
        size = known.picture.fitting(columns, max(LEAST_ROWS, self._height * SHARE // 100))
        if size is None:
            return UNSEEN
        try:
            number = self._drawn(index, block.src, size)
            self._shown[index] = _Shown(size.pixels(), size.columns, number)
        except ValueError as error:
            return Sight(failure=str(error))
        return Sight(size.columns, size.rows)

    def row(self, place: int, row: int) -> list[Segment]:
        """Return the cells of a row of the picture at a place on the page."""
        shown = self._shown[place]
        cells = row_of_cells(shown.pixels, shown.columns, row)
        if shown.number and cells:
            link = Style(link=mark(shown.number, row, shown.columns))
            cells[0] = segment(sanitize(cells[0].text), (cells[0].style or Style()) + link)
        return cells

    def _drawn(self, index: int, address: str, size: Cells) -> int:
        """Have the terminal draw a picture over its cells. Returns its number; 0 where it cannot."""
        if self.overlay is None or self._paths is None:
            return 0
        key = kept.key_shown(self._paths, address, self._page.original)
        number = 1 + zlib.crc32(f"{key} {index} {size.columns}".encode()) % 0xFFFFFF
        if isinstance(self.overlay, RowOverlay):
            there = self.overlay
            wanted = kept.Drawn(there.kind, size.columns, size.rows, there.cell, there.colours)
            there.graphics[number] = partial(self._rows, key, wanted)
        else:
            self.overlay.graphics[number] = Graphic(partial(kept.graphics, self._paths, key), size.rows)
        return number

    def _rows(self, key: str, wanted: kept.Drawn) -> list[bytes]:
        """Return the rows of a picture; nothing where they must be made first, which is asked for then."""
        made = kept.rows(self._paths, key, wanted) if self._paths else []
        if not made:
            self.missing.add((key, wanted.columns, wanted.rows))
            self.on_missing()
        return made

    def _find(self, address: str) -> Kept | None:
        if not self.wanted:
            return None
        if (known := self._kept.get(address)) is None and self._paths is not None:
            known = kept.find(self._paths, address, self._page.original)
            if known is not None:
                self._kept[address] = known
        return known
