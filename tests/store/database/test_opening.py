"""Opening the library: what is made, what is refused, and reading where nothing can be written."""

import contextlib
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from reader.model import Query
from reader.store.database import schema
from reader.store.database.connection import (
    Database,
    ReadOnlyLibrary,
    StoreError,
    data_version,
    open_store,
    quick_check,
    rows,
    sqlite_version,
    transaction,
)
from reader.store.feeds import feeds
from reader.store.lists import headlines
from tests.store.making import answer, parsed, subscribe

TABLE = "CREATE TABLE added (id INTEGER PRIMARY KEY) STRICT"


def fill(path: Path) -> None:
    db = open_store(path)
    answer(db, subscribe(db), [parsed(1), parsed(2)])
    db.close()


def test_a_new_library_is_the_owners_alone(path: Path) -> None:
    open_store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["library.db"]


def test_the_log_beside_it_is_the_owners_alone_too(db: Database, path: Path) -> None:
    subscribe(db)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir(mode=0o755)
    open_store(tmp_path / "mine" / "library.db").close()
    assert stat.S_IMODE((tmp_path / "mine").stat().st_mode) == 0o755


def test_how_a_library_is_kept(db: Database) -> None:
    assert [
        db.pragma(name) for name in ("journal_mode", "foreign_keys", "application_id", "user_version")
    ] == [
        "wal",
        1,
        schema.APPLICATION,
        schema.VERSION,
    ]


def test_the_version_is_the_number_of_migrations() -> None:
    assert len(schema.migrations()) == schema.VERSION


def test_actions_reach_the_disk_and_fetched_articles_need_not(db: Database) -> None:
    with transaction(db):
        assert db.pragma("synchronous") == 2
    with transaction(db, durable=False):
        assert db.pragma("synchronous") == 1


def test_a_transaction_is_kept_whole_or_not_at_all(db: Database) -> None:
    def stop_half_way() -> None:
        with transaction(db):
            subscribe(db)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stop_half_way()
    assert feeds.feeds(db) == []
    assert not db.in_transaction


def test_opening_does_not_read_the_articles(path: Path) -> None:
    fill(path)
    statements: list[str] = []

    def watch(connection: apsw.Connection) -> None:
        connection.trace_v2(apsw.SQLITE_TRACE_STMT, lambda event: statements.append(event["sql"]))

    apsw.connection_hooks.append(watch)
    try:
        open_store(path).close()
    finally:
        apsw.connection_hooks.remove(watch)
    assert statements
    assert not [sql for sql in statements if "PRAGMA" not in sql]


def empty(path: Path) -> None:
    path.touch()


def noise(path: Path) -> None:
    path.write_bytes(b"<html>" * 1000)


def cut_off_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


def of_another_program(path: Path) -> None:
    other = apsw.Connection(str(path))
    other.execute("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)")
    other.close()


def newer(path: Path) -> None:
    db = open_store(path)
    db.pragma("user_version", schema.VERSION + 1)
    db.close()


def damaged_first_page(path: Path) -> None:
    fill(path)
    with path.open("r+b") as file:
        file.seek(100)
        file.write(os.urandom(8_000))


def link(path: Path) -> None:
    fill(path.with_name("real.db"))
    path.symlink_to(path.with_name("real.db"))


def open_to_everybody(path: Path) -> None:
    path.parent.chmod(0o777)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    # The whole path may be longer than a socket's may be.
    with socket.socket(socket.AF_UNIX) as listening, contextlib.chdir(path.parent):
        listening.bind(path.name)


def a_pipe_for_the_log(path: Path) -> None:
    fill(path)
    os.mkfifo(f"{path}-wal")


def a_link_for_the_log(path: Path) -> None:
    fill(path)
    path.with_name("library.db-wal").symlink_to(path.with_name("elsewhere"))


def file_in_place_of_the_folder(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("not a folder")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (empty, "is empty"),
        (noise, "is damaged, or is not a library of newsreader"),
        (cut_off_header, "is damaged, or is not a library of newsreader"),
        (of_another_program, "is a database of another program"),
        (newer, "was made by a newer newsreader"),
        (damaged_first_page, "is damaged"),
        (link, "is a link to another file"),
        (open_to_everybody, "can be written by everybody"),
        (a_folder, "cannot be used: library.db is a folder, not a file"),
        (a_pipe, "cannot be used: library.db is a pipe, not a file"),
        (a_socket, "cannot be used: library.db is a socket, not a file"),
        (a_pipe_for_the_log, "cannot be used: library.db-wal is a pipe, not a file"),
        (a_link_for_the_log, "cannot be used: library.db-wal is a link, not a file"),
        (file_in_place_of_the_folder, "cannot be used"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(
    path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    path.parent.mkdir()
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreError, match=words) as told:
        open_store(path)
    assert "\n" not in str(told.value)
    assert str(path.parent) in str(told.value)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_library_that_is_not_there_cannot_be_read(path: Path) -> None:
    with pytest.raises(StoreError, match="there is no library at"):
        open_store(path, readonly=True)
    assert not path.parent.exists()


def test_damage_further_in_is_told_when_it_is_met(path: Path) -> None:
    fill(path)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(3 * schema.PAGE_SIZE)
        file.write(b"\xff" * (size - 3 * schema.PAGE_SIZE))
    db = open_store(path)
    with pytest.raises(StoreError, match="is damaged: `newsreader doctor --repair`"):
        headlines.ids(db, Query())
    assert quick_check(db)
    db.close()


def test_a_sound_library_has_no_complaints(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1)])
    assert quick_check(db) == []


