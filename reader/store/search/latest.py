"""The latest articles of a query, the last that came first: a first page at once, however many it finds."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from msgspec.structs import replace

from reader.model import Query
from reader.store.database.connection import Database, StoreError, rows
from reader.store.lists import beginnings
from reader.store.lists.asking import looked_up
from reader.store.lists.conditions import without_excluded
from reader.store.lists.fts_query import Match, match_of, spelled_out
from reader.store.lists.headlines import ids, last_id, those_of

STEP = 200
"""The articles that are looked at first; then ten times as many, and so on."""

FEW = 50
"""The articles that are looked at first where few can be meant; then twice as many, and so on."""

FEW_UNREAD = 5_000
"""Unread articles of which each is looked at for words, rather than all that have the words."""


def latest(db: Database, query: Query, limit: int) -> list[int]:
    """Return the articles of a query that came last, at most `limit`.

    What its words find is walked from the end of the index: nothing that a page does not need is sorted.
    """
    match = match_of(query.terms)
    if match.nothing or query.nothing:
        return []
    if not match.exact and not match.excluded:
        return [id for id, _ in ids(db, query, limit=limit)]
    others = replace(query, terms=match.sites)
    if _finds_few(db, query):
        return _among_few(db, others, _words(db, query, match), match, limit)
    found: list[int] = []
    for some in _steps(db, query, match):
        suiting = {id for id, _ in those_of(db, others, some)}
        found += [id for id in some if id in suiting]
        if len(found) >= limit:
            break
    return found[:limit]


def latest_of_any(db: Database, queries: Sequence[Query], limit: int) -> list[int]:
    """Return the articles of any of these queries that came last, at most `limit`."""
    if len(queries) == 1:
        return latest(db, queries[0], limit)
    return sorted({id for query in queries for id in latest(db, query, limit)}, reverse=True)[:limit]


def _finds_few(db: Database, query: Query) -> bool:
    """Tell whether a query can find but a small part of the library, whatever its words are."""
    if query.starred or query.tags or query.feeds is not None or query.folder is not None:
        return True
    if query.read is not False:
        return False
    sql = "SELECT count(*) FROM (SELECT 1 FROM article WHERE read = 0 AND deleted = 0 LIMIT ?)"
    ((unread,),) = rows(db, sql, (FEW_UNREAD + 1,))
    return int(unread) <= FEW_UNREAD


def _among_few(db: Database, others: Query, words: str, match: Match, limit: int) -> list[int]:
    """Return the newest articles of a query that finds few without its words, and that have the words."""
    found: list[int] = []
    page, step = ids(db, others, limit=FEW), FEW
    while page and len(found) < limit:
        listed = [id for id, _ in page]
        having = set(looked_up(db, words or match.excluded, listed))
        found += [id for id in listed if (id in having) is bool(words)]
        step *= 2
        page = ids(db, others, limit=step, after=page[-1]) if len(page) * 2 == step else []
    return found[:limit]


def _steps(db: Database, query: Query, match: Match) -> Iterator[list[int]]:
    """Yield the articles that the words find, the last that came first, more of them with each step."""
    words, below, step = _words(db, query, match), last_id(db) + 1, STEP
    while below > 0:
        if words:
            sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
            some = [id for (id,) in rows(db, sql, (words, below, step))]
            below = some[-1] if len(some) == step else 0
            yield some
        else:
            lowest = max(0, below - step)
            sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid >= ? AND rowid < ?"
            excluded = {id for (id,) in rows(db, sql, (match.excluded, lowest, below))}
            yield [id for id in range(below - 1, lowest - 1, -1) if id not in excluded]
            below = lowest
        step *= 10


def _words(db: Database, query: Query, match: Match) -> str:
    """Return the expression for the words that must be found; "" where none must.

    In a large library beginnings are spelled out: the index would merge all that begins so, to its end.
    """
    if not match.exact:
        return ""
    words = match.begins or match.exact
    if match.begins and beginnings.is_large(db):
        with suppress(StoreError):  # of a broken index; the search itself tells that
            words = spelled_out(query.terms, lambda word: beginnings.words_with(db, word)) or words
    return without_excluded(words, match)
