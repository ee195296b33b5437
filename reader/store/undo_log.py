"""The reader's actions, each with what was before it: any of them can be taken back, also tomorrow.

A small action has all of that in its own row. A large one, or one of several transactions, has slices, each
written in the transaction that did its part.
"""

from collections.abc import Callable, Mapping

import msgspec

from reader.document.sanitize import sanitize_line
from reader.document.titles import can_be_seen
from reader.store.database.connection import Database, Row, rows
from reader.store.rows import COUNT, ID, TEXT, TIME, Column, mended
from reader.store.undo_changes import (
    Added,
    Backlog,
    Change,
    decode,
    encoder,
    packed_ids,
    read_change,
    unpack_ids,
)
from reader.urls.credentials import hide_secrets
from reader.urls.parts import place_of

MOST = 1_000
"""How many actions can be taken back."""

LONGEST = 60
"""The characters of a title that an action names."""

FAR = 2**62
"""A number above all ids."""

GOING_ON, GOING_BACK = 1, 2
"""`action.unfinished` of an action that is being carried out, and of one that is being taken back."""


class Action(msgspec.Struct, frozen=True):
    """Something that the reader did."""

    id: int
    at: int
    label: str
    """The action in words: `marked 12 read in Tech`."""
    count: int
    """The number of articles or feeds that it changed."""
    undone: bool


def record(
    db: Database, label: str, count: int, before: Change, now: int, *, work: bytes | None = None
) -> int:
    """Record an action. Part of the transaction that carries it out. Returns its id.

    `work`: what is left to do in slices; the action is unfinished then.
    """
    db.execute(
        "INSERT INTO action (at, label, count, before, unfinished, work) VALUES (?, ?, ?, ?, ?, ?)",
        (now, label, count, encoder.encode(before), GOING_ON if work is not None else 0, work),
    )
    return db.last_insert_rowid()


def add_slice(db: Database, action: int, changed: int, before: Change) -> None:
    """Add what was before a part of an action. Part of the transaction that carries it out."""
    db.execute(
        "INSERT INTO action_slice (action, first, last, changed, before) VALUES (?, ?, ?, ?, ?)",
        (action, *_range(before), changed, encoder.encode(before)),
    )


def close_slice(db: Database, slice: int, first: int, last: int, changed: int, before: Change) -> None:
    """Note that a slice that waited is done. Part of the transaction that did it.

    `first` and `last`: the lowest and the highest id of its articles.
    """
    db.execute(
        "UPDATE action_slice SET todo = NULL, first = ?, last = ?, changed = ?, before = ? WHERE id = ?",
        (first, last, changed, encoder.encode(before), slice),
    )


def _range(change: Change) -> tuple[int, int]:
    """Return the lowest and the highest id of the articles of a change."""
    ids = [id for packed in packed_ids(change) for id in unpack_ids(packed)]
    return min(ids, default=0), max(ids, default=0)


class Entry:
    """One action that is carried out in several transactions: an import, saving a folder."""

    def __init__(self, words: Callable[[int], str], *, action: int = 0, count: int = 0) -> None:
        """`words` tells the action for so many articles or feeds: `subscribed to 12 feeds`.

        `action`: the one that another process began, with so many.
        """
        self._words, self._action, self._count = words, action, count

    @property
    def action(self) -> int:
        """The action's id; 0 before its first part."""
        return self._action

    def note(self, db: Database, before: Change, count: int, *, now: int, label: str = "") -> None:
        """Note what was before a part of the action. Part of the transaction that carries it out.

        `label` names the action as long as this is all of it. Where it was taken back meanwhile, what is
        done after that is an action of its own.
        """
        if self._count and self._goes_on(db, self._count + count):
            self._count += count
            add_slice(db, self._action, count, before)
            return
        self._count = count
        self._action = record(db, label or self._words(count), count, before, now)

    def _goes_on(self, db: Database, count: int) -> bool:
        """Tell the action for so many. Returns False where it was taken back."""
        db.execute(
            "UPDATE action SET label = ?, count = ? WHERE id = ? AND undone IS NULL",
            (self._words(count), count, self._action),
        )
        return db.changes() == 1

    def name(self, db: Database, label: str) -> None:
        """Name the action, of which all is known by now, if it is about one thing alone."""
        if self._count == 1:
            db.execute("UPDATE action SET label = ? WHERE id = ?", (label, self._action))


