"""What the headline list shows: a scope, its order, its rows as they are read, and what came since."""

from collections.abc import AsyncIterator, Sequence

import msgspec

from reader.model import Headline, Query, Sort, Term
from reader.store.database.connection import Database
from reader.store.duplicates import groups
from reader.store.lists import headlines
from reader.store.lists.begun import begun
from reader.store.unfinished import is_unfinished
from reader.ui.headlines.loading import (
    DESCENDING,
    fill,
    first_rows,
    new_pairs,
    take_slice,
    without_row,
)
from reader.ui.headlines.rows import Pair, Rows
from reader.ui.headlines.scope import ALL, UNQUERIED, Scope

SORTS: tuple[Sort, ...] = ("newest", "oldest", "feed")
"""The orders of a list, as the key for sorting goes through them."""

SORT_NAMES = {"newest": "newest first", "oldest": "oldest first", "feed": "by feed"}
"""The orders as they are named on the screen."""

AT_ONCE = 6_000
"""The number of rows that are read at once for a cursor far down, which takes some 10 ms."""

FOUND_LIMIT = 1000
"""The number of articles that a search lists at most, or the scope of what was begun."""


class Snapshot(msgspec.Struct, frozen=True):
    """A scope with the rows that were read, to come back to."""

    scope: Scope
    query: Query
    terms: tuple[Term, ...]
    rows: Rows
    filled: bool
    """Whether all rows were read."""
    newest: int
    """The highest article id that was known."""


