"""Whether an action goes on: all that a page of headlines needs to know of the log."""

from reader.store.database.connection import Database, rows


def is_unfinished(db: Database) -> bool:
    """Return whether an action was begun and is not finished."""
    return bool(rows(db, "SELECT 1 FROM action INDEXED BY action_unfinished WHERE unfinished > 0 LIMIT 1"))
