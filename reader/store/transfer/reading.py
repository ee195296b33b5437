"""From a library's rows to records. Rows that are damaged are left out."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from reader.store import bodies
from reader.store.articles.identity import PURGED
from reader.store.database.connection import Database, rows
from reader.store.notes.notes import notes_of, said
from reader.store.transfer.records import (
    ArticleRecord,
    FeedRecord,
    Former,
    GoneRecord,
    Moment,
    Other,
    Place,
    SearchRecord,
)
from reader.ways import unpack_habits, unpack_ways

TOGETHER = 200
"""The articles or keys that are read at once."""


COLUMNS = (
    "title", "opening", "link", "author", "site", "received", "sort_at", "read", "starred", "complete",
    "words", "page", "fingerprint", "text_hash",
)  # fmt: skip
"""The columns of an article that records have under the same names."""

DAMAGES = (TypeError, ValueError, IndexError, msgspec.ValidationError)
"""What is raised where the rows of an article are damaged."""

DATES = ("published", "published_precision", "published_zone", "updated", "updated_precision")


def records(db: Database, lost: Callable[[str], None]) -> Iterator[msgspec.Struct]:
    """Yield all that goes to another library, but kept files. `lost` is told what is damaged."""
    yield from _feeds(db)
    for name, query in rows(db, "SELECT name, query FROM saved_search ORDER BY id"):
        yield SearchRecord(name, query)
    addresses: dict[int, str] = dict(rows(db, "SELECT id, url FROM feed"))
    last = 0
    while found := rows(
        db, "SELECT id FROM article WHERE id > ? AND deleted = 0 ORDER BY id LIMIT ?", (last, TOGETHER)
    ):
        for (id,) in found:
            try:
                yield article_record(db, id, addresses)
            except DAMAGES:
                lost(f"article {id} is damaged and left out")
        last = found[-1][0]
    yield from _gone(db, addresses)


def _feeds(db: Database) -> Iterator[FeedRecord]:
    found = rows(
        db,
        """SELECT url, title, name, site, folder, added, removed IS NULL, paused, full_text, ways, habits
           FROM feed AS f
           WHERE removed IS NULL OR EXISTS (SELECT 1 FROM article WHERE feed = f.id AND deleted = 0)""",
    )
    for url, title, name, site, folder, added, subscribed, paused, full_text, *packed in found:
        own = unpack_ways(packed[0]), unpack_habits(packed[1])
        yield FeedRecord(url, title, name, site, folder, added, bool(subscribed), paused, full_text, *own)


def article_record(db: Database, id: int, addresses: Mapping[int, str]) -> ArticleRecord:
    """Return an article with all that goes to another library. Raises `DAMAGES` where it is damaged.

    `addresses`: those of the feeds, by their ids.
    """
    ((feed, *columns),) = rows(
        db,
        f"SELECT feed, {', '.join(COLUMNS)}, {', '.join(DATES)} FROM article WHERE id = ?",
        (id,),
    )
    plain = dict(zip(COLUMNS, columns, strict=False))
    published, precision, zone, updated, updated_precision = columns[len(COLUMNS) :]
    extra, packed = (rows(db, "SELECT extra, packed FROM body WHERE article = ?", (id,)) or [(None, b"")])[0]
    keys = rows(db, "SELECT key FROM identity WHERE feed = ? AND article = ?", (feed or 0, id))
    return ArticleRecord(
        keys=[key for (key,) in keys],
        feed=None if feed is None else addresses[feed],
        published=None if published is None else Moment(published, precision, zone),
        updated=None if updated is None else Moment(updated, updated_precision),
        extra=extra,
        body=bodies.unpacked(db, packed),
        tags=[tag for (tag,) in rows(db, "SELECT tag FROM article_tag WHERE article = ?", (id,))],
        corrections=[
            (field, value, original)
            for field, value, original in rows(
                db, "SELECT field, value, original FROM correction WHERE article = ?", (id,)
            )
        ],
        notes=[(note.id, said(note)) for note in notes_of(db, [id])],
        place=_place(db, id),
        former=[
            Former(at, former, bodies.unpacked(db, body))
            for at, former, body in rows(
                db, "SELECT at, title, packed FROM revision WHERE article = ? ORDER BY id", (id,)
            )
        ],
        other=_other(db, id),
        **plain,
    )


def _place(db: Database, id: int) -> Place | None:
    found = rows(db, "SELECT block, character, at, finished FROM position WHERE article = ?", (id,))
    return Place(*found[0]) if found else None


def _other(db: Database, id: int) -> Other | None:
    found = rows(
        db, "SELECT complete, words, packed, block, character FROM other_version WHERE article = ?", (id,)
    )
    if not found:
        return None
    complete, words, packed, block, character = found[0]
    return Other(complete, words, bodies.unpacked(db, packed), block, character)


def _gone(db: Database, addresses: dict[int, str]) -> Iterator[GoneRecord]:
    """Yield the keys of what was deleted, by the reader or by retention; what went with its feed may come."""
    for feed, address in [(0, None), *addresses.items()]:
        found = rows(
            db,
            """SELECT key FROM identity AS i LEFT JOIN article AS a ON a.id = i.article
               WHERE i.feed = ? AND (i.article = ? OR a.deleted IN (1, 2))""",
            (feed, PURGED),
        )
        keys = [key for (key,) in found]
        for start in range(0, len(keys), TOGETHER):
            yield GoneRecord(keys[start : start + TOGETHER], address)
