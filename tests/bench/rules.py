#!/usr/bin/env python3
"""Time rules: python -m tests.bench.rules [--feeds N] [--rounds N] [--library FOLDER]

Refreshes made-up feeds from a server on this machine, with 50 rules in the settings and without, in turns,
and prints the processor time of each refresh, its parsers included, and how they compare; also how long its
rules take in proportion to the rest, which others on the machine disturb least. With `--often` the rules
are about common words, and find something in most articles. With a library's folder it times the first page
of what rules of several kinds would change there.
"""

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reader.config import Paths, Rule, Settings
from reader.library.library import open_library
from reader.library.rules.records import preview
from reader.store.feeds import feeds
from tests.bench.store import WEIGHTS, WORDS
from tests.samples import item, rss
from tests.server import ScriptedServer, reply, running_server

ARTICLES, LENGTH = 20, 350
"""The articles of a feed, and the words of an article."""


def feed(number: int) -> bytes:
    rng = random.Random(number)

    def words(count: int) -> str:
        return " ".join(rng.choices(WORDS, cum_weights=WEIGHTS, k=count))

    paragraphs = ["".join(f"<p>{words(LENGTH // 7)}.</p>" for _ in range(7)) for _ in range(ARTICLES)]
    made = [item(1 + n % 28, words(8), body, f"{number}-{n}") for n, body in enumerate(paragraphs)]
    return rss(made, title=f"Feed {number}")


def rules(often: bool = False) -> list[tuple[str, str]]:
    """Fifty rules as readers have them: most are about titles, some about all words, feeds, authors."""
    rng = random.Random(7)
    words = [rng.choice(WORDS[50:5_000] if often else WORDS[2_000:20_000]) for _ in range(100)]
    made = [f"title:{word}" for word in words[:20]] + words[20:32]
    made += [f"feed:{n} title:{word}" for n, word in enumerate(words[32:40], 1)]
    made += [f'"{one} {two}"' for one, two in zip(words[40:44], words[44:48], strict=True)]
    made += [f"title:{word} -{other}" for word, other in zip(words[48:52], words[52:56], strict=True)]
    made += ["author:doe title:an", "is:read tag:ads"]
    return [(when, ("read", "star", "tag:later")[n % 3]) for n, when in enumerate(made)]


class Spent(NamedTuple):
    """What a refresh took."""

    seconds: float
    """Of processor time, of the command and its processes."""
    share: float
    """What part of the rest its rules took."""
    found: int
    """How often a rule found an article."""


TIMED = """
import sys, time
import reader.library.rules.applying as applying
from reader.cli import run
spent, make = 0.0, applying.rules_at_work

def timed(work):
    def act(*given):
        global spent
        begun = time.process_time()
        try:
            return work(*given)
        finally:
            spent += time.process_time() - begun
    return act

applying.rules_at_work = timed(lambda library: (work := make(library)) and timed(work))
code = run()
print("spent", spent, file=sys.stderr)
sys.exit(code)
"""
"""The program, which tells how long its rules took."""


def refreshed(server: ScriptedServer, count: int, settings: str) -> Spent:
    """Refresh a new library."""
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths(Path(folder) / "data", Path(folder) / "config.toml")
        paths.config.write_text(settings)
        library = open_library(paths, Settings())
        for number in range(count):
            feeds.add_feed(library.db, server.url(f"/{number}"), now=library.clock())
        library.db.close()
        command = [
            sys.executable,
            "-c",
            TIMED,
            "--data-dir",
            str(paths.data),
            "--config",
            str(paths.config),
        ]
        before = _spent()
        ended = subprocess.run([*command, "refresh"], capture_output=True, text=True, check=False)
        taken = _spent() - before
        assert f"new articles: {count * ARTICLES}; failed: 0" in ended.stdout, ended.stdout + ended.stderr
        rules = float(ended.stderr.split()[-1])
        library = open_library(paths, Settings())
        ((found,),) = library.db.execute("SELECT ifnull(sum(count), 0) FROM rule_work").fetchall()
        library.db.close()
        return Spent(taken, rules / (taken - rules), found)


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def compare(count: int, rounds: int, often: bool) -> None:
    settings = "".join(f"[[rules]]\nwhen = '{when}'\ndo = ['{deed}']\n" for when, deed in rules(often))
    without, with_rules = [], []
    with running_server() as server:
        for number in range(count):
            server.script(f"/{number}", reply(feed(number)))
        refreshed(server, count, "")
        for _ in range(rounds):
            without.append(refreshed(server, count, "").seconds)
            with_rules.append(refreshed(server, count, settings))
    seconds = [spent.seconds for spent in with_rules]
    ratio = statistics.median(b / a for a, b in zip(without, seconds, strict=True))
    print(f"{count} feeds of {ARTICLES} articles, processor seconds, median of {rounds} rounds in turns")
    print(f"  the rules found an article {with_rules[0].found} times")
    print(f"  without rules {statistics.median(without):.2f}, with 50 rules {statistics.median(seconds):.2f}")
    print(f"  ratio of each round's two, median: {ratio:.3f}; of the least of each: "
          f"{min(seconds) / min(without):.3f}")  # fmt: skip
    print(f"  time in the rules to all other: {statistics.median(spent.share for spent in with_rules):.3f}")


def previews(folder: Path, queries: Sequence[str]) -> None:
    library = open_library(Paths(folder, folder / "config.toml"), Settings(), writing=False)
    for when in queries:
        begun = time.perf_counter()
        first = preview(library, Rule(when, ("read",)))
        taken = 1000 * (time.perf_counter() - begun)
        print(f"  first page of {when!r}: {taken:.1f} ms, {len(first)} rows")
    library.db.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--feeds", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--often", action="store_true")
    parser.add_argument("--library", type=Path)
    parser.add_argument("queries", nargs="*", default=["title:an", "an", "is:unread", "-an", "author:doe"])
    told = parser.parse_args()
    if told.library is not None:
        previews(told.library, told.queries)
    else:
        compare(told.feeds, told.rounds, told.often)
