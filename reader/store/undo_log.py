"""The reader's actions, each with what was before it: any of them can be taken back, also tomorrow.

A small action has all of that in its own row. A large one, or one of several transactions, has slices, each
written in the transaction that did its part.
"""

import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from operator import sub

import msgspec

from reader.document.sanitize import sanitize_line
from reader.document.titles import can_be_seen
from reader.store.database.connection import Database, Row, rows
from reader.store.rows import COUNT, ID, TEXT, TIME, Column, mended

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


class Marked(msgspec.Struct, tag="marked"):
    """Articles whose `read` or `starred` was turned: the column, what it was, and their ids."""

    turned: dict[str, tuple[int, bytes]]


class Backlog(Marked, tag="backlog"):
    """Articles that a feed had when it was first read: not the reader turned them, but the program."""

    feed: int = 0


class Tagged(msgspec.Struct, tag="tagged"):
    """Tags with the ids of the articles that got or lost them."""

    added: dict[str, bytes]
    removed: dict[str, bytes]


class Deleted(msgspec.Struct, tag="deleted"):
    ids: bytes


class Saved(msgspec.Struct, tag="saved"):
    """A saved article that was not there before."""

    article: int


class Kept(msgspec.Struct, tag="kept"):
    """Saved articles that were not there before."""

    ids: bytes


class Corrected(msgspec.Struct, tag="corrected"):
    """The corrections that an article had in the fields that were corrected, as `correction.value`."""

    article: int
    before: dict[str, str | None]


class Edited(msgspec.Struct, tag="edited"):
    """A feed's columns as they were."""

    feed: int
    before: dict[str, str | int | None]


class Removed(msgspec.Struct, tag="removed"):
    """A feed that was unsubscribed; `sliced`: its articles are in slices, else all that went with it."""

    feed: int
    sliced: bool = False


class Orphaned(msgspec.Struct, tag="orphaned"):
    """Articles that went with their feed."""

    ids: bytes


class Added(msgspec.Struct, tag="added"):
    """A feed that was subscribed; `before`: its columns, where it had been removed and was taken up."""

    feed: int
    before: dict[str, str | int | None] | None = None


class Revived(msgspec.Struct, tag="revived"):
    """Articles that came back with their feed."""

    ids: bytes


class Restored(msgspec.Struct, tag="restored"):
    """Deleted articles that were brought back, by another way than taking back their deletion."""

    ids: bytes


class Searched(msgspec.Struct, tag="searched"):
    """A saved search's name and query as they were; None: there was none."""

    search: int
    before: tuple[str, str] | None


class Noted(msgspec.Struct, tag="noted"):
    """A highlight as it was, as `store.notes` tells it; None: there was none."""

    article: int
    note: str
    """Its id."""
    before: str | None


class Parted(msgspec.Struct, tag="parted"):
    """An account that was removed, with what waited to be sent; its feeds are in slices."""

    account: int
    marks: list[tuple[str, str, int, int | None]] = []
    """The server's id of each article, its field, the value, and its id here."""
    wishes: list[tuple[int, str, str | None]] = []
    """Of each feed what was wanted, and the value."""


class Nothing(msgspec.Struct, tag="nothing"):
    """What stands in the row of an action whose changes are all in slices."""


Change = (
    Marked | Backlog | Tagged | Deleted | Saved | Kept | Corrected | Edited | Removed | Orphaned | Added
    | Revived | Restored | Searched | Noted | Parted | Nothing
)  # fmt: skip

_encoder = msgspec.msgpack.Encoder(enc_hook=str)  # damaged text is a kind of text
_decoder: msgspec.msgpack.Decoder[Change] = msgspec.msgpack.Decoder(Change)


def pack_ids(ids: Iterable[int]) -> bytes:
    """Pack ids, sorted and as differences: a hundred thousand neighbours need some hundred bytes."""
    ordered = sorted(ids)
    return zlib.compress(array("q", map(sub, ordered, [0, *ordered])).tobytes(), 1)


def unpack_ids(packed: bytes) -> list[int]:
    """Unpack ids that `pack_ids` packed. Raises `ValueError` on damaged bytes."""
    differences = array("q")
    try:
        differences.frombytes(zlib.decompress(packed))
    except zlib.error as error:
        raise ValueError(f"The ids are damaged: {error}") from None
    return list(accumulate(differences))


def record(
    db: Database, label: str, count: int, before: Change, now: int, *, work: bytes | None = None
) -> int:
    """Record an action. Part of the transaction that carries it out. Returns its id.

    `work`: what is left to do in slices; the action is unfinished then.
    """
    db.execute(
        "INSERT INTO action (at, label, count, before, unfinished, work) VALUES (?, ?, ?, ?, ?, ?)",
        (now, label, count, _encoder.encode(before), GOING_ON if work is not None else 0, work),
    )
    return db.last_insert_rowid()


def add_slice(db: Database, action: int, changed: int, before: Change) -> None:
    """Add what was before a part of an action. Part of the transaction that carries it out."""
    db.execute(
        "INSERT INTO action_slice (action, first, last, changed, before) VALUES (?, ?, ?, ?, ?)",
        (action, *_range(before), changed, _encoder.encode(before)),
    )


def close_slice(db: Database, slice: int, first: int, last: int, changed: int, before: Change) -> None:
    """Note that a slice that waited is done. Part of the transaction that did it.

    `first` and `last`: the lowest and the highest id of its articles.
    """
    db.execute(
        "UPDATE action_slice SET todo = NULL, first = ?, last = ?, changed = ?, before = ? WHERE id = ?",
        (first, last, changed, _encoder.encode(before), slice),
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


def decode_slice(packed: bytes | None) -> Change:
    """Return what a slice has changed; `Nothing` for one that waits. Raises `ValueError` on damaged bytes."""
    return Nothing() if packed is None else decode(packed)


def decode(packed: bytes) -> Change:
    """Return the change that was packed. Raises `ValueError` on damaged bytes, also of its ids."""
    change = read_change(packed)
    for ids in packed_ids(change):
        unpack_ids(ids)
    return change


def read_change(packed: bytes) -> Change:
    """Return the change that was packed; its ids may be damaged. Raises `ValueError` on damaged bytes."""
    try:
        return _decoder.decode(packed)
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise ValueError(f"The action is damaged: {error}") from None


def packed_ids(change: Change) -> Iterable[bytes]:
    """Return all packed ids of a change."""
    match change:
        case Marked():
            return [ids for _, ids in change.turned.values()]
        case Tagged():
            return [*change.added.values(), *change.removed.values()]
        case Deleted() | Kept() | Orphaned() | Revived() | Restored():
            return [change.ids]
    return []


def is_unfinished(db: Database) -> bool:
    """Return whether an action was begun and is not finished."""
    return bool(rows(db, "SELECT 1 FROM action INDEXED BY action_unfinished WHERE unfinished > 0 LIMIT 1"))


def forget_old(db: Database, before: int) -> None:
    """Forget the actions before that time (UTC seconds), and those before the last `MOST`."""
    db.execute(
        """DELETE FROM action WHERE at < ?
           OR id <= (SELECT id FROM action ORDER BY id DESC LIMIT 1 OFFSET ?)""",
        (before, MOST),
    )


def named(db: Database, article: int) -> str:
    """Return what an action calls an article: its title in quotation marks, else the first words of its text.

    Returns nothing where nothing of either can be seen.
    """
    found = rows(db, "SELECT title, opening FROM article WHERE id = ?", (article,))
    for words in found[0] if found else ():
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
