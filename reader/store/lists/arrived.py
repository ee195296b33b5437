"""Articles that have just arrived, as candidates of queries: in memory, with what the store made of them."""

from collections.abc import Sequence

from reader.model import ParsedArticle
from reader.store.database.connection import Database, numbers, rows
from reader.store.lists.matching import Candidate, Source, source_words
from reader.store.rows import PRECISIONS

_DAY = PRECISIONS.index("day")


def candidates(db: Database, feed: int, new: Sequence[tuple[int, ParsedArticle]]) -> list[Candidate]:
    """Return a feed's new articles for queries. Part of the transaction that keeps them."""
    found = rows(db, "SELECT name, title, site, url, folder FROM feed WHERE id = ?", (feed,))
    name, title, site, url, folder = found[0] if found else (None,) * 5
    source = Source(feed, folder, source_words((name, title, site, url)))
    kept = {
        id: (sort_at, precision, read)
        for id, sort_at, precision, read in rows(
            db,
            """SELECT id, sort_at, published_precision, read FROM carray(?) AS c
               CROSS JOIN article ON id = c.value""",
            (numbers(id for id, _ in new),),
        )
    }
    listed = []
    for id, parsed in new:
        sort_at, precision, read = kept[id]
        texts = {
            "title": parsed.title,
            "author": parsed.author or "",
            "site": parsed.site or "",
            "text": parsed.text,
        }
        listed.append(Candidate(id, source, texts, sort_at, precision >= _DAY, bool(read)))
    return listed
