"""Pictures in tmux, by kitty's Unicode placeholders: text whose cells say which part of which picture it is.

tmux moves and covers them as it does all text; only the pictures themselves go past it to the terminal, which
it lets pass where its option `allow-passthrough` says so.
"""

import os
from collections.abc import Sequence
from itertools import count

from reader.ui.painting.overlay import MARK, Overlay, pixels_of, seen_rows, transmission
from reader.ui.painting.pen import Look
from reader.ui.painting.rows import Row

PLACEHOLDER = "\U0010eeee"
"""The character that stands for a cell of a picture."""

_RANGES = (
    "0305 030D-030E 0310 0312 033D-033F 0346 034A-034C 0350-0352 0357 035B 0363-036F 0483-0487 0592-0595 "
    "0597-0599 059C-05A1 05A8-05A9 05AB-05AC 05AF 05C4 0610-0617 0657-065B 065D-065E 06D6-06DC 06DF-06E2 "
    "06E4 06E7-06E8 06EB-06EC 0730 0732-0733 0735-0736 073A 073D 073F-0741 0743 0745 0747 0749-074A "
    "07EB-07F1 07F3 0816-0819 081B-0823 0825-0827 0829-082D"
)
MARKS = tuple(
    chr(code)
    for first, _, last in (part.partition("-") for part in _RANGES.split())
    for code in range(int(first, 16), int(last or first, 16) + 1)
)
"""The marks that stand for the numbers from 0, by kitty's table."""

MOST_KNOWN = 40
"""Pictures that the terminal keeps for us at most."""

_LOW = 255
"""How many numbers a cell's colour can say: one of the 256, as each terminal in tmux has them."""


def passed(sequence: str) -> str:
    """Return a sequence as tmux passes it on."""
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"


class PlaceholderOverlay(Overlay):
    """Knows which pictures the terminal has, and puts placeholders into the cells of those."""

    def __init__(self) -> None:
        super().__init__()
        self._high = 1 + os.getpid() % (len(MARKS) - 1)
        """Keeps the numbers of two programs apart that draw in one terminal."""
        self._low = count()
        self._given: dict[int, int] = {}
        """The low numbers of the pictures that the terminal has, the one used last at the end."""
        self._unsent: list[str] = []

    @property
    def farewell(self) -> str:
        """What takes the pictures out of the terminal's memory."""
        return "".join(map(self._deletion, self._given.values()))

    def forget(self) -> None:
        """Know nothing more of what the terminal has."""
        self._unsent = [self.farewell]
        self._given.clear()

    def placed(self, row: Row) -> Row:
        """Return a row with placeholders for the cells of pictures that are whole on it."""
        if not any(type(look) is tuple and look[1].startswith(MARK) for look in row.looks):
            return row
        texts, looks = row.texts.copy(), row.looks.copy()
        for (number, part), (_, column, columns) in seen_rows([row]).items():
            low = self._give(number, columns)
            if low and part < len(MARKS) and columns < len(MARKS):
                line, high = MARKS[part], MARKS[self._high]
                own: list[Look] = [f"38;5;{low}"] * columns
                texts[column : column + columns] = [
                    PLACEHOLDER + line + MARKS[at] + high for at in range(columns)
                ]
                looks[column : column + columns] = own
        return row._replace(texts=texts, looks=looks)

    def paint(self, rows: Sequence[Row]) -> str:
        """Return what the terminal must have so that it can draw what was placed."""
        sent, self._unsent = "".join(self._unsent), []
        return sent

    def _give(self, number: int, columns: int) -> int:
        """Have the terminal get a picture. Returns the low part of its number there; 0 where it is gone."""
        if (low := self._given.pop(number, 0)) == 0:
            graphic = self.graphics.get(number)
            png = graphic.read() if graphic else b""
            if graphic is None or pixels_of(png, graphic.rows) is None:
                return 0
            low = 1 + next(self._low) % _LOW
            identity = self._identity(low)
            self._unsent.extend(map(passed, transmission(identity, png)))
            self._unsent.append(passed(f"\x1b_Ga=p,U=1,i={identity},c={columns},r={graphic.rows},q=2\x1b\\"))
        self._given[number] = low
        if len(self._given) > MOST_KNOWN:
            self._unsent.append(self._deletion(self._given.pop(next(iter(self._given)))))
        return low

    def _identity(self, low: int) -> int:
        return self._high << 24 | low

    def _deletion(self, low: int) -> str:
        return passed(f"\x1b_Ga=d,d=I,i={self._identity(low)},q=2\x1b\\")
