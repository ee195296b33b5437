"""The rows of a scope, read from the store: one page at once, the rest in slices, and what came since.

With `collapse` an article and its duplicates have one row: that of the first in the list's order.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence

from reader.model import Query, Sort
from reader.store.database.connection import Database
from reader.store.duplicates import groups as duplicate_groups
from reader.store.lists import headlines
from reader.ui.headlines.rows import Pair, Rows

FIRST = 192
"""The number of rows that are read at once: more than any window shows."""

SLICE = 2000
"""The number of rows that are read between two key presses, which takes some 3 ms."""

DESCENDING = {"newest": True, "oldest": False, "feed": None}
"""Whether the newest comes first, by the list's order; None: it is not one of time."""


def first_rows(db: Database, query: Query, sort: Sort, *, collapse: bool) -> Rows:
    """Read the rows that a window shows at first."""
    rows = Rows(descending=DESCENDING[sort])
    _take(db, query, rows, headlines.ids(db, query, sort, limit=FIRST), collapse)
    return rows


async def fill(db: Database, query: Query, sort: Sort, rows: Rows, *, collapse: bool) -> AsyncIterator[int]:
    """Read the rest of the rows. Yields their number after each slice."""
    while take_slice(db, query, sort, rows, collapse=collapse):
        yield len(rows)
        await asyncio.sleep(0.005)


def take_slice(db: Database, query: Query, sort: Sort, rows: Rows, *, collapse: bool) -> bool:
    """Read the next rows. Returns whether there were any."""
    slice_ = headlines.ids(db, query, sort, limit=SLICE, after=rows.reached)
    if slice_:
        _take(db, query, rows, slice_, collapse)
    return bool(slice_)


def _take(db: Database, query: Query, rows: Rows, found: Sequence[Pair], collapse: bool) -> None:
    if collapse:
        rows.take(found, *duplicate_groups.collapse(db, query, found, rows.groups))
    else:
        rows.take(found, found, {})


def new_pairs(db: Database, query: Query, rows: Rows, since: int, *, filled: bool) -> list[Pair]:
    """Find articles with an id above `since` that belong among the rows.

    While the rows are not all read, what sorts behind the last one comes with the next slice.
    """
    found = headlines.newer_than(db, query, since)
    last = rows.reached
    if filled or last is None or rows.descending is None:
        return found
    return [pair for pair in found if rows.before(pair, last)]


def without_row(db: Database, query: Query, rows: Rows, found: Sequence[Pair]) -> list[Pair]:
    """Drop articles that a row represents. Returns those that need rows of their own.

    The row that was there first goes on representing its group, whatever its order: nothing moves.
    """
    kept, groups = duplicate_groups.collapse(db, query, found, rows.groups)
    represented: set[int] = set()
    for group, members in duplicate_groups.members(db, groups).items() if groups else ():
        if with_rows := [identity for identity, key in members if rows.has((identity, key))]:
            represented.add(groups[group])
            groups[group] = with_rows[0]
    rows.groups.update(groups)
    return [pair for pair in kept if pair[0] not in represented]
