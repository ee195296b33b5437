"""Actions on many articles, a slice of a few hundredths of a second at a time.

The first transaction of an action writes down all that is to be done; each slice is a transaction of its own
that also keeps what was before it. So an action that is cut off, in whichever process, is completed by the
next one that runs `finish`, and two that run it at once share the work.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import apsw

from reader.store import undo_log
from reader.store.changes import undo
from reader.store.changes.work import Done, carry_out
from reader.store.database.connection import Database, rows, transaction
from reader.store.pacing import BREATH, Pace
from reader.store.undo_changes import Nothing, read_change, unpack_ids
from reader.store.undo_log import GOING_ON
from reader.store.undo_work import decode_work
from reader.store.unfinished import is_unfinished

AIM = 0.16
"""Seconds of work that a transaction takes about: as many slices as that takes are done in one.

Articles that came at one time stand all over an index by their days: each transaction writes most of its
pages anew.
"""

LOG = 8_000
"""Pages of the log after which they go into the library: the same ones are written again and again.

That is done between two transactions, as it waits for the disk, and whoever wants to write need not wait too.
"""

PAGES = 32_768
"""KiB of pages that are kept in memory meanwhile: the indexes of unread articles fit into it."""

MOST = 64
"""Slices that are done in one transaction at most."""


def finish(db: Database, aim: float = AIM) -> Iterator[None]:
    """Finish what was begun, a transaction of about `aim` seconds at a time; then whoever waits has his turn.

    Raises `StoreError`.
    """
    pace = Pace(aim, first=1, most=MOST)
    with _rewriting_much(db) as log:
        while is_unfinished(db):
            with transaction(db, durable=False):
                pace.begin()
                _go_on(db, pace.count)
            pace.end()
            log.empty_where_long(db)
            yield
            time.sleep(BREATH)


class _Log:
    """The write-ahead log, which is emptied between transactions."""

    def __init__(self) -> None:
        self._pages = 0

    def note(self, db: Database, name: str, pages: int) -> int:
        """Note how many pages the log has: called by SQLite at the end of a transaction."""
        self._pages = pages
        return apsw.SQLITE_OK

    def empty_where_long(self, db: Database) -> None:
        """Have its pages written into the library where there are many."""
        if self._pages > LOG:
            with suppress(apsw.Error):  # as where SQLite does it by itself: the log keeps what it has
                db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)


@contextmanager
def _rewriting_much(db: Database) -> Iterator[_Log]:
    """Let the connection keep more pages in memory and in the log meanwhile."""
    before = {name: db.pragma(name) for name in ("wal_autocheckpoint", "cache_size")}
    log = _Log()
    db.set_wal_hook(log.note)  # in place of the one that empties the log within a transaction
    db.pragma("cache_size", -PAGES)
    try:
        yield log
    finally:
        db.set_wal_hook(None)
        for name, value in before.items():
            db.pragma(name, value)


_OLDEST = """SELECT id, unfinished, work FROM action INDEXED BY action_unfinished WHERE unfinished > 0
    ORDER BY id"""


def _go_on(db: Database, count: int) -> None:
    """Do the next slices of the oldest action that is not finished."""
    for action, state, work in rows(db, f"{_OLDEST} LIMIT 1"):
        order, waits = ("id", "todo") if state == GOING_ON else ("id DESC", "before")
        slices = rows(
            db,
            f"""SELECT id, {waits} FROM action_slice INDEXED BY action_slice_action
                WHERE action = ? AND {waits} IS NOT NULL ORDER BY {order} LIMIT ?""",
            (action, count),
        )
        for slice, packed in slices:
            _do(db, action, state, work, slice, packed)
        if len(slices) < count and not (state != GOING_ON and _waits(db, action)):
            _close(db, action, state, work)


def _do(db: Database, action: int, state: int, work: bytes, slice: int, packed: bytes) -> None:
    """Carry out a slice, or take it back. Damaged bytes say nothing: the other slices go on all the same."""
    if state == GOING_ON and (done := _carried_out(db, work, packed)) is not None:
        undo_log.close_slice(db, slice, done.first, done.last, done.count, done.before)
        return
    if state != GOING_ON:
        ((now,),) = rows(db, "SELECT ifnull(undone, at) FROM action WHERE id = ?", (action,))
        with suppress(ValueError):
            undo.take_back_slice(db, action, read_change(packed), now)
    db.execute("DELETE FROM action_slice WHERE id = ?", (slice,))


def _waits(db: Database, action: int) -> bool:
    """Return whether slices of an action wait that taking back others has added."""
    return bool(rows(db, "SELECT 1 FROM action_slice WHERE action = ? LIMIT 1", (action,)))


def _carried_out(db: Database, work: bytes, packed: bytes) -> Done | None:
    with suppress(ValueError):
        return carry_out(db, decode_work(work), unpack_ids(packed))
    return None


def _close(db: Database, action: int, state: int, work: bytes) -> None:
    """Note that an action is finished: it is told by what it did. One that did nothing is none."""
    if state == GOING_ON:
        sql = "SELECT ifnull(sum(changed), 0) FROM action_slice WHERE action = ?"
        ((changed,),) = rows(db, sql, (action,))
        if not changed and undo_log.before(db, action) == Nothing():
            db.execute("DELETE FROM action WHERE id = ?", (action,))
            return
        with suppress(ValueError):
            label = decode_work(work).label(changed)
            db.execute("UPDATE action SET label = ?, count = ? WHERE id = ?", (label, changed or 1, action))
    db.execute("UPDATE action SET unfinished = 0, work = NULL WHERE id = ?", (action,))


def settle(db: Database, ids: Sequence[int]) -> None:
    """Do at once what unfinished actions have still to do to these few articles: what follows comes later.

    Part of the caller's transaction.
    """
    for action, state, work in rows(db, _OLDEST):
        waits = "todo" if state == GOING_ON else "before"
        for id in ids:
            found = rows(
                db,
                f"""SELECT id, {waits} FROM action_slice INDEXED BY action_slice_action
                    WHERE action = ? AND first <= ? AND last >= ? AND {waits} IS NOT NULL ORDER BY id DESC""",
                (action, id, id),
            )
            for slice, packed in found:
                _do(db, action, state, work, slice, packed)
