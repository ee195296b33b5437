"""The full-text index: what an article's words are, and keeping the index in step with the articles.

It is contentless: it holds words and where they stand, not the text, which the body has.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import apsw

from reader.document import serialization
from reader.store import bodies, state
from reader.store.bodies import text_of
from reader.store.database.connection import Database, Row, rows
from reader.store.lists.asking import REBUILD
from reader.store.lists.normalize import normalize
from reader.store.rows import NOTES

if TYPE_CHECKING:
    from apsw import Binding

BROKEN = "broken"
"""What the state says under `REBUILD` where the index is broken, and a rebuild is to begin."""


class Entry(NamedTuple):
    """What is to be found of an article."""

    article: int
    text: str
    title: str
    author: str | None
    site: str | None


def add(db: Database, entries: Iterable[Entry]) -> None:
    """Index articles, in place of what was indexed of them before. Part of the caller's transaction.

    A broken index keeps no article from the library: it is noted as such, for `rebuild`.
    """
    _change(
        db,
        "INSERT OR REPLACE INTO search (rowid, text, title, author, site) VALUES (?, ?, ?, ?, ?)",
        map(_folded, entries),
    )


def _change(db: Database, sql: str, values: Iterable[tuple["Binding", ...]]) -> None:
    try:
        db.executemany(sql, values)
    except (apsw.CorruptError, apsw.SQLError):
        note_broken(db)


def _folded(entry: Entry) -> tuple[int, str, str, str, str]:
    return (
        entry.article,
        normalize(entry.text),
        normalize(entry.title),
        normalize(entry.author) if entry.author else "",
        normalize(entry.site) if entry.site else "",
    )


def remove(db: Database, articles: Iterable[int]) -> None:
    """Take articles out of the index. Part of the caller's transaction."""
    _change(db, "DELETE FROM search WHERE rowid = ?", ((article,) for article in articles))


def again(db: Database, articles: Iterable[int]) -> None:
    """Index articles again from what the store has of them. Part of the caller's transaction."""
    add(db, _entries(db, articles))


def _entries(db: Database, articles: Iterable[int]) -> Iterator[Entry]:
    for article in articles:
        for row in rows(
            db,
            f"""SELECT title, author, site, packed, ({NOTES}) FROM article AS a
                LEFT JOIN body ON article = id WHERE id = ?""",
            (article,),
        ):
            yield _entry(db, article, row)


def _entry(db: Database, article: int, row: Row) -> Entry:
    title, author, site = (value if isinstance(value, str) else "" for value in row[:3])
    text = text_of(db, row[3])
    return Entry(article, f"{text}\n{row[4]}" if row[4] else text, title, author, site)


def has_text(db: Database, kept: bytes | None) -> bool:
    """Return whether a body can be read; an empty one can."""
    try:
        unpacked = bodies.unpacked(db, kept)
        if unpacked:
            serialization.deserialize(unpacked)
    except ValueError:
        return False
    return True


def note_broken(db: Database) -> None:
    """Note that the index is to be made anew; the next maintenance does so."""
    state.keep(db, REBUILD, BROKEN)
