"""Merging a backup under the rows that were saved: what was saved is newer and wins."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import apsw

from reader.store.salvage.collecting import Collection

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALWAYS = ("feed", "host", "state")
"""The tables of which the backup's rows are taken wherever they are missing: nothing deletes such rows."""

_OF_ARTICLES = ("article_tag", "correction", "note", "position", "revision", "other_version")
"""The tables of which the backup's rows are taken for articles that were lost, or where rows were lost."""


def merge(into: Collection, backup: Path) -> None:
    """Add the backup's rows where those of the library were lost. Raises `apsw.Error` where it is damaged."""
    with _attached(into.db, backup):
        there = {str(name) for (name,) in into.db.execute("SELECT name FROM old.sqlite_schema")}
        for name in _ALWAYS:
            if name in there:
                _take(into, name)
        if "dictionary" in there:  # what never changes is taken from where it was checked
            into.db.execute("INSERT OR REPLACE INTO main.dictionary SELECT * FROM old.dictionary")
        into.db.execute(_RESTORED)
        _take(into, "article", "id IN (SELECT id FROM temp.restored)")
        _take(into, "body", "article IN (SELECT id FROM main.article)")
        into.db.execute(_TEXTS)
        for name in (name for name in _OF_ARTICLES if name in there):
            lost = "article IN (SELECT id FROM temp.restored)" if into.is_whole(name) else "1"
            _take(into, name, f"{lost} AND article IN (SELECT id FROM main.article)")
        if "saved_search" in there and not into.is_whole("saved_search"):
            _take(into, "saved_search")
        into.db.execute(_IDENTITIES)
        into.used_ids(into.db.execute("SELECT name, seq FROM old.sqlite_sequence").fetchall())  # type: ignore[arg-type]


_RESTORED = """
    INSERT OR IGNORE INTO temp.restored SELECT id FROM old.article
        WHERE deleted = 0 AND id NOT IN (SELECT id FROM main.article)
        AND id NOT IN (SELECT id FROM temp.deleted)
        AND id NOT IN (SELECT o.article FROM old.identity AS o
            JOIN main.identity AS i ON i.feed = o.feed AND i.key = o.key WHERE i.article = 0);
"""
"""The articles that are in the backup only, but those that were deleted for good since."""

_TEXTS = """
    UPDATE main.body SET packed = o.packed FROM old.body AS o
        WHERE o.article = body.article AND body.packed = x'' AND o.packed <> x'';
    UPDATE main.body SET extra = o.extra FROM old.body AS o
        WHERE o.article = body.article AND body.extra IS NULL AND o.extra IS NOT NULL;
"""

_IDENTITIES = """
    INSERT INTO main.identity SELECT feed, key, article FROM old.identity WHERE true
    ON CONFLICT (feed, key) DO UPDATE SET article = excluded.article
        WHERE identity.article > 0 AND identity.article NOT IN (SELECT id FROM main.article);
"""
"""What the backup says counts for keys whose articles were lost, and for no others."""


@contextmanager
def _attached(db: apsw.Connection, backup: Path) -> "Iterator[None]":
    db.execute("ATTACH ? AS old", (f"file:{quote(str(backup))}?immutable=1",))
    try:
        with db:
            yield
    finally:
        db.execute("DETACH old")


def _take(into: Collection, name: str, condition: str = "1") -> None:
    """Copy the rows that are missing; columns that the backup's version had not keep their defaults."""
    had = {str(row[1]) for row in into.db.execute(f"PRAGMA old.table_info({name})")}
    names = ", ".join(column.name for column in into.tables[name].columns if column.name in had)
    into.db.execute(
        f"INSERT OR IGNORE INTO main.{name} ({names}) SELECT {names} FROM old.{name} WHERE {condition}"
    )
