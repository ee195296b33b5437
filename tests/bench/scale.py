"""Figures of a library of a million articles, each in seconds of a processor's time.

    python -m tests.bench.scale LIBRARY [--only care marks transactions lists search]
    python -m tests.bench.scale --articles 1000000     a library made up for it (an hour)

`LIBRARY` is a folder with a `library.db`; it is written to: give a copy. The longest transaction is what
another writer waits for; what the screen waits for is a page of headlines, read meanwhile in another thread.
"""

import argparse
import itertools
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import apsw
from msgspec.structs import replace

from reader.config import Paths, Settings
from reader.library.care import doctor, maintenance
from reader.library.library import Library, open_library
from reader.model import DAY, Query, Term
from reader.store.articles import retention
from reader.store.changes import marks, slices
from reader.store.database.connection import Database, numbers, open_store, rows
from reader.store.lists import headlines
from reader.store.search import ranked
from tests.bench.store import fill

aside: list[float] = []
"""Seconds of a processor that measuring itself has taken."""

GROUPS = ("care", "marks", "transactions", "lists", "search")


def show(name: str, work: Callable[[], object]) -> None:
    """Print the processor's time that something takes, and what it says."""
    begun, measured = time.process_time(), sum(aside)
    told = work()
    taken = time.process_time() - begun - (sum(aside) - measured)
    print(f"{name:44} {taken:9.3f} s   {told if told is not None else ''}", flush=True)


@dataclass
class Transactions:
    """How long the write transactions of a connection took, in seconds of the thread's processor time."""

    taken: list[float] = field(default_factory=list)
    begun: float | None = None

    def note(self, event: dict[str, object]) -> None:
        """Note the end of a statement."""
        sql = str(event["sql"])
        if sql.endswith("BEGIN IMMEDIATE"):
            self.begun = time.thread_time()
        elif sql == "COMMIT" and self.begun is not None:
            self.taken.append(time.thread_time() - self.begun)
            self.begun = None

    def __str__(self) -> str:
        """Tell how many there were, and the longest."""
        longest = max(self.taken, default=0)
        return f"{len(self.taken)} transactions, the longest {longest * 1000:.0f} ms"


@contextmanager
def watched(db: Database) -> Iterator[Transactions]:
    """Note the transactions of a connection meanwhile."""
    seen = Transactions()
    db.trace_v2(apsw.SQLITE_TRACE_PROFILE, seen.note)
    try:
        yield seen
    finally:
        db.trace_v2(0, None)


@contextmanager
def read_meanwhile(path: Path) -> Iterator[list[float]]:
    """Read a page of headlines again and again, as a screen does. Yields how long each took, in seconds.

    What it takes of the processor is added to `aside`.
    """
    taken: list[float] = []
    ended = threading.Event()

    def read() -> None:
        db = open_store(path, readonly=True)
        while not ended.wait(0.01):
            begun = time.perf_counter()
            page = headlines.ids(db, Query(read=False), limit=192) or headlines.ids(db, Query(), limit=192)
            headlines.headlines(db, [id for id, _ in page[:64]])
            taken.append(time.perf_counter() - begun)
        db.close()
        aside.append(time.thread_time())

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield taken
    finally:
        ended.set()
        thread.join()


def care(library: Library) -> None:
    """Measure the daily care and the doctor."""
    show("daily backup", lambda: maintenance.back_up(library))
    now = library.clock() + 2 * DAY
    for run in itertools.count():
        late = replace(library, clock=lambda run=run: now + run * 300)
        with watched(library.db) as seen:
            show(
                "a run of the daily care",
                lambda late=late, seen=seen: [*maintenance.run_daily(late), str(seen)],
            )
        if run and not seen.taken:
            break
    show("doctor", lambda: f"{len(list(doctor.examine(library)))} findings")


def mark_all(library: Library) -> None:
    """Measure marking all read, and taking that back."""
    db, path, now = library.db, library.paths.library, library.clock()
    rows(db, "UPDATE action SET undone = 1 WHERE undone IS NULL")
    rows(db, "UPDATE article SET read = 0 WHERE read = 1")
    listed: list[int] = []
    show("ids of all", lambda: listed.extend(id for id, _ in headlines.ids(db, Query(read=False))))

    def act(work: Callable[[], object]) -> str:
        with watched(db) as seen, read_meanwhile(path) as waited:
            work()
            for _ in slices.finish(db):
                pass
        late = sorted(waited)[int(len(waited) * 0.95)] if waited else 0
        return (
            f"{len(listed):,} articles; {seen}; a page meanwhile {late * 1000:.0f} ms (p95 of {len(waited)})"
        )

    show("mark all read", lambda: act(lambda: marks.act(db, marks.Turn(read=True), listed, now=now)))
    show("undo", lambda: act(lambda: marks.begin_undo(db, now=now)))


