"""The rows of a scope, read from the store: one page at once, the rest in slices, and what came since."""

import asyncio
from collections.abc import AsyncIterator

from reader.model import Query, Sort
from reader.store import headlines
from reader.store.database import Database
from reader.ui.rows import Pair, Rows

FIRST = 192
"""Rows read at once: more than any window shows."""

SLICE = 2000
"""Rows read between two key presses: some 3 ms."""

DESCENDING = {"newest": True, "oldest": False, "feed": None}


def first_rows(db: Database, query: Query, sort: Sort) -> Rows:
    """The rows that a window shows at first."""
    return Rows(headlines.ids(db, query, sort, limit=FIRST), descending=DESCENDING[sort])


async def fill(db: Database, query: Query, sort: Sort, rows: Rows) -> AsyncIterator[int]:
    """Reads on until all rows are there; yields how many there are after each slice."""
    while True:
        last = rows.last()
        slice_ = headlines.ids(db, query, sort, limit=SLICE, after=last)
        if not slice_:
            return
        rows.extend(slice_)
        yield len(rows)
        await asyncio.sleep(0.005)


def news(db: Database, query: Query, rows: Rows, since: int, *, filled: bool) -> list[Pair]:
    """Articles with an id above `since` that have a place among the rows.

    While the rows are not all read, what sorts behind the last one comes with the next slice.
    """
    found = headlines.newer_than(db, query, since)
    last = rows.last()
    if filled or last is None or rows.descending is None:
        return found
    return [pair for pair in found if rows.before(pair, last)]
