"""The first words of articles without a title, kept with the headline: lists never touch a body."""

from collections.abc import Iterable

from reader.document.blocks import Document
from reader.document.sanitize import sanitize_line
from reader.document.serialization import deserialize
from reader.document.titles import can_be_seen, opening
from reader.model import ParsedArticle
from reader.store import bodies, state
from reader.store.database.connection import Database, Row, numbers, rows, transaction

UNEXAMINED = "unopened"
"""The state's name for the highest article that an older version kept without an opening."""

SLICE = 1_000
"""Articles that are looked at in one transaction: a key's mark must not wait long for it."""


def opening_of(parsed: ParsedArticle) -> str | None:
    """Return the opening of an article as it arrives; None for one with a title."""
    return None if _titled(parsed.title) else opening(_document(parsed.body))


def note(db: Database, articles: Iterable[int]) -> None:
    """Write the openings of articles whose title or text changed. Part of the caller's transaction."""
    found = rows(
        db,
        "SELECT id, title, opening FROM carray(?) AS c CROSS JOIN article ON id = c.value",
        (numbers(articles),),
    )
    _note(db, found)


def note_backlog(db: Database) -> bool:
    """Write some of the openings that an older version left out, newest first.

    Returns whether any are left.
    """
    left = state.value(db, UNEXAMINED)
    if left is None:
        return False
    with transaction(db, durable=False):
        found = rows(
            db,
            "SELECT id, title, opening FROM article WHERE id <= ? ORDER BY id DESC LIMIT ?",
            (int(left), SLICE),
        )
        _note(db, found)
        if len(found) < SLICE:
            db.execute("DELETE FROM state WHERE name = ?", (UNEXAMINED,))
        else:
            state.keep(db, UNEXAMINED, str(found[-1][0] - 1))
    return len(found) == SLICE


def _note(db: Database, found: Iterable[Row]) -> None:
    for id, title, before in found:
        said = None if _titled(title) else _said(db, id)
        if said != before:
            db.execute("UPDATE article SET opening = ? WHERE id = ?", (said, id))


def _titled(title: object) -> bool:
    if not isinstance(title, str):
        return False
    first = title[:1]  # nearly always a letter, which says enough
    return (first.isascii() and first.isalnum()) or can_be_seen(sanitize_line(title))


def _said(db: Database, article: int) -> str:
    for (packed,) in rows(db, "SELECT packed FROM body WHERE article = ?", (article,)):
        if isinstance(packed, bytes):
            try:
                return opening(_document(bodies.unpacked(db, packed)))
            except ValueError:
                break
    return ""


def _document(serialized: bytes) -> Document:
    try:
        return deserialize(serialized) if serialized else Document()
    except ValueError:
        return Document()
