"""What an account with very many unread articles costs, on a fake server: seconds, requests, memory.

    python -m tests.bench.accounts --articles 50000 --marks 10000 --kind greader

The answer is to be: a first sync in 60 s and 200 MB, an idle one in 3 s and 7 requests.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.accounts.clients import Client
from tests.servers.fever import FakeFever
from tests.servers.greader import FakeReader
from tests.servers.profiles import FRESHRSS
from tests.servers.ttrss_fake import FakeTinyTinyRss

KINDS = {"greader": lambda: FakeReader(FRESHRSS), "fever": FakeFever, "ttrss": FakeTinyTinyRss}


def sync(name: str, client: Client, server: FakeReader | FakeFever | FakeTinyTinyRss) -> None:
    """Sync in a process of its own, and print what that took."""
    server.requests.clear()
    places = ["--data-dir", str(client.paths.data), "--config", str(client.paths.config)]
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", *places, "sync", "--json"], stdout=subprocess.PIPE, text=True
    )
    told = process.stdout.read() if process.stdout else ""
    _, code, used = os.wait4(process.pid, 0)
    seconds, megabytes = time.monotonic() - began, used.ru_maxrss / 1024
    process.returncode = code
    spent = used.ru_utime + used.ru_stime
    print(
        f"{name}: {seconds:.1f} s, {spent:.1f} s of CPU, {len(server.requests)} requests, {megabytes:.0f} MB"
    )
    print(told.splitlines()[0])


def main() -> None:
    """Fill a server, and sync as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("articles", 50_000), ("marks", 10_000), ("feeds", 200)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--kind", choices=sorted(KINDS), default="greader")
    words = parser.parse_args()
    with KINDS[words.kind]() as server, tempfile.TemporaryDirectory() as folder:
        feeds = [server.user.add_feed(f"http://site.test/{number}") for number in range(words.feeds)]
        for number in range(words.articles):
            server.user.add_item(feeds[number % words.feeds])
        client = Client(Path(folder), words.kind, server.url)
        client.add()
        sync("first", client, server)
        sync("idle", client, server)
        client.mark(list(client.numbers())[: words.marks], read=True)
        sync(f"{words.marks} marks", client, server)
        for item in list(server.user.items.values())[: words.articles // 2]:
            item.read = True
        sync("half became read elsewhere", client, server)


if __name__ == "__main__":
    main()
