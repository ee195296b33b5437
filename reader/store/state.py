"""Small facts that the program keeps for itself: the theme, the panes' widths, when it last looked."""

from reader.store.database.connection import Database, rows, transaction


def value(db: Database, name: str) -> str | None:
    """Return what was kept under the name; None where nothing was."""
    found = rows(db, "SELECT value FROM state WHERE name = ?", (name,))
    return str(found[0][0]) if found else None


def number(db: Database, name: str) -> int | None:
    """Return the number that was kept under the name; None where none was, or what was kept is damaged."""
    found = value(db, name) or ""
    return int(found) if found.removeprefix("-").isdecimal() and len(found) < 19 else None


def forget(db: Database, name: str) -> None:
    """Keep nothing under the name any more."""
    with transaction(db, durable=False):
        db.execute("DELETE FROM state WHERE name = ?", (name,))


def keep(db: Database, name: str, value: str) -> None:
    """Keep the value under the name, in place of what was there. A power cut may lose it."""
    with transaction(db, durable=False):
        db.execute("INSERT OR REPLACE INTO state (name, value) VALUES (?, ?)", (name, value))
