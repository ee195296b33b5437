"""Mending single rows: text that is no UTF-8, values that mean nothing, bodies that cannot be unpacked.

A row that holds such things was met by a failing disk or memory; the rest of the library is sound.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import apsw

from reader.store import undo_changes, undo_log
from reader.store.articles import openings
from reader.store.articles.ingest import AWAITED
from reader.store.database.connection import Database, rows, transaction
from reader.store.database.damaged import DamagedText
from reader.store.repair.tables import KEYED, TABLES, Table, sound_body
from reader.store.rows import mended
from reader.store.search import index

SLICE = 500
"""Rows that are read at once."""


class Damage(NamedTuple):
    """One row that is damaged."""

    table: str
    key: int
    """The row's number; 0 in tables that have none."""
    columns: tuple[str, ...]
    """The columns that are damaged."""
    kind: str
    """What the row is, in words: `article`."""

    @property
    def words(self) -> str:
        """What is damaged, in words: `article 12: title`."""
        return f"{self.kind}{f' {self.key}' if self.key else ''}: {', '.join(self.columns)}"

    @property
    def loses(self) -> bool:
        """Whether something is lost with it that the reader would miss, not only the program."""
        if self.table == "feed":
            return not _OF_REFRESHES.issuperset(self.columns)
        return self.table not in ("state", "host", "page_failure")


_OF_REFRESHES = frozenset(
    ("etag", "last_modified", "body_hash", "next_due", "last_checked", "last_ok", "failures", "error",
     "silenced_until", "claimed_until", "moved_to", "pace", "pages_after")
)  # fmt: skip
"""A feed's columns that its next response fills again."""


def find(db: Database) -> Iterator[Damage]:
    """Yield what is damaged in rows. Reads every text and unpacks every body. Raises `StoreError`."""
    for table in TABLES:
        yield from _in_table(db, table)
    yield from _bodies(db)
    for name, columns in KEYED.items():
        names = tuple(columns)
        for row in rows(db, f"SELECT {', '.join(names)} FROM {name}"):
            if bad := _bad(names, row, mended(row, tuple(columns.values()))):
                yield Damage(name, 0, bad, name.replace("_", " "))


def repair(db: Database, found: Iterable[Damage]) -> None:
    """Mend rows, in one transaction. Raises `StoreError`.

    Text is read anew with replacement characters, a value that means nothing becomes the column's own
    beginning, and a body that cannot be read is emptied, for the next refresh to bring it again.
    """
    damages = list(found)
    if not damages:
        return
    touched = {damage.table for damage in damages}
    with transaction(db):
        # An index still has what the row was: SQLite would not find that entry when the row is changed.
        for table in sorted(touched - KEYED.keys()):
            db.execute(f"REINDEX {table}")
        by_name = {table.name: table for table in TABLES}
        for damage in damages:
            if damage.table in by_name:
                _mend(db, by_name[damage.table], damage)
            elif damage.table == "body":
                _mend_body(db, damage)
        for name in sorted(touched & KEYED.keys()):
            _mend_keyed(db, name)
        _ask_anew(db, [damage.key for damage in damages if damage.table in ("article", "body")])


def mend_numbers(db: Database) -> None:
    """Make every index of a table anew, and drop rows of numbers and packed bytes that hold something else.

    What is dropped is found again: positions in texts are lost. Raises `StoreError`.
    """
    with transaction(db):
        for name, condition in _NUMBERS.items():
            db.execute(f"DELETE FROM {name} WHERE {condition}")
        rows(db, "REINDEX")


_NUMBERS = {
    "position": "typeof(block) <> 'integer' OR typeof(character) <> 'integer'",
    "twin": "typeof(twin_group) <> 'integer'",
    "twin_key": "typeof(rests) <> 'blob' OR typeof(articles) <> 'blob'",
    "identity": "typeof(article) <> 'integer'",
}
"""What no row of these tables may be."""


