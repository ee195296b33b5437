"""A throw-away Coldsweat (from PyPI): a real aggregator with the Fever API, on loopback.

    python -m tests.servers.coldsweat up FEEDS DIR     starts one and prints how to log in
    python -m tests.servers.coldsweat down DIR         ends it

Every .xml file below the folder FEEDS is a feed; a folder in it is a group. It needs pip, and no root.
"""

import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from xml.sax.saxutils import quoteattr

from tests.servers.processes import Failed, Processes, answered, cache, clean_env, feed_files, lock, run

VERSION = "0.10.2"
KIND = "fever"


class Coldsweat:
    """One running server with one account."""

    kind = KIND

    def __init__(self, folder: Path) -> None:
        self.processes = Processes(folder)
        self.folder = self.processes.folder
        self.user = "alice@example.org"
        self.password = "alice-has-a-long-one"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.processes.facts['port']}/fever/"

    def up(self, feeds: Path) -> None:
        """Install it where it is missing, start it, subscribe to all feeds, fetch. Raises `Failed`."""
        self._program = _installed()
        self.processes.facts = {"feeds": str(feeds), "feeds_port": self.processes.serve_feeds(feeds)}
        self._run("setup", self.user, "-p", self.password)
        self.refresh()
        self.processes.facts["port"] = self.processes.serve(
            "server",
            lambda port: [self._program, "run", "--no-reload", "-h", "127.0.0.1", "-p", str(port)],
            lambda port: answered(f"http://127.0.0.1:{port}/fever/?api", b"api_key=x"),
            self._env(),
        )
        self.processes.keep()

    def refresh(self) -> None:
        """Let it fetch all feeds; files that are new are subscribed to."""
        facts = self.processes.facts
        listed = self.folder / "feeds.opml"
        listed.write_text(_opml(feed_files(Path(facts["feeds"])), f"http://127.0.0.1:{facts['feeds_port']}/"))
        self._run("import", str(listed), self.user)
        # It leaves a feed alone that was asked in the last minutes: forget when that was.
        self.sql("UPDATE feeds SET last_checked_on = NULL, last_updated_on = NULL, etag = ''")
        self._run("fetch")

    def down(self) -> None:
        self.processes.stop()

    def change_password(self) -> str:
        """Give the account another password, as its user would elsewhere. Returns it."""
        self.password = self.password + "-2"
        key = hashlib.md5(f"{self.user}:{self.password}".encode()).hexdigest()
        self.sql("UPDATE users SET fever_api_key = ?", key)
        return self.password

    def end_sessions(self) -> None:
        """Do nothing: Fever has no sessions."""

    def purge(self, ids: Iterable[str]) -> None:
        """Drop articles, as servers do with old ones."""
        for id_ in ids:
            for table, column in (("read", "entry_id"), ("saved", "entry_id"), ("entries", "id")):
                self.sql(f"DELETE FROM {table} WHERE {column} = ?", id_)

    def sql(self, statement: str, *given: str) -> None:
        """Run a statement on its database."""
        with closing(sqlite3.connect(self.folder / "server.db", timeout=60)) as db, db:
            db.execute(statement, given)

    def _run(self, *words: str) -> None:
        run([self._program, *words], log=self.folder / "commands.log", env=self._env())

    def _env(self) -> dict[str, str]:
        """Requests to anywhere but loopback (it asks a service for icons) end in the feed server."""
        return clean_env(
            self.processes.facts["feeds_port"],
            FLASK_DATABASE_URL=f"sqlite:///{self.folder / 'server.db'}",
            FLASK_SECRET_KEY="for tests only",
            HOME=str(self.folder),
        )


def _installed() -> str:
    """Return the program, in a virtual environment of its own: it pins old versions. Raises `Failed`."""
    place = cache() / f"coldsweat-{VERSION}-py{sys.version_info.major}.{sys.version_info.minor}"
    with lock(cache() / "coldsweat.lock"):
        if not (place / "ready").exists():
            log = cache() / "coldsweat.log"
            run([sys.executable, "-m", "venv", "--clear", str(place)], log=log, env=clean_env())
            pip = [str(place / "bin" / "pip"), "install", "-q", "--disable-pip-version-check", "--no-input"]
            patience = ["--retries", "0", "--timeout", "15"]
            try:
                run([*pip, *patience, f"coldsweat=={VERSION}"], log=log, env=_with_network())
            except Failed:
                shutil.rmtree(place, ignore_errors=True)
                raise
            (place / "ready").touch()
    return str(place / "bin" / "coldsweat")


def _with_network() -> dict[str, str]:
    """Return the environment for pip: the caller's own proxy and index."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _opml(feeds: list[tuple[str, str]], base: str) -> str:
    groups: dict[str, list[str]] = {}
    for group, path in feeds:
        name, url = quoteattr(Path(path).stem), quoteattr(base + path)
        groups.setdefault(group, []).append(f"<outline type='rss' text={name} title={name} xmlUrl={url}/>")
    rows = [
        f"<outline text={quoteattr(group)} title={quoteattr(group)}>{''.join(lines)}</outline>"
        if group
        else "".join(lines)
        for group, lines in groups.items()
    ]
    return f"<?xml version='1.0' encoding='UTF-8'?><opml version='2.0'><body>{''.join(rows)}</body></opml>"


if __name__ == "__main__":
    from tests.servers.program import main

    main(Coldsweat)
