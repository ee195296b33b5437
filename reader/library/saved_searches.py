"""The searches that the reader keeps, as scopes: what they ask for now, and how much of it is unread."""

from collections.abc import Callable, Sequence

from reader.library.queries import parse_query
from reader.model import Feed, Query, SavedSearch
from reader.store.changes import saved_searches
from reader.store.database.connection import Database
from reader.store.lists import headlines
from reader.store.lists.headlines import Unread


def query_of(search: SavedSearch, feeds: Sequence[Feed], now: int) -> Query:
    """What it asks for at this time, among these feeds."""
    return parse_query(search.query, feeds=feeds, now=now)


Count = Callable[[Database, Query], Unread]
"""What counts: each article for itself, or once what came from several origins (`store.totals`)."""


def unread_counts(
    db: Database, feeds: Sequence[Feed], now: int, count: Count = headlines.unread
) -> list[tuple[SavedSearch, int]]:
    """All kept searches, each with its unread articles; 0 where counting them would take long."""
    kept = saved_searches.searches(db)
    return [(search, _unread(db, query_of(search, feeds, now), count)) for search in kept]


def _unread(db: Database, query: Query, count: Count) -> int:
    """Words have to be looked for in the whole index, and tags that must be missing at each article."""
    if query.terms or query.not_tags:
        return 0
    return count(db, query).articles