def transactions(library: Library) -> None:
    """Measure the longest transactions of all else that changes very many articles, and taking it back."""
    db, now = library.db, library.clock()
    ids = [id for id, _ in headlines.ids(db, Query())]

    def act(work: Callable[[], object]) -> str:
        with watched(db) as seen:
            work()
        return str(seen)

    def back() -> None:
        marks.undo(db, now=now)

    for name, work in {
        f"tag {len(ids):,} articles": lambda: marks.tag(db, ids, ["bench"], [], now=now),
        "star them": lambda: marks.mark(db, ids, starred=True, now=now),
        "delete them": lambda: marks.delete(db, ids, now=now),
    }.items():
        show(name, lambda work=work: act(work))
        show("undo", lambda: act(back))
    rows(db, "UPDATE article SET read = 1 WHERE read = 0")
    show("retention_days", lambda: act(lambda: retention.expire(db, before=now, now=now)))
    some = numbers(ids[:5_000])
    rows(db, "UPDATE article SET deleted = 1, deleted_at = ? WHERE deleted = 2", (now,))
    rows(db, "UPDATE article SET deleted_at = 0 WHERE id IN (SELECT value FROM carray(?))", (some,))
    show("purge 5,000 deleted ones", lambda: act(lambda: retention.purge(db, before=1)))


def some_words(db: Database) -> dict[str, str]:
    """Return words by how many articles have them, and a frequent beginning."""
    rows(db, "CREATE VIRTUAL TABLE IF NOT EXISTS temp.bench_words USING fts5vocab (main, search, row)")
    found = rows(
        db, "SELECT term, doc FROM temp.bench_words WHERE length(term) > 3 ORDER BY doc DESC LIMIT 20000"
    )
    last = found[0][1]
    some = {f"{share:.1%} or less": share for share in (1.0, 0.64, 0.1, 0.01, 0.001)}
    words = {
        name: next((word for word, doc in found if doc <= share * last), "") for name, share in some.items()
    }
    beginnings: dict[str, int] = {}
    for word, doc in found:
        beginnings[word[:3]] = beginnings.get(word[:3], 0) + doc
    return words | {"beginning": max(beginnings, key=beginnings.__getitem__)}


def lists(library: Library) -> None:
    """Measure first pages and whole lists, without words and with some."""
    db = library.db
    ((feed, folder),) = rows(db, "SELECT id, folder FROM feed WHERE removed IS NULL LIMIT 1")
    queries = {
        "all": Query(),
        "unread": Query(read=False),
        "read": Query(read=True),
        "starred": Query(starred=True),
        "saved": Query(saved=True),
        "a feed": Query(feeds=(feed,)),
        "a folder": Query(folder=folder or "Folder 1"),
        "since": Query(after=library.clock() - 30 * DAY),
        "without a tag": Query(not_tags=("boats",)),
    }
    words = some_words(db)
    for name, word in words.items():
        queries[f"with a word ({name})"] = Query(terms=(Term(word),))
        queries[f"unread with a word ({name})"] = Query(terms=(Term(word, phrase=True),), read=False)
        queries[f"starred with a word ({name})"] = Query(terms=(Term(word, phrase=True),), starred=True)
        queries[f"a feed with a word ({name})"] = Query(terms=(Term(word, phrase=True),), feeds=(feed,))
        queries[f"without a word ({name})"] = Query(terms=(Term(word, phrase=True, negated=True),))
    for name, query in queries.items():
        show(f"first page, {name}", lambda query=query: len(headlines.ids(db, query, limit=192)))
    for name, query in queries.items():
        if "feed" not in name:
            show(f"whole list, {name}", lambda query=query: f"{len(headlines.ids(db, query)):,}")


def search(library: Library) -> None:
    """Measure searches: the screen's, the command's, and the first hits of one without a limit."""
    db = library.db
    for name, word in some_words(db).items():
        query = Query(terms=(Term(word),))
        show(
            f"the screen's search, {name}", lambda query=query: len(ranked.ranked_ids(db, query, limit=1000))
        )
        show(f"search --limit 20, {name}", lambda query=query: len(ranked.search(db, query, limit=20)))
        show(
            f"search, first 20 of all, {name}", lambda query=query: _first(ranked.hits(db, query, limit=None))
        )
    word = some_words(db)["beginning"]
    show("search, all hits of a beginning", lambda: f"{_count(db, word):,}")


def _first(stream: Iterator[object]) -> int:
    return len(list(itertools.islice(stream, 20)))


def _count(db: Database, word: str) -> int:
    return sum(1 for _ in ranked._ranked(db, Query(terms=(Term(word),)), None))


def run(library: Library, groups: Sequence[str]) -> None:
    """Measure the groups of figures."""
    measures = {
        "care": care,
        "marks": mark_all,
        "transactions": transactions,
        "lists": lists,
        "search": search,
    }
    for group in groups:
        measures[group](library)


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "library", type=Path, nargs="?", help="a folder with a library.db, which is written to"
    )
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=GROUPS)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = words.library or Path(folder)
        library = open_library(Paths(data=data, config=data / "config.toml"), Settings())
        if words.library is None:
            fill(library.db, words.articles)
        run(library, words.only)
        library.db.close()


if __name__ == "__main__":
    main()
