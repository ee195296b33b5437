"""Letters over the links of a drawn line, by which they are chosen."""

from collections.abc import Mapping, Set
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from reader.document.sanitize import sanitize
from reader.ui.text.shown import segment


class LinkLabels(NamedTuple):
    """What stands over links while one is chosen."""

    labels: Mapping[int, str]
    """The letters by the link's number."""
    chosen: Set[int] = frozenset()
    """The numbers of the links that are chosen already, of several."""


NO_LABELS = LinkLabels({})
"""No link is to be chosen."""


def labelled(strip: Strip, shown: LinkLabels, numbers: Set[int], label: Style, chosen: Style) -> Strip:
    """Put letters over the first cells of links of a line. Returns the line, as wide as before.

    `numbers`: the links that begin in this line. `label`, `chosen`: the styles of letters.
    """
    for number in numbers & shown.labels.keys():
        begin = _column(strip, number)
        letters = shown.labels[number]
        end = begin + cell_len(letters)
        if end <= strip.cell_length:
            style = chosen if number in shown.chosen else label
            piece = Strip([segment(sanitize(letters), style)], cell_len(letters))
            strip = Strip.join([strip.crop(0, begin), piece, strip.crop(end)])
    return strip


def first_rows(rows: Mapping[int, Set[int]]) -> dict[int, Set[int]]:
    """Return for each row, by its number, the links that no row above it has."""
    seen: set[int] = set()
    first = {}
    for row in sorted(rows):
        first[row] = rows[row] - seen
        seen |= rows[row]
    return first


def _column(strip: Strip, number: int) -> int:
    """Return the first cell of a link in a line; the line's end where it is not there."""
    column = 0
    for piece in strip:
        if piece.style is not None and piece.style.meta.get("link") == number:
            return column
        column += cell_len(piece.text)
    return column
