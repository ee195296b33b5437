"""How far back each feed's older articles were loaded; with another address a feed begins anew."""

from reader.store import state
from reader.store.database.connection import Database

END = "-"
"""In place of an address: there are no more."""

_NAME = "older "
"""The address of the feed follows, in the names under which the store keeps this."""


def place(db: Database, url: str) -> str | None:
    """Where to go on with the feed of that address, or `END`; None where nothing was loaded yet."""
    return state.value(db, _NAME + url)


def keep_place(db: Database, url: str, following: str) -> None:
    """The feed of that address goes on there, or is at its `END`."""
    state.keep(db, _NAME + url, following)


def forget(db: Database, feed: int) -> None:
    """The feed begins anew, as its articles go. Part of the caller's transaction."""
    db.execute("DELETE FROM state WHERE name IN (SELECT ? || url FROM feed WHERE id = ?)", (_NAME, feed))
