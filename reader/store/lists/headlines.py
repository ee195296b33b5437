"""Lists: the ids of a scope in order, the headlines of some ids, and counts. No list touches a body."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec.structs import replace

from reader.model import Headline, Query, Sort
from reader.store.database.connection import Database, numbers, rows
from reader.store.database.errors import DamagedLibrary
from reader.store.lists.index_scan import IndexScan, Key
from reader.store.lists.query_plan import MANY, QueryPlan, plan_among, plan_of
from reader.store.rows import HEADLINE_COLUMNS, headline_of, shown_title, unreadable

if TYPE_CHECKING:
    from reader.store.lists.picking import Picking

__all__ = [
    "Counts",
    "Key",
    "Unread",
    "count",
    "counts",
    "headlines",
    "ids",
    "newer_than",
    "pages",
    "pages_of",
    "tags",
    "unread",
    "words",
]


FIRST_PAGE, LARGEST_PAGE = 500, 64_000
"""Articles of a list that are looked up at once, at first and later: words are looked for each time anew."""


class Unread(NamedTuple):
    """What is left to read in a scope."""

    articles: int
    words: int


class Counts(NamedTuple):
    """How many articles there are of each kind."""

    unread: int
    starred: int
    saved: int
    total: int


def ids(
    db: Database, query: Query, sort: Sort = "newest", *, limit: int | None = None, after: Key | None = None
) -> list[tuple[int, int]]:
    """Return the articles of a query in display order, each as (id, sort key).

    `after` is the last pair of the page before: pages stay right while articles come and go.
    """
    picked = None if limit is None else _picked(db, query, sort, limit, after)
    return _page(db, plan_of(db, query), sort, limit, after) if picked is None else picked


def _picked(
    db: Database, query: Query, sort: Sort, limit: int, after: Key | None
) -> list[tuple[int, int]] | None:
    """Return a page of a query whose words are in very many articles; None for any other."""
    if not query.terms:
        return None
    # It can read articles: no first paint waits for that.
    from reader.store.lists.picking import Picking, picking

    way = picking(db, query)
    if isinstance(way, Picking):
        page = way.pick(_walk(db, way, sort), limit, after)
        if page is not None:
            return page
        way = way.otherwise()
    if way is None:
        return None
    others = replace(query, terms=tuple(term for term in query.terms if term.field == "site"))
    return _page(db, plan_among(db, others, way), sort, limit, after)


def _walk(db: Database, way: "Picking", sort: Sort) -> Callable[[int, Key | None], Sequence[Key]]:
    """Return what returns the next so many articles of a list, after one of them."""
    if way.found is None:
        return partial(_page, db, plan_of(db, way.query), sort)
    listed = _page(db, plan_among(db, way.query, way.found), sort, None, None)
    return lambda limit, after: _part(listed, limit, after)


def newest_of_any(db: Database, queries: Sequence[Query], limit: int) -> list[tuple[int, int]]:
    """Return the newest articles of any of these queries, at most `limit`."""
    found = {pair for query in queries for pair in ids(db, query, limit=limit)}
    return _in_order([list(found)], "newest")[:limit]


def newest_picked(db: Database, way: "Picking", limit: int) -> list[tuple[int, int]] | None:
    """Return the newest articles that are picked so; None where too many would have to be asked."""
    return way.pick(_walk(db, way, "newest"), limit, None)


def pages(db: Database, query: Query, *, limit: int | None = None) -> Iterator[list[Key]]:
    """Yield the articles of a query as `ids` returns them, the newest first, in pages that become larger.

    So the first of very many are there at once, and what comes or goes meanwhile moves nothing.
    """
    first = FIRST_PAGE if limit is None else min(FIRST_PAGE, limit)
    picked = _picked(db, query, "newest", first, None)
    if picked:
        yield picked
        limit = None if limit is None else limit - len(picked)
    if picked is None or (len(picked) == first and limit != 0):
        yield from pages_of(db, plan_of(db, query), limit, picked[-1] if picked else None)


def pages_of(
    db: Database, plan: QueryPlan, limit: int | None, after: Key | None = None
) -> Iterator[list[Key]]:
    """Yield the articles of a plan as `pages` does; those after that one."""
    size, left = FIRST_PAGE, limit
    while plan.scans and left != 0:
        wanted = size if left is None else min(size, left)
        page = _page(db, plan, "newest", wanted, after)
        if page:
            yield page
        if len(page) < wanted:
            return
        after, left = page[-1], None if left is None else left - len(page)
        size = min(LARGEST_PAGE, size * 8)


def _page(
    db: Database, plan: QueryPlan, sort: Sort, limit: int | None, after: Key | None
) -> list[tuple[int, int]]:
    if sort == "feed":
        return _by_feed(db, plan, limit, after)
    if len(plan.scans) == 1:
        return _step(db, plan.scans[0], sort, limit, after)
    return _merged(db, plan.scans, sort, limit, after)


def _merged(
    db: Database, scans: Sequence[IndexScan], sort: Sort, limit: int | None, after: Key | None
) -> list[tuple[int, int]]:
    """Merge the scans' articles in one order.

    A page reads little of each scan, and more where that ran out.
    """
    share = None if limit is None else max(8, 2 * limit // max(1, len(scans)))
    parts = [_step(db, scan, sort, share, after) for scan in scans]
    if limit is not None and share is not None:
        last = _in_order(parts, sort)[limit - 1 : limit]
        for index, part in enumerate(parts):
            if len(part) == share and _in_order([part[-1:], last], sort)[0] == part[-1]:
                parts[index] = _step(db, scans[index], sort, limit, after)
    return _in_order(parts, sort)[:limit]


def _in_order(parts: Iterable[Sequence[tuple[int, int]]], sort: Sort) -> list[tuple[int, int]]:
    found = [pair for part in parts for pair in part]
    found.sort(key=lambda pair: (pair[1], pair[0]), reverse=sort == "newest")
    return found


def _step(
    db: Database, scan: IndexScan, sort: Sort, limit: int | None, after: Key | None
) -> list[tuple[int, int]]:
    sql, values = scan.page(sort, limit, after)
    return rows(db, sql, values)


def _by_feed(db: Database, plan: QueryPlan, limit: int | None, after: Key | None) -> list[tuple[int, int]]:
    """Return articles feed after feed in the order of their list, the newest first in each.

    Saved ones come last.
    """
    order = _feed_order(db)
    if plan.feed_scan is None:
        return _sorted_by_feed(db, plan, order, limit, after)
    reached = order.index(_feed_of(db, after[0])) if after else 0
    return list(islice(_feed_after_feed(db, plan.feed_scan, order[reached:], limit, after), limit))


def _feed_after_feed(
    db: Database,
    walk_of: Callable[[int | None], IndexScan | None],
    feeds: Sequence[int | None],
    limit: int | None,
    after: Key | None,
) -> Iterator[tuple[int, int]]:
    for feed in feeds:
        scan = walk_of(feed)
        if scan is not None:
            yield from _step(db, scan, "newest", limit, after)
        after = None


def _sorted_by_feed(
    db: Database, plan: QueryPlan, order: list[int | None], limit: int | None, after: Key | None
) -> list[tuple[int, int]]:
    """Return the articles of a query that finds few, sorted by feed here."""
    place = {feed: index for index, feed in enumerate(order)}
    if not any(scan.without for scan in plan.scans):
        every = [row for scan in plan.scans for row in rows(db, *scan.with_feeds())]
        every.sort(key=lambda row: (place[row[2]], -row[1], -row[0]))
        return _part([(id, at) for id, at, _ in every], limit, after)
    found = [pair for scan in plan.scans for pair in _step(db, scan, "newest", None, None)]
    sql = "SELECT id, feed FROM carray(?) AS c CROSS JOIN article ON id = c.value"
    if len(found) > MANY:  # to walk an index takes less than to look each of them up
        sql = """SELECT id, feed FROM article INDEXED BY article_feed
            WHERE deleted = 0 AND id IN (SELECT value FROM carray(?))"""
    of_feed: dict[int, int | None] = dict(rows(db, sql, (numbers(id for id, _ in found),)))
    found = [pair for pair in found if pair[0] in of_feed]
    found.sort(key=lambda pair: (place[of_feed[pair[0]]], -pair[1], -pair[0]))
    return _part(found, limit, after)


def _part(found: list[Key], limit: int | None, after: Key | None) -> list[Key]:
    """Return the page that begins behind an article."""
    start = found.index(after) + 1 if after in found else 0
    return found[start : None if limit is None else start + limit]


def _feed_order(db: Database) -> list[int | None]:
    found = rows(db, "SELECT id, folder, name, title, url FROM feed")
    keyed = sorted(
        ((folder or "").casefold(), shown_title(name, title, url).casefold(), id)
        for id, folder, name, title, url in found
    )
    return [*(id for _, _, id in keyed), None]


def _feed_of(db: Database, article: int) -> int | None:
    found = rows(db, "SELECT feed FROM article WHERE id = ?", (article,))
    return found[0][0] if found else None


def edited(db: Database, ids: Sequence[int]) -> frozenset[int]:
    """Return those of the articles that have former texts."""
    found = rows(
        db,
        """SELECT DISTINCT r.article FROM carray(?) AS c
           CROSS JOIN revision AS r INDEXED BY revision_article ON r.article = c.value""",
        (numbers(ids),),
    )
    return frozenset(id for (id,) in found)


def any_without(db: Database, ids: Sequence[int], mark: Literal["read", "starred"]) -> bool:
    """Return whether one of the articles has not that mark."""
    found = rows(
        db,
        f"""SELECT 1 FROM carray(?) AS c CROSS JOIN article ON id = c.value
            WHERE {mark} = 0 AND deleted = 0 LIMIT 1""",
        (numbers(ids),),
    )
    return bool(found)


def unread_among(db: Database, ids: Sequence[int]) -> list[int]:
    """Return those of the articles that are unread."""
    found = rows(
        db,
        """SELECT id FROM carray(?) AS c CROSS JOIN article ON id = c.value WHERE read = 0 AND deleted = 0""",
        (numbers(ids),),
    )
    return [id for (id,) in found]


def last_id(db: Database) -> int:
    """Return the highest id that an article ever had; 0 where there was none."""
    found = rows(db, "SELECT seq FROM sqlite_sequence WHERE name = 'article'")
    return int(found[0][0]) if found else 0


def newer_than(db: Database, query: Query, id: int) -> list[tuple[int, int]]:
    """Return a query's articles with ids above this one, the newest first, as (id, sort key)."""
    plan = plan_of(db, query)
    if not plan.scans:
        return []
    sql, values = plan.since(id)
    return rows(db, sql, values)


