"""The searches that the reader keeps: each a name and a query, as it was typed."""

from reader.model import SavedSearch
from reader.store import undo_changes, undo_log
from reader.store.database.connection import Database, rows, transaction
from reader.store.rows import ID, TEXT, mended
from reader.store.said import noting


def searches(db: Database) -> list[SavedSearch]:
    """Return all saved searches, by name."""
    columns = (ID, TEXT, TEXT)
    found = [
        SavedSearch(*mended(row, columns)) for row in rows(db, "SELECT id, name, query FROM saved_search")
    ]
    return sorted(found, key=lambda search: (search.name.casefold(), search.id))


def keep_search(db: Database, name: str, query: str, *, now: int, entry: undo_log.Entry | None = None) -> int:
    """Save a search. Returns its id. `entry`: the action that this is a part of, if it is not one itself."""
    with transaction(db):
        db.execute("INSERT INTO saved_search (name, query) VALUES (?, ?)", (name, query))
        id = db.last_insert_rowid()
        noting.search(db, id, name)
        entry = entry or undo_log.Entry(lambda count: f"kept the search “{name}”")
        entry.note(db, undo_changes.Searched(id, None), 1, now=now)
    return id


def edit_search(db: Database, id: int, name: str, query: str, *, now: int) -> bool:
    """Give a saved search another name or query. Returns whether anything changed."""
    with transaction(db):
        before = _row(db, id)
        if before is None or before == (name, query):
            return False
        _write(db, id, (name, query))
        undo_log.record(db, f"edited the search “{before[0]}”", 1, undo_changes.Searched(id, before), now)
    return True


def remove_search(db: Database, id: int, *, now: int) -> bool:
    """Remove a saved search; no article is touched. Returns whether it was there."""
    with transaction(db):
        before = _row(db, id)
        if before is None:
            return False
        _write(db, id, None)
        undo_log.record(db, f"removed the search “{before[0]}”", 1, undo_changes.Searched(id, before), now)
    return True


def take_back(db: Database, change: undo_changes.Searched) -> None:
    """Make it as it was before the action. Part of the caller's transaction."""
    _write(db, change.search, change.before)


def _row(db: Database, id: int) -> tuple[str, str] | None:
    found = rows(db, "SELECT name, query FROM saved_search WHERE id = ?", (id,))
    return (found[0][0], found[0][1]) if found else None


def _write(db: Database, id: int, row: tuple[str, str] | None) -> None:
    if row is None:
        db.execute("DELETE FROM saved_search WHERE id = ?", (id,))
    else:
        db.execute("INSERT OR REPLACE INTO saved_search (id, name, query) VALUES (?, ?, ?)", (id, *row))
    noting.search(db, id, row[0] if row else None)
