"""Times keys on the screen while an account with very many unread articles syncs behind it.

    python -m tests.bench.account_keys --articles 50000

Each key, `j` and now and then `s`, from its sending to the first bytes of its answer: while the first sync
runs, and, with the same keys on the same machine, when it has ended. The server is a process of its own.
"""

import argparse
import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.accounts.clients import Client
from tests.terminal import Terminal

SERVER = """
import sys
from tests.servers.greader import FakeReader
from tests.servers.profiles import FRESHRSS
with FakeReader(FRESHRSS) as server:
    feeds = [server.user.add_feed(f"http://site.test/{number}", folder="News") for number in range(100)]
    for number in range(300):
        server.user.add_item(feeds[number % 100])
    print(server.url, flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[1])):
        server.user.add_item(feeds[number % 100])
    print("filled", flush=True)
    sys.stdin.readline()
"""


def press(terminal: Terminal, key: str) -> float:
    """Milliseconds from a key to the first bytes of its answer; 2,000 where none came."""
    while terminal._read(0):
        pass
    begun = time.monotonic()
    terminal.send(key)
    select.select([terminal._terminal], [], [], 2)
    return (time.monotonic() - begun) * 1000


def pressed(terminal: Terminal, most: int, until: str | None = None) -> list[float]:
    """Press keys, at most so many, until something is seen. Returns what each took."""
    times = []
    for number in range(most):
        times.append(press(terminal, "s" if number % 10 == 9 else "jk"[number // 100 % 2]))
        terminal.settle(0.05)
        if until and until in terminal.text:
            break
    return times


def tell(name: str, times: list[float]) -> None:
    """Print how long keys took."""
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    over = sum(time > 50 for time in times)
    print(f"{name}: {len(times)} keys, median {median(times):.0f} ms, p95 {p95:.0f}, over 50 ms: {over}")


def main() -> None:
    """Fill a server, open the screen, and press keys."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--keys", type=int, default=600)
    words = parser.parse_args()
    program = [sys.executable, "-c", SERVER, str(words.articles)]
    with (
        subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        assert server.stdout
        assert server.stdin
        client = Client(Path(folder), "greader", server.stdout.readline().strip())
        client.add()
        client.sync()
        print(file=server.stdin, flush=True)
        server.stdout.readline()
        places = ["--data-dir", str(client.paths.data), "--config", str(client.paths.config)]
        with Terminal([sys.executable, "-m", "reader", *places], dict(os.environ)) as terminal:
            terminal.wait_for("Article 300")
            terminal.send("R")
            terminal.wait_for("R stops")
            begun = time.monotonic()
            tell("while it syncs", pressed(terminal, words.keys, until=f"{words.articles:,} new"))
            print(f"{time.monotonic() - begun:.0f} s, {client.account()['unread']:,} unread here")
            tell("the same keys later", pressed(terminal, 100))
        server.stdin.close()


if __name__ == "__main__":
    main()
