#!/usr/bin/env python3
"""Time saving many web pages: python -m tests.bench.saving [PAGES] [--keep DIR]

Makes pages of about 100 kB (`--size`, `tests.bench.pages`), saves them with `newsreader save`, kills that
half way, goes on, and prints seconds, CPU seconds, and the CPU as a multiple of what trafilatura alone needs.
"""

import argparse
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import pages

NEWSREADER = str(Path(sys.executable).with_name("newsreader"))
SAMPLE = 50
"""Pages that trafilatura reads for comparison."""


def make_pages(folder: Path, count: int) -> None:
    """One file for each page."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:06}.html").write_text(pages.made_page(number), encoding="utf-8")


def command(library: Path, *words: str) -> list[str]:
    return [NEWSREADER, "--data-dir", str(library), *words]


def articles(library: Path) -> int:
    """How many the library has."""
    listed = subprocess.run(command(library, "list", "--saved", "--json"), capture_output=True, check=True)
    return listed.stdout.count(b"\n")


def save(library: Path, pages: Path) -> tuple[float, float]:
    """Seconds and CPU seconds, of all processes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command(library, "save", str(pages)), stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu


def save_half(library: Path, pages: Path, count: int) -> int:
    """How many articles are there after a `SIGKILL` amid the work."""
    process = subprocess.Popen(command(library, "save", str(pages)), stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(count // 2):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return articles(library)


def alone(pages: Path) -> float:
    """CPU seconds that trafilatura needs for one page."""
    from trafilatura import extract

    texts = [path.read_text("utf-8") for path in sorted(pages.iterdir())[: SAMPLE + 1]]
    extract(texts.pop(), fast=True)
    began = time.process_time()
    for text in texts:
        extract(text, fast=True, include_comments=False)
    return (time.process_time() - began) / max(1, len(texts))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=int, nargs="?", default=1000)
    parser.add_argument("--keep", type=Path, help="only make the pages, in this folder")
    parser.add_argument("--size", type=int, default=pages.SIZE, help="bytes of a page")
    words = parser.parse_args()
    count: int = words.pages
    pages.SIZE = words.size
    if words.keep:
        make_pages(words.keep, count)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_pages(folder / "pages", count)
        wall, cpu = save(folder / "whole", folder / "pages")
        yardstick = alone(folder / "pages") * count
        print(f"{count:,} pages: {wall:.1f} s, {cpu:.1f} s of CPU, {cpu / yardstick:.2f} x trafilatura alone")
        half = save_half(folder / "killed", folder / "pages", count)
        print(f"killed half way: {half:,} kept, then ", end="")
        save(folder / "killed", folder / "pages")
        print(f"{articles(folder / 'killed'):,} of {articles(folder / 'whole'):,}")


if __name__ == "__main__":
    main()
