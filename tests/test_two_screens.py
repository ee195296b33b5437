"""An hour of two screens and a cron job on one library, by a clock that all follow: nothing is lost."""

import os
import random
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.clock import VARIABLE
from reader.config import Paths, Settings
from reader.library.library import open_library
from reader.store.database.connection import rows
from reader.store.feeds import feeds
from tests.samples import item, rss
from tests.server import Response, Seen, reply, running_server
from tests.terminal import Terminal

BEGUN = 1_795_000_000
MINUTES = 20
"""Between two runs of cron."""
COMING = 100
"""Articles that are new in a feed each time it is asked: keeping them takes a while."""

FOLLOWER = """
import os, sys, threading, time
from pathlib import Path
clock = Path(sys.argv.pop(1))

def follow():
    while True:
        os.environ["NEWSREADER_TEST_NOW"] = clock.read_text()
        time.sleep(0.02)

os.environ["NEWSREADER_TEST_NOW"] = clock.read_text()
threading.Thread(target=follow, daemon=True).start()
from reader.cli import main
main()
"""
"""The program, by the clock that a file has."""


class Growing:
    """A feed that has more articles each time it is asked, and forgets the oldest."""

    def __init__(self, name: int) -> None:
        self.name, self.last = name, 0

    def __call__(self, seen: Seen) -> Response:
        self.last += COMING
        numbers = range(max(0, self.last - COMING - 12), self.last)
        made = [
            item(
                10_000 * self.name + number + 100, f"Matter {self.name}-{number}", key=f"{self.name}-{number}"
            )
            for number in numbers
        ]
        return reply(rss(made), ETag=f'"{self.last}"')


class Clock:
    """The time in a file, which is replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self.path, self.now = path, BEGUN
        self.go_on(0)

    def go_on(self, seconds: int) -> None:
        self.now += seconds
        beside = self.path.with_suffix(".new")
        beside.write_text(self.text)
        os.replace(beside, self.path)

    @property
    def text(self) -> str:
        return datetime.fromtimestamp(self.now, UTC).isoformat()


DONE = re.compile(r"(Starred|Unstarred): (Matter \d+-\d+) ")
"""What the screen says of a star that is on the disk."""


def star_another(terminal: Terminal, rng: random.Random) -> tuple[str, str]:
    """Move by a few articles and press `s`. Returns what the screen then says: `Starred` and the title."""
    terminal.send(rng.choice("jjjkG") * rng.randrange(1, 4))
    terminal.wait_for(lambda text: DONE.search(text) is None)  # a key takes the last one away
    terminal.send("s")
    terminal.wait_for(lambda text: DONE.search(text) is not None)
    mark, title = DONE.findall(terminal.text)[-1]
    return mark, title


@pytest.mark.long
def test_two_screens_and_a_cron_job_for_an_hour_lose_nothing(tmp_path: Path) -> None:
    paths = Paths(data=tmp_path / "data", config=tmp_path / "config.toml")
    paths.config.write_text(f"refresh_minutes = {MINUTES}\n")
    clock, rng = Clock(tmp_path / "clock"), random.Random(3)
    sources = [Growing(name) for name in range(3)]
    library = open_library(paths, Settings())
    words = ["--data-dir", str(paths.data), "--config", str(paths.config)]
    with running_server() as server:
        for source in sources:
            server.script(f"/{source.name}", source)
            feeds.add_feed(library.db, server.url(f"/{source.name}"), now=clock.now)
        cron(words, clock)
        screen = [sys.executable, "-c", FOLLOWER, str(clock.path), *words, "--offline"]
        with Terminal(screen, os.environ) as one, Terminal(screen, os.environ) as other:
            for terminal in (one, other):
                terminal.wait_for(f"of {len(sources) * COMING:,}")
            starred = an_hour(one, other, rng, clock, words)
            for terminal in (one, other):
                terminal.send("q")
                assert terminal.exit_code() == 0
    expected = sorted(f"Matter {source.name}-{n}" for source in sources for n in range(source.last))
    assert [title for (title,) in rows(library.db, "SELECT title FROM article ORDER BY title")] == expected
    assert len(expected) == 3 * COMING * (60 // MINUTES + 1)
    stars = {title for (title,) in rows(library.db, "SELECT title FROM article WHERE starred = 1")}
    assert stars == {title for title, mark in starred.items() if mark == "Starred"}
    assert library.db.pragma("integrity_check") == "ok"
    while library.undo():
        pass
    assert not rows(library.db, "SELECT 1 FROM article WHERE starred = 1")
    assert not paths.log.exists()
    library.db.close()


def an_hour(
    one: Terminal, other: Terminal, rng: random.Random, clock: Clock, words: list[str]
) -> Mapping[str, str]:
    """Read in both screens while cron refreshes. Returns what was last said of each article."""
    said: dict[str, str] = {}
    while clock.now < BEGUN + 3600:
        clock.go_on(MINUTES * 60)
        refresh = threading.Thread(target=cron, args=(words, clock))
        refresh.start()
        while refresh.is_alive():  # what both write comes between what the other does
            mark, title = star_another(rng.choice((one, other)), rng)
            said[title] = mark
        refresh.join()
    return said


def cron(words: list[str], clock: Clock) -> None:
    """Run `newsreader refresh` as cron does."""
    environment = {**os.environ, VARIABLE: clock.text}
    command = [sys.executable, "-m", "reader", *words, "refresh"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