def _bad(names: tuple[str, ...], row: tuple[Any, ...], kept: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(
        name
        for name, old, new in zip(names, row, kept, strict=True)
        if isinstance(old, DamagedText) or old is not new
    )


def _in_table(db: Database, table: Table) -> Iterator[Damage]:
    names, columns = tuple(table.columns), tuple(table.columns.values())
    last: int = -(2**63)
    sql = f"SELECT {table.key}, {', '.join(names)} FROM {table.name} WHERE {table.key} > ? ORDER BY 1 LIMIT ?"
    while found := rows(db, sql, (last, SLICE)):
        for key, *values in found:
            bad = _bad(names, tuple(values), mended(values, columns))
            if not _PACKED & set(bad):
                bad += _unreadable(db, table.name, key, values)
            if bad:
                yield Damage(table.name, key, bad, table.kind)
        last = found[-1][0]


_PACKED = {"packed", "before"}
"""The columns whose bytes are unpacked, if they are bytes."""


def _unreadable(db: Database, table: str, key: int, values: list[Any]) -> tuple[str, ...]:
    """Return the packed columns that cannot be unpacked, of a row in which they hold bytes."""
    if table in ("revision", "other_version"):
        return () if index.has_text(db, values[-1]) else ("packed",)
    if table in ("action", "action_slice"):
        try:
            undo_log.before(db, key) if table == "action" else undo_changes.decode_slice(values[-1])
        except ValueError:
            return ("before",)
    return ()


def _bodies(db: Database) -> Iterator[Damage]:
    """Yield the articles whose text or details cannot be unpacked, or that have no row for them."""
    last = 0
    sql = """SELECT id, article, extra, packed FROM article LEFT JOIN body ON article = id
             WHERE id > ? ORDER BY id LIMIT ?"""
    while found := rows(db, sql, (last, SLICE)):
        for id, there, extra, packed in found:
            details, text = (False, False) if there is None else sound_body(db, extra, packed)
            bad = () if details else ("details",), () if text else ("text",)
            if columns := (*bad[0], *bad[1]):
                yield Damage("body", id, columns, "article")
        last = found[-1][0]


def _mend(db: Database, table: Table, damage: Damage) -> None:
    if "before" in damage.columns or (
        table.name == "revision" and {"packed", "article"} & set(damage.columns)
    ):
        # What cannot be read, or belongs to no article, is of no use.
        db.execute(f"DELETE FROM {table.name} WHERE {table.key} = ?", (damage.key,))
        return
    names = tuple(table.columns)
    sql = f"SELECT {', '.join(names)} FROM {table.name} WHERE {table.key} = ?"
    for row in rows(db, sql, (damage.key,)):
        kept = dict(zip(names, mended(row, tuple(table.columns.values())), strict=True))
        if "packed" in damage.columns:
            kept["packed"] = b""
        if table.name == "article" and kept["sort_at"] == 0:
            kept["sort_at"] = kept["published"] or kept["received"]
        if table.name == "saved_search":
            kept = {name: value or "?" for name, value in kept.items()}
        if table.name == "feed" and {"etag", "last_modified"} & set(damage.columns):
            kept |= {"etag": None, "last_modified": None, "body_hash": None}
        sets = ", ".join(f"{name} = ?" for name in damage.columns)
        db.execute(
            f"UPDATE OR IGNORE {table.name} SET {sets} WHERE {table.key} = ?",
            (*(kept[name] for name in damage.columns), damage.key),
        )


def _mend_body(db: Database, damage: Damage) -> None:
    db.execute("INSERT OR IGNORE INTO body (article, packed) VALUES (?, x'')", (damage.key,))
    if "details" in damage.columns:
        db.execute("UPDATE body SET extra = NULL WHERE article = ?", (damage.key,))
    if "text" in damage.columns:
        db.execute("UPDATE body SET packed = x'' WHERE article = ?", (damage.key,))
        db.execute("UPDATE article SET complete = 0, words = 0 WHERE id = ?", (damage.key,))


def _mend_keyed(db: Database, name: str) -> None:
    """Write a table anew whose rows are found by what they say: a damaged row cannot be found so."""
    columns = KEYED[name]
    names = ", ".join(columns)
    kept = [mended(row, tuple(columns.values())) for row in rows(db, f"SELECT {names} FROM {name}")]
    if name == "article_tag":
        kept = [row for row in kept if row[0].strip() and row[2]]
    db.execute(f"DELETE FROM {name}")
    marks = ", ".join("?" * len(columns))
    for row in kept:
        with suppress(apsw.ConstraintError):  # of an article that is not there
            db.execute(f"INSERT OR IGNORE INTO {name} ({names}) VALUES ({marks})", row)
    if name == "article_tag":
        db.execute(
            "UPDATE OR IGNORE article_tag SET sort_at = (SELECT sort_at FROM article WHERE id = article)"
        )


def _ask_anew(db: Database, articles: list[int]) -> None:
    """Let the feeds of these articles be asked unconditionally, and whatever they say be taken."""
    for article in sorted(set(articles)):
        db.execute("UPDATE article SET fingerprint = ? WHERE id = ?", (AWAITED, article))
        db.execute(
            """UPDATE feed SET etag = NULL, last_modified = NULL, body_hash = NULL, pace = NULL
               WHERE id = (SELECT feed FROM article WHERE id = ?)""",
            (article,),
        )
    index.again(db, sorted(set(articles)))
    openings.note(db, articles)
