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
    kept = {
        id: Marks(id, sort_at, precision >= _DAY, bool(read))
        for id, sort_at, precision, read in rows(
            db,
            """SELECT id, sort_at, published_precision, read FROM carray(?) AS c
               CROSS JOIN article ON id = c.value""",
            (numbers(ids),),
        )
    }
    return [kept[id] for id in ids]
