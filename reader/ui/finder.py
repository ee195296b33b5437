"""What may take a while, beside the screen: in a thread, with a connection of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.saved_searches import unread_counts
from reader.model import Feed, Query, SavedSearch, Sort
from reader.store.articles.versions import incomplete
from reader.store.changes.marks import mark
from reader.store.database.connection import Database, open_store
from reader.store.duplicates import counts as duplicate_counts
from reader.store.duplicates import groups
from reader.store.feeds.feeds import feeds
from reader.store.lists import headlines
from reader.ui.headlines.rows import Pair

if TYPE_CHECKING:
    from reader.library.feeds.health import Health


@dataclass(frozen=True, slots=True)
class Tally:
    """What the status line and the feeds pane tell."""

    feeds: list[Feed]
    counts: headlines.Counts
    tags: list[tuple[str, int]]
    unread: headlines.Unread
    """Of the scope that is shown."""
    surplus: Mapping[str, int]
    """How many too many the unread articles of each folder's feeds make together."""


class Finder:
    """Searches and counts in one library; its connection is opened when it is first needed."""

    def __init__(self, library: Path, *, folding: bool = True) -> None:
        self._library = library
        self._folding = folding
        self._db: Database | None = None

    def best(self, query: Query, limit: int) -> list[Pair]:
        """The articles that a query finds, the best first."""
        from reader.store.search.ranked import search  # many sessions search for nothing

        hits = search(self._open(), query, limit=limit)
        return self._folded(query, [(hit.headline.id, hit.headline.sort_at) for hit in hits])

    def listed(self, query: Query, sort: Sort) -> list[Pair]:
        """All articles of a query, in the list's order."""
        return self._folded(query, headlines.ids(self._open(), query, sort))

    def _folded(self, query: Query, found: list[Pair]) -> list[Pair]:
        """Of articles that are one and the same the first."""
        if not self._folding or not groups.folds(query):
            return found
        return groups.fold(self._open(), query, found, {}).kept

    def tally(self, query: Query) -> Tally:
        """All counts that are shown."""
        db = self._open()
        every = feeds(db)
        if not self._folding:
            return Tally(every, headlines.counts(db), headlines.tags(db), headlines.unread(db, query), {})
        more = duplicate_counts.surplus(db)
        unread = duplicate_counts.unread(db, query, more)
        return Tally(
            every, duplicate_counts.counts(db, more), duplicate_counts.tags(db), unread, more.by_folder(every)
        )

    def searches(self, feeds: Sequence[Feed], now: int) -> list[tuple[SavedSearch, int]]:
        """The kept searches with what is unread in each, as far as that is quickly counted."""
        count = duplicate_counts.unread if self._folding else headlines.unread
        return unread_counts(self._open(), feeds, now, count)

    def newer(self, query: Query, identity: int) -> list[Pair]:
        """The query's articles that came after the one with that id."""
        return headlines.newer_than(self._open(), query, identity)

    def health(self, now: int) -> "list[Health]":
        """All feeds with how they fare."""
        from reader.library.feeds.health import examined  # few sessions look at it

        return examined(self._open(), now)

    def incomplete(self, identities: Sequence[int], failed_before: int) -> list[int]:
        """Those of the articles whose pages are worth fetching: none that is whole elsewhere."""
        wanted = incomplete(self._open(), identities, failed_before=failed_before)
        return groups.nowhere_whole(self._open(), wanted) if self._folding else wanted

    def mark_read(self, identities: Sequence[int], now: int) -> int:
        """Marks many articles read, with their twins where those are folded; how many were not."""
        db = open_store(self._library)
        try:
            return mark(db, identities, read=True, now=now, twins=self._folding)
        finally:
            db.close()

    def _open(self) -> Database:
        if self._db is None:
            self._db = open_store(self._library, readonly=True)
        return self._db

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
