"""Count what keys send to the terminal: `python -m tests.bench.bytes_per_key`.

On the demo, at 80 x 24 and 120 x 40: the bytes that were sent from a key until nothing more comes, and
those that its changed cells need, from the screen before and after it. For each changed row these are the
changed runs (up to eight cells between two changes belong to a run) with one position each, each change of
style, and the characters; 64 bytes are free. A row whose width terminals dispute counts from its first such
cell. The start is held against a screen of which every cell is sent once.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyte

from reader.ui.text.clusters import is_disputed
from tests.terminal import Terminal

SIZES = ((80, 24), (120, 40))
ESCAPE = "\x1b[27u"
KEYS = {
    "j": "j", "space": " ", "enter": "\r", "esc (article)": ESCAPE, "/": "/", "esc (search)": ESCAPE,
    "?": "?", "esc (help)": ESCAPE, "2": "2",
}  # fmt: skip
FREE = 64
GAP = 8
QUIET = 0.4
"""Seconds without a byte behind which nothing more comes; the cursor of a field blinks after more."""
NOW = "2026-11-20T20:00:00Z"

Line = Sequence[pyte.screens.Char]


def colour(value: str, *, ground: bool) -> str:
    """The number of a colour, as a terminal is told it."""
    kind = 4 if ground else 3
    if value == "default":
        return f"{kind}9"
    if len(value) == 6 and all(digit in "0123456789abcdef" for digit in value):
        red, green, blue = (int(value[at : at + 2], 16) for at in (0, 2, 4))
        return f"{kind}8;2;{red};{green};{blue}"
    return f"{kind}1"


def style_change(old: pyte.screens.Char, new: pyte.screens.Char) -> int:
    """The bytes from one style to another, of which only what differs is said."""
    numbers = [
        str(number) if getattr(new, name) else "2" + str(number)
        for number, name in (
            (1, "bold"),
            (3, "italics"),
            (4, "underscore"),
            (7, "reverse"),
            (9, "strikethrough"),
        )
        if getattr(old, name) != getattr(new, name)
    ]
    numbers += [colour(new.fg, ground=False)] * (old.fg != new.fg)
    numbers += [colour(new.bg, ground=True)] * (old.bg != new.bg)
    return len(f"\x1b[{';'.join(numbers)}m") if numbers else 0


def runs(old: Line, new: Line) -> list[tuple[int, int]]:
    """Where the changed runs of a row begin and end."""
    found: list[tuple[int, int]] = []
    for place, (one, other) in enumerate(zip(old, new, strict=True)):
        if one == other:
            continue
        if found and place - found[-1][1] <= GAP:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    disputed = next((place for place, cell in enumerate(new) if is_disputed(cell.data)), None)
    if found and disputed is not None and found[-1][1] > disputed:
        found = [(start, min(end, disputed)) for start, end in found if start < disputed]
        found.append((disputed, len(new)))
    return found


def needed(before: Sequence[Line], after: Sequence[Line]) -> int:
    """The bytes that a screen needs that becomes another one, without those that are free."""
    total = 0
    style = pyte.screens.Char(" ")
    for line, (old, new) in enumerate(zip(before, after, strict=True)):
        for start, end in runs(old, new):
            total += len(f"\x1b[{line + 1};{start + 1}H")
            for cell in new[start:end]:
                total += style_change(style, cell) + len(cell.data.encode())
                style = cell
    return total


def measure(columns: int, lines: int, data: Path) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(data), "NEWSREADER_TEST_NOW": NOW}
    with Terminal([sys.executable, "-m", "reader", "--demo"], environment, columns, lines) as terminal:
        terminal.wait_for("●")
        terminal.settle(QUIET)
        blank = [[pyte.screens.Char("")] * columns] * lines
        report("start", len(terminal.raw), needed(blank, terminal.cells))
        for name, key in KEYS.items():
            terminal.raw.clear()
            before = terminal.cells
            terminal.send(key)
            terminal.settle(QUIET)
            report(name, len(terminal.raw), needed(before, terminal.cells))


def report(name: str, sent: int, need: int) -> None:
    print(f"{name:15} {sent:7,} sent {need:7,} needed {max(0, sent - FREE) / max(1, need):6.2f} x")


def main() -> None:
    for columns, lines in SIZES:
        print(f"{columns} x {lines}")
        with tempfile.TemporaryDirectory() as folder:
            measure(columns, lines, Path(folder))


if __name__ == "__main__":
    main()
