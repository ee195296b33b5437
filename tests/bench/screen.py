"""Times the screen beside bare Textual, in one run: `python -m tests.bench.screen [ARTICLES...]`.

Launch: from the start of the process to the first headlines, 120 columns by 40 lines. Keys: from `j` to the
first bytes of its answer. Minima and 95th percentiles of runs in turn; a drift of the machine meets all.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from reader.store.database import open_store
from tests.bench.store import fill
from tests.terminal import Terminal

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first paint")
Bare().run()
"""
NEWSREADER = str(Path(sys.executable).with_name("newsreader"))
RUNS = 9
KEYS = 60


def launch(command: list[str], sight: str) -> float:
    """Seconds until the sight was seen."""
    began = time.perf_counter()
    with Terminal(command, os.environ, 120, 40) as terminal:
        terminal.wait_for(sight)
        return time.perf_counter() - began


def keys(command: list[str], sight: str) -> list[float]:
    """Seconds from each key press to the first bytes of its answer, sorted."""
    taken = []
    with Terminal(command, os.environ, 120, 40) as terminal:
        terminal.wait_for(sight)
        for _ in range(KEYS):
            terminal.settle()
            before, began = len(terminal.raw), time.perf_counter()
            terminal.send("j")
            terminal.wait_for(lambda _, before=before: len(terminal.raw) > before)
            taken.append(time.perf_counter() - began)
    return sorted(taken)


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [1_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        commands = {}
        for size in sizes:
            place = Path(folder) / str(size)
            db = open_store(place / "library.db")
            fill(db, size)
            db.close()
            commands[size] = [NEWSREADER, "--data-dir", str(place), "--config", os.devnull]
        bare: list[float] = []
        ours: dict[int, list[float]] = {size: [] for size in sizes}
        for _ in range(RUNS):
            bare.append(launch([sys.executable, "-c", BARE], "first paint"))
            for size, command in commands.items():
                ours[size].append(launch(command, "●"))
        print(f"launch, bare Textual      {min(bare) * 1000:6.0f} ms")
        for size in sizes:
            ratio = min(ours[size]) / min(bare)
            print(f"launch, {size:>9,} articles {min(ours[size]) * 1000:6.0f} ms   {ratio:.2f} x bare")
        for size, command in commands.items():
            taken = keys(command, "●")
            print(f"j, p95, {size:>9,} articles {taken[int(len(taken) * 0.95)] * 1000:6.1f} ms")


if __name__ == "__main__":
    main()
