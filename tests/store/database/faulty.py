"""A disk that fails when it is told to: SQLite's own files through a VFS of the test's.

Run as a program it does the same work over and over, each time with a fault at another operation, and prints
what it met that no library may do; see `test_faults.py`.
"""

import contextlib
import gc
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from reader.model import Query
from reader.store.articles import saving
from reader.store.changes import marks
from reader.store.database import backups
from reader.store.database.checks import Soundness, soundness
from reader.store.database.connection import Database, StoreError, open_store
from reader.store.lists import headlines
from reader.store.search import rebuild
from tests.many import many
from tests.store.making import NOW, answer, parsed, state, subscribe

HELD = 8
"""Articles that each feed has before the work: few, as it is done for each operation of the disk."""

FAULTS: dict[str, tuple[str, int]] = {
    "read": ("read", apsw.SQLITE_IOERR_READ),
    "write": ("write", apsw.SQLITE_IOERR_WRITE),
    "full": ("write", apsw.SQLITE_FULL),
    "sync": ("sync", apsw.SQLITE_IOERR_FSYNC),
}
"""The faults by name: the operation that fails, and how."""


@dataclass
class Disk:
    """What fails, and when."""

    operation: str = ""
    error: int = 0
    at: int = -1
    """The number of the operation that fails; -1: none."""
    lasting: bool = False
    """Whether all later ones fail too."""
    count: int = 0
    """The operations of that kind so far."""
    failed: int = 0

    def meet(self, operation: str) -> None:
        """Fail if it is time."""
        if operation != self.operation:
            return
        self.count += 1
        if self.at >= 0 and (self.count - 1 == self.at or (self.lasting and self.count > self.at)):
            self.failed += 1
            raise apsw.exception_for(self.error)


SYSTEM = apsw.vfs_names()[0]
"""What SQLite uses by itself."""

DISK = Disk()


class FaultyFile(apsw.VFSFile):
    def __init__(self, name: Any, flags: list[int]) -> None:
        super().__init__(SYSTEM, name, flags)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        DISK.meet("read")
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        DISK.meet("write")
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        DISK.meet("write")
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        DISK.meet("sync")
        super().xSync(flags)


