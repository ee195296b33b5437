"""What a feed has when it is asked for the first time: a backlog that nobody wants to read through.

All but its newest articles are marked read, as one action that can be undone.
"""

from collections.abc import Sequence

from reader.store import undo_log
from reader.store.articles import said_marks
from reader.store.database.connection import Database, rows
from reader.store.rows import shown_title
from reader.store.said.sharing import is_shared
from reader.store.undo_changes import Backlog, pack_ids

ALL_UNREAD = -1
"""The number of newest articles that means all of them."""


def is_expected(db: Database, feed: int) -> bool:
    """Return whether the feed's next articles are its first: it was never read, and none were taken over."""
    found = rows(
        db,
        """SELECT 1 FROM feed WHERE id = ?1 AND last_ok IS NULL
           AND NOT EXISTS (SELECT 1 FROM identity WHERE feed = ?1)""",
        (feed,),
    )
    return bool(found)


def to_keep(db: Database, newest: int) -> int | None:
    """Return how many of a feed's first articles stay unread when they are written; None: all of them do.

    In a shared library others may have said something of them, which comes first: there `mark_read` has the
    last word.
    """
    return None if newest == ALL_UNREAD or is_shared(db) else newest


def mark_read(db: Database, feed: int, newest: int, *, now: int) -> int:
    """Mark all unread articles of a feed read but for so many newest. Part of the caller's transaction.

    Returns how many were marked.
    """
    if newest == ALL_UNREAD:
        return 0
    found = rows(
        db,
        """UPDATE article SET read = 1 WHERE id IN (
               SELECT id FROM article INDEXED BY article_feed WHERE feed = ? AND deleted = 0
               ORDER BY sort_at DESC, id DESC LIMIT -1 OFFSET ?
           ) AND read = 0 RETURNING id""",
        (feed, newest),
    )
    marked = [id for (id,) in found]
    said_marks.welcome(db, marked, now)
    note(db, feed, marked, now=now)
    return len(marked)


def note(db: Database, feed: int, marked: Sequence[int], *, now: int) -> None:
    """Note as one action that articles of a feed were marked read. Part of the caller's transaction."""
    if marked:
        ((name, title, url),) = rows(db, "SELECT name, title, url FROM feed WHERE id = ?", (feed,))
        label = f"marked {len(marked):,} read, the backlog of {shown_title(name, title, url)}"
        undo_log.record(db, label, len(marked), Backlog({"read": (0, pack_ids(marked))}, feed), now)
