"""What each kind of action changed, as the log of actions keeps it: what takes it back."""

import zlib
from array import array
from collections.abc import Iterable
from itertools import accumulate
from operator import sub

import msgspec


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
    """Articles that were not deleted before."""

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


encoder = msgspec.msgpack.Encoder(enc_hook=str)  # damaged text is a kind of text

_decoder: msgspec.msgpack.Decoder[Change] = msgspec.msgpack.Decoder(Change)


SMALL = 8_192
"""Bytes of ids that are packed with little memory."""


def pack_ids(ids: Iterable[int]) -> bytes:
    """Pack ids, sorted and as differences: a hundred thousand neighbours need some hundred bytes."""
    ordered = sorted(ids)
    packed = array("q", map(sub, ordered, [0, *ordered])).tobytes()
    if len(packed) > SMALL:
        return zlib.compress(packed, 1)
    deflating = zlib.compressobj(
        1, zlib.DEFLATED, 9, 1
    )  # with 3 KB of memory, not 268, in a hundredth of the time
    return deflating.compress(packed) + deflating.flush()


def unpack_ids(packed: bytes) -> list[int]:
    """Unpack ids that `pack_ids` packed. Raises `ValueError` on damaged bytes."""
    differences = array("q")
    try:
        differences.frombytes(zlib.decompress(packed))
    except zlib.error as error:
        raise ValueError(f"The ids are damaged: {error}") from None
    return list(accumulate(differences))


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
