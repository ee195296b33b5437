"""Colouring the code of articles that an older version kept, as `document.code_tokens` does."""

from typing import Literal

from reader.document.code_tokens import together, with_tokens
from reader.document.serialization import deserialize, deserialize_raw, serialize
from reader.store import bodies, state
from reader.store.database.connection import Database, rows, transaction

UNEXAMINED = "uncoloured"
"""The state's name for the highest article that an older version kept."""

SLICE = 250
"""Articles that are looked at in one transaction: a key's mark must not wait long for it."""

SECONDS = 0.2
"""Seconds that the code of one slice may take."""

_CODE = b"\xa4code"
"""How a block of code begins in a serialized document (msgpack); most documents have none."""


def colour_backlog(db: Database) -> bool:
    """Colour the code of some of the articles that an older version kept, newest first.

    Nothing else of them changes. Returns whether any are left.
    """
    left = state.value(db, UNEXAMINED)
    if left is None:
        return False
    with transaction(db, durable=False):
        found = rows(db, "SELECT id FROM article WHERE id <= ? ORDER BY id DESC LIMIT ?", (int(left), SLICE))
        with together(SECONDS):
            for (id,) in found:
                _colour(db, "body", id)
                _colour(db, "other_version", id)
        if len(found) < SLICE:
            db.execute("DELETE FROM state WHERE name = ?", (UNEXAMINED,))
        else:
            state.keep(db, UNEXAMINED, str(found[-1][0] - 1))
    return len(found) == SLICE


def _colour(db: Database, table: Literal["body", "other_version"], article: int) -> None:
    for (packed,) in rows(db, f"SELECT packed FROM {table} WHERE article = ?", (article,)):
        if (coloured := _coloured(db, packed)) is not None:
            db.execute(
                f"UPDATE {table} SET packed = ? WHERE article = ?", (bodies.packer(db)(coloured), article)
            )


def _coloured(db: Database, packed: object) -> bytes | None:
    """Return a body with the colours of its code; None where there is nothing to colour."""
    try:
        serialized = bodies.unpacked(db, packed) if isinstance(packed, bytes) else b""
        if _CODE not in serialized:
            return None
        document = deserialize(serialized)
        coloured = with_tokens(document)
        return None if coloured is document else serialize(coloured, *deserialize_raw(serialized))
    except ValueError:
        return None
