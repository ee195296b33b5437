"""Full-text search: ranked, exact words before longer ones, each hit with a line of its text."""

from collections.abc import Iterator, Sequence

from reader.model import Query, SearchHit
from reader.store.database.connection import Database, numbers, rows
from reader.store.database.errors import DamagedLibrary
from reader.store.lists.fts_query import match_of
from reader.store.lists.headlines import headlines, ids
from reader.store.lists.query_plan import (
    IndexScan,
    QueryPlan,
    among_ids,
    latest_only,
    plan_of,
    without_excluded,
    word_scan,
)
from reader.store.search.index import text_of
from reader.store.search.snippets import snippet, wanted_words

__all__ = ["ranked_ids", "search"]

WEIGHTS = "1.0, 8.0, 4.0, 2.0"
"""The weights of the columns text, title, author and site."""

EXACT = 1_000.0
"""Added to the rank where all words stand in the article as they were typed."""

MOST_RANKED = 20_000
"""The latest so many articles with the words are ranked: older ones would hardly come first."""

MOST_BEGINNINGS_RANKED = 1_000
"""Ranking beginnings of words is dear: where more articles have them, the newest come first."""


def search(db: Database, query: Query, *, limit: int | None) -> list[SearchHit]:
    """Search, with a headline and a snippet for each hit.

    Returns the best first; of equally good ones, and where the query has no words, the newest.
    """
    return list(_hits(db, query, _ranked(db, query, limit)))


def ranked_ids(db: Database, query: Query, *, limit: int | None) -> list[tuple[int, int]]:
    """Search without reading any text. Returns (id, sort key) in the order of `search`."""
    ranked = _ranked(db, query, limit)
    keys: dict[int, int] = dict(
        rows(
            db,
            "SELECT a.id, a.sort_at FROM carray(?) AS c CROSS JOIN article AS a ON a.id = c.value",
            (numbers(id for id, _ in ranked),),
        )
    )
    return [(id, keys[id]) for id, _ in ranked if id in keys]


def _ranked(db: Database, query: Query, limit: int | None) -> list[tuple[int, float]]:
    """Find the articles of a query. Returns (id, rank), the best first."""
    match = match_of(query.terms)
    plan = plan_of(db, query)
    if not plan.scans:
        return []
    if not match.exact:
        ranked = [(id, 0.0) for id, _ in ids(db, query, limit=limit)]
    else:
        exact = without_excluded(match.exact, match)
        ranked = [(id, EXACT + worth) for id, worth in _as_typed(db, plan, exact, limit)]
        if match.begins and (limit is None or len(ranked) < limit):
            begins = f"({without_excluded(match.begins, match)}) NOT ({match.exact})"
            ranked += _beginnings(db, plan, begins, None if limit is None else limit - len(ranked))
    return ranked


def _as_typed(db: Database, plan: QueryPlan, words: str, limit: int | None) -> list[tuple[int, float]]:
    scan = word_scan(plan, words)
    if limit is None:
        return _best(db, scan, None)
    latest = _latest(db, words, MOST_RANKED)
    found = _best(db, latest_only(scan, latest), limit)
    return found if len(found) == limit or not latest else _best(db, scan, limit)


def _beginnings(db: Database, plan: QueryPlan, words: str, limit: int | None) -> list[tuple[int, float]]:
    """Return articles with longer words that begin so: ranked where they are few, else the newest."""
    scan = word_scan(plan, words)
    found = [
        id
        for (id,) in rows(db, "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC", (words,))
    ]
    if len(found) <= MOST_BEGINNINGS_RANKED:
        return _best(db, scan, limit)
    among = rows(db, *among_ids(scan, found).page("newest", limit, None))
    return [(id, 0.0) for id, _ in among]


def _latest(db: Database, words: str, count: int) -> int:
    """Return the lowest id of the latest `count` articles with the words; 0 where there are fewer."""
    found = rows(
        db,
        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?",
        (words, count),
    )
    return int(found[0][0]) if found else 0


def _best(db: Database, scan: IndexScan, limit: int | None) -> list[tuple[int, float]]:
    sql, values = scan.where()
    found = rows(
        db,
        f"""SELECT a.id, bm25(search, {WEIGHTS}) AS cost FROM {scan.source}
            WHERE {sql} AND a.sort_at >= ? AND a.sort_at < ?
            ORDER BY cost, a.sort_at DESC, a.id DESC LIMIT ?""",
        (*values, scan.since, scan.until, -1 if limit is None else limit),
    )
    return [(id, -cost) for id, cost in found]


def _hits(db: Database, query: Query, ranked: Sequence[tuple[int, float]]) -> Iterator[SearchHit]:
    rank, words = dict(ranked), wanted_words(query.terms)
    for headline in headlines(db, [id for id, _ in ranked]):
        snippet_of = snippet(_text(db, headline.id), words)
        yield SearchHit(headline=headline, snippet=snippet_of, rank=rank[headline.id])


def _text(db: Database, article: int) -> str:
    """Return an article's text; "" for none, or one that cannot be read."""
    try:
        body = rows(db, "SELECT packed FROM body WHERE article = ?", (article,))
    except DamagedLibrary:
        return ""
    return text_of(db, body[0][0]) if body else ""
