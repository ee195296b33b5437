"""The rows of a scope, read from the store: one page at once, the rest in slices, and what came since.

With `collapse` articles that are one and the same have one row: that of the first in the list's order.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence

from reader.model import Query, Sort
from reader.store.database.connection import Database
from reader.store.duplicates import groups as duplicate_groups
from reader.store.lists import headlines
from reader.ui.headlines.rows import Pair, Rows

FIRST = 192
"""Rows read at once: more than any window shows."""

SLICE = 2000
"""Rows read between two key presses: some 3 ms."""

DESCENDING = {"newest": True, "oldest": False, "feed": None}


def first_rows(db: Database, query: Query, sort: Sort, *, collapse: bool) -> Rows:
    """The rows that a window shows at first."""
    rows = Rows(descending=DESCENDING[sort])
    _take(db, query, rows, headlines.ids(db, query, sort, limit=FIRST), collapse)
    return rows


async def fill(db: Database, query: Query, sort: Sort, rows: Rows, *, collapse: bool) -> AsyncIterator[int]:
    """Reads on until all rows are there; yields how many there are after each slice."""
    while slice_ := headlines.ids(db, query, sort, limit=SLICE, after=rows.reached):
        _take(db, query, rows, slice_, collapse)
        yield len(rows)
        await asyncio.sleep(0.005)


def _take(db: Database, query: Query, rows: Rows, found: Sequence[Pair], collapse: bool) -> None:
    if collapse:
        rows.take(found, *duplicate_groups.collapse(db, query, found, rows.groups))
    else:
        rows.take(found, found, {})


def news(db: Database, query: Query, rows: Rows, since: int, *, filled: bool) -> list[Pair]:
    """Articles with an id above `since` that have a place among the rows.

    While the rows are not all read, what sorts behind the last one comes with the next slice.
    """
    found = headlines.newer_than(db, query, since)
    last = rows.reached
    if filled or last is None or rows.descending is None:
        return found
    return [pair for pair in found if rows.before(pair, last)]


def needing_rows(db: Database, query: Query, rows: Rows, found: Sequence[Pair]) -> list[Pair]:
    """Those of the articles that need rows of their own: no row stands for them yet.

    The row that was there first goes on standing for a group, whatever its order: nothing moves.
    """
    kept, groups = duplicate_groups.collapse(db, query, found, rows.groups)
    stood_for: set[int] = set()
    for group, members in duplicate_groups.members(db, groups).items() if groups else ():
        if there := [identity for identity, key in members if rows.has((identity, key))]:
            stood_for.add(groups[group])
            groups[group] = there[0]
    rows.groups.update(groups)
    return [pair for pair in kept if pair[0] not in stood_for]
