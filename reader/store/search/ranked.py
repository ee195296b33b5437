"""Full-text search: ranked, exact words before longer ones, each hit with a line of its text.

Of very many hits only the latest are ranked, and the older ones follow, the newest first: so the first hits
are there at once, in a library of any size.
"""

from array import array
from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from reader.model import Query, SearchHit
from reader.store.bodies import text_of
from reader.store.database.connection import Database, numbers, rows
from reader.store.database.errors import DamagedLibrary
from reader.store.lists import beginnings
from reader.store.lists.conditions import FAR, UNDELETED, without_excluded
from reader.store.lists.fts_query import Match
from reader.store.lists.headlines import FIRST_PAGE, headlines, ids, newest_picked, pages_of
from reader.store.lists.index_scan import IndexScan, among_ids, latest_only, with_words
from reader.store.lists.query_plan import found_of, older_of
from reader.store.rows import NOTES
from reader.store.search.snippets import snippet, wanted_words

__all__ = ["hits", "ranked_ids", "search"]

WEIGHTS = "1.0, 8.0, 4.0, 2.0"
"""The weights of the columns text, title, author and site."""

EXACT = 1_000.0
"""Added to the rank where all words stand in the article as they were typed."""

MOST_RANKED = 20_000
"""The latest so many articles with the words are ranked: older ones would hardly come first."""

MOST_BEGINNINGS_RANKED = 1_000
"""Ranking beginnings of words is dear: where more articles have them, the newest come first."""

LATEST_BEGINNINGS = 5_000
"""Of the articles with longer words the latest so many come first."""

PAGE = 200
"""Hits whose headlines are read at once."""

Ranked = tuple[int, float]
"""An article with its rank."""


def search(db: Database, query: Query, *, limit: int | None) -> list[SearchHit]:
    """Search, with a headline and a snippet for each hit.

    Returns the best first; of equally good ones, and where the query has no words, the newest.
    """
    return list(hits(db, query, limit=limit))


def hits(db: Database, query: Query, *, limit: int | None) -> Iterator[SearchHit]:
    """Yield what `search` returns as it is found: the first hits of very many are there at once."""
    words = wanted_words(query.terms)
    ranked = _ranked(db, query, limit)
    while rank := dict(islice(ranked, PAGE)):
        for headline in headlines(db, list(rank)):
            snippet_of = snippet(_text(db, headline.id), words)
            yield SearchHit(headline=headline, snippet=snippet_of, rank=rank[headline.id])


def ranked_ids(db: Database, query: Query, *, limit: int | None) -> list[tuple[int, int]]:
    """Search without reading any text. Returns (id, sort key) in the order of `search`."""
    ranked = list(_ranked(db, query, limit))
    keys: dict[int, int] = dict(
        rows(
            db,
            "SELECT a.id, a.sort_at FROM carray(?) AS c CROSS JOIN article AS a ON a.id = c.value",
            (numbers(id for id, _ in ranked),),
        )
    )
    return [(id, keys[id]) for id, _ in ranked if id in keys]


def _ranked(db: Database, query: Query, limit: int | None) -> Iterator[Ranked]:
    """Yield the articles of a query, the best first, at most `limit`."""
    return islice(_all_ranked(db, query, limit), limit)


def _all_ranked(db: Database, query: Query, limit: int | None) -> Iterator[Ranked]:
    """Yield the articles of a query, the best first; none behind the first `limit` need be right."""
    match = beginnings.match_in(db, query.terms)
    if not match.exact:
        yield from ((id, 0.0) for id, _ in ids(db, query, limit=limit))
        return
    scan = found_of(db, query)
    if scan is None:
        return
    count = 0
    for id, worth in _as_typed(db, query, match, scan, limit):
        yield id, EXACT + worth
        count += 1
    left = None if limit is None else limit - count
    if match.begins and left != 0 and not _were_all(db, query, match, count):
        yield from _beginnings(db, query, match, scan, left)


def _were_all(db: Database, query: Query, match: Match, count: int) -> bool:
    """Tell whether so many articles are all that the query finds without its words."""
    return len(ids(db, replace(query, terms=match.sites), limit=count + 1)) <= count


def _as_typed(
    db: Database, query: Query, match: Match, scan: IndexScan, limit: int | None
) -> Iterator[Ranked]:
    """Yield the articles with the words: the latest `MOST_RANKED` by their worth, then the others."""
    words = without_excluded(match.exact, match)
    count, lowest = _latest(db, words, MOST_RANKED)
    if not count:
        return
    if lowest:
        best = _best(db, latest_only(with_words(scan, words), lowest), limit)
    else:
        best = _best_of_few(db, with_words(scan, words), limit)
    yield from best
    if lowest and (limit is None or len(best) < limit):
        yield from _older(db, query, match, words, lowest, limit)


