"""Saved searches as scopes: their queries, and how much of each is unread."""

import time
from collections.abc import Callable, Sequence

from reader.model import Feed, Query, SavedSearch
from reader.queries import parse_query
from reader.store.changes import saved_searches
from reader.store.database.connection import Database
from reader.store.lists import headlines
from reader.store.lists.headlines import Unread


def query_of(search: SavedSearch, feeds: Sequence[Feed], now: int) -> Query:
    """Return what a saved search asks for at a time (UTC seconds), among these feeds."""
    return parse_query(search.query, feeds=feeds, now=now)


Count = Callable[[Database, Query], Unread]
"""Counts the unread articles of a query: each for itself, or duplicates once (`store.duplicates.counts`)."""


SLOW_SECONDS = 0.05
"""Seconds above which counting a search is slow: then what was counted last stands for a while."""

REST = 20
"""For so many times the seconds that a slow count took, what it found stands."""


class SearchCounts:
    """How much of each search is unread, counted anew each time but for what takes long to count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._slow: dict[tuple[int, str], tuple[int, float]] = {}
        """What slow searches had, by id and query, and until when that stands."""

    def unread(
        self, db: Database, always: str, feeds: Sequence[Feed], now: int, count: Count = headlines.unread
    ) -> list[tuple[SavedSearch, int]]:
        """Return the query that is `always` there and all saved searches, with their unread articles."""
        listed = [SavedSearch(0, "", always), *saved_searches.searches(db)]
        return [(search, self._count(db, search, feeds, now, count)) for search in listed]

    def _count(self, db: Database, search: SavedSearch, feeds: Sequence[Feed], now: int, count: Count) -> int:
        key, begun = (search.id, search.query), self._clock()
        known = self._slow.get(key)
        if known is not None and begun < known[1]:
            return known[0]
        unread = count(db, query_of(search, feeds, now)).articles
        taken = (ended := self._clock()) - begun
        if taken > SLOW_SECONDS:
            self._slow[key] = (unread, ended + REST * taken)
        else:
            self._slow.pop(key, None)
        return unread