class Listing:
    """The scope that is shown, and where its rows come from. It knows no widget."""

    def __init__(self, db: Database, *, collapse: bool = True) -> None:
        self.db = db
        self._collapse = collapse
        self.scope = ALL
        """The scope that is listed."""
        self.query = Query()
        """The query that selects the scope's articles; empty for a search, whose rows are all found."""
        self.terms: tuple[Term, ...] = ()
        """The words that what is listed was found by."""
        self.sort: Sort = "newest"
        """The order of the rows, except in a search."""
        self.ranked = False
        """Whether what was found is listed with the best first, not in the list's order."""
        self.rows = Rows()
        """The rows, as far as they are read."""
        self.filled = True
        """Whether all rows are read."""
        self.new_count = 0
        """The number of articles that came since the scope was opened."""
        self.newest = 0
        """The highest article id that is known here."""

    @property
    def collapses(self) -> bool:
        """Whether an article and its duplicates have one row here: not in the scope of a single feed."""
        return self._collapse and groups.collapses(self.query)

    def headlines(self, identities: Sequence[int]) -> Sequence[Headline]:
        """Read the headlines of articles, with their duplicates where those are collapsed.

        What an action that goes on will do to them is shown as done.
        """
        found = headlines.headlines(self.db, identities)
        if self.collapses:
            found = groups.collapse_headlines(self.db, found)
        if is_unfinished(self.db):
            from reader.store.changes.ahead import headlines_ahead  # seldom needed, and no first paint waits

            return headlines_ahead(self.db, found)
        return found

    def duplicates(self, identity: int) -> tuple[Headline, ...]:
        """Read the headlines of an article's duplicates."""
        return groups.duplicates_of(self.db, identity) if self._collapse else ()

    @property
    def sources(self) -> bool:
        """Whether its articles come from several feeds, so that a row must name its own."""
        return self.query.feeds is None or len(self.query.feeds) != 1

    def open(self, scope: Scope, query: Query | None = None) -> Rows:
        """List another scope; `query` is for scopes whose query is not their own. Returns the first rows."""
        self.scope, self.query = scope, query if query is not None else scope.query
        self.terms = self.query.terms
        if scope.kind == "begun":
            return self.show_found(scope, begun(self.db, limit=FOUND_LIMIT), ranked=False)
        return self.restart()

    def read_up_to(self, pair: Pair) -> int | None:
        """Read rows on until an article has its row, or its place is known where it is not listed.

        Returns the row; None where it is further down than is read at once.
        """
        while (row := self.row_of(pair)) is None and not self.filled:
            if len(self.rows) >= AT_ONCE:
                return None
            self.filled = not take_slice(self.db, self.query, self.sort, self.rows, collapse=self.collapses)
            self.newest = max(self.newest, self.rows.highest)
        return min(row or 0, max(0, len(self.rows) - 1))

    def row_of(self, pair: Pair) -> int | None:
        """Return the row of an article, or of the next one where it has none; None where none is read."""
        if self.rows.descending is None:
            return self.rows.find(pair[0])
        return self.rows.place_of(pair)

    def restart(self) -> Rows:
        """Read the rows anew. Returns the first ones."""
        self.rows = first_rows(self.db, self.query, self.sort, collapse=self.collapses)
        self.filled, self.new_count = False, 0
        self.newest = self.rows.highest
        return self.rows

    def show_found(
        self, scope: Scope, pairs: Sequence[Pair], *, terms: tuple[Term, ...] = (), ranked: bool
    ) -> Rows:
        """List what a search found by `terms`, the best first (`ranked`), or what a filter left, was begun or
        planned.

        Returns the rows.
        """
        self.scope, self.query, self.terms, self.ranked = scope, Query(), terms, ranked
        self.rows = Rows(pairs, descending=None)
        self.filled, self.new_count = True, 0
        return self.rows

    def show_saved_search(self, scope: Scope, query: Query, pairs: Sequence[Pair]) -> Rows:
        """List what a saved search found by its words, in the list's order. Returns the rows.

        Unlike a search that is typed it takes new articles in.
        """
        self.scope, self.query, self.terms = scope, query, query.terms
        self.rows = Rows(pairs, descending=DESCENDING[self.sort])
        self.filled, self.new_count = True, 0
        self.newest = max(self.rows.ids, default=0)
        return self.rows

    def admit(self, found: list[Pair]) -> list[Pair]:
        """Note new articles as known. Returns those that need a row."""
        self.newest = max(self.newest, max((identity for identity, _ in found), default=0))
        return self._without_rows(found)

    def snapshot(self) -> Snapshot:
        """Return what is listed now, for `resume`."""
        return Snapshot(self.scope, self.query, self.terms, self.rows, self.filled, self.newest)

    def resume(self, snapshot: Snapshot) -> Rows:
        """List again what was listed before. Returns the rows."""
        self.scope, self.query, self.terms = snapshot.scope, snapshot.query, snapshot.terms
        self.rows, self.filled, self.newest, self.new_count = (
            snapshot.rows,
            snapshot.filled,
            snapshot.newest,
            0,
        )
        return self.rows

    async def fill(self) -> AsyncIterator[int]:
        """Read the rest of the rows. Yields their number as it grows."""
        rows = self.rows
        async for count in fill(self.db, self.query, self.sort, rows, collapse=self.collapses):
            if rows is not self.rows:
                return
            self.newest = max(self.newest, rows.highest)
            yield count
        self.filled = True

    def next_sort(self) -> Sort:
        """Turn to the order after the present one. Returns it."""
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        return self.sort

    def find_new(self) -> list[Pair]:
        """Find articles that came since and belong here. Returns those that need a row."""
        if self.scope.kind in UNQUERIED or self.query.terms:
            return []
        found = new_pairs(self.db, self.query, self.rows, self.newest, filled=self.filled)
        if self.filled:
            self.newest = max(self.newest, max((identity for identity, _ in found), default=0))
        return self._without_rows(found)

    async def find_missing(self) -> AsyncIterator[list[Pair]]:
        """Find articles of the scope that have no row: deleted ones that were brought back. Yields slices."""
        rows, fresh, done = self.rows, Rows(descending=self.rows.descending), 0
        yield self.returned(list(rows.gone))
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

    def returned(self, identities: Sequence[int]) -> list[Pair]:
        """Find those of some articles that were brought back and need a row here, as far as rows are read.

        What had a row gets it again, also where its list would not find it any more.
        """
        gone = [identity for identity in identities if identity in self.rows.gone]
        back = headlines.those_of(self.db, Query(), gone) if gone else []  # whatever the query says by now
        if self.rows.descending is None or self.query.terms:
            return back
        identities = [identity for identity in identities if identity not in self.rows.gone]
        found = headlines.those_of(self.db, self.query, identities)
        if not self.filled:
            last = self.rows.reached
            found = [pair for pair in found if last is not None and self.rows.before(pair, last)]
        return self._without_rows(back + [pair for pair in found if not self.rows.has(pair)])

    def replace_deleted(self) -> bool:
        """Replace deleted articles by a duplicate that still exists. Returns whether any row changed."""
        shown = self.rows.groups.values()
        replacements = groups.replacements(self.db, self.query, shown) if shown and self.collapses else {}
        if replacements:
            self.rows.replace(replacements)
        return bool(replacements)

    def with_rows(self, query: Query, found: list[Pair]) -> list[Pair]:
        """Drop articles of a narrower query that are represented by another one's row."""
        if not self.collapses:
            return found
        return groups.without_represented(self.db, query, found, self.rows.groups)

    def _without_rows(self, found: list[Pair]) -> list[Pair]:
        """Drop articles that have a row, or whose duplicate has one."""
        if not found or not self.collapses or self.rows.descending is None:
            return found
        return without_row(self.db, self.query, self.rows, found)
