"""Rows of cells, and what is sent to make one of another."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from operator import ne
from typing import NamedTuple

from reader.ui.painting.pen import Look, Pen
from reader.ui.text.clusters import is_shaped

UNKNOWN = "\0"
"""The text of a cell of which nobody knows what the terminal shows."""

GAP = 8
"""Unchanged cells between two changes that are sent with them: to go over them costs as much."""


class Row(NamedTuple):
    """A row of the screen, or a part of it.

    A cell's text is a cluster of characters; behind a wide one come cells with an empty text.
    """

    texts: list[str]
    looks: list[Look]
    disputed: frozenset[int] = frozenset()
    """The columns of the clusters about whose width terminals disagree."""
    edges: tuple[int, ...] = ()
    """The columns where another pane or widget begins."""


def unknown(width: int) -> Row:
    """Return a row of which nothing is known."""
    return Row([UNKNOWN] * width, [""] * width)


def put(row: Row, parts: Iterable[tuple[int, Row]], edges: tuple[int, ...]) -> Row:
    """Return the row with parts laid over it, each from its column on, and with other edges.

    What reaches over the row's end is cut.
    """
    texts, looks, disputed = row.texts.copy(), row.looks.copy(), row.disputed
    for column, part in parts:
        end = min(column + len(part.texts), len(texts))
        if (size := end - column) <= 0:
            continue
        start = column if texts[column] else _blank_head(texts, column)
        if disputed or part.disputed:
            kept = (place for place in disputed if not start <= place < end)
            disputed = frozenset((*kept, *(place + column for place in part.disputed if place < size)))
        texts[column:end], looks[column:end] = part.texts[:size], part.looks[:size]
        while end < len(texts) and not texts[end]:  # the rest of a wide character
            texts[end] = " "
            end += 1
    return Row(texts, looks, disputed, edges)


def _blank_head(texts: list[str], column: int) -> int:
    """Blank the part of a wide character that is before a column. Returns where it began."""
    start = column
    while start and not texts[start]:
        start -= 1
    texts[start:column] = " " * (column - start)
    return start


def paint(pen: Pen, line: int, old: Row, new: Row) -> None:
    """Send what makes the old row the new one.

    Before the first cell whose width terminals dispute only changes are sent; from there on, if anything has
    changed, all.
    """
    same = old.texts == new.texts and old.looks == new.looks
    if same and (old.edges == new.edges or not new.disputed):
        return
    size = len(new.texts)
    first = min(min(old.disputed, default=size), min(new.disputed, default=size))
    while 0 < first < size and not new.texts[first]:  # a wide character stands across that column
        first -= 1
    for start, end in _runs(old, new, first):
        pen.place(start, line)
        _write(pen, line, new, start, end)
    if first < size and _differ(old, new, first):
        _paint_from(pen, line, new, first)


def _differ(old: Row, new: Row, first: int) -> bool:
    return (
        old.texts[first:] != new.texts[first:]
        or old.looks[first:] != new.looks[first:]
        or old.edges != new.edges
    )


def _runs(old: Row, new: Row, limit: int) -> list[tuple[int, int]]:
    """Return where the changed runs before a column begin and end."""
    places = range(limit)
    changed = set(compress(places, map(ne, old.texts, new.texts)))
    changed.update(compress(places, map(ne, old.looks, new.looks)))
    found: list[tuple[int, int]] = []
    begin = end = -1
    for place in sorted(changed):
        if place == end:
            end += 1
            continue
        start = place
        while start and not new.texts[start]:
            start -= 1
        if begin >= 0 and start - end <= GAP and UNKNOWN not in new.texts[end:start]:
            end = place + 1
            continue
        if begin >= 0:
            found.append((begin, end))
        begin, end = start, place + 1
    if begin >= 0:
        found.append((begin, end))
    return found


def _write(pen: Pen, line: int, row: Row, start: int, end: int) -> None:
    """Write the cells of a row between two columns, each stretch of a style at once."""
    texts, looks = row.texts, row.looks
    begin = start
    for place in range(start + 1, end):
        if looks[place] != looks[begin]:
            pen.write("".join(texts[begin:place]), looks[begin])
            begin = place
    pen.write("".join(texts[begin:end]), looks[begin])
    if start not in row.disputed and (end == len(texts) or texts[end]):
        pen.reached(end, line)


def _paint_from(pen: Pen, line: int, row: Row, first: int) -> None:
    """Write a row from a column on; what stands behind a disputed width is placed by its own column.

    The cells of what is disputed are blanked before, for terminals where it is narrower; where it is wider,
    what reaches over is written over by what stands behind.
    """
    for start, end in _known(row.texts, first):
        pen.place(start, line)
        done = start
        for dispute, text_end, room_end in _disputes(row, start, end):
            if done < dispute:
                _write(pen, line, row, done, dispute)
            blank = Row([" "] * len(row.texts), row.looks)
            _write(pen, line, blank, dispute, room_end)
            pen.place(dispute, line)
            _write(pen, line, row, dispute, text_end)
            if room_end < end:
                pen.place(room_end, line)
            done = room_end
        if done < end:
            _write(pen, line, row, done, end)


def _known(texts: Sequence[str], first: int) -> Iterator[tuple[int, int]]:
    """Yield where stretches of known cells begin and end, from a column on."""
    start = first
    for place in range(first, len(texts) + 1):
        if place == len(texts) or texts[place] == UNKNOWN:
            if start < place:
                yield start, place
            start = place + 1


def _disputes(row: Row, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield where texts of disputed width begin and end, and where what stands behind them begins."""
    done = start
    for dispute in sorted(row.disputed):
        if done <= dispute < end:
            text_end, done = _extent(row, dispute, end)
            yield dispute, text_end, done


def _extent(row: Row, dispute: int, end: int) -> tuple[int, int]:
    """Return where a text of disputed width ends, and where the next begins.

    It ends at two spaces, at a line, and where another pane begins. Its words stay together: set apart, each
    could cover the end of the one before.
    """
    texts = row.texts
    place = dispute + 1
    while place < end and not texts[place]:
        place += 1
    if not is_shaped(texts[dispute]):
        return place, place
    limit = min((edge for edge in row.edges if dispute < edge < end), default=end)
    while place < limit and not _ends_text(row, place):
        place += 1
    room = place
    while room < limit and texts[room] == " ":
        room += 1
    return place, room


def _ends_text(row: Row, place: int) -> bool:
    text = row.texts[place]
    if text == " ":
        return row.texts[place + 1 : place + 2] in ([], [" "])
    return "\u2500" <= text[:1] <= "\u259f" or (place in row.disputed and not is_shaped(text))