def test_a_library_cut_short_is_refused(path: Path) -> None:
    fill(path)
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(StoreError, match="is damaged"):
        open_store(path)


def test_another_connection_shows_in_the_data_version(db: Database, path: Path) -> None:
    other = open_store(path)
    before = data_version(db)
    subscribe(db)
    assert data_version(db) == before
    subscribe(other, "https://example.org/two")
    assert data_version(db) != before
    other.close()


def test_a_full_disk_changes_nothing(db: Database) -> None:
    feed = subscribe(db)
    db.pragma("max_page_count", db.pragma("page_count"))
    with pytest.raises(StoreError, match="the disk is full"):
        answer(db, feed, [parsed(n, text="Much to tell. " * 2_000) for n in range(50)])
    assert headlines.counts(db).total == 0
    db.pragma("max_page_count", 2**30)
    assert answer(db, feed, [parsed(1)]).new == 1


def test_sqlite_is_new_enough() -> None:
    assert tuple(map(int, sqlite_version().split("."))) >= (3, 51, 3)


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program whose schema has one migration more."""
    scripts = [*schema.migrations(), TABLE]
    monkeypatch.setattr(schema, "migrations", lambda: scripts)
    monkeypatch.setattr(schema, "VERSION", len(scripts))


def test_an_older_library_is_brought_up_to_date_after_a_backup(
    path: Path, request: pytest.FixtureRequest
) -> None:
    fill(path)
    request.getfixturevalue("next_version")
    db = open_store(path)
    assert db.table_exists("main", "added")
    assert headlines.counts(db).total == 2
    db.close()
    (backup,) = (path.parent / "backups").iterdir()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    kept = apsw.Connection(str(backup), flags=apsw.SQLITE_OPEN_READONLY)
    assert kept.pragma("user_version") == schema.VERSION - 1
    assert kept.execute("SELECT count(*) FROM article").get == 2
    kept.close()


def test_a_migration_that_fails_leaves_the_library_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path)
    version = schema.VERSION
    scripts = [*schema.migrations(), TABLE, "INSERT INTO nowhere VALUES (1)"]
    monkeypatch.setattr(schema, "migrations", lambda: scripts)
    monkeypatch.setattr(schema, "VERSION", len(scripts))
    with pytest.raises(StoreError):
        open_store(path)
    raw = apsw.Connection(str(path))
    assert raw.pragma("user_version") == version
    assert not raw.table_exists("main", "added")
    raw.close()


def test_a_migration_killed_half_way_leaves_the_library_as_it_was(path: Path) -> None:
    fill(path)
    program = f"""
import os, signal
from pathlib import Path
from reader.store.database import schema
from reader.store.database.connection import open_store
import apsw
scripts = [*schema.migrations(), {TABLE!r}, "SELECT stop()"]
schema.migrations, schema.VERSION = (lambda: scripts), len(scripts)
def stop(): os.kill(os.getpid(), signal.SIGKILL)
apsw.connection_hooks.append(lambda db: db.create_scalar_function("stop", stop))
open_store(Path({str(path)!r}))
"""
    assert subprocess.run([sys.executable, "-c", program], cwd=Path.cwd()).returncode == -9
    db = open_store(path)
    assert not db.table_exists("main", "added")
    assert headlines.counts(db).total == 2
    assert quick_check(db) == []
    db.close()


def test_two_processes_that_bring_it_up_to_date_at_once_both_succeed(
    path: Path, request: pytest.FixtureRequest
) -> None:
    fill(path)
    late = apsw.Connection(str(path))
    request.getfixturevalue("next_version")
    open_store(path).close()
    schema.migrate(late, schema.migrations())
    assert late.pragma("user_version") == schema.VERSION
    late.close()


def test_an_older_library_cannot_be_updated_where_it_is_read_only(
    path: Path, request: pytest.FixtureRequest
) -> None:
    fill(path)
    request.getfixturevalue("next_version")
    with pytest.raises(StoreError, match="made by an older newsreader and is read-only"):
        open_store(path, readonly=True)


READ = """
import os
import sys
import tempfile
from pathlib import Path
from reader.model import Query
from reader.store.changes import marks
from reader.store.lists import headlines
from reader.store.database.connection import ReadOnlyLibrary, StoreError, open_store
path = Path(sys.argv[1])
if os.geteuid() == 0:  # no folder is read-only for the superuser
    os.setegid(65534)
    os.seteuid(65534)
try:
    open_store(path)
except ReadOnlyLibrary as error:
    print("refused", "read-only" in str(error))
