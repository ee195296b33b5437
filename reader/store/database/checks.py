"""What SQLite finds wrong with the library, told apart by who can mend it.

A page that is no page is the file's fault. A row whose values its table forbids, or that an index misses, is
that row's alone, and a broken full-text index can be made anew.
"""

import re
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import apsw

from reader.store.database.connection import Database, Row
from reader.store.database.errors import OutOfMemory, in_words, is_out_of_memory

MOST = 100
"""Complaints that SQLite is asked for; it tells of pages before it tells of rows."""

SLICE, BREATH = 0.05, 0.02
"""Seconds that a long check works at a time, and that it pauses between."""

STEPS = 1_000
"""SQLite's own steps between two looks at the clock."""

_ROW = re.compile(
    r"(?:NULL value in|non-\w+ value in|\w+ value in|CHECK constraint failed in|row \d+ missing from index|"
    r"wrong # of entries in index|non-unique entry in index|row \d+ values differ from|number of cols in|"
    r"rowid not at end-of-record for row \d+ of index) "
)
"""The complaints about single rows (SQLite's `sqlite3Pragma`, integrity_check)."""

_TREE = re.compile(r"Tree (\d+) ")
"""The complaints about the pages of a tree, by its root page."""

_UNUSED = re.compile(r"Page \d+: never used")
"""The complaints about pages that hang on nothing."""

_SEARCH = re.compile(r".*\bFTS5 table (?:main\.)?search$|fts5: .*|.*\bsearch_(?:data|idx|docsize|config)\b")
"""The complaints about the full-text index and the tables under it."""


_OF_MEMORY = re.compile(rf"error code=(?:{apsw.SQLITE_NOMEM}|{apsw.SQLITE_IOERR_NOMEM})\b")
"""The complaints about pages for which there was no memory: they are as sound as before."""


@dataclass(frozen=True, slots=True)
class Soundness:
    """What is wrong with the library, in SQLite's words."""

    file: tuple[str, ...] = ()
    """Damage of the file itself: nothing in it can be relied on."""
    rows: tuple[str, ...] = ()
    """Rows that hold what their table forbids, or that an index misses."""
    search: tuple[str, ...] = ()
    """The full-text index is broken: it is made anew from the articles."""


def soundness(db: Database, *, indexes: bool = False) -> Soundness:
    """Check the whole database, and with `indexes` also whether these agree with their tables.

    Reads all of it; with `indexes` it takes some times as long. Raises `OutOfMemory`.
    """
    check = "integrity_check" if indexes else "quick_check"
    try:
        tables: list[Row] = db.execute(
            "SELECT tbl_name, rootpage FROM sqlite_schema WHERE rootpage > 0"
        ).fetchall()
    except apsw.Error as error:
        _raise_if_out_of_memory(db, error)
        return Soundness(file=(str(in_words(error, Path(db.filename))),))
    found, failed = _complaints(db, f"PRAGMA {check}({MOST})")
    if failed is not None:  # as the index's own check does where its pages cannot be read
        found += _table_by_table(db, check, dict.fromkeys(table for table, _ in tables))
    return sorted_out(found, {root for table, root in tables if of_index(table)})


@contextmanager
def breathing(db: Database) -> Iterator[None]:
    """Pause in what a connection does meanwhile, again and again, so that whoever waits has a processor."""
    begun = time.perf_counter()

    def pause() -> bool:
        nonlocal begun
        if time.perf_counter() - begun >= SLICE:
            time.sleep(BREATH)
            begun = time.perf_counter()
        return False

    db.set_progress_handler(pause, STEPS, id=breathing)
    try:
        yield
    finally:
        db.set_progress_handler(None, id=breathing)


def _complaints(db: Database, sql: str) -> tuple[list[str], apsw.Error | None]:
    """Return what a check found, a line each, and the error that ended it, if one did."""
    found: list[str] = []
    failed: apsw.Error | None = None
    try:
        for (text,) in db.execute(sql):
            found += [line for line in str(text).splitlines() if line != "ok" and not line.startswith("***")]
    except apsw.Error as error:
        failed = error
    _raise_if_out_of_memory(db, failed, found)
    return found, failed


def _raise_if_out_of_memory(db: Database, error: apsw.Error | None, complaints: Iterable[str] = ()) -> None:
    """Raise `OutOfMemory` where want of memory was the reason for an error or a complaint."""
    if (error is not None and is_out_of_memory(error)) or any(map(_OF_MEMORY.search, complaints)):
        raise OutOfMemory(f"there is not enough memory to check {db.filename}") from error


def _table_by_table(db: Database, check: str, tables: Iterable[str]) -> Iterator[str]:
    for table in tables:
        found, failed = _complaints(db, f"PRAGMA {check}({table})")
        yield from found
        if failed is not None:
            yield f"{table}: {failed}"


def of_index(table: str) -> bool:
    """Return whether a table is one of those under the full-text index."""
    return table.startswith("search_")


def sorted_out(complaints: Sequence[str], index_trees: Collection[int] = ()) -> Soundness:
    """Sort SQLite's complaints by who can mend them; what is not known as less is the file's fault.

    `index_trees`: the root pages of the full-text index's tables. A page that nothing uses is the index's
    where no other tree is damaged: it hung on one of the index's pages.
    """
    search: list[str] = []
    single: list[str] = []
    file: list[str] = []
    unused: list[str] = []
    for text in complaints:
        tree = _TREE.match(text)
        if _SEARCH.match(text) or (tree and int(tree[1]) in index_trees):
            search.append(text)
        elif _ROW.match(text):
            single.append(text)
        else:
            (unused if _UNUSED.match(text) else file).append(text)
    (search if search and not file else file).extend(unused)
    return Soundness(tuple(file), tuple(single), tuple(search))
