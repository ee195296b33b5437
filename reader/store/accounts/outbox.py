"""The reader's marks that wait to be sent to a server."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.store.database.connection import Database, numbers, rows, texts, transaction

MOST_TRIES = 3
"""How often a server may refuse one mark before it is dropped."""


class Waiting(NamedTuple):
    """A mark that waits."""

    id: int
    """The row as it was read: a newer mark of the field has another id."""
    remote_id: str


class Batch(NamedTuple):
    """Marks that go out in one request."""

    field: str
    value: bool
    marks: list[Waiting]


def last(db: Database) -> int:
    """Return a number that is below those of all marks to come."""
    found = rows(db, "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")
    return int(found[0][0]) if found else 0


def batches(db: Database, account: int, size: int, *, after: int = 0) -> list[Batch]:
    """Return what waits, in requests of at most so many articles, in the order in which it was marked.

    `after`: only marks that were made since `last` returned it.
    """
    found = rows(
        db,
        """SELECT id, remote_id, field, value FROM outbox WHERE account = ? AND sent = 0 AND id > ?
           ORDER BY id""",
        (account, after),
    )
    open_batches: dict[tuple[str, bool], Batch] = {}
    made: list[Batch] = []
    for id, remote_id, field, value in found:
        key = (field, bool(value))
        batch = open_batches.get(key)
        if batch is None or len(batch.marks) >= size:
            batch = open_batches[key] = Batch(*key, [])
            made.append(batch)
        batch.marks.append(Waiting(id, remote_id))
    return made


def note_sent(db: Database, marks: Iterable[Waiting]) -> int:
    """Note that the server has taken these marks; one that was changed meanwhile waits on.

    Returns how many.
    """
    with transaction(db, durable=False):
        db.execute(
            "UPDATE outbox SET sent = 1 WHERE id IN (SELECT value FROM carray(?))",
            (numbers(mark.id for mark in marks),),
        )
        return db.changes()


def refuse(db: Database, mark: Waiting) -> bool:
    """Note that the server refuses a mark. Returns whether it was dropped, as it was refused too often."""
    with transaction(db, durable=False):
        db.execute("UPDATE outbox SET tries = tries + 1 WHERE id = ?", (mark.id,))
        db.execute("DELETE FROM outbox WHERE id = ? AND tries >= ?", (mark.id, MOST_TRIES))
        return bool(db.changes())


def was_refused(db: Database, mark: Waiting) -> bool:
    """Return whether the server has refused a mark before."""
    return bool(rows(db, "SELECT 1 FROM outbox WHERE id = ? AND tries > 0", (mark.id,)))


def forget_sent(db: Database, account: int) -> None:
    """Forget what was sent before a pull begins: the server's next answer knows of it."""
    with transaction(db, durable=False):
        db.execute("DELETE FROM outbox WHERE account = ? AND sent = 1", (account,))


def pending(db: Database, account: int, ids: Iterable[str] | None = None) -> dict[str, set[str]]:
    """Return by field the articles of which nothing that a server says counts.

    They were changed since the pull began, or their changes wait. `ids`: of these only.
    """
    sql = "SELECT field, remote_id FROM outbox WHERE account = ?"
    if ids is not None:
        sql += " AND remote_id IN (SELECT value FROM carray(?))"
    found = defaultdict(set)
    for field, remote_id in rows(db, sql, (account,) if ids is None else (account, texts(ids))):
        found[field].add(remote_id)
    return found


def title_of(db: Database, account: int, remote_id: str) -> str:
    """Return the title of an article by the server's id for it; "" where there is none."""
    found: Sequence[tuple[str]] = rows(
        db,
        "SELECT title FROM article WHERE account > 0 AND account = ? AND remote_id = ?",
        (account, remote_id),
    )
    return found[0][0] if found else ""