def those_of(db: Database, query: Query, ids: Sequence[int]) -> list[tuple[int, int]]:
    """Return those of these articles that a query selects, as (id, sort key)."""
    plan = plan_of(db, query)
    if not plan.scans:
        return []
    wanted = " AND ".join(text for text, _ in plan.conditions)
    return rows(
        db,
        f"""SELECT a.id, a.sort_at FROM carray(?) AS c CROSS JOIN article AS a ON a.id = c.value
            WHERE {wanted}""",
        [numbers(ids), *(value for _, values in plan.conditions for value in values)],
    )


def headlines(db: Database, ids: Sequence[int]) -> list[Headline]:
    """Return the headlines with these ids, in this order; ids without an article are left out.

    Where a page cannot be read, the articles on it stand there as damaged, and the others as they are.
    """
    try:
        return _headlines(db, ids)
    except DamagedLibrary:
        return [headline for id in ids for headline in _alone(db, id)]


def _alone(db: Database, id: int) -> list[Headline]:
    try:
        return _headlines(db, [id])
    except DamagedLibrary:
        return [unreadable(id)]


def _headlines(db: Database, ids: Sequence[int]) -> list[Headline]:
    found = rows(
        db,
        f"""SELECT {HEADLINE_COLUMNS} FROM carray(?) AS c CROSS JOIN article AS a ON a.id = c.value
            LEFT JOIN feed AS f ON f.id = a.feed WHERE a.deleted = 0""",
        (numbers(ids),),
    )
    tagged = _tags_of(db, ids)
    by_id = {row[0]: headline_of(row, tagged.get(row[0], ())) for row in found}
    by_id |= {id: replace(by_id[id], edited=True) for id in edited(db, ids) if id in by_id}
    return [by_id[id] for id in ids if id in by_id]


