"""The reader's actions, each with what was before it: the last one can be taken back, also tomorrow."""

import zlib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from reader.store.database.connection import Database, Row, rows


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the reader did."""

    id: int
    at: int
    label: str
    """The action in words: `12 articles marked read`."""
    count: int
    """The number of articles or feeds that it changed."""
    undone: bool


class Marked(msgspec.Struct, tag="marked"):
    """Articles whose `read` or `starred` was turned: the column, what it was, and their ids."""

    turned: dict[str, tuple[int, bytes]]


class Tagged(msgspec.Struct, tag="tagged"):
    """Tags with the ids of the articles that got or lost them."""

    added: dict[str, bytes]
    removed: dict[str, bytes]


class Deleted(msgspec.Struct, tag="deleted"):
    ids: bytes


class Saved(msgspec.Struct, tag="saved"):
    """A saved article that was not there before."""

    article: int


class Corrected(msgspec.Struct, tag="corrected"):
    """The corrections that an article had in the fields that were corrected, as `correction.value`."""

    article: int
    before: dict[str, str | None]


class Edited(msgspec.Struct, tag="edited"):
    """A feed's columns as they were."""

    feed: int
    before: dict[str, str | int | None]


class Removed(msgspec.Struct, tag="removed"):
    feed: int


class Searched(msgspec.Struct, tag="searched"):
    """A saved search's name and query as they were; None: there was none."""

    search: int
    before: tuple[str, str] | None


Change = Marked | Tagged | Deleted | Saved | Corrected | Edited | Removed | Searched

_encoder = msgspec.msgpack.Encoder(enc_hook=str)  # damaged text is a kind of text
_decoder: msgspec.msgpack.Decoder[Change] = msgspec.msgpack.Decoder(Change)


def pack_ids(ids: Iterable[int]) -> bytes:
    """Pack ids, sorted and as differences: a hundred thousand neighbours need some hundred bytes."""
    ordered, last = array("q"), 0
    for id in sorted(ids):
        ordered.append(id - last)
        last = id
    return zlib.compress(ordered.tobytes(), 1)


def unpack_ids(packed: bytes) -> list[int]:
    """Unpack ids that `pack_ids` packed."""
    differences, ids, last = array("q"), [], 0
    differences.frombytes(zlib.decompress(packed))
    for difference in differences:
        last += difference
        ids.append(last)
    return ids


def record(db: Database, label: str, count: int, before: Change, now: int) -> None:
    """Record an action. Part of the transaction that carries it out."""
    db.execute(
        "INSERT INTO action (at, label, count, before) VALUES (?, ?, ?, ?)",
        (now, label, count, _encoder.encode(before)),
    )


def last_action(db: Database) -> Action | None:
    """Return the action that `undo` would take back; None where there is none."""
    found = rows(
        db, "SELECT id, at, label, count, undone FROM action WHERE undone IS NULL ORDER BY id DESC LIMIT 1"
    )
    return _action(found[0]) if found else None


def actions(db: Database, limit: int) -> list[Action]:
    """Return the last actions, at most `limit`, the latest first."""
    found = rows(db, "SELECT id, at, label, count, undone FROM action ORDER BY id DESC LIMIT ?", (limit,))
    return [_action(row) for row in found]


def _action(row: Row) -> Action:
    id, at, label, count, undone = row
    return Action(id, at, label, count, undone is not None)


def before(db: Database, action: int) -> Change:
    """Return what an action changed, and how it was before. Raises `ValueError` on damaged bytes."""
    ((packed,),) = rows(db, "SELECT before FROM action WHERE id = ?", (action,))
    try:
        change = _decoder.decode(packed)
        for ids in _packed_ids(change):
            unpack_ids(ids)
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError, ValueError, zlib.error) as error:
        raise ValueError(f"The action is damaged: {error}") from None
    return change


def _packed_ids(change: Change) -> Iterable[bytes]:
    match change:
        case Marked():
            return [ids for _, ids in change.turned.values()]
        case Tagged():
            return [*change.added.values(), *change.removed.values()]
        case Deleted():
            return [change.ids]
    return []


def articles_in_words(count: int) -> str:
    """Return a number of articles in words: `1 article`, `12 articles`."""
    return "1 article" if count == 1 else f"{count:,} articles"


def changed_columns(
    old: Mapping[str, str | int | None], new: Mapping[str, str | int | None]
) -> dict[str, str | int | None]:
    """Return the old values of the columns that change."""
    return {name: old[name] for name, value in new.items() if old[name] != value}
