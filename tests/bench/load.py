"""How many of 50 feeds of 2,000 articles fail where the machine is busy with other things.

    python -m tests.bench.load --feeds 50 --loops 8 --niceness 10

The answer is to be none: what a document may take is counted in processor time. A worker of the screen has
niceness 10, one of cron 0; the busy loops have 0.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.config import Paths, Settings
from reader.library.library import open_library
from reader.store.feeds import feeds
from tests.samples import item, rss
from tests.server import reply, running_server


@contextmanager
def busy_loops(count: int) -> Iterator[None]:
    """Keep the processors busy with so many processes that do nothing else."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def refresh(paths: Paths, niceness: int) -> list[dict[str, object]]:
    """Refresh all feeds in a process of that niceness. Returns the events it printed."""
    words = [sys.executable, "-m", "reader", "--data-dir", str(paths.data), "--config", str(paths.config)]
    process = subprocess.Popen([*words, "refresh", "--json"], stdout=subprocess.PIPE, text=True)
    os.setpriority(os.PRIO_PROCESS, process.pid, os.getpriority(os.PRIO_PROCESS, 0) + niceness)
    told, _ = process.communicate()
    return [json.loads(line) for line in told.splitlines()]


def main() -> None:
    """Refresh as the command line says, and print how the feeds ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("feeds", 50), ("articles", 2000), ("loops", 8), ("niceness", 10)):
        parser.add_argument(f"--{name}", type=int, default=value)
    words = parser.parse_args()
    with running_server() as server, tempfile.TemporaryDirectory() as folder:
        paths = Paths(data=Path(folder) / "data", config=Path(folder) / "config.toml")
        library = open_library(paths, Settings())
        for feed in range(words.feeds):
            made = [item(number, key=f"{feed}-{number}") for number in range(words.articles)]
            server.script(f"/{feed}", reply(rss(made)))
            feeds.add_feed(library.db, server.url(f"/{feed}"), now=int(time.time()))
        library.db.close()
        begun = time.monotonic()
        with busy_loops(words.loops):
            events = refresh(paths, words.niceness)
        ended = Counter(event["outcome"] for event in events if "outcome" in event)
        print(f"{time.monotonic() - begun:.0f} s: {dict(ended)}")
        for event in events:
            if event.get("outcome") == "failed":
                print(event)


if __name__ == "__main__":
    main()
