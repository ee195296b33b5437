"""Opening the library's database, and the one place where SQLite's errors become sentences for people."""

import contextlib
import os
import stat
import threading
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

import apsw

from reader.store.database import schema
from reader.store.database.damaged import lenient_rows
from reader.store.database.errors import ReadOnlyLibrary, StoreError, in_words

if TYPE_CHECKING:
    from apsw import Binding

__all__ = [
    "Database",
    "ReadOnlyLibrary",
    "StoreError",
    "data_version",
    "open_store",
    "quick_check",
    "sqlite_version",
    "transaction",
]

Database = apsw.Connection

Row = tuple[Any, ...]
"""A row of a result; its columns' types are the schema's, which is STRICT."""

BUSY = 10_000
"""Milliseconds to wait for another process's write transaction; ours take far less than one second each."""

CACHE = 8_192
"""KiB of pages that a connection keeps in memory."""

LARGEST_JOURNAL = 16 * 1024 * 1024
"""Bytes that the write-ahead log is cut back to after it has grown."""


_ONE_WRITER = threading.RLock()
"""Held in every transaction: a thread of this process that waits for another one goes on the moment it may.

SQLite itself would look again only every so often.
"""


def open_store(path: Path, *, readonly: bool = False) -> Database:
    """Open the library's database, making or updating it where needed. Raises `StoreError`.

    `ReadOnlyLibrary` is raised where only `readonly=True` would help. Looks at nothing but the header, the
    application's mark and the schema's version, so it costs the same at any size.
    """
    try:
        _refuse_what_is_planted(path)
        if readonly:
            return _noted(_open_readonly(path), path)
        if not path.exists():
            schema.create(path)
        _check_header(path)
        return _noted(_open_writable(path), path)
    except (apsw.Error, OSError) as error:
        raise in_words(error, path) from error


_open_here: "WeakKeyDictionary[Database, tuple[int, int]]" = WeakKeyDictionary()
"""The connections of this process, each with the device and the number of its file."""


def _noted(db: Database, path: Path) -> Database:
    facts = path.stat()
    _open_here[db] = facts.st_dev, facts.st_ino
    return db


def _check_header(path: Path) -> None:
    """Check a file's header before SQLite touches it, unless this process has the file open already.

    To close a file that was read drops all locks that the process holds on it, also those of SQLite's other
    connections: another process would then take itself for the last one, and delete the log under them.
    """
    facts = path.stat()
    alive = {id(db) for db in apsw.connections()}
    for db, file in list(_open_here.items()):
        if file == (facts.st_dev, facts.st_ino) and id(db) in alive:
            return
    schema.check_header(path)


def _refuse_what_is_planted(path: Path) -> None:
    """Refuse a link, or a folder open to everybody: others could decide which file is written or read.

    A pipe or a device in place of a file would never end, nor would one beside it.
    """
    if path.is_symlink():
        raise StoreError(f"{path} is a link to another file: the library must be a file of its own")
    for file in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))):
        if kind := _kind_of_no_file(file):
            raise StoreError(f"{path} cannot be used: {file.name} is {kind}, not a file")
    if path.parent.is_dir() and os.name == "posix":
        mode = path.parent.stat().st_mode
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            raise StoreError(f"{path.parent} can be written by everybody: make it yours with `chmod o-w`")


def _kind_of_no_file(path: Path) -> str | None:
    """Return in words what is there in place of a file; None for a file, or nothing at all."""
    try:
        mode = path.lstat().st_mode
    except OSError:  # opening it says why
        return None
    kinds = {stat.S_IFREG: None, stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a link" if stat.S_ISLNK(mode) else "a device")


def _open_writable(path: Path) -> Database:
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        _prepare(db)
        if db.readonly("main"):
            raise ReadOnlyLibrary(f"{path} is read-only")
        schema.bring_up_to_date(db, path)
    except (apsw.Error, StoreError):
        close_as_it_is(db)
        raise
    return db


def close_as_it_is(db: Database) -> None:
    """Close the database and leave its log, which SQLite would delete even where it cannot read it."""
    db.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    db.close()


def _prepare(db: Database) -> None:
    db.set_busy_timeout(BUSY)
    db.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, 1)
    db.execute(f"PRAGMA cache_size = -{CACHE}; PRAGMA journal_size_limit = {LARGEST_JOURNAL}")


