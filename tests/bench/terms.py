"""First pages of everything that the query language can ask, on a library of any size.

    python -m tests.bench.terms LIBRARY [--over 100] [--alone]

Each term of the language alone and with each other, in all orders of a list, and as a search: the pages that
take longer than `--over` milliseconds of a processor's time are printed. `LIBRARY` is a
folder with a `library.db`; it is written to (tags, stars, highlights): give a copy.
"""

import argparse
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from reader.config import Paths, Settings
from reader.library.library import Library, open_library
from reader.model import Query
from reader.queries import parse_query
from reader.store.database.connection import Database, rows
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.store.search import ranked
from tests.bench.scale import some_words

ORDERS = ("newest", "oldest", "feed")

PAGE = 192
"""Headlines of a first page."""

HITS = 20
"""Hits of a search."""


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


def terms(db: Database) -> list[str]:
    """Return the terms of the query language, of words frequent ones and rare ones."""
    ((url, folder),) = rows(db, "SELECT url, ifnull(folder, 'none') FROM feed LIMIT 1")
    words = some_words(db)
    frequent, often, rare = words["64.0% or less"], words["10.0% or less"], words["0.1% or less"]
    plain = [
        *(words[name] for name in words), *(f'"{words[name]}"' for name in words), f'"{frequent} {often}"',
        f"title:{often}", f"author:{often}", f"site:{often}", f"title:{rare}", f"site:{words['beginning']}",
        f'feed:"{url}"', f'folder:"{folder}"', "account:none", "tag:often", "tag:seldom", "tag:none",
        "is:unread", "is:read", "is:starred", "is:saved", "is:highlighted",
        "after:1w", "after:2024-05-01", "before:2024-05-01", "before:1d", "before:2000-01-01", "nosuchword",
    ]  # fmt: skip
    negated = [term for term in plain if not term.startswith(("folder", "after", "before"))]
    return [*dict.fromkeys(plain), *dict.fromkeys(f"-{term}" for term in negated)]


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


def sweep(library: Library, *, pairs: bool, over: float) -> None:
    """Ask for all first pages, and print those that take longer than so many milliseconds."""
    alone = terms(library.db)
    queries = [*alone, *(" ".join(two) for two in itertools.combinations(alone, 2) if pairs)]
    taken = []
    for name, page in asked(library, queries):
        begun = time.thread_time()
        page()
        taken.append((time.thread_time() - begun) * 1000)
        if taken[-1] > over:
            print(f"{taken[-1]:9.0f} ms   {name}", flush=True)
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
    parser.add_argument("--alone", action="store_true", help="each term alone only")
    parser.add_argument("--read", action="store_true", help="with all articles read, else none is")
    words = parser.parse_args()
    library = open_library(Paths(data=words.library, config=words.library / "config.toml"), Settings())
    furnish(library)
    rows(library.db, "UPDATE article SET read = ?1 WHERE read <> ?1", (int(words.read),))
    sweep(library, pairs=not words.alone, over=words.over)
    library.db.close()


if __name__ == "__main__":
    main()
