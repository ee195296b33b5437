"""What is left to do of an action on many articles: written down when it begins, done a slice at a time."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice
from typing import NamedTuple

import msgspec

from reader.store import undo_log
from reader.store.database.connection import Database
from reader.store.undo_changes import Change, pack_ids

LARGE = 2_048
"""The articles of a slice; an action on no more of them is done in one transaction."""

_BITS = 12
"""Ids that are the same but for so many bits are neighbours."""

SPARSE = 16
"""Of so many ids that there could be one is meant, in the mean; where fewer are, they are far apart."""


class Turn(msgspec.Struct, tag="turn", frozen=True):
    """Turn marks; None leaves a mark as it is."""

    read: bool | None = None
    starred: bool | None = None


class Tag(msgspec.Struct, tag="tag", frozen=True):
    """Add tags, and remove others."""

    add: tuple[str, ...]
    remove: tuple[str, ...]


class Delete(msgspec.Struct, tag="delete", frozen=True):
    """Delete articles."""


class Restore(msgspec.Struct, tag="restore", frozen=True):
    """Bring back articles that were deleted."""


class Orphan(msgspec.Struct, tag="orphan", frozen=True):
    """Delete articles with their feed."""


class Work(msgspec.Struct, frozen=True):
    """An action on articles, and how it is told."""

    verb: Turn | Tag | Delete | Restore | Orphan
    at: int
    """When the reader did it, UTC seconds."""
    words: tuple[str, str | None]
    """The words before and behind the number of articles: `marked ` and ` read in Tech`; None: no number."""
    duplicates: bool = False
    """Whether the articles' duplicates are meant too, and a group counts as one."""

    def label(self, count: int) -> str:
        """Return the action in words for so many articles."""
        start, end = self.words
        return start if end is None else f"{start}{count:,}{end}"


encode_work = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(Work)


def decode_work(packed: bytes) -> Work:
    """Return the work that was packed. Raises `ValueError` on damaged bytes."""
    try:
        return _decoder.decode(packed)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ValueError(f"The action is damaged: {error}") from None


class Waiting(NamedTuple):
    """A slice of articles that wait."""

    first: int
    last: int
    packed: bytes


def waiting(ids: Iterable[int]) -> list[Waiting]:
    """Pack ids as slices whose ranges do not overlap. No step of it holds other threads up for long."""
    return [Waiting(slice[0], slice[-1], pack_ids(slice)) for slice in _neighbours(ids)]


def _neighbours(ids: Iterable[int]) -> Iterator[list[int]]:
    every = array("q", ids)
    low, high = min(every, default=0), max(every, default=0)
    if high - low < SPARSE * len(every):
        ordered = _by_flags(every, low, high)
    else:
        ordered = _by_places(every)
    while together := list(islice(ordered, LARGE)):
        yield together


def _by_flags(ids: Iterable[int], low: int, high: int) -> Iterator[int]:
    """Sort ids of which few are left out: a byte for each that there could be."""
    flags = bytearray(high - low + 1)
    for id in ids:
        flags[id - low] = 1
    return compress(range(low, high + 1), flags)


def _by_places(ids: Iterable[int]) -> Iterator[int]:
    near: defaultdict[int, list[int]] = defaultdict(list)
    for id in ids:
        near[id >> _BITS].append(id)
    for key in sorted(near):
        yield from sorted(set(near.pop(key)))


def begin(db: Database, work: Work, slices: Sequence[Waiting], count: int, before: Change) -> int:
    """Begin an action on about so many articles: write it down. Part of the caller's transaction.

    `before` goes into the action's own row. Returns the action's id.
    """
    action = undo_log.record(db, work.label(count), count, before, work.at, work=encode_work(work))
    db.executemany(
        "INSERT INTO action_slice (action, first, last, changed, todo) VALUES (?, ?, ?, 0, ?)",
        ((action, *slice) for slice in slices),
    )
    return action