def _open_readonly(path: Path) -> Database:
    """Open a library that nobody may write to, whatever a crashed writer left beside it.

    SQLite needs a `-shm` file to read a database in WAL mode. Where that cannot be made, a database without
    a log is read as one that never changes, and one with a log through an index of it held in memory.
    """
    if not path.exists():
        raise StoreError(f"there is no library at {path}")
    _check_header(path)
    try:
        return _connect_readonly(f"file:{quote(str(path))}?mode=ro", path)
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.IOError):
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            return _connect_readonly(f"file:{quote(str(path))}?mode=ro&vfs=unix-none", path, alone=True)
        return _connect_readonly(f"file:{quote(str(path))}?mode=ro&immutable=1", path)


def _connect_readonly(uri: str, path: Path, *, alone: bool = False) -> Database:
    db = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    try:
        if alone:
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
        _prepare(db)
        schema.check_version(db, path)
    except (apsw.Error, StoreError):
        db.close()
        raise
    return db


@contextlib.contextmanager
def transaction(db: Database, *, durable: bool = True) -> Iterator[None]:
    """Run a `with` block as one write transaction, whole or not at all.

    Inside another one it is part of that. Nothing is written to a library that a newer program has brought
    up to date since it was opened: this one does not know what its tables mean. Raises `StoreError`.

    `durable`: on the disk itself when it ends, as every action of the reader must be. What can be fetched
    again need not be: a power cut may lose it, but nothing is ever damaged.
    """
    try:
        if db.in_transaction:
            with db:
                yield
            return
        with _ONE_WRITER:
            db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}; BEGIN IMMEDIATE")
            try:
                _refuse_newer(db)
                yield
                db.execute("COMMIT")
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")
    except apsw.Error as error:
        raise in_words(error, Path(db.filename)) from error


def _refuse_newer(db: Database) -> None:
    """Raise `StoreError` where a newer program has brought the library up to date since it was opened."""
    if schema.version_of(db) > schema.VERSION:
        words = "was brought up to date by a newer newsreader meanwhile: start this one again"
        raise StoreError(f"{db.filename} {words}")


def rows(db: Database, sql: str, values: "Sequence[Binding] | Mapping[str, Binding]" = ()) -> list[Row]:
    """Run a statement. Returns all its rows, with `DamagedText` for text that is no UTF-8.

    Raises `StoreError`.
    """
    try:
        try:
            return db.execute(sql, values).fetchall()
        except UnicodeDecodeError:
            return lenient_rows(db, sql, values)
    except apsw.Error as error:
        if isinstance(error, apsw.SQLError):
            _refuse_newer(db)
        raise in_words(error, Path(db.filename), searching="search MATCH" in sql) from error


def numbers(values: Iterable[int]) -> "Binding":
    """Return any number of integers as one value for `carray(?)`."""
    packed = array("q", values)
    return apsw.carray(packed) if packed else None


def texts(values: Iterable[str]) -> "Binding":
    """Return any number of texts as one value for `carray(?)`."""
    packed = tuple(values)
    return apsw.carray(packed) if packed else None


def data_version(db: Database) -> int:
    """Return a number that changes when another connection has changed something."""
    (found,) = rows(db, "PRAGMA data_version")
    return int(found[0])


def quick_check(db: Database) -> list[str]:
    """Return what SQLite finds wrong with the database; empty for a sound one. Reads all of it."""
    try:
        found = [str(row[0]) for row in rows(db, "PRAGMA quick_check(10)")]
    except StoreError as error:
        return [str(error)]
    return [] if found == ["ok"] else found


def sqlite_version() -> str:
    """Return the version of SQLite that apsw brings."""
    return apsw.sqlite_lib_version()
