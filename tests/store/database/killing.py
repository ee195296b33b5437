"""Kills at random instants: a child does the work and is killed, the parent looks at what it left.

A program, as it forks: `python -m tests.store.database.killing FOLDER KIND SEED ROUNDS` prints what is wrong.
"""

import contextlib
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from reader.config import Paths, Settings
from reader.library.care import leftovers, maintenance
from reader.library.files import keep_file
from reader.library.library import Library
from reader.model import Query
from reader.store.articles import saving
from reader.store.changes import marks
from reader.store.database import backups, schema
from reader.store.database.checks import Soundness, soundness
from reader.store.database.connection import Database, open_store
from reader.store.lists import headlines
from reader.store.repair import rows
from reader.store.search import index, rebuild
from tests.store.making import NOW, answer, parsed, state, subscribe

BAD_TITLES = "UPDATE article SET title = CAST(x'4261ff64' AS TEXT) WHERE id % 7 = 0 AND starred = 0"

STEPS = [
    "CREATE TABLE added (id INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT",
    "INSERT INTO added SELECT id, title FROM article",
    "ALTER TABLE article ADD COLUMN more INTEGER NOT NULL DEFAULT 7",
    "UPDATE article SET more = id",
    "CREATE INDEX article_more ON article (more)",
]
"""A migration that takes some time."""


def prepare(path: Path) -> None:
    db = open_store(path)
    for number in (1, 2):
        feed = subscribe(db, f"https://feed{number}.example.org/")
        answer(db, feed, [parsed(n, text=f"Article {n} of feed {number}. " * 60) for n in range(200)])
    db.close()


def at_work(path: Path, acknowledge: Callable[[str], None]) -> None:
    """Refresh, mark, save, back up, rebuild the index and repair rows, for ever."""
    db, turn = open_store(path), 0
    library = Library(db, Paths(data=path.parent, config=path.parent / "none"), Settings(), clock=lambda: NOW)
    while True:
        turn += 1
        answer(
            db, 1 + turn % 2, [parsed(n, text=f"Turn {turn} of {n}. " * 60) for n in range(turn, turn + 60)]
        )
        marks.mark(db, [turn], read=True, starred=True, now=NOW)
        acknowledge(f"star {turn}")
        saving.save_article(db, parsed(1000 + turn, text=f"Saved {turn}. " * 60), now=NOW)
        acknowledge("saved")
        keep_file(library.paths, os.urandom(20_000))
        maintenance.back_up(library)
        db.execute(BAD_TITLES)
        rows.repair(db, rows.find(db))
        index.note_broken(db)
        for _ in rebuild.rebuild(db):
            pass


def at_migration(path: Path, acknowledge: Callable[[str], None]) -> None:
    """Bring the library up to date."""
    acknowledge("begun")
    open_store(path).close()
    acknowledge("done")


def check(path: Path, said: list[str]) -> list[str]:
    """Look at what a kill left. Returns what is wrong."""
    paths = Paths(data=path.parent, config=path.parent / "none")
    leftovers.remove(paths)
    wrong = [
        f"left over: {file}"
        for file in path.parent.rglob("*")
        if ".new-" in file.name or file.suffix == ".tmp"
    ]
    wrong += [f"unsound: {copy}" for copy in paths.backups.glob("*.db") if not backups.is_sound(copy)]
    db = open_store(path)
    starred = {id for id, _ in headlines.ids(db, Query(starred=True))}
    wrong += [
        f"lost: {line}" for line in said if line.startswith("star") and int(line.split()[1]) not in starred
    ]
    if headlines.counts(db).saved < said.count("saved"):
        wrong.append("a saved article is lost")
    wrong += whole(db)
    db.close()
    return wrong


def whole(db: Database) -> list[str]:
    found = soundness(db)
    wrong = [] if found == Soundness() else [f"unsound: {found}"]
    if db.pragma("integrity_check") != "ok":
        wrong.append("integrity_check fails")
    rows.repair(db, rows.find(db))  # titles that the work has damaged, which the index does not have
    if rebuild.is_rebuilding(db):
        for _ in rebuild.rebuild(db):
            pass
    if not rebuild.in_step(db):
        wrong.append("the search index is out of step")
    damaged = [one for one in rows.find(db) if one.columns != ("title",)]
    wrong += [f"damaged: {one.words}" for one in damaged]
    for feed in (1, 2):
        state(db, feed)
    return wrong


def check_migration(path: Path, said: list[str]) -> list[str]:
    """Look at what a kill in a migration left: the old version whole, or the new one."""
    raw = open_raw(path)
    version, added = raw.pragma("user_version"), raw.table_exists("main", "added")
    kept = raw.execute("SELECT count(*) FROM article").get
    raw.close()
    wrong = []
    if (version, added) not in ((schema.VERSION - 1, False), (schema.VERSION, True)):
        wrong.append(f"half migrated: {version}, {added}")
    if "done" in said and not added:
        wrong.append("a migration is lost")
    if kept != 400:
        wrong.append(f"articles are lost: {kept}")
    db = open_store(path)
    if db.execute("SELECT count(*) FROM added, article USING (id) WHERE more = id").get != 400:
        wrong.append("the second try did not migrate all")
    wrong += whole(db)
    db.close()
    return wrong


def open_raw(path: Path) -> Database:
    import apsw

    return apsw.Connection(str(path))


KINDS = {"work": (at_work, check, 1.0), "migration": (at_migration, check_migration, 0.08)}
"""What is done, how it is looked at, and the seconds within which it is killed."""


def attempt(source: Path, folder: Path, kind: str, wait: float) -> list[str]:
    """Kill a child at work after so many seconds. Returns what is wrong with what it left."""
    work, look, _ = KINDS[kind]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / "library.db"
    shutil.copy(source, path)
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        with contextlib.suppress(BaseException):
            os.close(read)
            work(path, lambda line: os.write(write, f"{line}\n".encode()) and None)
        os._exit(0)
    os.close(write)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read) as lines:
        return look(path, lines.read().splitlines())


def main(folder: Path, kind: str, seed: int, rounds: int) -> None:
    """Kill so many children, and print what is wrong."""
    source, chance = folder / "source.db", random.Random(seed)
    prepare(source)
    if kind == "migration":
        scripts = [*schema.migrations(), ";".join(STEPS)]
        schema.migrations, schema.VERSION = (lambda: scripts), len(scripts)  # type: ignore[misc]
    for number in range(rounds):
        wait = chance.uniform(0, KINDS[kind][2])
        for one in attempt(source, folder / "at", kind, wait):
            print(f"round {number} after {wait:.4f} s: {one}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
