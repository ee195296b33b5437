"""Several processes at once, and killed ones: nothing that was done is lost, nothing is half done."""

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from reader.model import Query
from reader.store.changes import marks
from reader.store.database.connection import open_store, quick_check, rows
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.store.search import rebuild
from tests.store.making import NOW, answer, parsed, state, subscribe

WRITER = """
import sys
from pathlib import Path
from reader.store.changes import marks
from reader.store.feeds import feeds
from reader.store.database.connection import open_store
from tests.store.making import NOW, answer, parsed, subscribe
path, number, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
db = open_store(path)
feed = subscribe(db, f"https://feed{number}.example.org/")
for turn in range(rounds):
    answer(db, feed, [parsed(turn * 3 + n) for n in range(3)])
    marks.mark(db, [1], starred=turn % 2 == 0, now=NOW)
    print(turn, flush=True)
"""


def start(program: str, *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    told, failed = process.communicate(timeout=120)
    assert process.returncode == 0, failed
    return told


@pytest.mark.long
def test_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    writers = [start(WRITER, path, number, 30) for number in range(3)]
    for writer in writers:
        finish(writer)
    db = open_store(path)
    assert [feed.unread for feed in feeds.feeds(db)] == [90, 90, 90]
    assert len(feeds.feeds(db)) == 3
    assert quick_check(db) == []
    assert rebuild.in_step(db)
    db.close()


def test_processes_that_make_the_library_at_once_make_one(path: Path) -> None:
    path.parent.mkdir()
    for writer in [start(WRITER, path, number, 1) for number in range(4)]:
        finish(writer)
    db = open_store(path)
    assert (len(feeds.feeds(db)), headlines.counts(db).total) == (4, 12)
    assert {file.name for file in path.parent.iterdir()} <= {"library.db", "library.db-wal", "library.db-shm"}
    db.close()


ASKER = """
import sys
from pathlib import Path
from msgspec.structs import replace
from reader.store.feeds import refresh_state, responses
from reader.store.database.connection import open_store
from tests.store.making import NOW
db = open_store(Path(sys.argv[1]))
for state in refresh_state.feed_states(db, None, NOW):
    if refresh_state.claim(db, state.id, now=NOW, until=NOW + 60, due_at=NOW):
        print(state.id, flush=True)
        responses.keep_response(db, replace(state, next_due=NOW + 3600, last_checked=NOW), None, now=NOW)
"""


def test_two_refreshes_at_once_ask_no_feed_twice(path: Path) -> None:
    db = open_store(path)
    expected = {subscribe(db, f"https://feed{number}.example.org/") for number in range(60)}
    askers = [start(ASKER, path) for _ in range(3)]
    asked = Counter(int(line) for asker in askers for line in finish(asker).split())
    assert asked == dict.fromkeys(expected, 1)
    db.close()


KILLED = """
import itertools, sys
from msgspec.structs import replace
from pathlib import Path
from reader.model import ParsedFeed
from reader.store.changes import marks
from reader.store.feeds import refresh_state, responses
from reader.store.database.connection import open_store
from tests.store.making import NOW, parsed, state
db = open_store(Path(sys.argv[1]))
for turn in itertools.count():
    for feed in (1, 2):
        told = replace(state(db, feed), etag=str(turn))
        entries = tuple(parsed(n, text=f"Turn {turn} of article {n}. " * 20) for n in range(turn, turn + 40))
        responses.keep_response(db, told, ParsedFeed(articles=entries), now=NOW)
    marks.mark(db, [1], starred=turn % 2 == 0, now=NOW)
    marks.mark(db, [turn + 1], read=True, now=NOW)
    print(turn, flush=True)
"""


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_killed_in_the_middle_all_is_old_or_new(path: Path, seed: int) -> None:
    db = open_store(path)
    for feed in (1, 2):
        subscribe(db, f"https://feed{feed}.example.org/")
    db.close()
    process = start(KILLED, path)
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(random.Random(seed).randrange(2, 6))]
    process.kill()
    rest, _ = process.communicate()
    last = int((rest.split() or told)[-1])
    db = open_store(path)
    assert quick_check(db) == []
    assert db.pragma("integrity_check") == "ok"
    assert rebuild.in_step(db)
    for feed in (1, 2):
        turn = int(state(db, feed).etag or -1)
        assert turn >= last
        articles = rows(db, "SELECT count(*), max(title) FROM article WHERE feed = ?", (feed,))
        assert articles[0][0] == turn + 40
    done = headlines.headlines(db, range(1, last + 2))
    assert all(one.read for one in done)
    assert rows(db, "SELECT count(*) FROM body") == rows(db, "SELECT count(*) FROM article")
    db.close()


def test_a_mark_is_there_when_the_process_is_killed_right_after_it(path: Path) -> None:
    db = open_store(path)
    answer(db, subscribe(db), [parsed(1)])
    db.close()
    program = """
import os, signal, sys
from pathlib import Path
from reader.store.changes import marks
from reader.store.database.connection import open_store
marks.mark(open_store(Path(sys.argv[1])), [1], read=True, starred=True, now=1)
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = start(program, path)
    killed.communicate()
    assert killed.returncode == -9
    db = open_store(path)
    (kept,) = headlines.headlines(db, [1])
    assert (kept.read, kept.starred) == (True, True)
    assert marks.undo(db, now=NOW) is not None
    db.close()


def test_readers_are_not_held_up_by_a_writer(path: Path) -> None:
    db, other = open_store(path), open_store(path)
    answer(db, subscribe(db), [parsed(1)])
    db.execute("BEGIN IMMEDIATE; UPDATE article SET read = 1")
    assert [one.read for one in headlines.headlines(other, [1])] == [False]
    assert headlines.ids(other, Query(read=False))
    db.execute("COMMIT")
    assert not headlines.ids(other, Query(read=False))
    db.close()
    other.close()


def test_a_writer_that_waits_too_long_says_so(path: Path) -> None:
    from reader.store.database.connection import StoreError

    db, other = open_store(path), open_store(path)
    other.set_busy_timeout(0)
    db.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="is in use by another program"):
        subscribe(other)
    db.execute("ROLLBACK")
    subscribe(other)
    db.close()
    other.close()


CLOSE_AS_THE_LAST = """
import sqlite3
import sys

db = sqlite3.connect(sys.argv[1])
db.execute("SELECT count(*) FROM feed").fetchall()
db.close()
"""


@pytest.mark.parametrize("readonly", [False, True])
def test_a_second_connection_leaves_the_locks_of_the_first(path: Path, readonly: bool) -> None:
    """Else another process takes itself for the last one as it closes, and deletes the log under us."""
    db = open_store(path)
    feed = subscribe(db)
    open_store(path, readonly=readonly).close()
    subprocess.run([sys.executable, "-c", CLOSE_AS_THE_LAST, str(path)], check=True)
    log = path.with_name(path.name + "-wal")
    assert log.exists(), "the log is still there"
    answer(db, feed, [parsed(1)])
    other = open_store(path, readonly=True)
    assert headlines.counts(other).total == 1
    other.close()
    db.close()
