"""Articles that have just arrived, for queries: in memory, with what the store made of them."""

from collections.abc import Callable, Sequence

from reader.model import ParsedArticle
from reader.store.database.connection import Database, numbers, rows
from reader.store.lists.matching import Arrivals, Marks, Source
from reader.store.rows import PRECISIONS

_DAY = PRECISIONS.index("day")


def arrivals(db: Database, feed: int, new: Sequence[tuple[int, ParsedArticle]]) -> Arrivals:
    """Return a feed's new articles for queries. Part of the transaction that keeps them."""
    found = rows(db, "SELECT folder, name, title, site, url FROM feed WHERE id = ?", (feed,))
    folder, *names = found[0] if found else (None,)
    return Arrivals(
        Source(feed, folder, tuple(names)),
        [_texts(parsed) for _, parsed in new],
        lambda: _marks(db, [id for id, _ in new]),
    )


def _texts(parsed: ParsedArticle) -> Callable[[str], str]:
    return lambda column: getattr(parsed, column) or ""


def _marks(db: Database, ids: Sequence[int]) -> Sequence[Marks]:
    found = rows(
        db,
        """SELECT id, sort_at, published_precision, read, starred, deleted FROM carray(?) AS c
           CROSS JOIN article ON id = c.value""",
        (numbers(ids),),
    )
    kept = {
        id: Marks(id, sort_at, precision >= _DAY, bool(read), bool(starred), bool(deleted))
        for id, sort_at, precision, read, starred, deleted in found
    }
    sql = "SELECT article, tag FROM carray(?) AS c CROSS JOIN article_tag ON article = c.value"
    for id, tag in rows(db, sql, (numbers(ids),)):  # another machine may have said so before
        kept[id].tags.add(str(tag).casefold())
    return [kept[id] for id in ids]
