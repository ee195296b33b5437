#!/usr/bin/env python3
"""Time the way from subscribing to the first headline on the screen: python -m tests.bench.first_headlines

Serves 200 made-up feeds, each answer a tenth of a second late, beside an open screen on an empty library, in
a pseudo-terminal of 120 columns by 40 lines. Seconds from the key, or from the start of the command, to the
first headline: of a list of feeds (OPML) that is given to `a`; of `newsreader add` with all addresses; and of
`R` after `newsreader import`, which asks nothing of the network itself.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.refreshing import serving
from tests.terminal import Terminal

NEWSREADER = [sys.executable, "-m", "reader"]
HEADLINE = re.compile(r"\bn\d+-\d+ ")
"""How the title of every made-up article begins."""


def seen(text: str) -> bool:
    return HEADLINE.search(text) is not None


def by_key(terminal: Terminal, library: list[str], urls: list[str], opml: Path) -> float:
    """Give the list to `a`. Returns the seconds from enter."""
    terminal.send("a")
    terminal.wait_for("Folder")
    terminal.send(str(opml))
    terminal.wait_for(opml.name)
    terminal.send("\r")
    return terminal.wait_for(seen)


def by_add(terminal: Terminal, library: list[str], urls: list[str], opml: Path) -> float:
    """Add the addresses in another process. Returns the seconds from its start."""
    with subprocess.Popen([*library, "add", *urls], stdout=subprocess.DEVNULL) as process:
        taken = terminal.wait_for(seen)
        process.wait()
    return taken


def by_import(terminal: Terminal, library: list[str], urls: list[str], opml: Path) -> float:
    """Import the list in another process, and press `R`. Returns the seconds that both took."""
    began = time.perf_counter()
    subprocess.run([*library, "import", str(opml)], stdout=subprocess.DEVNULL, check=True)
    terminal.send("R")
    terminal.wait_for(seen)
    return time.perf_counter() - began


WAYS = {"a, a list of feeds": by_key, "newsreader add": by_add, "newsreader import, R": by_import}


def main() -> None:
    """Take each way in turn, and print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--port", type=int, default=8933)
    words = parser.parse_args()
    taken: dict[str, list[float]] = {name: [] for name in WAYS}
    with serving(words.port, words.feeds) as urls:
        for _ in range(words.runs):
            for name, way in WAYS.items():
                with tempfile.TemporaryDirectory() as folder:
                    opml = Path(folder) / "feeds.opml"
                    outlines = "".join(f'<outline type="rss" xmlUrl="{url}"/>' for url in urls)
                    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
                    library = [*NEWSREADER, "--data-dir", str(Path(folder) / "data"), "--config", os.devnull]
                    with Terminal(library, os.environ, 120, 40) as terminal:
                        terminal.wait_for("Bring your feeds along")
                        terminal.settle()
                        taken[name].append(way(terminal, library, urls, opml))
    for name, seconds in taken.items():
        print(f"{name:22} first headline after {min(seconds):.2f} s (median {median(seconds):.2f})")


if __name__ == "__main__":
    main()
