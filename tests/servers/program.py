"""The command line that the real servers share."""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from tests.servers.processes import Failed


class Server(Protocol):
    """A real server for tests."""

    kind: str
    user: str
    password: str

    @property
    def url(self) -> str: ...

    def up(self, feeds: Path) -> None: ...

    def refresh(self) -> None: ...

    def down(self) -> None: ...

    def change_password(self) -> str: ...

    def end_sessions(self) -> None: ...

    def purge(self, ids: Iterable[str]) -> None: ...


def main(make: Callable[[Path], Server]) -> None:
    """Start or end a server as the words say."""
    words = argparse.ArgumentParser()
    commands = words.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start a server and print how to log in")
    up.add_argument("feeds", type=Path, help="a folder of feed files")
    down = commands.add_parser("down", help="end a server")
    for one in (up, down):
        one.add_argument("dir", type=Path, help="the server's own folder")
    given = words.parse_args()
    server = make(given.dir)
    server.down()
    if given.command == "up" and (given.dir / "state.json").exists():
        shutil.rmtree(given.dir)  # a new server each time
        server = make(given.dir)
    if given.command == "up":
        try:
            server.up(given.feeds.resolve())
        except Failed as sentence:
            server.down()
            sys.exit(str(sentence))
        print(f"url={server.url} user={server.user} password={server.password}")