_COLUMNS = "id, at, label, count, undone"

_SOUND = (ID, TIME, TEXT, COUNT, Column(lambda value: True, None))
"""What these columns may hold: a damaged action must not keep a reader from the others."""


def last_action(db: Database) -> Action | None:
    """Return the action that `undo` would take back; None where there is none."""
    found = rows(db, f"SELECT {_COLUMNS} FROM action WHERE undone IS NULL ORDER BY id DESC LIMIT 1")
    return _action(found[0]) if found else None


def last_own_action(db: Database) -> Action | None:
    """Return the reader's own last action that is not taken back; None where there is no action.

    What the program did for him counts only where nothing else is left: the work of his rules, and a backlog
    that was marked read, unless it is the feed's that he has just subscribed to.
    """
    last = FAR
    backlogs: list[tuple[Action, int]] = []
    sql = f"SELECT {_COLUMNS}, before FROM action WHERE undone IS NULL AND id < ? ORDER BY id DESC LIMIT 1"
    while found := rows(db, sql, (last,)):
        *columns, packed = found[0]
        there = _action(tuple(columns))
        change = _readable(packed)
        if rows(db, "SELECT 1 FROM rule_work WHERE action = ? LIMIT 1", (there.id,)):
            backlogs.append((there, 0))
        elif not isinstance(change, Backlog):
            new = change.feed if isinstance(change, Added) and there.count == 1 else None
            return next((one for one, feed in backlogs if feed == new), there)
        else:
            backlogs.append((there, change.feed))
        last = there.id
    return backlogs[0][0] if backlogs else None


def _readable(packed: bytes) -> Change | None:
    try:
        return read_change(packed)
    except ValueError:
        return None


def action(db: Database, id: int) -> Action | None:
    """Return the action with that id; None where there is none."""
    found = rows(db, f"SELECT {_COLUMNS} FROM action WHERE id = ?", (id,))
    return _action(found[0]) if found else None


def actions(db: Database, limit: int) -> list[Action]:
    """Return the last actions, at most `limit`, the latest first."""
    found = rows(db, f"SELECT {_COLUMNS} FROM action ORDER BY id DESC LIMIT ?", (limit,))
    return [_action(row) for row in found]


def _action(row: Row) -> Action:
    id, at, label, count, undone = mended(row, _SOUND)
    return Action(id, at, label, count, undone is not None)


def before(db: Database, action: int) -> Change:
    """Return what is in an action's row of what it changed. Raises `ValueError` on damaged bytes."""
    ((packed,),) = rows(db, "SELECT before FROM action WHERE id = ?", (action,))
    return decode(packed)


def slices(db: Database, action: int) -> list[Change]:
    """Return what an action's slices have changed. Raises `ValueError` on damaged bytes."""
    found = rows(db, "SELECT before FROM action_slice WHERE action = ? AND before IS NOT NULL", (action,))
    return [decode(packed) for (packed,) in found]


def forget_old(db: Database, before: int) -> None:
    """Forget the actions before that time (UTC seconds), and those before the last `MOST`."""
    db.execute(
        """DELETE FROM action WHERE at < ?
           OR id <= (SELECT id FROM action ORDER BY id DESC LIMIT 1 OFFSET ?)""",
        (before, MOST),
    )


def named(db: Database, article: int) -> str:
    """Return what an action calls an article, in quotation marks: what a list shows of it.

    That is its title, else the first words of its text, else its address. Returns nothing where nothing of
    these can be seen.
    """
    found = rows(db, "SELECT title, opening, link FROM article WHERE id = ?", (article,))
    title, opening, link = found[0] if found else ("", "", "")
    for words in (title, opening, place_of(hide_secrets(str(link or "")))):
        words = sanitize_line(str(words or ""))
        if can_be_seen(words):
            return f"“{words}”" if len(words) <= LONGEST else f"“{words[: LONGEST - 1].rstrip()}…”"
    return ""


def articles_in_words(count: int) -> str:
    """Return a number of articles in words: `1 article`, `12 articles`."""
    return "1 article" if count == 1 else f"{count:,} articles"


def changed_columns(
    old: Mapping[str, str | int | None], new: Mapping[str, str | int | None]
) -> dict[str, str | int | None]:
    """Return the old values of the columns that change."""
    return {name: old[name] for name, value in new.items() if old[name] != value}
