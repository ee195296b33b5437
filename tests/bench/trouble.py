#!/usr/bin/env python3
"""Refresh 500 feeds of which a few make trouble: python -m tests.bench.trouble [FEEDS]

The feeds are on a server of loopback; `newsreader refresh` runs as from cron. Prints how long it took, which
feeds failed and why, and the most memory that each process had (Linux only).
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.samples import item, rss
from tests.server import (
    Response,
    ScriptedServer,
    conditional,
    gzip_bomb,
    hang,
    loopback_addresses,
    raw,
    reply,
    reset,
    running_server,
)

GIB = 1 << 30


def troubles() -> dict[str, Response]:
    """What the troublemakers answer, by path."""
    depth = 100_000
    nested = f"<p>Before.</p>{'<div>' * depth}deep{'</div>' * depth}"
    deep = f"<rss><channel><item><title>x</title>{'<a>' * depth}{'</a>' * depth}</item></channel></rss>"
    big = b"<rss version='2.0'><channel>" + item(1).encode() * (50_000_000 // len(item(1)))
    return {
        "/hangs": hang(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>"),
        "/50-megabytes": raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n" + big),
        "/14-megabytes": reply(big[: 14 << 20] + b"</channel></rss>"),
        "/gzip-bomb": gzip_bomb(2 * GIB),
        "/brotli-bomb": reply(brotli_bomb(2 * GIB), Content_Encoding="br", Content_Type="text/xml"),
        "/deep-html": reply(rss([item(1, body=nested)])),
        "/deep-xml": reply(deep.encode()),
        "/resets": reset(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<rss"),
    }  # fmt: skip


def brotli_bomb(size: int) -> bytes:
    """So many zeros; without the library (which nothing here needs) only what claims to be that."""
    try:
        import brotli
    except ImportError:
        return b"\x8b\xff\xff"
    packer = brotli.Compressor(quality=1)
    parts = [packer.process(bytes(1 << 24)) for _ in range(size >> 24)]
    return b"".join([*parts, packer.finish()])


def scripted(server: ScriptedServer, count: int) -> list[str]:
    """The addresses of the feeds, the troublemakers among them."""
    troubled = troubles()
    urls = []
    for number in range(count - len(troubled)):
        body = rss([item(day, key=f"{number}-{day}") for day in range(1, 21)], title=f"Gazette {number}")
        server.script(f"/{number}", conditional(body, f'"{number}"'))
        urls.append(server.url(f"/{number}", host=server.hosts[number % len(server.hosts)]))
    for place, (path, answer) in enumerate(troubled.items()):
        server.script(path, answer)
        urls.insert(place * 40, server.url(path, host=server.hosts[place % len(server.hosts)]))
    return urls


@dataclass
class Run:
    """One refresh as it was seen from outside."""

    events: list[tuple[float, dict[str, object]]] = field(default_factory=list)
    """Each with the seconds since the start."""
    peaks: dict[str, int] = field(default_factory=dict)
    """The most memory, in MB, of the command and of each of its children."""


def measured(argv: list[str]) -> Run:
    """Runs the command and looks at its memory fifty times a second."""
    run, began = Run(), time.perf_counter()
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None

    def read(lines: IO[bytes]) -> None:
        run.events.extend((time.perf_counter() - began, json.loads(line)) for line in lines)

    reading = threading.Thread(target=read, args=(process.stdout,))
    reading.start()
    while process.poll() is None:
        for pid in (process.pid, *children(process.pid)):
            note(run.peaks, pid)
        time.sleep(0.02)
    reading.join()
    process.stdout.close()
    return run


def children(pid: int) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                yield int(folder.name)


def note(peaks: dict[str, int], pid: int) -> None:
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        name = f"{next((word for word in words if word.startswith('reader')), '?')} {pid}"
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                peaks[name] = max(peaks.get(name, 0), int(line.split()[1]) // 1024)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("feeds", nargs="?", type=int, default=500)
    count = options.parse_args().feeds
    with tempfile.TemporaryDirectory() as folder, running_server(hosts=loopback_addresses(100)) as server:
        outlines = "".join(f'<outline type="rss" xmlUrl="{url}"/>' for url in scripted(server, count))
        opml = Path(folder) / "feeds.opml"
        opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
        program = [sys.executable, "-m", "reader", "--data-dir", f"{folder}/data", "--config", os.devnull]
        subprocess.run([*program, "import", str(opml)], check=True, stdout=subprocess.DEVNULL)
        for turn in ("first", "at once again"):
            report(turn, measured([*program, "refresh", "--json"]))


def report(turn: str, run: Run) -> None:
    ended, summary = run.events[-1]
    print(f"{turn}: {ended:.1f} s; {summary}")
    good = [at for at, event in run.events if event.get("outcome") in ("new", "unchanged")]
    if good:
        print(f"  {len(good)} feeds were well, half of them after {good[len(good) // 2]:.1f} s, "
              f"99 of 100 after {good[len(good) * 99 // 100]:.1f} s, all after {good[-1]:.1f} s")  # fmt: skip
    for at, event in run.events:
        if event.get("error"):
            name = str(event["url"]).rpartition("/")[2]
            print(f"  {name}: {event['outcome']} after {at:.1f} s: {event['error']}")
    for name, megabytes in run.peaks.items():
        print(f"  {name}: {megabytes} MB at most")


if __name__ == "__main__":
    main()
