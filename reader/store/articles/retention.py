"""What is no longer kept: articles past the reader's own limit, and for good what was deleted long ago.

Starred, tagged, highlighted and saved articles have no limit. What was purged leaves behind by
what it would be known again, so that its feed does not bring it back.
"""

from collections.abc import Iterator

from reader.store import undo_log
from reader.store.articles.identity import PURGED
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.search import index

STEP = 256
"""Free pages given back at a time: four megabytes, in a few hundredths of a second."""

WORTH = 20
"""Free pages are given back once they are more than one in so many: the next articles fill the rest."""


def expire(db: Database, *, before: int, now: int, duplicates: bool = False) -> int:
    """Delete feeds' read articles older than `before` (UTC seconds), but not those with other marks.

    Returns how many.

    With `duplicates` a group is read where one of them is, and go together: none that is left
    would come up unread.
    """
    read = f"(a.read = 1 OR EXISTS ({_DUPLICATE} AND o.read = 1))" if duplicates else "a.read = 1"
    left = f"NOT EXISTS ({_DUPLICATE} AND o.read = 0 AND NOT ({_may_go('o')}))" if duplicates else "1"
    with transaction(db, durable=False):
        db.execute(
            f"""UPDATE article SET deleted = 2, deleted_at = :now
                WHERE id IN (SELECT id FROM article AS a INDEXED BY article_newest
                             WHERE a.deleted = 0 AND {_may_go("a")} AND {read} AND {left})""",
            {"now": now, "before": before},
        )
        return db.changes()


_DUPLICATE = """SELECT 1 FROM twin AS g
    CROSS JOIN twin AS t INDEXED BY twin_group ON t.twin_group = g.twin_group
    CROSS JOIN article AS o ON o.id = t.article WHERE g.article = a.id AND o.deleted = 0"""


def _may_go(name: str) -> str:
    return f"""{name}.sort_at < :before AND {name}.starred = 0 AND {name}.feed IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM article_tag AS m WHERE m.article = {name}.id)
        AND NOT EXISTS (SELECT 1 FROM note AS m INDEXED BY note_article WHERE m.article = {name}.id)"""


def expire_beyond(db: Database, *, kept: int, now: int) -> int:
    """Delete what is beyond so many newest articles of a feed, but nothing starred, tagged or highlighted.

    What an account has unread follows its server. Returns how many.
    """
    with transaction(db, durable=False):
        before = db.total_changes()
        for (feed,) in rows(db, "SELECT id FROM feed"):
            db.execute(
                """UPDATE article SET deleted = 2, deleted_at = ?1
                   WHERE id IN (SELECT id FROM article INDEXED BY article_feed WHERE feed = ?2 AND deleted = 0
                                ORDER BY sort_at DESC, id DESC LIMIT -1 OFFSET ?3)
                   AND starred = 0 AND NOT EXISTS (SELECT 1 FROM article_tag WHERE article = id)
                   AND id NOT IN (SELECT article FROM note)
                   AND (read = 1 OR account = 0)""",
                (now, feed, kept),
            )
        return db.total_changes() - before


def purge(db: Database, *, before: int) -> int:
    """Delete for good what was deleted before `before`: it cannot be undone after this.

    Returns how many articles.
    """
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
            db.execute(
                """INSERT OR IGNORE INTO missing_item (account, remote_id, at)
                   SELECT account, remote_id, ? FROM article
                   WHERE id IN (SELECT value FROM carray(?)) AND account > 0 AND remote_id IS NOT NULL""",
                (undo_log.FAR, numbers(gone)),
            )
            index.remove(db, gone)
            db.execute("DELETE FROM article WHERE id IN (SELECT value FROM carray(?))", (numbers(gone),))
        undo_log.forget_old(db, before)
    return len(gone)


def shrink(db: Database) -> Iterator[int]:
    """Give free pages back to the disk, a step at a time, with room for other writers between two of them.

    Yields how many are left. Nothing to do in libraries that were made without the means for it.
    """
    free, pages = _one(db, "freelist_count"), _one(db, "page_count")
    if free * WORTH <= pages:
        return
    while free:
        with transaction(db, durable=False):
            db.execute(f"PRAGMA incremental_vacuum({STEP})").fetchall()
        before, free = free, _one(db, "freelist_count")
        if free == before:
            return
        yield free


def _one(db: Database, pragma: str) -> int:
    ((value,),) = rows(db, f"PRAGMA {pragma}")
    return int(value)
