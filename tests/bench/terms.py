"""First pages of everything that the query language can ask, on a library of any size.

    python -m tests.bench.terms LIBRARY [--over 100] [--most 1000] [--with none | some | all] [--read 0.5]

Each term of the language, alone (`none`), with a frequent and a rare word and within each scope (`some`), or
with each other (`all`), in all orders of a list, and as a search: the pages that take longer than `--over`
milliseconds of a processor's time are printed. What takes `--most` is ended there. `LIBRARY` is a folder with
a `library.db`; it is written to (tags, stars, highlights, what is read): give a copy.
"""

import argparse
import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from reader.config import Paths, Settings
from reader.library.library import Library, open_library
from reader.model import Query
from reader.queries import parse_query
from reader.store.database.connection import Database, StoreError, rows
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.store.search import ranked
from tests.bench.scale import some_words

ORDERS = ("newest", "oldest", "feed")

PAGE = 192
"""Headlines of a first page."""

HITS = 20
"""Hits of a search."""


STEPS = 1_000
"""Steps of SQLite's machine after which it is asked whether a page has taken too long."""

SPREAD = 7_919
"""Makes of an id whether its article is read, so that read and unread ones lie between each other."""


@contextmanager
def ended_after(db: Database, most: float) -> Iterator[None]:
    """End whatever SQLite does after so many milliseconds of the thread's processor time."""
    end = time.thread_time() + most / 1000
    db.set_progress_handler(lambda: time.thread_time() > end, STEPS)
    try:
        yield
    except (StoreError, apsw.InterruptError):
        if time.thread_time() <= end:
            raise
    finally:
        db.set_progress_handler(None)


def furnish(library: Library) -> None:
    """Give some articles tags, stars and highlights, so that each term finds some."""
    db = library.db
    ids = [id for (id,) in rows(db, "SELECT id FROM article WHERE deleted = 0 ORDER BY id")]
    library.mark(ids[:: max(1, len(ids) // 500)], starred=True)
    library.tag(ids[::5][:2_000], ["often"], [])
    library.tag(ids[7:17], ["seldom"], [])
    db.executemany(
        "INSERT OR IGNORE INTO note (id, article, at, text, note, anchor) VALUES (?, ?, 0, 'some', '', '{}')",
        ((f"bench{id}", id) for id in ids[3:1_000:40]),
    )


def rarest(words: dict[str, str]) -> str:
    """Return the word that the fewest articles have, of some by how many have them."""
    return [word for name, word in words.items() if word and name.endswith("less")][-1]


def terms(db: Database) -> list[str]:
    """Return the terms of the query language, of words frequent ones and rare ones."""
    ((url, folder),) = rows(db, "SELECT url, ifnull(folder, 'none') FROM feed LIMIT 1")
    words = {name: word for name, word in some_words(db).items() if word}
    frequent, often, rare = words["64.0% or less"], words["10.0% or less"], rarest(words)
    plain = [
        *(words[name] for name in words), *(f'"{words[name]}"' for name in words), f'"{frequent} {often}"',
        f"title:{often}", f"author:{often}", f"site:{often}", f"title:{rare}", f"site:{words['beginning']}",
        f'feed:"{url}"', f'folder:"{folder}"', "account:none", "tag:often", "tag:seldom", "tag:none",
        "is:unread", "is:read", "is:starred", "is:saved", "is:highlighted",
        "after:1w", "after:2024-05-01", "before:2024-05-01", "before:1d", "before:2000-01-01", "nosuchword",
    ]  # fmt: skip
    negated = [term for term in plain if not term.startswith(("folder", "after", "before"))]
    return [*dict.fromkeys(plain), *dict.fromkeys(f"-{term}" for term in negated)]


def scopes(db: Database) -> list[str]:
    """Return what a search can be within."""
    ((url, folder),) = rows(db, "SELECT url, ifnull(folder, 'none') FROM feed LIMIT 1")
    kinds = ["is:unread", "is:read", "is:starred", "is:saved", "is:highlighted", "tag:often", "after:1d"]
    return [*kinds, f'feed:"{url}"', f'folder:"{folder}"']


def queries_of(db: Database, others: str) -> list[str]:
    """Return the terms alone; with `some` others; or with `all`."""
    alone, within = terms(db), scopes(db)
    if others == "all":
        return [*alone, *(" ".join(two) for two in itertools.combinations(alone, 2))]
    if others == "none":
        return alone
    words = some_words(db)
    frequent, rare = words["64.0% or less"], rarest(words)
    pairs = [(one, two) for one in alone for two in (frequent, rare, f"-{frequent}") if one != two]
    triples = [(one, word, scope) for one in alone for word in (frequent, rare) for scope in within]
    both = [*pairs, *itertools.product(alone, within), *triples]
    return [*alone, *dict.fromkeys(" ".join(some) for some in both if len({*some}) == len(some))]


def asked(library: Library, queries: list[str]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield each first page with its name."""
    known = feeds.feeds(library.db)
    for text in queries:
        query = parse_query(text, feeds=known, now=library.clock())
        for order in ORDERS:
            yield f"list by {order}: {text}", lambda q=query, o=order: _page(library.db, q, o)
        if query.terms:
            yield f"screen's search: {text}", lambda q=query: ranked.ranked_ids(library.db, q, limit=1000)
            yield f"search: {text}", lambda q=query: ranked.search(library.db, q, limit=HITS)


def _page(db: Database, query: Query, order: str) -> None:
    page = headlines.ids(db, query, order, limit=PAGE)  # type: ignore[arg-type]
    headlines.headlines(db, [id for id, _ in page[:64]])


def sweep(library: Library, queries: list[str], *, over: float, most: float) -> None:
    """Ask for all first pages, and print those that take longer than so many milliseconds."""
    taken = []
    for name, page in asked(library, queries):
        begun = time.thread_time()
        with ended_after(library.db, most):
            page()
        taken.append((time.thread_time() - begun) * 1000)
        if taken[-1] > over:
            print(f"{taken[-1]:9.0f} ms   {name}{'  (ended)' if taken[-1] >= most else ''}", flush=True)
    late = sum(one > over for one in taken)
    print(
        f"{len(taken)} first pages, {late} over {over:.0f} ms of processor time, the longest {max(taken):.0f}"
    )


def main() -> None:
    """Ask for what the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path, help="a folder with a library.db, which is written to")
    parser.add_argument("--over", type=float, default=100, help="milliseconds (100)")
    parser.add_argument("--most", type=float, default=1_000, help="milliseconds after which a page is ended")
    parser.add_argument("--with", dest="others", choices=("none", "some", "all"), default="some")
    parser.add_argument("--read", type=float, help="which part of the articles is read (as it is)")
    words = parser.parse_args()
    library = open_library(Paths(data=words.library, config=words.library / "config.toml"), Settings())
    furnish(library)
    if words.read is not None:
        read = "(id * ?2 % 1000 < ?1)"
        sql = f"UPDATE article SET read = {read} WHERE read <> {read}"
        rows(library.db, sql, (int(words.read * 1000), SPREAD))
    sweep(library, queries_of(library.db, words.others), over=words.over, most=words.most)
    library.db.close()


if __name__ == "__main__":
    main()
