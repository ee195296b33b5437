"""Pictures that a terminal with graphics draws over their cells (kitty's graphics protocol).

The cells below show the same picture in half blocks: where a terminal says that it can draw and does not, or
where a dialog lies over a part of the picture, they are what is seen.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import NamedTuple

from reader.ui.painting.rows import Row

MARK = "picture:"
"""How the link of a picture's cells begins, which is never sent: its number, row and columns follow."""

BLOCK = "▀"
"""The text of every cell of a picture."""

WIPE = "\x1b_Ga=d,d=A,q=2\x1b\\"
"""Takes all pictures off the screen, and out of the terminal's memory."""

_CHUNK = 4096
"""Characters of a picture that are sent in one sequence at most."""

Place = tuple[int, int, int]
"""The line and column where a row of a picture begins, and its columns."""


class Graphic(NamedTuple):
    """A picture that the terminal may draw."""

    read: Callable[[], bytes]
    """Returns it as a PNG; nothing where it is gone."""
    rows: int
    """The lines that it fills."""


class _Known(NamedTuple):
    """The pixels of a picture that the terminal has."""

    width: int
    height: int
    rows: int


def mark(number: int, row: int, columns: int) -> str:
    """Return the link of a picture's cells."""
    return f"{MARK}{number}:{row}:{columns}"


class Overlay:
    """Knows which rows of which pictures the terminal draws, and where."""

    def __init__(self) -> None:
        self.graphics: dict[int, Graphic] = {}
        """The pictures that may be drawn, by their numbers (1 to 2^24)."""
        self._known: dict[int, _Known | None] = {}
        self._placed: dict[tuple[int, int], Place] = {}
        self._wipe = False

    @property
    def farewell(self) -> str:
        """What takes the pictures off the screen, when the terminal is left."""
        return WIPE

    def forget(self) -> None:
        """Know nothing more of what the terminal draws."""
        self._wipe = bool(self._known)
        self._known.clear()
        self._placed.clear()

    def placed(self, row: Row) -> Row:
        """Return a row as it is painted: its half blocks lie below what is drawn."""
        return row

    def paint(self, rows: Sequence[Row]) -> str:
        """Return what is to be sent so that the pictures on these rows, and no others, are drawn."""
        sent = [WIPE] if self._wipe else []
        self._wipe = False
        seen = seen_rows(rows)
        for number, row in self._placed.keys() - seen.keys():
            sent.append(f"\x1b_Ga=d,d=i,i={number},p={row + 1},q=2\x1b\\")
            del self._placed[number, row]
        for key, place in seen.items():
            if self._placed.get(key) != place and (placed := self._place(key, place, sent)):
                sent.append(placed)
                self._placed[key] = place
        return "".join(sent)

    def _place(self, key: tuple[int, int], place: Place, sent: list[str]) -> str:
        """Return what draws a row of a picture; what the terminal must have before is added to `sent`."""
        number, row = key
        if number not in self._known:
            graphic = self.graphics.get(number)
            png = graphic.read() if graphic else b""
            self._known[number] = pixels_of(png, graphic.rows) if graphic and png else None
            if self._known[number]:
                sent.extend(transmission(number, png))
        if (known := self._known[number]) is None:
            return ""
        line, column, columns = place
        top, bottom = row * known.height // known.rows, (row + 1) * known.height // known.rows
        part = f"x=0,y={top},w={known.width},h={max(1, bottom - top)},c={columns},r=1"
        there = f"\x1b[{line + 1};{column + 1}H"
        return f"{there}\x1b_Ga=p,i={number},p={row + 1},{part},C=1,q=2\x1b\\"


def seen_rows(rows: Sequence[Row]) -> dict[tuple[int, int], Place]:
    """Return which rows of pictures are whole on the screen, by their pictures' numbers."""
    seen: dict[tuple[int, int], Place] = {}
    for line, row in enumerate(rows):
        for column, look in enumerate(row.looks):
            if type(look) is tuple and look[1].startswith(MARK):
                number, part, columns = map(int, look[1][len(MARK) :].split(":"))
                if (number, part) not in seen and row.texts[column : column + columns] == [BLOCK] * columns:
                    seen[number, part] = (line, column, columns)
    return seen


def pixels_of(png: bytes, rows: int) -> _Known | None:
    """Return the size of a PNG, from its head; None where it is none."""
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    return _Known(width, height, rows) if png.startswith(b"\x89PNG") and width and height else None


def transmission(number: int, png: bytes) -> list[str]:
    """Return what gives the terminal a picture under a number."""
    packed = b64encode(png).decode()
    pieces = [packed[start : start + _CHUNK] for start in range(0, len(packed), _CHUNK)]
    heads = [f"a=t,f=100,i={number},", *[""] * (len(pieces) - 1)]
    return [
        f"\x1b_G{head}q=2,m={int(place < len(pieces))};{piece}\x1b\\"
        for place, (head, piece) in enumerate(zip(heads, pieces, strict=True), 1)
    ]
