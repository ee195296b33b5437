"""What the headline list shows: a scope, its order, its rows as they are read, and what came since."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from reader.model import Headline, Query, Sort
from reader.store.database.connection import Database
from reader.store.duplicates import groups
from reader.store.lists import headlines
from reader.ui.headlines.loading import DESCENDING, fill, first_rows, needing_rows, news
from reader.ui.headlines.rows import Pair, Rows
from reader.ui.headlines.scope import ALL, Scope

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

    def __init__(self, db: Database, *, collapse: bool = True) -> None:
        self.db = db
        self._collapse = collapse
        self.scope = ALL
        self.query = Query()
        self.sort: Sort = "newest"
        self.rows = Rows()
        self.filled = True
        """Whether all rows are read."""
        self.new_count = 0
        """How many articles came since the scope was opened."""
        self.newest = 0
        """The highest id that is known here."""

    @property
    def collapses(self) -> bool:
        """Whether articles that are one and the same have one row here: not in a single feed's scope."""
        return self._collapse and groups.collapses(self.query)

    def headlines(self, identities: Sequence[int]) -> Sequence[Headline]:
        """The headlines of these articles as they are shown here."""
        found = headlines.headlines(self.db, identities)
        return groups.collapse_headlines(self.db, found) if self.collapses else found

    def duplicates(self, identity: int) -> tuple[Headline, ...]:
        """The same article from elsewhere."""
        return groups.duplicates_of(self.db, identity) if self._collapse else ()

    def open(self, scope: Scope, query: Query | None = None) -> Rows:
        """Another scope; its first rows. A filter narrows the scope's own query."""
        self.scope, self.query = scope, query if query is not None else scope.query
        return self.restart()

    def restart(self) -> Rows:
        """The first rows, read anew."""
        self.rows = first_rows(self.db, self.query, self.sort, collapse=self.collapses)
        self.filled, self.new_count = False, 0
        self.newest = self.rows.highest
        return self.rows

    def show_found(self, scope: Scope, pairs: Sequence[Pair]) -> Rows:
        """What a search found, in its own order."""
        self.scope, self.query = scope, Query()
        self.rows = Rows(pairs, descending=None)
        self.filled, self.new_count = True, 0
        return self.rows

    def show_kept(self, scope: Scope, query: Query, pairs: Sequence[Pair]) -> Rows:
        """What a kept search found by its words, in the list's order; what comes belongs here too."""
        self.scope, self.query = scope, query
        self.rows = Rows(pairs, descending=DESCENDING[self.sort])
        self.filled, self.new_count = True, 0
        self.newest = max(self.rows.ids, default=0)
        return self.rows

    def take(self, found: list[Pair]) -> list[Pair]:
        """Of articles that came, those that need rows; they are known from now on."""
        self.newest = max(self.newest, max((identity for identity, _ in found), default=0))
        return self._without_rows(found)

    def place(self) -> Place:
        """What is listed now, for the way back."""
        return Place(self.scope, self.query, self.rows, self.filled, self.newest)

    def resume(self, place: Place) -> Rows:
        """What was listed before."""
        self.scope, self.query, self.rows = place.scope, place.query, place.rows
        self.filled, self.newest, self.new_count = place.filled, place.newest, 0
        return self.rows

    async def fill(self) -> AsyncIterator[int]:
        """Reads the rest of the rows; yields their number as it grows."""
        rows = self.rows
        async for count in fill(self.db, self.query, self.sort, rows, collapse=self.collapses):
            if rows is not self.rows:
                return
            self.newest = max(self.newest, rows.highest)
            yield count
        self.filled = True

    def next_sort(self) -> Sort:
        """The order after this one."""
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        return self.sort

    def news(self) -> list[Pair]:
        """Articles that came since, and belong here."""
        if self.scope.kind == "search" or self.query.terms:
            return []
        found = news(self.db, self.query, self.rows, self.newest, filled=self.filled)
        if self.filled:
            self.newest = max(self.newest, max((identity for identity, _ in found), default=0))
        return self._without_rows(found)

    async def missing(self) -> AsyncIterator[list[Pair]]:
        """Articles of the scope that have no row (deleted, and brought back), slice by slice."""
        rows, fresh, done = self.rows, Rows(descending=self.rows.descending), 0
        if rows.descending is None or self.query.terms:
            return
        async for count in fill(self.db, self.query, self.sort, fresh, collapse=self.collapses):
            if rows is not self.rows:
                return
            identities, keys = fresh.ids[done:count], fresh.keys[done:count]
            known = set(rows.ids[done : done + 2 * len(identities)])
            absent = [pair for pair in zip(identities, keys, strict=True) if pair[0] not in known]
            done = count
            if absent := self._without_rows(absent):
                yield absent
        self.filled = True

    def replace_deleted(self) -> bool:
        """Replace deleted articles by a duplicate that still exists. Returns whether any row changed."""
        shown = self.rows.groups.values()
        replacements = groups.replacements(self.db, self.query, shown) if shown and self.collapses else {}
        if replacements:
            self.rows.replace(replacements)
        return bool(replacements)

    def with_rows(self, query: Query, found: list[Pair]) -> list[Pair]:
        """Those of a narrower query's articles that have rows here, where others may stand for them."""
        if not self.collapses:
            return found
        return groups.without_represented(self.db, query, found, self.rows.groups)

    def _without_rows(self, found: list[Pair]) -> list[Pair]:
        """Those of the articles for which no row stands yet."""
        if not found or not self.collapses or self.rows.descending is None:
            return found
        return needing_rows(self.db, self.query, self.rows, found)
