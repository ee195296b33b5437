"""What the terminal shows, as cells: what the screen sends anew is held against it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from reader.ui.painting.overlay import MARK
from reader.ui.painting.pen import Look, Pen
from reader.ui.painting.rows import Row, paint, put, unknown
from reader.ui.text.clusters import clusters, is_disputed

if TYPE_CHECKING:  # no first paint has pictures
    from reader.ui.painting.row_overlay import AnyOverlay


class Frame:
    """The cells that the terminal shows, as far as they are known."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self.overlay: AnyOverlay | None = None
        """The pictures that the terminal draws; None where it cannot."""

    def forget(self) -> bool:
        """Know nothing more of what the terminal shows. Returns whether anything was known."""
        known = bool(self._rows)
        self._rows = []
        if self.overlay is not None:
            self.overlay.forget()
        return known

    def paint(self, update: LayoutUpdate | ChopsUpdate, console: Console) -> str:
        """Return what is to be sent so that the terminal shows an update, and keep what it shows then."""
        colours = console._color_system or ColorSystem.TRUECOLOR
        width, height = _size(update)
        if len(self._rows) != height or len(self._rows[0].texts) != width:
            self._rows = [unknown(width)] * height
        pen = Pen()
        pieces = _laid_out(update) if isinstance(update, LayoutUpdate) else _chopped(update)
        for line, edges, strips in pieces:
            old = self._rows[line]
            new = put(old, [(column, cells(strip, colours)) for column, strip in strips], edges)
            if self.overlay is not None:
                new = self.overlay.placed(new)
            paint(pen, line, old, new)
            self._rows[line] = new
        sent = pen.end()
        return sent if self.overlay is None else sent + self.overlay.paint(self._rows)


class Repaint(CompositorUpdate):
    """An update as Textual sends it, by our own frame."""

    def __init__(self, frame: Frame, update: LayoutUpdate | ChopsUpdate) -> None:
        self._frame, self._update = frame, update

    def render_segments(self, console: Console) -> str:
        """Return what is to be sent; where that fails, nothing is known of the terminal any more."""
        try:
            return self._frame.paint(self._update, console)
        except Exception:
            self._frame.forget()
            raise


Pieces = Iterator[tuple[int, tuple[int, ...], Iterable[tuple[int, Strip]]]]
"""Lines, the columns where widgets begin in them, and the strips that are laid over them, with columns."""


def _size(update: LayoutUpdate | ChopsUpdate) -> tuple[int, int]:
    if isinstance(update, LayoutUpdate):
        return update.region.right, update.region.bottom
    return max(ends[-1] for ends in update.chop_ends if ends), len(update.chops)


def _laid_out(update: LayoutUpdate) -> Pieces:
    for line, row in enumerate(update.strips, update.region.y):
        column = update.region.x
        strips = []
        for strip in row:
            strips.append((column, strip))
            column += strip.cell_length
        yield line, tuple(place for place, _ in strips), strips


def _chopped(update: ChopsUpdate) -> Pieces:
    """Yield the strips that an update touches.

    Textual cuts a strip where the touched part ends, and with it a wide character that stands there; here it
    is whole, and what of it the terminal shows already is not sent.
    """
    for line, start, stop in update.spans:
        row = update.chops[line]
        strips = [
            (column, strip)
            for end, (column, strip) in zip(update.chop_ends[line], row.items(), strict=False)
            if strip is not None and column < stop and end > start
        ]
        yield line, tuple(row), strips


def cells(strip: Strip, colours: ColorSystem) -> Row:
    """Return the cells of a strip, as many as Textual says that it has."""
    pieces = [
        (text, _look(style, colours) if style is None or style._link or style._ansi is None else style._ansi)
        for text, style, _ in strip._segments
    ]
    return _short(tuple(pieces), strip.cell_length) if len(pieces) == 1 else _cells(pieces, strip.cell_length)


def _cells(pieces: Iterable[tuple[str, Look]], size: int) -> Row:
    texts: list[str] = []
    looks: list[Look] = []
    disputed: list[int] = []
    for text, look in pieces:
        if text.isascii() and text.isprintable():
            texts += text
            looks += [look] * len(text)
        else:
            _add(texts, disputed, text)
            looks += [look] * (len(texts) - len(looks))
    if len(texts) > size:
        _cut(texts, size)
        del looks[size:]
    elif len(texts) < size:
        texts.extend(" " * (size - len(texts)))
        looks.extend([looks[-1] if looks else ""] * (size - len(looks)))
    return Row(texts, looks, frozenset(place for place in disputed if place < size))


_short = lru_cache(1024)(_cells)
"""The cells of strips of one piece, mostly edges and blanks that come again and again."""


def _add(texts: list[str], disputed: list[int], text: str) -> None:
    """Add a text's clusters; marks at its beginning belong to the cell before, or, alone, to none."""
    marks, found, doubtful = _spread(text)
    if marks and texts:
        head = max(place for place in range(len(texts)) if texts[place])
        texts[head] += marks
        disputed.append(head)
    disputed.extend(len(texts) + place for place in doubtful)
    texts.extend(found)


@lru_cache(2048)
def _spread(text: str) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    """Return the marks at a text's beginning, its cells, and the columns of what terminals dispute."""
    marks = ""
    texts: list[str] = []
    disputed = []
    doubtful = is_disputed(text)
    for cluster, width in clusters(text):
        if not width:
            marks = cluster
            continue
        if doubtful and is_disputed(cluster):
            disputed.append(len(texts))
        texts.append(cluster)
        texts.extend([""] * (width - 1))
    return marks, tuple(texts), tuple(disputed)


def _cut(texts: list[str], size: int) -> None:
    """Cut cells at a size; a cluster of which not all fits is blank."""
    if not texts[size]:
        head = max(place for place in range(size) if texts[place])
        texts[head:size] = " " * (size - head)
    del texts[size:]


def _look(style: Style | None, colours: ColorSystem) -> Look:
    if style is None:
        return ""
    sgr = Strip.render_ansi(style, colours) if style._ansi is None else style._ansi
    if style._link and style._link.startswith(MARK):
        return sgr, style._link
    number = style.meta.get("link") if style._link else None  # Rich's own number is another on every line
    if not isinstance(number, int) or not style._link:
        return sgr
    from reader.ui.text.hyperlinks import opening  # headlines have no links: no first paint waits

    link = opening(number, style._link)
    return (sgr, link) if link else sgr
