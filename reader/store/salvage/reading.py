"""Reading a damaged library through SQLite: every row that it still reaches, around the damage."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import apsw

from reader.store.salvage.collecting import INDEXES, Collection
from reader.store.salvage.records import Text, Value
from reader.store.salvage.tables import SAVED, Row, Table

MOST_ERRORS = 20_000
"""Failed reads after which no more are tried in one table: each tells of a part that SQLite cannot reach."""

LARGEST_ID = (1 << 63) - 1


def open_damaged(path: Path) -> apsw.Connection:
    """Open a damaged library for reading, with its log, and without taking part in any locking."""
    db = apsw.Connection(
        f"file:{quote(str(path))}?mode=ro&vfs=unix-none",
        flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI,
    )
    # Else SQLite would delete the log when it closes, also where it could not read it.
    db.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA cell_size_check = ON; PRAGMA cache_size = -32768")
        if db.execute("PRAGMA encoding").get != "UTF-8":
            raise apsw.CorruptError("another encoding")
        db.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except apsw.Error:
        db.close()
        raise
    return db


def read_all(path: Path, into: Collection, deadline: float) -> None:
    """Save what SQLite reads of a damaged library. Where it reads nothing, nothing is saved."""
    try:
        db = open_damaged(path)
    except apsw.Error:
        into.is_reached = False
        return
    db.set_progress_handler(lambda: time.monotonic() > deadline, 100_000)
    try:
        for name in SAVED:
            _read_table(db, into, into.tables[name])
        for index in INDEXES:
            _read_index(db, into, index)
        with suppress(apsw.Error, UnicodeError):
            into.used_ids(db.execute("SELECT name, seq FROM sqlite_sequence WHERE typeof(seq) = 'integer'"))
    finally:
        db.close()


def _read_table(db: apsw.Connection, into: Collection, table: Table) -> None:
    try:
        there = {str(row[1]) for row in db.execute(f"PRAGMA table_info({table.name})")}
    except (apsw.Error, UnicodeError):
        into.broken[table.name] += 1
        return
    if not there:
        return
    read = _Reader(db, into, table, [column.name for column in table.columns if column.name in there])
    if table.number is None:
        read.from_both_ends()
    else:
        read.between(-LARGEST_ID, LARGEST_ID)
    into.broken[table.name] += read.errors


class _Reader:
    """Reads one table."""

    def __init__(self, db: apsw.Connection, into: Collection, table: Table, names: list[str]) -> None:
        self._db, self._into, self._table = db, into, table
        self._there = set(names)
        # What should be text may be none any more: bytes can be fetched whatever they are.
        read = ", ".join(
            f"CAST({column.name} AS BLOB)" if column.kind == "TEXT" else column.name
            for column in table.columns
            if column.name in self._there
        )
        self._select = f"SELECT {read} FROM {table.name}"
        self._key = "" if table.number is None else table.columns[table.number].name
        self._order = self._key or ", ".join(c.name for c in table.columns if c.needed)
        self.errors = 0

    def _rows(self, sql: str, *values: int) -> Iterator[Row]:
        """Yield the rows as far as they can be read; count an error where that is not to the end."""
        try:
            found = self._db.execute(sql, values)
        except apsw.Error:
            self.errors += 1
            return
        while True:
            try:
                row = self._row(next(found))
            except StopIteration:
                return
            except apsw.InterruptError:
                self.errors += MOST_ERRORS
                return
            except (apsw.Error, UnicodeError):
                self.errors += 1
                return
            if row is None:
                self._into.broken[self._table.name] += 1
            else:
                yield row

    def _row(self, found: tuple[Any, ...]) -> Row | None:
        left = iter(found)
        values: list[Value] = []
        for column in self._table.columns:
            value: Value = next(left) if column.name in self._there else column.default
            values.append(Text(value) if column.kind == "TEXT" and isinstance(value, bytes) else value)
        number = self._table.number
        rowid = values[number] if number is not None else None
        return self._table.row(rowid if isinstance(rowid, int) else None, values)

    def between(self, first: int, last: int) -> None:
        """Read the rows with these numbers, and around those that cannot be read."""
        pending = [(first, last)]
        while pending and self.errors < MOST_ERRORS:
            low, high = pending.pop()
            low = self._step(low, high, "ASC")
            if low <= high:
                high = self._step(low, high, "DESC")
            if low < high:  # the rows between what both ways reached: none may be readable, or many
                middle = (low + high) // 2
                pending += [(low, middle), (middle + 1, high)]

    def _step(self, low: int, high: int, direction: str) -> int:
        """Read rows in one direction. Returns the number from which, or down to which, they are not read."""
        assert self._table.number is not None
        reached, errors = (low, self.errors) if direction == "ASC" else (high, self.errors)
        sql = f"{self._select} WHERE {self._key} BETWEEN ? AND ? ORDER BY {self._key} {direction}"
        for row in self._rows(sql, low, high):
            reached = row[self._table.number] + (1 if direction == "ASC" else -1)
            self._into.add(self._table.name, [row])
        if self.errors == errors:
            return high + 1 if direction == "ASC" else low - 1
        return reached

    def from_both_ends(self) -> None:
        """Read a table without numbers from its beginning and from its end, each as far as it goes."""
        for direction in ("ASC", "DESC"):
            order = ", ".join(f"{name} {direction}" for name in self._order.split(", "))
            self._into.add(self._table.name, self._rows(f"{self._select} ORDER BY {order}"))
            if not self.errors:
                return


_ENTRIES = {
    "article_feed": "SELECT feed, sort_at, id FROM article INDEXED BY article_feed WHERE deleted = 0",
    "article_newest": "SELECT sort_at, id FROM article INDEXED BY article_newest WHERE deleted = 0",
    "article_starred": """SELECT sort_at, id FROM article INDEXED BY article_starred
        WHERE starred = 1 AND deleted = 0""",
    "article_unread": """SELECT sort_at, id FROM article INDEXED BY article_unread
        WHERE read = 0 AND deleted = 0""",
    "article_deleted": "SELECT deleted_at, id FROM article INDEXED BY article_deleted WHERE deleted > 0",
    "article_tag_article": """SELECT article, CAST(tag AS BLOB), sort_at FROM article_tag
        INDEXED BY article_tag_article""",
    "sqlite_autoindex_feed_1": "SELECT CAST(url AS BLOB), id FROM feed INDEXED BY sqlite_autoindex_feed_1",
}


def _read_index(db: apsw.Connection, into: Collection, index: str) -> None:
    try:
        into.add_entries(
            index,
            (
                tuple(Text(value) if isinstance(value, bytes) else value for value in entry)
                for entry in db.execute(_ENTRIES[index])
            ),
        )
    except (apsw.Error, UnicodeError):
        into.broken[index] += 1
