"""Saved searches as scopes: their queries, and how much of each is unread."""

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


def unread_counts(
    db: Database, feeds: Sequence[Feed], now: int, count: Count = headlines.unread
) -> list[tuple[SavedSearch, int]]:
    """Return all saved searches with their numbers of unread articles; 0 where counting would take long."""
    kept = saved_searches.searches(db)
    return [(search, _unread(db, query_of(search, feeds, now), count)) for search in kept]


def _unread(db: Database, query: Query, count: Count) -> int:
    """Count unread articles, unless the query has words or missing tags, which no index counts quickly."""
    if query.terms or query.not_tags:
        return 0
    return count(db, query).articles
