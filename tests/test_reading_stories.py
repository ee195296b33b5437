"""Stories of reading, in a real terminal, that a person can follow with the same keys."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.store.database.connection import open_store
from tests.terminal import Terminal
from tests.ui.screen import add_feed, parsed

LONG = "\n\n".join(f"Paragraph {n} of the long article." for n in range(1, 61))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library of two feeds in a folder and one outside, with a long article in the first."""
    data = tmp_path / "data"
    db = open_store(data / "library.db")
    harbour = [parsed(1, "The ferry is late", text=LONG, words=690), parsed(2, "The tide tables are out")]
    add_feed(db, "Harbour", harbour, "Coast")
    add_feed(db, "Lighthouse", [parsed(3, "The lamp is lit"), parsed(4, "The keeper retires")], "Coast")
    add_feed(db, "Council", [parsed(5, "Council votes to leave the old hall by the river for good")])
    db.close()
    return data


def opened(data: Path, *, columns: int = 140, lines: int = 30) -> Terminal:
    command = [sys.executable, "-m", "reader", "--data-dir", str(data), "--offline"]
    environment = {**os.environ, "NEWSREADER_TEST_NOW": "2024-06-01T00:00:00Z"}
    return Terminal(command, environment, columns, lines)


def bottom(words: str) -> Callable[[str], bool]:
    """See these words in the last line."""
    return lambda text: words in text.splitlines()[-1]


def quit_at_once(terminal: Terminal) -> None:
    terminal.send("Q")
    assert terminal.exit_code() == 0


def test_a_key_acts_on_what_is_lit(data: Path) -> None:
    with opened(data) as terminal:
        terminal.wait_for("1 of 5")
        terminal.send("G")  # to the last headline, which is deleted and brought back
        terminal.wait_for("5 of 5")
        terminal.send("d")
        terminal.wait_for(bottom("Deleted: Council votes to leave the old hall by"))
        terminal.send("U")
        terminal.wait_for(bottom("Taken back"))
        terminal.wait_for("Council votes")
        terminal.send("\x1b[Z")  # shift+tab: the feeds have the keys
        terminal.wait_for(bottom("show"))
        terminal.send("G")  # the last feed
        terminal.send("s")
        terminal.wait_for(bottom("s stars articles; enter shows Council"))
        terminal.send("d")
        terminal.wait_for("Unsubscribe from Council?")
        terminal.send("\r")
        terminal.wait_for(bottom("Unsubscribed: Council · U"))
        terminal.wait_for(lambda text: "Council votes" not in text)
        terminal.send("U")
        terminal.wait_for("Council votes")
        terminal.send("g")
        terminal.send("d")
        terminal.wait_for(bottom("All cannot be deleted: it is always there"))
        terminal.send("nnkk")  # up to the folder
        terminal.send("m")
        terminal.wait_for(bottom("read: "))
        quit_at_once(terminal)


def test_one_key_reads_everything_and_goes_back(data: Path) -> None:
    with opened(data) as terminal:
        terminal.wait_for("1 of 5, about 3 min")
        terminal.send("\x1b[Z")
        terminal.wait_for(bottom("show"))
        terminal.send("gn\r")  # the first feed with unread articles
        terminal.wait_for("1 of 2, about 3 min")
        while "The text of article 2" not in terminal.text:
            terminal.send(" ")
            terminal.settle(0.3)
        terminal.send(" ")
        terminal.wait_for(bottom("Next: Lighthouse · 2 unread"))
        terminal.wait_for("1 of 2, about 1 min")
        terminal.send("-")
        terminal.wait_for(bottom("Back in Harbour"))
        terminal.wait_for("The text of article 2")
        terminal.send("-")
        terminal.wait_for("Paragraph 60 of the long article")
        terminal.send("M")
        terminal.wait_for(bottom("Nothing unread in Harbour can be read in 15 minutes"))
        terminal.send("1M")
        terminal.wait_for("15 minutes")
        terminal.wait_for(lambda text: "left ·" in text)
        quit_at_once(terminal)


def test_the_next_day_it_goes_on_where_one_was(data: Path) -> None:
    with opened(data) as terminal:
        terminal.wait_for("1 of 5, about 3 min")
        terminal.send("\r ")  # open the long article, and read a page
        terminal.wait_for(lambda text: "% of 3 min" in text and "Paragraph 1 of" not in text)
        terminal.send("/lamp")
        terminal.wait_for("1 found")
        terminal.send("\r")
        terminal.wait_for(bottom("read on"))
        terminal.send("q")  # leaves the search
        terminal.wait_for("5 of 5" if "5 of 5" in terminal.text else "1 of 5")
        terminal.send("2")
        terminal.wait_for("Unread")
        terminal.send("jj")
        terminal.wait_for("3 of 4")
        terminal.send("i")
        terminal.wait_for("Published")
        terminal.send("q")  # closes the facts, and quits where nothing is open
        terminal.wait_for("The keeper retires")
        terminal.send("q")
        assert terminal.exit_code() == 0
    with opened(data) as terminal:
        terminal.wait_for("3 of 4")
        assert "Unread" in terminal.text
        terminal.send("5")
        terminal.wait_for("1 begun")
        terminal.wait_for(lambda text: "% of 3 min" in text and "Paragraph 1 of" not in text)
        terminal.send("1")
        terminal.wait_for("of 5")
        quit_at_once(terminal)


def test_keys_sent_at_once_open_the_palette_a_search_and_a_plan_and_act_on_what_these_bring(
    data: Path,
) -> None:
    with opened(data) as terminal:
        terminal.wait_for("1 of 5")
        terminal.send(":star: star\rjs")  # the palette's command stars the first article, `s` the second
        terminal.wait_for(bottom("Starred: The tide tables"))
        terminal.send("/lamp\rSMine\rs")
        terminal.wait_for(bottom("Starred: The lamp is lit"))
        terminal.send("1MM9\rs")
        terminal.wait_for("9 minutes to read")
        terminal.wait_for(bottom("Unstarred: The ferry is late"))
        quit_at_once(terminal)
    db = open_store(data / "library.db")
    starred = db.execute("SELECT title FROM article WHERE starred ORDER BY id").fetchall()
    kept = db.execute("SELECT name, query FROM saved_search").fetchall()
    db.close()
    assert (starred, kept) == ([("The tide tables are out",), ("The lamp is lit",)], [("Mine", "lamp")])