def words(db: Database, ids: Sequence[int]) -> dict[int, int]:
    """Return how many words each of these articles has."""
    found = rows(
        db,
        "SELECT a.id, a.words FROM carray(?) AS c CROSS JOIN article AS a ON a.id = c.value",
        (numbers(ids),),
    )
    return dict(found)


def _tags_of(db: Database, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found = rows(
        db,
        """SELECT t.article, t.tag FROM carray(?) AS c
           CROSS JOIN article_tag AS t INDEXED BY article_tag_article ON t.article = c.value
           ORDER BY t.tag""",
        (numbers(ids),),
    )
    tagged = defaultdict(list)
    for article, tag in found:
        tagged[article].append(tag)
    return {article: tuple(tags) for article, tags in tagged.items()}


def count(db: Database, query: Query) -> int:
    """Count the articles of a query."""
    return sum(rows(db, *scan.sums())[0][0] for scan in plan_of(db, query).scans)


def unread(db: Database, query: Query) -> Unread:
    """Count the unread articles of a query, and their words."""
    plan = plan_of(db, query, unread=True)
    found = [rows(db, *scan.sums())[0] for scan in plan.scans]
    return Unread(sum(articles for articles, _ in found), sum(words for _, words in found))


def counts(db: Database) -> Counts:
    """Count the articles of each kind."""
    found = rows(
        db,
        """SELECT
           (SELECT count(*) FROM article INDEXED BY article_unread WHERE read = 0 AND deleted = 0),
           (SELECT count(*) FROM article INDEXED BY article_starred WHERE starred = 1 AND deleted = 0),
           (SELECT count(*) FROM article INDEXED BY article_feed WHERE feed IS NULL AND deleted = 0),
           (SELECT count(*) FROM article INDEXED BY article_newest WHERE deleted = 0)""",
    )
    return Counts(*found[0])


def tags(db: Database) -> list[tuple[str, int]]:
    """Return all tags, each with the number of its articles."""
    found = rows(
        db,
        """SELECT tag, count(*) FROM article_tag AS t CROSS JOIN article AS a ON a.id = t.article
           WHERE a.deleted = 0 GROUP BY tag""",
    )
    return sorted(found, key=lambda row: (row[0].casefold(), row[0]))