def _beginnings(
    db: Database, query: Query, match: Match, scan: IndexScan, limit: int | None
) -> Iterator[Ranked]:
    """Yield articles with longer words that begin so: by their worth where they are few, else the newest."""
    words = f"({without_excluded(match.begins, match)}) NOT ({match.exact})"
    if match.merged and beginnings.is_large(db):
        from reader.store.lists.picking import with_rarer_words  # as in `_older`

        if (rarer := with_rarer_words(db, query.terms)) is not None:
            yield from _older(db, query, match, words, FAR, limit, rarer)
            return
    latest = _latest_beginnings(db, query, match, words)
    if not latest:
        return
    if len(latest) <= MOST_BEGINNINGS_RANKED:
        yield from _best(db, with_words(scan, words), limit)
        return
    among = rows(db, *among_ids(scan, latest).page("newest", limit, None))
    yield from ((id, 0.0) for id, _ in among)
    if len(latest) == LATEST_BEGINNINGS and (limit is None or len(among) < limit):
        yield from _older(db, query, match, words, latest[-1], limit)


def _latest_beginnings(db: Database, query: Query, match: Match, words: str) -> list[int]:
    """Return the latest articles with longer words that begin so, at most `LATEST_BEGINNINGS`."""
    if match.merged:  # the latest of many words are there sooner than all of a beginning
        spelled = beginnings.match_in(db, query.terms, beginnings.MOST)
        words = f"({without_excluded(spelled.begins or spelled.exact, spelled)}) NOT ({match.exact})"
    sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
    return [id for (id,) in rows(db, sql, (words, LATEST_BEGINNINGS))]


def _latest(db: Database, words: str, most: int) -> tuple[int, int]:
    """Return how many articles have the words, at most so many, and the lowest id of the latest so many.

    The id is 0 where there are fewer.
    """
    sql = """SELECT count(*), min(rowid)
        FROM (SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?)"""
    ((count, lowest),) = rows(db, sql, (words, most))
    return int(count), int(lowest) if count == most else 0


def _best(db: Database, scan: IndexScan, limit: int | None) -> list[Ranked]:
    sql, values = scan.where()
    found = rows(
        db,
        f"""SELECT a.id, bm25(search, {WEIGHTS}) AS cost FROM {scan.source}
            WHERE {sql} AND a.sort_at >= ? AND a.sort_at < ?
            ORDER BY cost, a.sort_at DESC, a.id DESC LIMIT ?""",
        (*values, scan.since, scan.until, -1 if limit is None else limit),
    )
    return [(id, -cost) for id, cost in found]


def _best_of_few(db: Database, scan: IndexScan, limit: int | None) -> list[Ranked]:
    """Return what `_best` does where the words are in few articles, which lie far apart.

    The index ranks them without reading any article, and only those are read that may be among the first.
    """
    words, *others = scan.conditions
    if limit is not None and others == [UNDELETED]:
        found = rows(
            db,
            f"""WITH found (id, cost) AS MATERIALIZED
                    (SELECT rowid, bm25(search, {WEIGHTS}) FROM search WHERE {words[0]})
                SELECT a.id, cost FROM found CROSS JOIN article AS a ON a.id = found.id
                WHERE cost <= (SELECT max(cost) FROM (SELECT cost FROM found ORDER BY cost LIMIT ?2))
                    AND {UNDELETED[0]} AND a.sort_at >= ?3 AND a.sort_at < ?4
                ORDER BY cost, a.sort_at DESC, a.id DESC LIMIT ?2""",
            (*words[1], limit, scan.since, scan.until),
        )
        if len(found) == limit:  # else some of the first are not meant, and others come in their place
            return [(id, -cost) for id, cost in found]
    return _best(db, scan, limit)


def _older(
    db: Database,
    query: Query,
    match: Match,
    words: str,
    below: int,
    limit: int | None,
    among: "array[int] | None" = None,
) -> Iterator[Ranked]:
    """Yield the articles with the words and a lower id, the newest first; `among`: all that may have them."""
    from reader.store.lists.picking import older  # it can read articles: no first paint waits for that

    size = limit if limit is not None else FIRST_PAGE if among is None else len(among) + 1
    first = newest_picked(db, older(db, query, words, below, among), size)
    if first is not None:
        yield from ((id, 0.0) for id, _ in first)
        if limit is not None or len(first) < size:
            return
    after = first[-1] if first else None
    for page in pages_of(db, older_of(db, query, match, words, below), limit, after):
        yield from ((id, 0.0) for id, _ in page)


def _text(db: Database, article: int) -> str:
    """Return an article's text; "" for none, or one that cannot be read."""
    try:
        body = rows(
            db,
            f"SELECT packed, ({NOTES}) FROM body AS b, article AS a WHERE b.article = ?1 AND a.id = ?1",
            (article,),
        )
    except DamagedLibrary:
        return ""
    return "\n".join(filter(None, (text_of(db, body[0][0]), body[0][1]))) if body else ""
