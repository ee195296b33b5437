#!/usr/bin/env python3
"""Time refreshing feeds for the first time, beside newsboat: python -m tests.bench.refreshing [--feeds 200]

Serves made-up feeds of 20 articles from 100 addresses on loopback, each answer a tenth of a second late, and
asks for all of them with `newsreader refresh`, with `newsreader add`, and with newsboat's eight threads where
that is installed. Prints seconds and seconds of CPU, of all processes; what is done behind the last line is
told apart. Each run begins with an empty library.
"""

import argparse
import asyncio
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from xml.sax.saxutils import escape

from tests.bench.store import WEIGHTS, WORDS
from tests.samples import rss

NEWSREADER = [sys.executable, "-m", "reader"]
HOSTS = 100
ITEMS = 20
LATE = 0.1
"""Seconds that every answer takes."""
NOW = 1_770_000_000


def made_feed(number: int) -> bytes:
    """A feed like those of the web: a few hundred words an article, with links, lists and pictures."""
    rng = random.Random(number)
    items = []
    for at in range(ITEMS):
        words = rng.choices(WORDS, cum_weights=WEIGHTS, k=rng.randrange(60, 700))
        link = f"https://feed{number}.example.org/2026/{at}-{words[0]}?utm_source=rss"
        parts = [" ".join(words[each : each + 60]) for each in range(8, len(words), 60)]
        body = "".join(f'<p>“{part}” — <a href="{link}#{len(part)}">{part[:9]}</a>’s</p>' for part in parts)
        body += f'<ul><li>{words[0]}</li><li>{words[1]}</li></ul><img src="/{at}.jpg" alt="{words[2]}">'
        day = formatdate(NOW - rng.randrange(40_000_000), usegmt=True)
        items.append(
            f"<item><title>n{number}-{at} {' '.join(words[:8])}</title><guid>{link}</guid><link>{link}</link>"
            f"<pubDate>{day}</pubDate><description>{escape(body)}</description></item>"
        )
    return rss(items, title=f"Feed {number}")


async def serve(port: int, feeds: int) -> None:
    """Answer every request for a feed, a tenth of a second late."""
    bodies = [made_feed(number) for number in range(feeds)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = await reader.readline()
        while (await reader.readline()).strip():
            pass
        await asyncio.sleep(LATE)
        body = bodies[int(line.split()[1].strip(b"/"))]
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    hosts = [f"127.0.0.{number + 1}" for number in range(HOSTS)]
    server = await asyncio.start_server(answer, hosts, port, backlog=1024)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


@contextmanager
def serving(port: int, feeds: int) -> Iterator[list[str]]:
    """Serve feeds from another process. Yields their addresses."""
    words = [sys.executable, "-m", "tests.bench.refreshing", "--serve", str(port), "--feeds", str(feeds)]
    server = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert server.stdout is not None
    server.stdout.readline()
    try:
        yield [f"http://127.0.0.{1 + number % HOSTS}:{port}/{number}" for number in range(feeds)]
    finally:
        server.terminate()
        server.wait()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took: seconds to its first line, to its last line and to its end, and of CPU."""

    first: float
    last: float
    end: float
    cpu: float

    def __str__(self) -> str:
        behind = f", {self.end - self.last:.2f} s behind its last line" if self.last else ""
        return f"{self.end:.2f} s, {self.cpu:.2f} s of CPU{behind}"


def timed(command: list[str]) -> Taken:
    """Run a command to its end."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        for _ in process.stdout:
            lines.append(time.perf_counter() - began)
    end, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(lines[0] if lines else 0.0, lines[-1] if lines else 0.0, end, cpu)


def ours(folder: Path, urls: list[str]) -> tuple[Taken, Taken, int]:
    """What adding the feeds took, and refreshing them in another library; and the articles there."""
    added = timed([*NEWSREADER, "--data-dir", str(folder / "added"), "add", *urls])
    list_of_feeds = folder / "feeds.opml"
    outlines = "".join(f'<outline type="rss" xmlUrl="{url}"/>' for url in urls)
    list_of_feeds.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    library = [*NEWSREADER, "--data-dir", str(folder / "library")]
    subprocess.run([*library, "import", str(list_of_feeds)], stdout=subprocess.DEVNULL, check=True)
    refreshed = timed([*library, "refresh"])
    kept = subprocess.run([*library, "list", "--json"], capture_output=True, check=True)
    return added, refreshed, kept.stdout.count(b"\n")


def newsboat(folder: Path, urls: list[str]) -> Taken | None:
    """What newsboat took; None where it is not installed."""
    if not shutil.which("newsboat"):
        return None
    (folder / "urls").write_text("\n".join(urls) + "\n", encoding="utf-8")
    (folder / "config").write_text("reload-threads 8\n", encoding="utf-8")
    files = ["-C", str(folder / "config"), "-u", str(folder / "urls"), "-c", str(folder / "cache.db")]
    return timed(["newsboat", "-q", *files, "-x", "reload"])


def main() -> None:
    """Refresh as the command line says, and print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--port", type=int, default=8931)
    parser.add_argument("--serve", type=int, metavar="PORT", help="only serve the feeds")
    words = parser.parse_args()
    if words.serve:
        asyncio.run(serve(words.serve, words.feeds))
        return
    ratios, cpus = [], []
    with serving(words.port, words.feeds) as urls:
        for _ in range(words.runs):
            with tempfile.TemporaryDirectory() as name:
                added, refreshed, kept = ours(Path(name), urls)
                theirs = newsboat(Path(name), urls)
            print(f"refresh  {refreshed}; {kept:,} of {words.feeds * ITEMS:,} articles kept")
            print(f"add      {added}; the first feed after {added.first:.2f} s")
            if theirs:
                print(f"newsboat {theirs}")
                ratios.append(refreshed.end / theirs.end)
                cpus.append(refreshed.cpu / theirs.cpu)
    if ratios:
        print(f"newsreader / newsboat: {statistics.median(ratios):.2f}, CPU {statistics.median(cpus):.2f}")


if __name__ == "__main__":
    main()
