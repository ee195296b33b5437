"""What is no longer kept: articles past the reader's own limit, and for good what was deleted long ago.

Starred, tagged and saved articles have no limit. What was purged leaves behind by what it would be known
again, so that its feed does not bring it back.
"""

from reader.store import index
from reader.store.database import Database, numbers, rows, transaction
from reader.store.identity import PURGED


def expire(db: Database, *, before: int, now: int) -> int:
    """Deletes feeds' articles that are older than that, unless they are starred or tagged; how many."""
    with transaction(db, durable=False):
        db.execute(
            """UPDATE article SET deleted = 2, deleted_at = ?
               WHERE id IN (SELECT id FROM article INDEXED BY article_newest WHERE sort_at < ? AND deleted = 0
                            AND starred = 0 AND feed IS NOT NULL
                            AND NOT EXISTS (SELECT 1 FROM article_tag WHERE article = id))""",
            (now, before),
        )
        return db.changes()


def purge(db: Database, *, before: int) -> int:
    """Takes out for good what was deleted before that: it cannot be undone after this. How many articles."""
    with transaction(db, durable=False):
        found = rows(
            db,
            "SELECT id FROM article INDEXED BY article_deleted WHERE deleted > 0 AND deleted_at < ?",
            (before,),
        )
        gone = [id for (id,) in found]
        if gone:
            db.execute(
                "UPDATE identity SET article = ? WHERE article IN (SELECT value FROM carray(?))",
                (PURGED, numbers(gone)),
            )
            index.remove(db, gone)
            db.execute("DELETE FROM article WHERE id IN (SELECT value FROM carray(?))", (numbers(gone),))
        db.execute("DELETE FROM action WHERE at < ?", (before,))
    return len(gone)
