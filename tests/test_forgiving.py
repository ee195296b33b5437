"""Two stories in a real terminal: everything is taken back, and many are marked at once."""

import os
import signal
import sqlite3
from pathlib import Path

import pytest

from reader.store.database.connection import open_store
from reader.store.undo_work import LARGE
from tests.store.making import NOW, answer, parsed, subscribe
from tests.terminal import Terminal
from tests.test_terminal import NEWSREADER, run

COUNT = 30 * LARGE
"""Articles of the feed that has very many."""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six ferries of the feed Harbour, and a feed Archive with very many older articles."""
    monkeypatch.setenv("NEWSREADER_TEST_NOW", "2025-10-09T09:53:20Z")
    monkeypatch.setenv("NEWSREADER_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").write_text("refresh_minutes = 0\n", encoding="utf-8")
    db = open_store(tmp_path / "data" / "library.db")
    answer(db, subscribe(db, title="Harbour"), [parsed(n, title=f"Ferry {n}") for n in range(6)])
    feed = subscribe(db, "https://archive.example/feed", title="Archive")
    db.execute(
        """WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?)
           INSERT INTO article (feed, sort_at, complete, words, received, title, fingerprint, text_hash)
           SELECT ?, ? + value, 0, 7, ?, 'Old paper ' || value, 0, 0 FROM n""",
        (COUNT, feed, NOW - 10_000_000, NOW),
    )
    db.close()
    return tmp_path / "data"


def opened(library: Path) -> Terminal:
    terminal = Terminal([*NEWSREADER, "--data-dir", str(library), "--offline"], os.environ, 120, 34)
    terminal.wait_for("Ferry 5")
    terminal.wait_for(f"{COUNT + 6}")
    return terminal


def one(library: Path, sql: str) -> int:
    """A number that another process reads in the library."""
    db = sqlite3.connect(library / "library.db")
    ((found,),) = db.execute(sql).fetchall()
    db.close()
    return int(found)


def test_everything_is_taken_back(library: Path) -> None:
    with opened(library) as terminal:
        # A slip: the second headline is deleted. U brings it back, and the cursor is on it.
        terminal.send("jd")
        terminal.wait_for("Deleted: Ferry 4 · U")
        terminal.send("jjU")
        terminal.wait_for("Taken back: deleted “Ferry 4”")
        terminal.send("s")
        terminal.wait_for("Starred: Ferry 4 · U")
        # More is done: one is read, and Harbour is unsubscribed.
        terminal.send("jm")
        terminal.wait_for("Marked read: Ferry 3 · U")
        terminal.send("e")
        terminal.wait_for("nsubscribe")
        terminal.send("\x1b")
        # The list of actions tells it in words; the star, which is older, is taken back out of order.
        terminal.wait_for(lambda text: "nsubscribe" not in text)
        terminal.send("Z")
        terminal.wait_for("marked “Ferry 3” read, just now")
        terminal.wait_for("starred “Ferry 4”, just now")
        terminal.send("j\r")
        terminal.wait_for("Taken back: starred “Ferry 4”")
        terminal.send("q")
        assert terminal.exit_code() == 0
    # The next day, from the command line: what is left can be taken back too.
    assert "marked “Ferry 3” read" in run(library, "undo", "--list").splitlines()[0]
    assert run(library, "undo") == "undone: marked “Ferry 3” read\n"
    assert one(library, "SELECT count(*) FROM article WHERE read OR starred OR deleted") == 0


def test_many_are_marked_at_once_and_a_crash_loses_nothing(library: Path) -> None:
    with opened(library) as terminal:
        # Three are selected, two of them as a range, and starred as one action.
        terminal.send(",jj=")
        terminal.wait_for("4 selected")
        assert terminal.text.count("✓") == 4
        terminal.send("s")
        terminal.wait_for("Starred: 4 articles · U")
        terminal.wait_for(lambda text: "selected" not in text)
        # A asks with the number of unread articles of every line.
        terminal.send("A")
        terminal.wait_for(f"All {COUNT + 6:,} listed here: {COUNT + 6:,} unread")
        assert "All above the cursor: 3 unread" in terminal.text
        assert "Those seen on the screen: " in terminal.text
        # All are marked read: the screen shows it at once, and its process is killed before it can be done.
        terminal.send("\r")
        terminal.wait_for(f"Marked {COUNT + 6:,} read: All · U")
        terminal.wait_for("nothing unread")
        assert "●" not in terminal.text
        os.kill(terminal.pid, signal.SIGKILL)
        assert terminal.exit_code() == 128 + signal.SIGKILL
    # At the next start it is completed.
    with opened_again(library) as terminal:
        terminal.wait_for("nothing unread")
        terminal.wait_for(lambda _: one(library, "SELECT count(*) FROM article WHERE read = 0") == 0)
        terminal.send("U")
        terminal.wait_for(f"Taken back: marked {COUNT + 6:,} read in All")
        terminal.wait_for(f"{COUNT + 6:,} unread")
        terminal.wait_for(lambda _: one(library, "SELECT count(*) FROM article WHERE read = 1") == 0)
        terminal.send("q")
        assert terminal.exit_code() == 0
    assert one(library, "SELECT count(*) FROM article WHERE read = 1") == 0
    assert one(library, "SELECT count(*) FROM article WHERE starred") == 4


def opened_again(library: Path) -> Terminal:
    terminal = Terminal([*NEWSREADER, "--data-dir", str(library), "--offline"], os.environ, 120, 34)
    terminal.wait_for("Ferry 5")
    return terminal
