"""How far back each feed's older articles were loaded; with another address a feed begins anew."""

from reader.store import state
from reader.store.database.connection import Database

END = "-"
"""Stands for an address: there are no older articles."""

_NAME = "older "
"""The address of the feed follows, in the names under which the store keeps this."""


def place(db: Database, url: str) -> str | None:
    """Return where backfilling the feed of that address goes on, or `END`.

    None where nothing was loaded yet.
    """
    return state.value(db, _NAME + url)


def keep_place(db: Database, url: str, following: str) -> None:
    """Remember where backfilling the feed of that address goes on, or that it is at its `END`."""
    state.keep(db, _NAME + url, following)


def forget(db: Database, feed: int) -> None:
    """Forget how far a feed was backfilled, as its articles go. Part of the caller's transaction."""
    db.execute("DELETE FROM state WHERE name IN (SELECT ? || url FROM feed WHERE id = ?)", (_NAME, feed))
