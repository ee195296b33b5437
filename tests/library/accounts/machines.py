"""Machines with libraries of their own that share a folder, for tests."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from reader.config import Paths, Settings
from reader.library.accounts.folder import mark
from reader.library.accounts.folder.exchanging import Shared, share
from reader.library.library import Library, open_library
from reader.model import ParsedArticle
from reader.store.database.connection import rows, transaction
from reader.store.feeds import feeds
from tests.library.conftest import Clock
from tests.store.making import answer, parsed

FEED = "https://harbour.example/feed"


@dataclass
class Machine:
    """A machine: its library, its folder, its clock."""

    library: Library
    folder: Path
    clock: Clock
    account: int = 0

    def join(self) -> None:
        """Begins to share the folder."""
        mark.set_up(self.folder)
        with transaction(self.library.db):
            self.library.db.execute(
                "INSERT INTO account (kind, name, url, added) VALUES ('folder', ?, ?, 0)",
                (self.folder.name, str(self.folder)),
            )
            self.account = self.library.db.last_insert_rowid()

    def sync(self) -> Shared:
        return share(self.library, self.account, self.folder)

    def refresh(self, articles: Iterable[ParsedArticle], url: str = FEED) -> None:
        """Has the feed's answer come, as a refresh does; a feed that is not there is subscribed to."""
        db = self.library.db
        id, _ = feeds.add_feed(db, url, now=self.clock())
        answer(db, id, articles, self.clock())

    def article(self, title: str) -> int:
        ((id,),) = rows(self.library.db, "SELECT id FROM article WHERE title = ?", (title,))
        return int(id)

    def all(self) -> dict[str, Any]:
        """All that machines agree on."""
        db = self.library.db
        told = rows(
            db,
            """SELECT a.title, a.read, a.starred, a.deleted, p.block, p.character, p.finished,
               (SELECT group_concat(tag) FROM (SELECT tag FROM article_tag WHERE article = a.id ORDER BY tag))
               FROM article AS a LEFT JOIN position AS p ON p.article = a.id ORDER BY 1""",
        )
        subscribed = (
            "SELECT url, name, folder, paused, full_text FROM feed WHERE removed IS NULL ORDER BY url"
        )
        return {
            "articles": told,
            "feeds": rows(db, subscribed),
            "searches": rows(db, "SELECT name, query FROM saved_search ORDER BY 1"),
        }


def machine(path: Path, folder: Path, monkeypatch: Any = None) -> Machine:
    """A machine with an empty library."""
    clock = Clock()
    paths = Paths(data=path / "data", config=path / "config.toml")
    return Machine(replace(open_library(paths, Settings()), clock=clock), folder, clock)


def carry(source: Path, target: Path) -> None:
    """Makes one folder what another is, as programs that synchronize folders do."""
    target.mkdir(exist_ok=True)
    for file in target.iterdir():
        file.unlink()
    for file in source.iterdir():
        shutil.copy2(file, target)


def entries(count: int) -> list[ParsedArticle]:
    return [parsed(number) for number in range(1, count + 1)]
