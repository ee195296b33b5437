"""Times the screen beside bare Textual, in one run: `python -m tests.bench.screen [ARTICLES...]`.

Launch: from the start of the process to the first headlines, 120 columns by 40 lines. Keys: from `j` to
the first bytes of its answer. Articles: from `enter` to their first screen, 70 columns by 30 lines, where the
list goes and the article comes, and from `space` to the next. Minima, medians and 95th percentiles of runs in
turn; a drift of the machine meets all.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from reader.document.serialization import serialize
from reader.document.text import from_text
from reader.model import ParsedArticle
from reader.store.articles.saving import save_article
from reader.store.database.connection import open_store
from tests.bench.store import NOW, fill
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
LENGTHS = (100, 50_000, 10_000)
"""Words of the articles that are opened; on the first the cursor waits while the screen starts."""
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


def keep_long_articles(path: Path) -> None:
    """One of each length, in that order on the screen."""
    db = open_store(path)
    for at, words in enumerate(LENGTHS):
        paragraphs = [f"Start{words}."] + [
            f"At{n} " + "harbour ferry council " * 26 for n in range(words // 79)
        ]
        text = "\n\n".join(paragraphs)
        parsed = ParsedArticle(
            title=f"The one with {words}", body=serialize(from_text(text)), text=text, words=words
        )
        save_article(db, parsed, now=NOW - at)
    db.close()


def article(command: list[str], words: int) -> tuple[float, float]:
    """Seconds from `enter` to the article's first screen, and from `space` to the next one."""
    with Terminal(command, os.environ, 70, 30) as terminal:
        terminal.wait_for(f"The one with {LENGTHS[0]}")
        for _ in range(LENGTHS.index(words)):
            terminal.settle()
            terminal.send("j")
        terminal.settle()
        terminal.send("\r")
        opened = terminal.wait_for(f"Start{words}")
        terminal.settle()
        terminal.send(" ")
        return opened, terminal.wait_for(lambda text: f"Start{words}" not in text)


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
        long = Path(folder) / "long"
        keep_long_articles(long / "library.db")
        command = [NEWSREADER, "--data-dir", str(long), "--config", os.devnull]
        for words in LENGTHS[1:]:
            opened, turned = zip(*(article(command, words) for _ in range(RUNS)), strict=True)
            first, page = (
                f"{min(each) * 1000:.1f} ms ({median(each) * 1000:.1f})" for each in (opened, turned)
            )
            print(f"enter, {words:,} words: {first}; a page on: {page}")


if __name__ == "__main__":
    main()
