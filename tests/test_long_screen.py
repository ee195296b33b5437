"""A screen that is open for eight hours, by a clock of the test's own, while articles come."""

import os
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.config import Paths, Settings
from reader.library.library import open_library
from reader.model import ParsedArticle
from reader.store.feeds import feeds
from tests.terminal import Terminal
from tests.test_two_screens import FOLLOWER, Clock
from tests.ui.screen import keep, parsed

TURNS, QUARTER = 32, 15 * 60
COMING = 40
"""Articles that come in each quarter of an hour."""
WARM = 8
"""Quarters after which a screen has imported and drawn all it will."""
MOST_GROWTH = 20 * 1024 * 1024


def memory(pid: int) -> int:
    """Return the bytes of memory that a process has."""
    fields = Path(f"/proc/{pid}/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


def coming(turn: int, clock: Clock) -> list[ParsedArticle]:
    numbers = range(turn * COMING, (turn + 1) * COMING)
    text = "The ferry sails again, and people wave from the pier. " * 80
    return [parsed(n, f"Matter {n}", at=clock.now, text=f"{n}: {text}", words=800) for n in numbers]


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux to see what a process has")
def test_eight_hours_of_a_screen_let_it_not_grow(tmp_path: Path) -> None:
    paths = Paths(data=tmp_path / "data", config=tmp_path / "config.toml")
    clock = Clock(tmp_path / "clock")
    library = replace(open_library(paths, Settings()), clock=lambda: clock.now)
    feed, _ = feeds.add_feed(library.db, "https://ferry.example/feed", title="Ferry", now=clock.now)
    words = ["--data-dir", str(paths.data), "--config", str(paths.config), "--offline"]
    warm = opened = 0
    with Terminal([sys.executable, "-c", FOLLOWER, str(clock.path), *words], os.environ) as terminal:
        for turn in range(TURNS):
            clock.go_on(QUARTER)
            keep(library.db, feed, "https://ferry.example/feed", coming(turn, clock))
            terminal.wait_for(f"{(turn + 1) * COMING:,} unread")
            terminal.send("g" + "j" * (COMING - 1))
            terminal.wait_for(f" {(turn + 1) * COMING - 1}: The ferry")
            if turn == WARM:
                warm, opened = memory(terminal.pid), len(os.listdir(f"/proc/{terminal.pid}/fd"))
        assert memory(terminal.pid) - warm < MOST_GROWTH
        assert len(os.listdir(f"/proc/{terminal.pid}/fd")) <= opened + 4
        terminal.send("q")
        assert terminal.exit_code() == 0
    assert not paths.log.exists()
    library.db.close()
