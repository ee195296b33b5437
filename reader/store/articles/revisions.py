"""What articles said before their sources changed them in substance."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.store import bodies
from reader.store.database.connection import Database, numbers, rows


@dataclass(frozen=True, slots=True)
class Revision:
    """A former text of an article."""

    until: int
    """When the article was found to say something else, UTC seconds."""
    title: str
    packed: bytes
    """`document.serialization`; empty where there was no text."""


def edited(db: Database, ids: Sequence[int]) -> frozenset[int]:
    """Those of the articles that have former texts."""
    found = rows(
        db,
        """SELECT DISTINCT r.article FROM carray(?) AS c
           CROSS JOIN revision AS r INDEXED BY revision_article ON r.article = c.value""",
        (numbers(ids),),
    )
    return frozenset(id for (id,) in found)


def former(db: Database, id: int) -> list[Revision]:
    """An article's former texts, the last one first. Raises ValueError on damaged bytes."""
    found = rows(db, "SELECT at, title, packed FROM revision WHERE article = ? ORDER BY id DESC", (id,))
    return [Revision(until, title, bodies.unpacked(db, packed)) for until, title, packed in found]
