"""What the headline list shows: a scope, its order, its rows as they are read, and what came since."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from reader.model import Query, Sort
from reader.store.database import Database
from reader.ui.filling import fill, first_rows, news
from reader.ui.rows import Pair, Rows
from reader.ui.scopes import ALL, Scope

SORTS: tuple[Sort, ...] = ("newest", "oldest", "feed")
SORT_NAMES = {"newest": "newest first", "oldest": "oldest first", "feed": "by feed"}


@dataclass(frozen=True, slots=True)
class Place:
    """A scope with the rows that were read, to come back to."""

    scope: Scope
    query: Query
    rows: Rows
    filled: bool
    newest: int


class Listing:
    """The scope that is shown and where its rows come from. Knows no widget."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.scope = ALL
        self.query = Query()
        self.sort: Sort = "newest"
        self.rows = Rows()
        self.filled = True
        """Whether all rows are read."""
        self.came = 0
        """How many articles came since the scope was opened."""
        self._newest = 0
        """The highest id that is known here."""

    def open(self, scope: Scope, query: Query | None = None) -> Rows:
        """Another scope; its first rows. A filter narrows the scope's own query."""
        self.scope, self.query = scope, query if query is not None else scope.query
        return self.restart()

    def restart(self) -> Rows:
        """The first rows, read anew."""
        self.rows = first_rows(self.db, self.query, self.sort)
        self.filled, self.came = False, 0
        self._newest = max(self.rows.ids, default=0)
        return self.rows

    def show_found(self, scope: Scope, pairs: Sequence[Pair]) -> Rows:
        """What a search found, in its own order."""
        self.scope, self.query = scope, Query()
        self.rows = Rows(pairs, descending=None)
        self.filled, self.came = True, 0
        return self.rows

    def place(self) -> Place:
        """What is listed now, for the way back."""
        return Place(self.scope, self.query, self.rows, self.filled, self._newest)

    def resume(self, place: Place) -> Rows:
        """What was listed before."""
        self.scope, self.query, self.rows = place.scope, place.query, place.rows
        self.filled, self._newest, self.came = place.filled, place.newest, 0
        return self.rows

    async def fill(self) -> AsyncIterator[int]:
        """Reads the rest of the rows; yields their number as it grows."""
        rows, done = self.rows, len(self.rows)
        async for count in fill(self.db, self.query, self.sort, rows):
            if rows is not self.rows:
                return
            self._newest = max(self._newest, max(rows.ids[done:]))
            done = count
            yield count
        self.filled = True

    def next_sort(self) -> Sort:
        """The order after this one."""
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        return self.sort

    def news(self) -> list[Pair]:
        """Articles that came since, and belong here."""
        if self.scope.kind == "search":
            return []
        found = news(self.db, self.query, self.rows, self._newest, filled=self.filled)
        if self.filled:
            self._newest = max(self._newest, max((identity for identity, _ in found), default=0))
        return found

    async def missing(self) -> AsyncIterator[list[Pair]]:
        """Articles of the scope that have no row (deleted, and brought back), slice by slice."""
        rows, fresh, done = self.rows, Rows(descending=self.rows.descending), 0
        if rows.descending is None:
            return
        async for count in fill(self.db, self.query, self.sort, fresh):
            if rows is not self.rows:
                return
            identities, keys = fresh.ids[done:count], fresh.keys[done:count]
            known = set(rows.ids[done : done + 2 * len(identities)])
            absent = [pair for pair in zip(identities, keys, strict=True) if pair[0] not in known]
            done = count
            if absent:
                yield absent
        self.filled = True
