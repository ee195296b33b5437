"""Pictures that a terminal draws row by row over their cells: from sixels, or from files in iTerm's way.

What is written over them takes them away again, so that there is nothing to delete. They are sent once the
screen rests: while it scrolls, the half blocks below are what is seen, and scrolling costs no byte more.
"""

import re
from collections.abc import Callable, Sequence

from reader.document.pictures.picture import RowsKind
from reader.ui.painting.overlay import Overlay, Place, seen_rows
from reader.ui.painting.pen import Pen
from reader.ui.painting.rows import UNKNOWN, Row

_ROWS = {
    "sixel": rb"\x1bP[0-9;]*q[!-~]*\x1b\\",
    "iterm": rb"\x1b\]1337;File=[A-Za-z0-9=;]*:[A-Za-z0-9+/=]*\x07",
}
"""What a row of a picture looks like: nothing else from a file is sent to a terminal."""

_KEEP, _GO_BACK = "\x1b7", "\x1b8"
"""Remember where the cursor is and how it writes, and go back to that."""


class RowOverlay:
    """Knows which rows of which pictures are to be drawn, and where."""

    farewell = ""
    """What takes the pictures off the screen at the end: nothing is needed."""

    def __init__(self, kind: RowsKind, cell: tuple[int, int], colours: int) -> None:
        self.kind, self.cell, self.colours = kind, cell, colours
        """How rows are drawn; pixels of a cell's width and height; how many colours the terminal has."""
        self.graphics: dict[int, Callable[[], list[bytes]]] = {}
        """What returns the rows of the pictures that may be drawn, by number; nothing: not made yet."""
        self.when_due: Callable[[], object] = lambda: None
        """Is called when something is to be drawn once the screen rests."""
        self._wanted: dict[tuple[int, int], Place] = {}
        self._drawn: dict[tuple[int, int], Place] = {}
        self._rows: Sequence[Row] = ()

    def draws_as(self, other: object) -> bool:
        """Return whether another one draws the same rows."""
        return isinstance(other, RowOverlay) and (self.kind, self.cell, self.colours) == (
            other.kind,
            other.cell,
            other.colours,
        )

    def forget(self) -> None:
        """Know nothing more of what the terminal draws."""
        self._drawn.clear()

    def placed(self, row: Row) -> Row:
        """Return a row as it is painted: its half blocks lie below what is drawn."""
        return row

    def paint(self, rows: Sequence[Row]) -> str:
        """Note which pictures are on these rows. Returns nothing that is to be sent at once."""
        wanted, self._rows = seen_rows(rows), rows
        if wanted == self._wanted == self._drawn:
            return ""
        self._wanted = wanted
        self._drawn = {key: place for key, place in self._drawn.items() if wanted.get(key) == place}
        if wanted != self._drawn:
            self.when_due()
        return ""

    def draw(self) -> str:
        """Return what draws the rows that are on the screen and not drawn yet."""
        sent = []
        made: dict[int, list[bytes]] = {}
        for (number, row), place in self._wanted.items():
            if self._drawn.get((number, row)) == place:
                continue
            if number not in made:
                read = self.graphics.get(number)
                made[number] = read() if read else []
            if row < len(made[number]) and re.fullmatch(_ROWS[self.kind], made[number][row]):
                line, column, columns = place
                sent.append(f"\x1b[{line + 1};{column + 1}H{made[number][row].decode('ascii')}")
                sent.append(self._beside(line, column + columns))
                self._drawn[number, row] = place
        return f"{_KEEP}{''.join(sent)}{_GO_BACK}" if sent else ""

    def _beside(self, line: int, column: int) -> str:
        """Return what paints the cell right of a picture: Konsole blanks one more than a file fills."""
        row = self._rows[line]
        if self.kind != "iterm" or row.texts[column : column + 1] in ([], [""], [UNKNOWN]):
            return ""
        pen = Pen()
        pen.place(column, line)
        pen.write(row.texts[column], row.looks[column])
        return pen.end()


AnyOverlay = Overlay | RowOverlay
"""What knows the pictures that the terminal draws."""
