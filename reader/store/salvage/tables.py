"""The tables that are saved, and which rows can be theirs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import apsw

from reader.store.salvage.records import MISSING, Text, Value

SAVED = (
    "feed", "host", "article", "body", "revision", "identity", "article_tag", "correction", "position",
    "action", "action_slice", "state", "other_version", "page_failure", "saved_search", "dictionary",
    "account", "outbox", "feed_op", "rule", "rule_work", "note",
)  # fmt: skip
"""The tables whose rows are saved; what the others hold is made again from these."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: str
    """INTEGER, TEXT or BLOB."""
    needed: bool
    """Whether it must have a value."""
    default: int | str | None
    """The value of rows that were written before there was such a column."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as this version of the program makes it."""

    name: str
    columns: tuple[Column, ...]
    """The columns in the order of the record."""
    number: int | None
    """The place of the column that is the row's number; None where the table has none."""

    @property
    def least(self) -> int:
        """The columns that every row has: later versions added others at the end, with defaults."""
        optional = (not column.needed or column.default is not None for column in reversed(self.columns))
        return len(self.columns) - sum(1 for _ in takewhile(bool, optional))

    def row(self, rowid: int | None, values: Sequence[Value]) -> Row | None:
        """Return a row as it can be kept, with defaults for what is lost; None where it is no row of this."""
        if not self.least <= len(values) <= len(self.columns) or (rowid is None) != (self.number is None):
            return None
        row: list[Any] = []
        damaged = False
        for place, column in enumerate(self.columns):
            if place == self.number:
                row.append(rowid)
                continue
            value: Any = values[place] if place < len(values) else column.default
            if value is MISSING:
                if (self.name, column.name) not in DISPENSABLE:
                    return None
                value = DISPENSABLE[self.name, column.name]
            elif isinstance(value, Text):
                value, is_whole = _decoded(value)
                damaged = damaged or not is_whole
            if value is None and column.needed:
                return None
            if value is not None and not isinstance(value, _TYPES[column.kind]):
                return None
            row.append(value)
        names = [column.name for column in self.columns]
        if damaged and self.name == "article":
            row[names.index("fingerprint")] = 0  # so that its source says it again
        return tuple(row) if _PLAUSIBLE[self.name](dict(zip(names, row, strict=True))) else None


def _decoded(value: bytes) -> tuple[str, bool]:
    """Return the text of these bytes, with marks for those that are none, and whether there are such."""
    try:
        return value.decode(), True
    except UnicodeDecodeError:
        return value.decode("utf-8", "replace"), False


_TYPES = {"INTEGER": int, "TEXT": str, "BLOB": bytes}

DISPENSABLE: Mapping[tuple[str, str], Any] = {
    **{("article", name): None for name in ("link", "author", "site", "deleted_at", "opening", "gone_at")},
    **{("article", name): 0 for name in ("page", "fingerprint", "text_hash")},
    ("article", "title"): "",
    ("body", "extra"): None,
    ("body", "packed"): b"",
    **{("feed", name): None for name in ("pace", "ways", "habits")},
}
"""What stands in place of a column whose bytes are lost, where the rest of the row is worth keeping."""


def tables(db: apsw.Connection) -> dict[str, Table]:
    """Return the tables of a library that was just made, by their names."""
    return {name: _table(db, name) for name in SAVED}


def _table(db: apsw.Connection, name: str) -> Table:
    found: list[Row] = db.execute(f"PRAGMA table_info({name})").fetchall()
    sql = str(db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).get)
    without_number = "WITHOUT ROWID" in sql
    keyed = sorted((row for row in found if row[5]), key=lambda row: row[5])
    number = None
    if not without_number and len(keyed) == 1 and keyed[0][2] == "INTEGER":
        number = int(keyed[0][0])
    ordered = [*keyed, *(row for row in found if not row[5])] if without_number else found
    return Table(name, tuple(_column(row) for row in ordered), number)


