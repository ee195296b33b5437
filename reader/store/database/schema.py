"""The tables' versions: making a database, recognizing ours, and bringing an older one up to date."""

import os
from pathlib import Path

import apsw

from reader.folders import private_folder
from reader.store.database.errors import ADVICE, DamagedLibrary, StoreError, in_words

APPLICATION = 0x6E657773
"""`news`: SQLite's `application_id` marks a file as ours."""

PAGE_SIZE = 16_384
"""Bytes. Bodies of one or two kilobytes fill larger pages better."""

_FORMATS = 2
"""The formats of database files that there are: with a rollback journal, and with a write-ahead log."""

_MAGIC = b"SQLite format 3\0"


def migrations() -> list[str]:
    """Return the SQL of each version, oldest first: the n-th makes version n from n - 1."""
    from importlib import resources  # no library that is up to date waits for it

    files = resources.files("reader.store.database.migrations").iterdir()
    scripts = sorted((file for file in files if file.name.endswith(".sql")), key=lambda file: file.name)
    return [script.read_text("utf-8") for script in scripts]


VERSION = 15
"""The number of migrations. A test holds it to the files, so that opening need not look for them."""


def create(path: Path) -> None:
    """Make an empty library that appears under its name whole or not at all, also if two make it at once."""
    private_folder(path.parent)
    unfinished = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        make(unfinished)
        _name(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def make(path: Path) -> None:
    """Make an empty library that only its owner can read."""
    _make_private(path)
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        # Pages that become free can be given back a few at a time; that must be said before the first table.
        db.execute(
            f"PRAGMA page_size = {PAGE_SIZE}; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL"
        )
        with db:
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            _run(db, migrations(), 0)
    finally:
        db.close()


def _make_private(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _name(unfinished: Path, path: Path) -> None:
    """Give the file its name unless another process was first. Some file systems know no second names."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass
    except OSError:
        if not path.exists():
            unfinished.rename(path)


def check_header(path: Path) -> None:
    """Raises `StoreError` for a file that is not a library of ours, without SQLite touching it."""
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        raise DamagedLibrary(f"{path} is empty: something cut it off; {ADVICE}")
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise DamagedLibrary(f"{path} is damaged, or is not a library of newsreader; {ADVICE}")
    if max(header[18:20]) > _FORMATS:
        raise DamagedLibrary(f"{path} is damaged: {ADVICE}")  # SQLite would call it read-only
    if int.from_bytes(header[68:72]) != APPLICATION:
        raise StoreError(f"{path} is a database of another program")


def check_version(db: apsw.Connection, path: Path) -> int:
    """Return the schema's version. Raises `StoreError` where this program is too old or may not update it."""
    version = version_of(db)
    if version > VERSION:
        raise StoreError(f"{path} was made by a newer newsreader: update this one")
    if version < VERSION and db.readonly("main"):
        raise StoreError(f"{path} was made by an older newsreader and is read-only, so it cannot be updated")
    return version


def version_of(db: apsw.Connection) -> int:
    """Return the schema's version, as it is at this moment."""
    return int(db.execute("PRAGMA user_version").get)


def bring_up_to_date(db: apsw.Connection, path: Path) -> None:
    """Run the migrations that are missing, in one transaction, after a backup."""
    version = check_version(db, path)
    if version < VERSION:
        back_up(db, path.parent / "backups" / f"{path.stem}-before-version-{VERSION}.db")
        migrate(db, migrations())


def migrate(db: apsw.Connection, scripts: list[str]) -> None:
    """Migrate the database to the scripts' last version: all of them run, or none.

    Foreign keys are not enforced meanwhile: a script may replace a table that others refer to.
    """
    enforced = db.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, -1)
    db.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, 0)
    try:
        db.execute("PRAGMA synchronous = FULL; BEGIN IMMEDIATE")
        _run(db, scripts, version_of(db))
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
        db.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, enforced)


def _run(db: apsw.Connection, scripts: list[str], version: int) -> None:
    for script in scripts[version:]:
        db.execute(script)
    db.execute(f"PRAGMA user_version = {max(version, len(scripts))}")


def back_up(db: apsw.Connection, target: Path) -> None:
    """Copy the database as it is at this moment. Raises `StoreError`.

    The copy can be read by its owner only, and appears under its name whole or not at all.
    """
    unfinished = target.with_name(f"{target.name}.new-{os.getpid()}")
    try:
        private_folder(target.parent)
        try:
            _make_private(unfinished)
            _copy(db, unfinished)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except (apsw.Error, OSError) as error:
        raise in_words(error, target) from error


def _copy(db: apsw.Connection, target: Path) -> None:
    other = apsw.Connection(str(target), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        with other.backup("main", db, "main") as backup:
            backup.step()
    finally:
        other.close()
