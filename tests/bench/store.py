#!/usr/bin/env python3
"""Time the store with made-up articles: python tests/bench/store.py [ARTICLES] [--words N]

Makes feeds of a thousand articles each, keeps them as a refresh does, and prints what
opening, listing, counting, marking and searching take, and how many bytes an article needs.
"""

import argparse
import itertools
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from reader.document.serialization import serialize
from reader.document.text import from_text
from reader.model import Date, ParsedArticle, ParsedFeed, Query, Term
from reader.store.changes import marks
from reader.store.database.connection import Database, open_store, rows
from reader.store.feeds import feeds, refresh_state, responses
from reader.store.lists import headlines
from reader.store.search.ranked import search

SYLLABLES = [
    "an",
    "ber",
    "cor",
    "dal",
    "en",
    "fir",
    "gos",
    "hul",
    "im",
    "jar",
    "kel",
    "lon",
    "mer",
    "nos",
    "pil",
]
SYLLABLES += ["qua", "ros", "sen", "tur", "ul", "vas", "wen", "yor"]
NOW = 1_770_000_000


def vocabulary(size: int = 20_000) -> tuple[list[str], list[float]]:
    """Words and their cumulative weights, which fall as a language's do (Zipf)."""
    rng = random.Random(1)
    words = dict.fromkeys("".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(size * 2))
    return list(words)[:size], list(itertools.accumulate(1 / (n + 1) for n in range(min(size, len(words)))))


WORDS, WEIGHTS = vocabulary()


def articles(feed: int, count: int, length: int) -> Iterator[ParsedArticle]:
    rng = random.Random(feed)
    for number in range(count):
        words = rng.choices(WORDS, cum_weights=WEIGHTS, k=8 + length)
        paragraphs = [" ".join(words[at : at + 80]).capitalize() + "." for at in range(8, 8 + length, 80)]
        text = "\n\n".join(paragraphs)
        link = f"https://feed{feed}.example.org/2026/{number}-{words[0]}-{words[1]}"
        at = NOW - rng.randrange(60_000_000)
        yield ParsedArticle(
            key=link,
            title=f"n{feed}-{number} " + " ".join(words[:8]),
            link=link,
            published=Date(
                at, rule="pubDate", raw=time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(at))
            ),
            text=text,
            words=length,
            complete="full",
            body=serialize(from_text(text), "".join(f"<p>{part}</p>" for part in paragraphs).encode(), link),
        )


def fill(db: Database, count: int, length: int = 400) -> None:
    """Keeps that many articles, a thousand to a feed (a tenth, where there are few)."""
    each, making, keeping = min(1000, max(10, count // 10)), 0.0, 0.0
    for number in range(count // each):
        begun = time.process_time()
        parsed = ParsedFeed(title=f"Feed {number}", articles=tuple(articles(number, each, length)))
        made = time.process_time()
        id, _ = feeds.add_feed(
            db, f"https://feed{number}.example.org/rss", folder=f"Folder {number % 20}", now=NOW
        )
        responses.keep_response(db, refresh_state.feed_states(db, [id], None)[0], parsed, now=NOW)
        making, keeping = making + made - begun, keeping + time.process_time() - made
    print(f"kept {count:,} articles in {keeping:.1f} s of CPU ({keeping / count * 1e6:.0f} µs each)")


def show(name: str, work: Callable[[], object], times: int = 7) -> None:
    """Prints the median time in milliseconds, and how much was found."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        result = work()
        taken.append((time.perf_counter() - begun) * 1000)
    found = f"{len(result):,}" if isinstance(result, list | dict) else ""
    print(f"{name:34} {statistics.median(taken):9.2f} ms  (max {max(taken):.2f})  {found}")


def measure(path: Path) -> None:
    show("open", lambda: open_store(path).close())
    db = open_store(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    scopes = {
        "all": Query(),
        "unread": Query(read=False),
        "a feed": Query(feeds=(3,)),
        "a folder": Query(folder="Folder 1"),
        "starred": Query(starred=True),
    }
    for name, query in scopes.items():
        show(f"first page of ids, {name}", lambda query=query: headlines.ids(db, query, limit=192))  # type: ignore[misc]
    page = [id for id, _ in headlines.ids(db, Query(), limit=64)]
    show("64 headlines", lambda: headlines.headlines(db, page))
    show("first page by feed", lambda: headlines.ids(db, Query(), "feed", limit=192))
    show("all ids", lambda: headlines.ids(db, Query()), 3)
    show("unread words in all", lambda: headlines.unread(db, Query()))
    show("feeds with counts", lambda: feeds.feeds(db))
    show("counts", lambda: headlines.counts(db))
    some = [id for id, _ in headlines.ids(db, Query(), limit=100_000)]
    show(
        "mark one",
        lambda: marks.mark(db, some[:1], read=not headlines.headlines(db, some[:1])[0].read, now=NOW),
    )
    show(f"mark {len(some):,}", lambda: marks.mark(db, some, starred=True, now=NOW), 1)
    show("undo it", lambda: marks.undo(db, now=NOW), 1)
    for word in (
        WORDS[2000],
        WORDS[200],
        WORDS[20],
        WORDS[0],
        WORDS[2000][:5],
        WORDS[2000][:3],
        SYLLABLES[1][:2],
    ):
        term = Query(terms=(Term(word),))
        ((hits,),) = rows(db, "SELECT count(*) FROM search WHERE search MATCH ?", (word,))
        show(f"search {word} (in {hits:,})", lambda term=term: search(db, term, limit=20))  # type: ignore[misc]
    both = Query(terms=(Term(WORDS[900]), Term(WORDS[1100])))
    show("search two words", lambda: search(db, both, limit=20))
    print(f"memory of reading: {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024:.0f} MB")
    db.close()


def sizes(path: Path, count: int) -> None:
    """Bytes an article, in all and by table."""
    db = open_store(path, readonly=True)
    print(f"{path.stat().st_size / count:,.0f} bytes an article: ", end="")
    found = rows(db, "SELECT name, sum(pgsize) AS size FROM dbstat GROUP BY name ORDER BY size DESC LIMIT 12")
    print(", ".join(f"{name} {size / count:.0f}" for name, size in found))
    db.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=int, nargs="?", default=100_000)
    parser.add_argument("--words", type=int, default=400, help="of an article")
    args = parser.parse_args()
    count = args.articles
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        db = open_store(path)
        fill(db, count, args.words)
        db.close()
        sizes(path, count)
        measure(path)


if __name__ == "__main__":
    main()
