"""What is no longer kept: articles past the reader's own limit, and for good what was deleted long ago.

Starred, tagged, highlighted and saved articles have no limit. What was purged leaves behind by
what it would be known again, so that its feed does not bring it back.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.store import undo_log
from reader.store.articles.identity import PURGED
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.duplicates.groups import groups_of
from reader.store.search import index

if TYPE_CHECKING:
    from apsw import Binding

SLICE = 2_000
"""Articles that one transaction deletes: others wait less than a quarter of a second for it."""

MOST_GONE = 20_000
"""Articles whose keys are looked for at once: they are kept by feed, so all of them are looked through."""

PURGED_AT_ONCE = 200
"""Articles that one transaction takes away, with their words in the index."""

BREATH = 0.005
"""Seconds between two transactions, in which whoever waits can write."""

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
    sql = f"""a.deleted = 0 AND {_may_go("a")} AND {read} AND {left}"""
    found = rows(db, f"SELECT id FROM article AS a INDEXED BY article_newest WHERE {sql}", {"before": before})
    return sum(
        _write(
            db,
            f"""UPDATE article AS a SET deleted = 2, deleted_at = :now
                WHERE a.id IN (SELECT value FROM carray(:ids)) AND {sql}""",
            {"now": now, "before": before, "ids": numbers(some)},
        )
        for some in _slices(db, [id for (id,) in found])
    )


def _write(db: Database, sql: str, values: "Mapping[str, Binding]") -> int:
    """Write in a transaction of its own, after which whoever waits has his turn. Returns how many changed."""
    with transaction(db, durable=False):
        db.execute(sql, values)
        changed = db.changes()
    time.sleep(BREATH)
    return changed


def _slices(db: Database, ids: Sequence[int]) -> Iterator[list[int]]:
    """Yield so many articles as one transaction deletes; duplicates together, as they are judged so."""
    group_of = groups_of(db, ids)
    ordered = sorted(ids, key=lambda id: (group_of.get(id, 0), id))
    start = 0
    while start < len(ordered):
        end = min(start + SLICE, len(ordered))
        while end < len(ordered) and 0 < group_of.get(ordered[end], 0) == group_of.get(ordered[end - 1]):
            end += 1
        yield ordered[start:end]
        start = end


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
    count = 0
    for (feed,) in rows(db, "SELECT id FROM feed"):
        sql = """SELECT id FROM article INDEXED BY article_feed WHERE feed = ? AND deleted = 0
            ORDER BY sort_at DESC, id DESC LIMIT -1 OFFSET ?"""
        beyond = [id for (id,) in rows(db, sql, (feed, kept))]
        for start in range(0, len(beyond), SLICE):
            count += _write(
                db,
                """UPDATE article SET deleted = 2, deleted_at = :now
                   WHERE id IN (SELECT value FROM carray(:ids)) AND deleted = 0
                   AND starred = 0 AND NOT EXISTS (SELECT 1 FROM article_tag WHERE article = id)
                   AND id NOT IN (SELECT article FROM note)
                   AND (read = 1 OR account = 0)""",
                {"now": now, "ids": numbers(beyond[start : start + SLICE])},
            )
    return count


def purge(db: Database, *, before: int) -> int:
    """Delete for good what was deleted before `before`: it cannot be undone after this.

    Returns how many articles.
    """
    with transaction(db, durable=False):
        undo_log.forget_old(db, before)  # before the first article is gone, which none could bring back
    count, last = 0, -1
    while count > last and (gone := _deleted(db, before)):  # until no more is purged, whatever is left
        last = count
        keys: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        sql = "SELECT feed, key, article FROM identity WHERE article IN (SELECT value FROM carray(?))"
        for feed, key, article in rows(db, sql, (numbers(gone),)):
            keys[article].append((feed, key, article))
        for start in range(0, len(gone), PURGED_AT_ONCE):
            some = gone[start : start + PURGED_AT_ONCE]
            with transaction(db, durable=False):
                count += _purge(db, some, before, [known for id in some for known in keys[id]])
            time.sleep(BREATH)
    return count


def _deleted(db: Database, before: int) -> list[int]:
    """Return articles that were deleted before that time, at most `MOST_GONE`."""
    sql = "SELECT id FROM article INDEXED BY article_deleted WHERE deleted > 0 AND deleted_at < ? LIMIT ?"
    return [id for (id,) in rows(db, sql, (before, MOST_GONE))]


def _purge(db: Database, ids: Sequence[int], before: int, keys: Sequence[tuple[int, int, int]]) -> int:
    """Delete these articles, unless one is back by now. Part of the caller's transaction. Returns how many.

    `keys`: the feed, the key and the article of each that they are known by.
    """
    sql = """SELECT id FROM article WHERE id IN (SELECT value FROM carray(?))
        AND deleted > 0 AND deleted_at < ?"""
    gone = {id for (id,) in rows(db, sql, (numbers(ids), before))}
    db.executemany(
        "UPDATE identity SET article = ? WHERE feed = ? AND key = ? AND article = ?",
        ((PURGED, feed, key, id) for feed, key, id in keys if id in gone),
    )
    db.execute(
        """INSERT OR IGNORE INTO missing_item (account, remote_id, at)
           SELECT account, remote_id, ? FROM article
           WHERE id IN (SELECT value FROM carray(?)) AND account > 0 AND remote_id IS NOT NULL""",
        (undo_log.FAR, numbers(gone)),
    )
    index.remove(db, gone)
    db.execute("DELETE FROM article WHERE id IN (SELECT value FROM carray(?))", (numbers(gone),))
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