class FaultyDisk(apsw.VFS):
    def __init__(self) -> None:
        super().__init__("faulty", SYSTEM, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> FaultyFile:  # noqa: N802
        return FaultyFile(name, flags)


def prepare(path: Path) -> None:
    """A library with two feeds of some articles, and some marks, all in the file itself."""
    db = open_store(path)
    for number in (1, 2):
        feed = subscribe(db, f"https://feed{number}.example.org/")
        answer(db, feed, [parsed(n, text=f"Article {n} of feed {number}. " * 60) for n in range(HELD)])
    marks.mark(db, [1, 2], starred=True, now=NOW)
    db.close()


class Work:
    """What a reader and a refresh do in a minute, and what of it was acknowledged."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.starred = {1, 2}
        self.read: set[int] = set()
        self.saved = 0
        self.told: list[str] = []
        self.operations = 0
        """How many operations of the kind that fails the disk did."""
        self.backup = range(0)
        """The disk's operations that were the backup's."""

    def steps(self, db: Database) -> list[Callable[[], None]]:
        return [
            lambda: self._refresh(db, 1),
            lambda: self._mark(db, 3),
            lambda: self._save(db),
            lambda: self._look(db),
            lambda: self._refresh(db, 2),
            lambda: self._mark(db, HELD + 2),
            lambda: self._back_up(db),
            lambda: self._mark(db, 2 * HELD),
        ]

    def run(self) -> None:
        """Do each step whatever became of the others."""
        try:
            db = open_store(self.path)
        except StoreError as error:
            self.told.append(str(error))
            return
        for step in self.steps(db):
            try:
                step()
            except StoreError as error:
                self.told.append(str(error))
        with contextlib.suppress(apsw.Error):
            db.close()

    def _refresh(self, db: Database, feed: int) -> None:
        state(db, feed)
        numbers = range(HELD // 2, HELD + 4)
        answer(db, feed, [parsed(n, text=f"Anew: article {n} of {feed}. " * 60) for n in numbers])

    def _mark(self, db: Database, article: int) -> None:
        marks.mark(db, [article], read=True, starred=True, now=NOW)
        self.starred.add(article)
        self.read.add(article)

    def _save(self, db: Database) -> None:
        saving.save_article(db, parsed(900, title="Saved", text="Saved text. " * 200), now=NOW)
        self.saved = 1

    def _back_up(self, db: Database) -> None:
        begun = DISK.count
        try:
            backups.back_up_marks(db, self.path.parent / "backups" / "daily.db")
        finally:
            self.backup = range(begun, DISK.count)

    def _look(self, db: Database) -> None:
        headlines.headlines(db, [id for id, _ in headlines.ids(db, Query())])


def check(work: Work) -> list[str]:
    """Look at the library on a sound disk. Returns what is wrong with it, or with what was told."""
    wrong = [f"told in more than a line: {told!r}" for told in work.told if "\n" in told or not told]
    db = open_store(work.path)
    if soundness(db) != Soundness() or db.pragma("integrity_check") != "ok":
        wrong.append(f"the library is damaged: {soundness(db)}")
    else:
        if not rebuild.in_step(db):
            wrong.append("the search index is out of step")
        starred = {id for id, _ in headlines.ids(db, Query(starred=True))}
        read = {id for id, _ in headlines.ids(db, Query(read=True))}
        wrong += [f"a star is lost: {id}" for id in work.starred - starred]
        wrong += [f"a read mark is lost: {id}" for id in work.read - read]
        if headlines.counts(db).saved < work.saved:
            wrong.append("a saved article is lost")
        bodies = int(db.execute("SELECT count(*) FROM body").get)
        if bodies != int(db.execute("SELECT count(*) FROM article").get):
            wrong.append("an article is there without its text")
    db.close()
    for copy in (work.path.parent / "backups").glob("*"):
        if ".new-" not in copy.name and not backups.is_sound(copy):
            wrong.append(f"a backup is damaged: {copy.name}")
    return wrong


def attempt(source: Path, folder: Path, fault: str, at: int, lasting: bool) -> tuple[Work, list[str]]:
    """Work once with a fault. Returns the work, and what is wrong after it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    work = Work(folder / "library.db")
    shutil.copy(source, work.path)
    operation, error = FAULTS[fault]
    DISK.__init__(operation, error, at, lasting)  # type: ignore[misc]
    try:
        work.run()
    except Exception as error_of_ours:  # noqa: BLE001 - whatever it is, it should have been a sentence
        return work, [f"{type(error_of_ours).__name__}: {error_of_ours}"]
    finally:
        gc.collect()
        work.operations, failed = DISK.count, DISK.failed
        DISK.__init__()  # type: ignore[misc]
    return work, check(work) if failed or at < 0 else []


def chosen(whole: Work, rounds: int) -> list[int]:
    """Return the operations that shall fail: so many, or all but most of the backup's, which are alike."""
    if rounds < whole.operations:
        return [*range(0, whole.operations, whole.operations // rounds)]
    step = many(8, 1)
    return [at for at in range(whole.operations) if at not in whole.backup or at % step == 0]


def main(folder: Path, fault: str, lasting: bool, rounds: int) -> None:
    """Print the number of operations, then each thing that is wrong, then the sentences that were told."""
    sys.unraisablehook = lambda _: None  # apsw reports there what a callback raised while SQLite went on
    disk = FaultyDisk()
    source = folder / "source.db"
    prepare(source)
    whole, wrong = attempt(source, folder / "at", fault, -1, lasting)
    print(whole.operations)
    sentences = set(whole.told)
    for at in chosen(whole, rounds):
        work, found = attempt(source, folder / "at", fault, at, lasting)
        wrong += [f"{fault} {at}: {one}" for one in found]
        sentences.update(work.told)
    disk.unregister()
    print(*[f"! {one}" for one in wrong], *sorted(sentences), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "lasting", int(sys.argv[4]))
