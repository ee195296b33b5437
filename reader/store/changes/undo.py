"""Taking actions back, each from what the undo log kept of the time before it."""

from reader.store.articles import corrections
from reader.store.changes import saved_searches
from reader.store.database.connection import Database, numbers
from reader.store.feeds import feeds
from reader.store.undo_log import (
    Change,
    Corrected,
    Deleted,
    Edited,
    Marked,
    Removed,
    Saved,
    Searched,
    Tagged,
    unpack_ids,
)


def take_back(db: Database, change: Change, now: int) -> None:
    """Make it as it was before the action. Part of the caller's transaction."""
    match change:
        case Marked():
            _turn_back(db, change)
        case Tagged():
            _retag(db, change)
        case Deleted():
            db.execute(
                """UPDATE article SET deleted = 0, deleted_at = NULL
                   WHERE id IN (SELECT value FROM carray(?))""",
                (numbers(unpack_ids(change.ids)),),
            )
        case Saved():
            db.execute(
                "UPDATE article SET deleted = 1, deleted_at = ? WHERE id = ? AND deleted = 0",
                (now, change.article),
            )
        case Corrected():
            _uncorrect(db, change)
        case Edited():
            feeds.write_columns(db, change.feed, change.before, now)
        case Removed():
            feeds.take_up(db, change.feed)
        case Searched():
            saved_searches.take_back(db, change)


def _turn_back(db: Database, change: Marked) -> None:
    for column, (flag, ids) in change.turned.items():
        name = "read" if column == "read" else "starred"
        db.execute(
            f"UPDATE article SET {name} = ? WHERE id IN (SELECT value FROM carray(?))",
            (flag, numbers(unpack_ids(ids))),
        )


def _retag(db: Database, change: Tagged) -> None:
    for tag, ids in change.added.items():
        db.execute(
            "DELETE FROM article_tag WHERE tag = ? AND article IN (SELECT value FROM carray(?))",
            (tag, numbers(unpack_ids(ids))),
        )
    for tag, ids in change.removed.items():
        db.execute(
            """INSERT OR IGNORE INTO article_tag (tag, sort_at, article)
               SELECT ?, sort_at, id FROM article WHERE id IN (SELECT value FROM carray(?))""",
            (tag, numbers(unpack_ids(ids))),
        )


def _uncorrect(db: Database, change: Corrected) -> None:
    before = {
        field: None if value is None else corrections.read_value(value)
        for field, value in change.before.items()
    }
    corrections.write(
        db, change.article, {field: before[field] for field in corrections.FIELDS if field in before}
    )