db = open_store(path, readonly=True)
print(len(headlines.ids(db, Query())), len(headlines.headlines(db, [1, 2, 3])))
try:
    marks.mark(db, [1], read=True, now=1)
except ReadOnlyLibrary as error:
    print("unchanged", "read-only" in str(error))
"""


def read_as_somebody_who_may_not_write(path: Path) -> list[str]:
    """What a process says that has no right to write in the library's folder."""
    path.parent.chmod(0o555)
    for file in path.parent.iterdir():
        file.chmod(0o444)
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True)
    path.parent.chmod(0o755)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


EXPECTED = ["refused True", "2 2", "unchanged True"]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may look into: pytest's own are closed to other users."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_read_only_folder_can_be_read(open_folder: Path) -> None:
    path = open_folder / "data" / "library.db"
    fill(path)
    assert read_as_somebody_who_may_not_write(path) == EXPECTED


@pytest.mark.parametrize("left", [("-wal", "-shm"), ("-wal",)])
def test_what_a_killed_writer_left_in_a_read_only_folder_is_read(
    path: Path, open_folder: Path, left: tuple[str, ...]
) -> None:
    """The articles are in the log only, not yet in the database itself."""
    db = open_store(path)
    answer(db, subscribe(db), [parsed(1), parsed(2)])
    copy = open_folder / "copy" / "library.db"
    copy.parent.mkdir()
    for suffix in ("", *left):
        shutil.copy(f"{path}{suffix}", f"{copy}{suffix}")
    db.close()
    assert copy.with_name("library.db-wal").stat().st_size > 0
    assert read_as_somebody_who_may_not_write(copy) == EXPECTED


def test_reading_only_refuses_to_write(path: Path) -> None:
    fill(path)
    db = open_store(path, readonly=True)
    with pytest.raises(ReadOnlyLibrary):
        subscribe(db, "https://example.org/two")
    db.close()


OLDER = """
import sys
from pathlib import Path
from reader.store.changes import marks
from reader.store.database.connection import StoreError, open_store
from reader.store.lists import headlines
db = open_store(Path(sys.argv[1]))
marks.mark(db, [1], starred=True, now=1)
print("open", flush=True)
sys.stdin.readline()
print(len(headlines.headlines(db, [1, 2])), flush=True)
try:
    marks.mark(db, [2], starred=True, now=1)
except StoreError as error:
    print(error, flush=True)
db.close()
"""


def test_an_older_program_that_is_open_during_an_update_says_so_and_nothing_is_lost(
    path: Path, request: pytest.FixtureRequest
) -> None:
    fill(path)
    older = subprocess.Popen(
        [sys.executable, "-c", OLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert older.stdin
    assert older.stdout
    assert older.stdout.readline() == "open\n"
    request.getfixturevalue("next_version")
    db = open_store(path)
    assert db.table_exists("main", "added")
    told, _ = older.communicate("on\n", timeout=120)
    assert told.splitlines() == [
        "2",
        f"{path} was brought up to date by a newer newsreader meanwhile: start this one again",
    ]
    assert [one.id for one in headlines.headlines(db, [1, 2]) if one.starred] == [1]
    assert quick_check(db) == []
    db.close()


def test_an_older_program_says_so_too_where_its_columns_are_gone(path: Path) -> None:
    fill(path)
    db, other = open_store(path), apsw.Connection(str(path))
    other.execute(f"ALTER TABLE feed RENAME COLUMN site TO page; PRAGMA user_version = {schema.VERSION + 1}")
    other.close()
    with pytest.raises(StoreError, match="brought up to date by a newer newsreader"):
        feeds.feeds(db)
    db.close()


def test_feeds_and_their_articles_survive_the_table_that_accounts_need(path: Path) -> None:
    """Its feeds get a table of their own making: no article loses its feed, and addresses stay unique."""
    scripts = schema.migrations()
    path.parent.mkdir(parents=True)
    old = apsw.Connection(str(path))
    with old:
        old.execute(f"PRAGMA application_id = {schema.APPLICATION}")
        for script in scripts[:8]:
            old.execute(script)
        old.execute("PRAGMA user_version = 8")
        old.execute(
            "INSERT INTO feed (id, url, added, folder) VALUES (7, 'https://a.example/feed', 1, 'World')"
        )
        old.execute(
            """INSERT INTO article (feed, sort_at, complete, words, received, title, fingerprint, text_hash)
               VALUES (7, 1, 0, 0, 1, 'One', 1, 1)"""
        )
    old.close()
    db = open_store(path)
    assert rows(db, "SELECT id, url, folder, account FROM feed") == [
        (7, "https://a.example/feed", "World", 0)
    ]
    assert rows(db, "SELECT feed, account, remote_id FROM article") == [(7, 0, None)]
    assert rows(db, "PRAGMA foreign_key_check") == []
    assert rows(db, "PRAGMA foreign_keys") == [(1,)]
    with pytest.raises(StoreError):
        rows(db, "INSERT INTO feed (url, added) VALUES ('https://a.example/feed', 1)")
    db.close()
