"""A terminal whose line is slower than the keys."""

import os
import sys
import time
from pathlib import Path

from reader.store.database.connection import open_store
from tests.terminal import PATIENCE, Terminal
from tests.ui.screen import add_feed, parsed

REDRAW = "\x0c"
FULL = 3
"""Paints of the whole screen that are more than the system keeps for a terminal that does not read."""

LOOKS = 60
"""Looks into the library, which together take longer than a cursor rests before its article is shown."""


def starred(data: Path) -> set[str]:
    db = open_store(data / "library.db", readonly=True)
    titles = {str(row[0]) for row in db.execute("SELECT title FROM article WHERE starred")}
    db.close()
    return titles


def wait_until_starred(data: Path, titles: set[str]) -> None:
    begun = time.monotonic()
    while starred(data) != titles:
        assert time.monotonic() - begun < PATIENCE, starred(data)
        time.sleep(0.02)


def test_a_later_key_overtakes_a_preview_that_is_not_sent_yet(tmp_path: Path) -> None:
    data = tmp_path / "data"
    db = open_store(data / "library.db")
    first, second, third = (name + " of the sea" * 12 for name in ("Herring", "Lantern", "Quarry"))
    texts = {first: "gull " * 9, second: "wick " * 9, third: "slate " * 9}
    rest = [parsed(n, f"Island {n}" + " of the sea" * 12) for n in range(4, 99)]
    news = [parsed(n, title, text=text) for n, (title, text) in enumerate(texts.items(), 1)]
    add_feed(db, "Island", [*news, *rest])
    db.close()
    command = [sys.executable, "-m", "reader", "--data-dir", str(data), "--offline"]
    environment = {**os.environ, "NEWSREADER_TEST_NOW": "2024-06-01T00:00:00Z"}
    with Terminal(command, environment, 220, 70) as terminal:
        terminal.wait_for("gull gull")
        terminal.settle()
        terminal.raw.clear()
        for count in range(FULL):  # nothing is read from here on
            terminal.send(REDRAW + "s")
            wait_until_starred(data, {first} if count % 2 == 0 else set())
        terminal.send("js")
        wait_until_starred(data, {first, second})
        for _ in range(LOOKS):
            assert starred(data) == {first, second}
        terminal.send("js")
        wait_until_starred(data, {first, second, third})
        terminal.wait_for("slate slate")
        assert b"wick" not in terminal.raw
