"""What may take a while, beside the screen: in a thread, with a connection of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.model import Feed, Query, Sort
from reader.store import headlines
from reader.store.database import Database, open_store
from reader.store.feeds import feeds
from reader.store.marks import mark
from reader.store.pages import incomplete
from reader.ui.rows import Pair


@dataclass(frozen=True, slots=True)
class Tally:
    """What the status line and the feeds pane tell."""

    feeds: list[Feed]
    counts: headlines.Counts
    tags: list[tuple[str, int]]
    unread: headlines.Unread
    """Of the scope that is shown."""


class Finder:
    """Searches and counts in one library; its connection is opened when it is first needed."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._db: Database | None = None

    def best(self, query: Query, limit: int) -> list[Pair]:
        """The articles that a query finds, the best first."""
        from reader.store.search import search  # many sessions search for nothing

        hits = search(self._open(), query, limit=limit)
        return [(hit.headline.id, hit.headline.sort_at) for hit in hits]

    def listed(self, query: Query, sort: Sort) -> list[Pair]:
        """All articles of a query, in the list's order."""
        return headlines.ids(self._open(), query, sort)

    def tally(self, query: Query) -> Tally:
        """All counts that are shown."""
        db = self._open()
        return Tally(feeds(db), headlines.counts(db), headlines.tags(db), headlines.unread(db, query))

    def incomplete(self, identities: Sequence[int], failed_before: int) -> list[int]:
        """Those of the articles whose pages are worth fetching."""
        return incomplete(self._open(), identities, failed_before=failed_before)

    def mark_read(self, identities: Sequence[int], now: int) -> int:
        """Marks many articles read, however many; how many were not."""
        db = open_store(self._library)
        try:
            return mark(db, identities, read=True, now=now)
        finally:
            db.close()

    def _open(self) -> Database:
        if self._db is None:
            self._db = open_store(self._library, readonly=True)
        return self._db

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
