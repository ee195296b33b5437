"""The full-text index: what an article's words are, and keeping the index in step with the articles.

It is contentless: it holds words and where they stand, not the text, which the body has.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import apsw

from reader.document import plain, serialization
from reader.store import bodies
from reader.store.database.connection import Database, Row, rows, transaction
from reader.store.lists.normalize import normalize

BATCH = 200
"""Articles that are indexed in one transaction of a rebuild: some 100 ms."""


class Entry(NamedTuple):
    """What is to be found of an article."""

    article: int
    text: str
    title: str
    author: str | None
    site: str | None


def add(db: Database, entries: Iterable[Entry]) -> None:
    """Index articles, in place of what was indexed of them before. Part of the caller's transaction."""
    db.executemany(
        "INSERT OR REPLACE INTO search (rowid, text, title, author, site) VALUES (?, ?, ?, ?, ?)",
        map(_folded, entries),
    )


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
    db.executemany("DELETE FROM search WHERE rowid = ?", ((article,) for article in articles))


def again(db: Database, articles: Iterable[int]) -> None:
    """Index articles again from what the store has of them. Part of the caller's transaction."""
    add(db, _entries(db, articles))


def _entries(db: Database, articles: Iterable[int]) -> Iterator[Entry]:
    for article in articles:
        for row in rows(
            db,
            "SELECT title, author, site, packed FROM article LEFT JOIN body ON article = id WHERE id = ?",
            (article,),
        ):
            yield _entry(db, article, row)


def _entry(db: Database, article: int, row: Row) -> Entry:
    title, author, site, packed = row
    return Entry(article, text_of(db, packed), title, author, site)


def text_of(db: Database, kept: bytes | None) -> str:
    """Return a body's text; "" for no body, or one that cannot be read."""
    try:
        return plain.to_text(serialization.deserialize(bodies.unpacked(db, kept))) if kept else ""
    except ValueError:
        return ""


def in_step(db: Database) -> bool:
    """Return whether the index is whole and has every article. Reads all of the index.

    In a library that cannot be written only the articles' presence is looked at.
    """
    missing = rows(
        db,
        "SELECT 1 FROM article WHERE deleted = 0 AND id NOT IN (SELECT id FROM search_docsize) LIMIT 1",
    )
    if missing:
        return False
    if db.readonly("main"):
        return True
    try:
        db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    except apsw.Error:
        return False
    return True


def rebuild(db: Database) -> int:
    """Make the index anew from the bodies: a few minutes for a million articles.

    Other processes write between its transactions, and articles that they add are indexed by them. A rebuild
    that was stopped leaves articles out, which `in_step` notices. Returns how many articles were indexed.
    """
    with transaction(db):
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")
    count = last = 0
    while found := rows(db, "SELECT id FROM article WHERE id > ? ORDER BY id LIMIT ?", (last, BATCH)):
        articles = [row[0] for row in found]
        with transaction(db, durable=False):
            again(db, articles)
        count, last = count + len(articles), articles[-1]
    return count