def _column(row: Sequence[Any]) -> Column:
    _, name, kind, needed, default, key = row
    value = None if default is None else int(default) if kind == "INTEGER" else str(default).strip("'")
    return Column(name, kind, bool(needed or key), value)


def _article(row: Mapping[str, Any]) -> bool:
    return (
        row["id"] > 0
        and row["read"] in (0, 1)
        and row["starred"] in (0, 1)
        and row["deleted"] in (0, 1, 2, 3)
        and row["complete"] in (0, 1, 2)
        and row["page"] in (0, 1)
        and 0 <= row["words"] < 1 << 32
        and 0 <= row["published_precision"] < 6
        and 0 <= row["updated_precision"] < 6
        and _is_time(row["received"])
        and _is_time(row["sort_at"])
        and (row["feed"] is None or row["feed"] > 0)
    )


def _is_time(value: int) -> bool:
    return -(1 << 37) < value < 1 << 37


def _feed(row: Mapping[str, Any]) -> bool:
    return "://" in row["url"] and row["id"] > 0 and row["paused"] in (0, 1) and row["folder"] != ""


_FRAMES = (b"\x28\xb5\x2f\xfd", b"\x78")
"""What compressed bodies begin with."""


def _packed(row: Mapping[str, Any]) -> bool:
    return _of_article(row) and (not row["packed"] or row["packed"].startswith(_FRAMES))


def _of_article(row: Mapping[str, Any]) -> bool:
    return 0 < int(row["article"]) < 1 << 40


_PLAUSIBLE: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "feed": _feed,
    "host": lambda row: "." in row["name"] and 1 << 29 < row["silenced_until"] < 1 << 37,
    "article": _article,
    "body": _packed,
    "revision": lambda row: _packed(row) and _is_time(row["at"]),
    "identity": lambda row: (
        0 <= row["feed"] < 1 << 32 and -8 < row["article"] < 1 << 40 and abs(row["key"]) > 1 << 37
    ),
    "article_tag": lambda row: bool(row["tag"]) and _is_time(row["sort_at"]) and _of_article(row),
    "correction": lambda row: row["field"] in ("title", "author", "site", "published") and _of_article(row),
    "position": lambda row: (
        _of_article(row) and 0 <= row["block"] < 1 << 32 and 0 <= row["character"] < 1 << 32
    ),
    "action": lambda row: _is_time(row["at"]) and row["count"] >= 0,
    "action_slice": lambda row: row["action"] > 0 and row["changed"] >= 0,
    "state": lambda row: row["name"].isprintable(),
    "other_version": _packed,
    "page_failure": lambda row: _of_article(row) and _is_time(row["at"]),
    "saved_search": lambda row: bool(row["name"] and row["query"]),
    "account": lambda row: row["id"] > 0 and bool(row["kind"] and row["name"]),
    "outbox": lambda row: row["account"] > 0 and row["value"] in (0, 1) and bool(row["remote_id"]),
    "feed_op": lambda row: row["account"] > 0 and row["feed"] > 0,
    "rule": lambda row: bool(row["query"] and row["deeds"]),
    "rule_work": lambda row: row["rule"] > 0 and 0 < row["first"] <= row["last"] and row["count"] >= 0,
    "note": lambda row: bool(row["id"] and row["text"]) and _is_time(row["at"]) and _of_article(row),
    "dictionary": lambda row: row["content"][:4] in (b"\x37\xa4\x30\xec", b""),
}
"""Whether a row can be one of the table: what damage leaves behind mostly cannot."""


def guessed(all_tables: Mapping[str, Table], rowid: int | None, values: Sequence[Value]) -> str | None:
    """Return the one table that a row of unknown origin can be of."""
    names = [name for name in _TELLING if all_tables[name].row(rowid, values) is not None]
    return names[0] if len(names) == 1 else None


_TELLING = (
    "feed", "article", "body", "revision", "identity", "article_tag", "correction", "position", "action",
    "other_version", "saved_search", "dictionary",
)  # fmt: skip
"""The tables whose rows no others resemble."""
