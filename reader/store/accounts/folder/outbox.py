"""From what the reader decided to entries that are in force here, and that this machine answers for."""

from collections.abc import Iterable

from reader.entries import Entry, Stamp, written
from reader.store import state
from reader.store.accounts.folder.subscriptions import fields_of
from reader.store.articles import said_marks
from reader.store.database.connection import Database, rows, transaction
from reader.store.said import known
from reader.store.said.entities import ARTICLE, SEARCH
from reader.store.said.sharing import machine

MOST = 2_000
"""Decisions that are taken out of the outbox in one transaction, but where more is asked for."""


def absorb(db: Database) -> int:
    """Make entries of all that was noted, some thousand in a transaction. Returns how many decisions.

    Raises `StoreError`.
    """
    done = 0
    while True:
        with transaction(db):
            count = absorb_some(db, MOST)
        done += count
        if count < MOST:
            return done


def absorb_some(db: Database, most: int = -1) -> int:
    """Make entries of what was noted first, all of it by default. Part of the caller's transaction."""
    me = machine(db)
    if me is None:
        return 0
    found = rows(
        db,
        """SELECT kind, id, field, value, at, counter FROM said_outbox
           ORDER BY at, counter, field, value, id LIMIT ?""",
        (most,),
    )
    entries = [
        entry
        for kind, id, field, value, at, counter in found
        for entry in _entries(db, kind, id, field, value, Stamp(at, counter), me)
    ]
    put(db, entries)
    db.executemany(
        "DELETE FROM said_outbox WHERE kind = ? AND id = ? AND field = ?", [row[:3] for row in found]
    )
    return len(found)


def _entries(
    db: Database, kind: int, id: int, field: str, value: str | None, stamp: Stamp, me: str
) -> list[Entry]:
    if kind == ARTICLE and field == known.NAMES:
        return _renamed(db, id)
    if kind == ARTICLE:
        said = _article_value(db, id, field) if value is None else value
        return [Entry(name, field, stamp, me, said) for name in known.main_entities(db, ARTICLE, id)]
    if kind == SEARCH:
        name = known.search_name(db, id, value or str(id))
    else:
        name = next(iter(known.feed_names(db, id)), "")
    before = known.in_force(db, kind, [id]).get(id, {})
    return [
        Entry(name, field, stamp, me, said)
        for field, said in fields_of(db, kind, id).items()
        if name and (field not in before or before[field].value != said)
    ]


def _article_value(db: Database, id: int, field: str) -> str:
    """Return what the library holds of a field that is noted without its value."""
    if field == "pos":
        return written(said_marks.place_of(db, id))
    return written(said_marks.correction_of(db, id, field.partition(":")[2]))


def _renamed(db: Database, id: int) -> list[Entry]:
    """Return what is said of an article under one of its names, for all of them."""
    said = known.in_force(db, ARTICLE, [id]).get(id, {})
    names = known.main_entities(db, ARTICLE, id)
    return [entry._replace(entity=name) for entry in said.values() for name in names if name != entry.entity]


def put(db: Database, entries: Iterable[Entry]) -> None:
    """Put entries in force, where they are the greatest of their fields, as this machine's own."""
    me, last = machine(db) or "", last_change(db)
    for entry in entries:
        last += 1
        db.execute(UPSERT, (*flat(entry), me, last))
    keep_last_change(db, last)


UPSERT = """INSERT INTO said_entry (entity, field, at, counter, author, value, source, change)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    ON CONFLICT (entity, field) DO UPDATE SET at = ?3, counter = ?4, author = ?5, value = ?6, source = ?7,
    change = ?8 WHERE (?3, ?4, ?5, ?6) > (at, counter, author, value)"""
"""Puts an entry in force where it is the greatest of its field."""

_CHANGE = "said_change"
"""The name of the state that holds the number of the last change: no number comes twice."""


def flat(entry: Entry) -> tuple[str | int, ...]:
    """Return an entry as a row."""
    return (entry.entity, entry.field, *entry.stamp, entry.author, entry.value)


def last_change(db: Database) -> int:
    """Return the number of the last change."""
    return state.number(db, _CHANGE) or 0


def keep_last_change(db: Database, number: int) -> None:
    """Remember the number of the last change. Part of the caller's transaction."""
    state.keep(db, _CHANGE, str(number))
