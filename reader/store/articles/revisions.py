"""What articles said before their sources changed them in substance."""

from dataclasses import dataclass

from reader.store import bodies
from reader.store.database.connection import Database, rows


@dataclass(frozen=True, slots=True)
class Revision:
    """A former text of an article."""

    until: int
    """When a newer text replaced it, UTC seconds."""
    title: str
    packed: bytes
    """The serialized document (`document.serialization`); empty where there was no text."""


def former(db: Database, id: int) -> list[Revision]:
    """Return an article's former texts, the last one first. Raises `ValueError` on damaged bytes."""
    found = rows(db, "SELECT at, title, packed FROM revision WHERE article = ? ORDER BY id DESC", (id,))
    return [Revision(until, title, bodies.unpacked(db, packed)) for until, title, packed in found]
