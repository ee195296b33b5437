"""The memory of a first refresh, of all its processes together: python -m tests.bench.memory [--feeds 200]

Serves made-up feeds on loopback, and looks a hundred times a second at what the command and the processes
that it started hold: memory that several share counts once (Linux tells it, as PSS).
"""

import argparse
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.bench.refreshing import NEWSREADER, serving


def children() -> dict[int, list[int]]:
    """The processes that each process has started."""
    found: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            found.setdefault(parent, []).append(int(stat.parent.name))
    return found


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    known, all_of_them = children(), [pid]
    for one in all_of_them:
        all_of_them.extend(known.get(one, []))
    return all_of_them


def megabytes(pid: int) -> float:
    """The memory of a process, in megabytes; 0 for one that has ended."""
    with suppress(OSError, IndexError):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return int(rollup.partition("\nPss:")[2].split()[0]) / 1024
    return 0.0


def watched(command: list[str]) -> tuple[float, int]:
    """Run a command. Returns the most memory that it took, in megabytes, and how many processes that was."""
    most, processes = 0.0, 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            every = family(process.pid)
            together = sum(map(megabytes, every))
            if together > most:
                most, processes = together, len(every)
            time.sleep(0.01)
    return most, processes


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--port", type=int, default=8941)
    words = parser.parse_args()
    with serving(words.port, words.feeds) as urls:
        for _ in range(words.runs):
            with tempfile.TemporaryDirectory() as name:
                outlines = "".join(f'<outline type="rss" xmlUrl="{url}"/>' for url in urls)
                feeds = Path(name) / "feeds.opml"
                feeds.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
                library = [*NEWSREADER, "--data-dir", str(Path(name) / "library")]
                subprocess.run([*library, "import", str(feeds)], stdout=subprocess.DEVNULL, check=True)
                most, processes = watched([*library, "refresh"])
            print(f"refresh of {words.feeds} feeds: {most:.0f} MB in {processes} processes", flush=True)


if __name__ == "__main__":
    main()
