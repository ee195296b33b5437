"""Where saved rows are put: the library that is being made, and what only indexes still tell."""

from collections import Counter
from collections.abc import Iterable

import apsw

from reader.store.salvage.records import Value
from reader.store.salvage.tables import Row, Table, tables

INDEXES = {
    "article_feed": ("alive", 3),
    "article_newest": ("newest", 2),
    "article_starred": ("starred", 2),
    "article_unread": ("unread", 2),
    "article_deleted": ("deleted", 2),
    "sqlite_autoindex_feed_1": ("address", 2),
    "article_tag_article": ("article_tag", 3),
}
"""The indexes that tell of rows that are lost: the tables that hold what they tell, and their columns."""

_MAKE = """
    CREATE TEMP TABLE alive (id INTEGER PRIMARY KEY, feed INTEGER, sort_at INTEGER);
    CREATE TEMP TABLE newest (id INTEGER PRIMARY KEY, sort_at INTEGER);
    CREATE TEMP TABLE starred (id INTEGER PRIMARY KEY);
    CREATE TEMP TABLE unread (id INTEGER PRIMARY KEY);
    CREATE TEMP TABLE deleted (id INTEGER PRIMARY KEY);
    CREATE TEMP TABLE address (id INTEGER PRIMARY KEY, url TEXT);
    CREATE TEMP TABLE restored (id INTEGER PRIMARY KEY);
    CREATE TEMP TABLE used (name TEXT PRIMARY KEY, seq INTEGER);
"""

_KEEP = {
    "alive": "INSERT OR IGNORE INTO temp.alive (feed, sort_at, id) VALUES (?, ?, ?)",
    "newest": "INSERT OR IGNORE INTO temp.newest (sort_at, id) VALUES (?, ?)",
    "starred": "INSERT OR IGNORE INTO temp.starred SELECT ?2 WHERE ?1 IS NOT NULL",
    "unread": "INSERT OR IGNORE INTO temp.unread SELECT ?2 WHERE ?1 IS NOT NULL",
    "deleted": "INSERT OR IGNORE INTO temp.deleted SELECT ?2 WHERE ?1 IS NOT NULL",
    "address": "INSERT OR IGNORE INTO temp.address (url, id) VALUES (?, ?)",
}


class Collection:
    """The rows that were saved so far, in a library that is being made."""

    def __init__(self, db: apsw.Connection) -> None:
        db.execute(_MAKE)
        self.db = db
        """The library that is being made."""
        self.tables: dict[str, Table] = tables(db)
        """The tables that are saved."""
        self.is_reached = True
        """Whether SQLite could open the damaged file; else its pages must tell what is lost."""
        self.counts: Counter[str] = Counter()
        """The rows that were saved of each table."""
        self.broken: Counter[str] = Counter()
        """The places in each table, or index, that cannot be read; "" for pages of which nothing is known."""

    def add(self, name: str, rows: Iterable[Row]) -> int:
        """Keep rows of a table, unless they are there. Returns how many are new."""
        table = self.tables[name]
        marks = ", ".join("?" * len(table.columns))
        names = ", ".join(column.name for column in table.columns)
        before = self.db.total_changes()
        for row in rows:
            try:
                self.db.execute(f"INSERT OR IGNORE INTO main.{name} ({names}) VALUES ({marks})", row)
            except (apsw.ConstraintError, UnicodeError):
                self.broken[name] += 1
        new = self.db.total_changes() - before
        self.counts[name] += new
        return new

    def add_entries(self, index: str, entries: Iterable[tuple[Value, ...]]) -> None:
        """Keep what an index tells of the rows of its table."""
        kept, length = INDEXES[index]
        for entry in entries:
            values = [
                value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in entry
            ]
            if kept in ("address", "unread"):
                # The account, or the part, that stands before is in no older library.
                values = values[-length:]
            numbers = values[1:] if kept == "address" else values
            if kept == "article_tag" and len(values) == length:
                row = self.tables[kept].row(None, [entry[1], entry[2], entry[0]])
                self.add(kept, [row] if row else [])
                continue
            whole = len(values) == length and all(
                isinstance(value, int) for value in numbers if value is not None
            )
            if whole and isinstance(values[-1], int) and values[-1] > 0:
                self.db.execute(_KEEP[kept], values)

    def used_ids(self, pairs: Iterable[tuple[str, int]]) -> None:
        """Keep how far the numbers of a table were used."""
        self.db.executemany(
            """INSERT INTO temp.used VALUES (?1, ?2)
               ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)""",
            pairs,
        )

    def is_whole(self, name: str) -> bool:
        """Return whether all rows of a table, or entries of an index, could be read."""
        if self.broken[""]:
            return False
        if name == "article_tag":  # it lies there twice, in two orders
            return not (self.broken[name] and self.broken["article_tag_article"])
        return not self.broken[name]
