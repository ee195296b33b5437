"""Writing articles as they arrive, new ones and new versions, as part of the caller's transaction."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from reader.model import ParsedArticle
from reader.store import bodies
from reader.store.articles import openings, said_marks
from reader.store.articles.corrections import corrections, move, place, under_corrections
from reader.store.articles.details import pack_extra
from reader.store.articles.identity import (
    PURGED,
    READ_AGAIN,
    SHARED,
    Decision,
    Known,
    Purged,
    ReadAgain,
    Shared,
    decide,
    shared_keys,
    text_hash,
    without_counts,
)
from reader.store.bodies import text_of
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.duplicates import grouping
from reader.store.duplicates.rules import LEAST, Fingerprint
from reader.store.rows import COMPLETE, PRECISIONS
from reader.store.said import known as known_elsewhere
from reader.store.search import index

LARGEST_TEXT = 2_000_000
"""Characters of an article that are indexed; no more are ever asked for."""


AWAITED = 0
"""In place of a fingerprint: the article's text was lost, and whatever its source says fills it."""


class Arrival(msgspec.Struct, frozen=True):
    """An article to be written."""

    parsed: ParsedArticle
    keys: tuple[int, ...]
    text_hash: int
    original: str | None = None
    """SHA-256 of the saved file's bytes."""
    read: bool = False
    """Whether it was read before."""


New = Sequence[tuple[int, ParsedArticle]]
"""New articles as they arrived, each with its id."""

Arrived = Callable[[Database, int, New], None]
"""Does what the reader wants done to a feed's new articles, as part of the transaction that keeps them."""


class Ingested(NamedTuple):
    """What became of a document's articles."""

    new: New
    changed: int
    """How many changed in substance."""
    backlog: Sequence[int]
    """The new ones that were marked read as they came, because newer ones are enough."""


def keep_articles(
    db: Database, feed: int, parsed: Iterable[ParsedArticle], now: int, *, unread: int | None = None
) -> Ingested:
    """Keep the articles of a feed's document. Only so many newest of the new ones stay unread; None: all."""
    decisions = decide(parsed, lambda keys: known(db, feed, keys))
    new = [_arrival(decision) for decision in decisions if decision.article is None]
    beyond = _older(new, unread, now) if unread is not None else frozenset()
    new = [replace(arrival, read=True) if place in beyond else arrival for place, arrival in enumerate(new)]
    ids = insert(db, feed, new, now)
    _remember_keys(db, feed, [decision for decision in decisions if decision.article is not None])
    _write_shared(db, feed, shared_keys(decisions))
    there = {decision.article: _arrival(decision) for decision in decisions if decision.article is not None}
    arrived = [(id, arrival.parsed) for id, arrival in zip(ids, new, strict=True)]
    return Ingested(
        arrived, _update_changed(db, there, now), [ids[each] for each in sorted(beyond, reverse=True)]
    )


def _older(new: Sequence[Arrival], unread: int, now: int) -> frozenset[int]:
    """Return which of the new articles are unread and not among so many newest, by their places."""
    # Of two from the same moment the first is listed first: it gets the higher id.
    by_age = sorted(range(len(new)), key=lambda number: -place(new[number].parsed.published, now))
    return frozenset(number for number in by_age[unread:] if not new[number].read)


def keep_older(
    db: Database, feed: int, parsed: Iterable[ParsedArticle], *, now: int, arrived: Arrived | None = None
) -> int:
    """Keep those articles of a feed's older document that are missing, in one transaction.

    `arrived` is then called with them. Returns how many.
    """
    with transaction(db, durable=False):
        if not rows(db, "SELECT 1 FROM feed WHERE id = ? AND removed IS NULL", (feed,)):
            return 0
        decisions = decide(parsed, lambda keys: known(db, feed, keys))
        missing = [_arrival(one) for one in decisions if one.article is None]
        ids = insert(db, feed, missing, now)
        if ids and arrived:
            arrived(db, feed, [(id, arrival.parsed) for id, arrival in zip(ids, missing, strict=True)])
        return len(ids)


def _arrival(decision: Decision) -> Arrival:
    entry = decision.entry
    return Arrival(entry.parsed, decision.keys, entry.text_hash, read=decision.read)


def known(db: Database, feed: int, keys: Sequence[int]) -> Mapping[int, Known | Purged | Shared | ReadAgain]:
    """Return what each of the keys stands for in a feed (0: among the saved articles)."""
    found = rows(
        db,
        """SELECT i.key, i.article, a.title, a.text_hash, a.published
           FROM carray(?) AS c CROSS JOIN identity AS i ON i.feed = ? AND i.key = c.value
           LEFT JOIN article AS a ON a.id = i.article""",
        (numbers(keys), feed),
    )
    return {key: _meaning(article, rest) for key, article, *rest in found}


def _meaning(article: int, rest: Sequence[object]) -> Known | Purged | Shared | ReadAgain:
    if article == SHARED:
        return SHARED
    if article == READ_AGAIN:
        return READ_AGAIN
    title, hashed, published = rest
    if article == PURGED or not isinstance(title, str) or not isinstance(hashed, int):
        return PURGED
    return Known(article, title, hashed, published if isinstance(published, int) else None)


def insert(db: Database, feed: int | None, arrivals: Sequence[Arrival], now: int) -> list[int]:
    """Write new articles. Returns their ids; the last gets the lowest, as feeds list the newest first."""
    if not arrivals:
        return []
    first = _next_id(db)
    numbered = list(zip(range(first + len(arrivals) - 1, first - 1, -1), arrivals, strict=True))[::-1]
    db.executemany(_INSERT, (_article_row(id, feed, arrival, now) for id, arrival in numbered))
    compressed = bodies.packer(db)
    db.executemany(
        "INSERT INTO body (article, extra, packed) VALUES (?, ?, ?)",
        (
            (id, pack_extra(arrival.parsed, arrival.original), compressed(arrival.parsed.body))
            for id, arrival in numbered
        ),
    )
    write_keys(db, feed or 0, ((key, id) for id, arrival in numbered for key in arrival.keys))
    index.add(db, (_index_entry(id, arrival.parsed) for id, arrival in numbered))
    grouping.group_new(
        db,
        [_fingerprint(id, feed or 0, arrival) for id, arrival in numbered],
        {id: _comparable(arrival.parsed) for id, arrival in numbered},
    )
    said_marks.welcome(db, [id for id, _ in numbered], now)
    return [id for id, _ in reversed(numbered)]


def _fingerprint(id: int, feed: int, arrival: Arrival) -> Fingerprint:
    """Return what a new article is compared by with others, to tell duplicates."""
    parsed = arrival.parsed
    published = parsed.published.at if parsed.published else None
    return grouping.fingerprint_of(id, feed, parsed.link, parsed.title, published, arrival.text_hash)


def _comparable(parsed: ParsedArticle) -> str:
    """Return the text by whose beginning duplicates are told; "" where it is too short for that."""
    return parsed.text if parsed.words >= LEAST // 2 else ""


def _next_id(db: Database) -> int:
    found = rows(db, "SELECT seq FROM sqlite_sequence WHERE name = 'article'")
    return int(found[0][0]) + 1 if found else 1


_INSERT = """INSERT INTO article (id, feed, sort_at, complete, words, received,
    published, published_precision, published_zone, updated, updated_precision,
    title, opening, link, author, site, fingerprint, text_hash, read)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


def _article_row(id: int, feed: int | None, arrival: Arrival, now: int) -> tuple[int | str | None, ...]:
    parsed = arrival.parsed
    return (
        id,
        feed,
        place(parsed.published, now),
        COMPLETE.index(parsed.complete),
        parsed.words,
        now,
        *_dates(parsed),
        parsed.title,
        openings.opening_of(parsed),
        parsed.link,
        parsed.author,
        parsed.site,
        fingerprint(parsed),
        arrival.text_hash,
        int(arrival.read),
    )


def _dates(parsed: ParsedArticle) -> tuple[int | str | None, ...]:
    published, updated = parsed.published, parsed.updated
    return (
        published.at if published else None,
        PRECISIONS.index(published.precision) if published else 0,
        published.zone if published else None,
        updated.at if updated else None,
        PRECISIONS.index(updated.precision) if updated else 0,
    )


def fingerprint(parsed: ParsedArticle) -> int:
    """Return a hash of all that is kept of an article but its dates: many feeds date every
    answer anew."""
    said = hashlib.blake2b(parsed.body, digest_size=8)
    files = [(file.url, file.type, file.length) for file in parsed.enclosures]
    said.update(
        repr((parsed.title, parsed.link, parsed.author, parsed.site, files, parsed.complete)).encode()
    )
    return int.from_bytes(said.digest(), signed=True)


def _index_entry(id: int, parsed: ParsedArticle) -> index.Entry:
    return index.Entry(id, parsed.text[:LARGEST_TEXT], parsed.title, parsed.author, parsed.site)


def write_keys(db: Database, feed: int, keys: Iterable[tuple[int, int]]) -> None:
    """Write keys (hash, article) of a feed, 0 for saved articles. Part of the caller's transaction."""
    keys = list(keys)
    db.executemany(
        "INSERT OR REPLACE INTO identity (feed, key, article) VALUES (?, ?, ?)",
        ((feed, key, article) for key, article in keys),
    )
    known_elsewhere.add_keys(db, feed, keys)


def _remember_keys(db: Database, feed: int, decisions: Sequence[Decision]) -> None:
    """Write the keys that do not stand for these articles yet."""
    meant = {key: decision.article for decision in decisions for key in decision.keys if decision.article}
    stored: dict[int, int] = dict(
        rows(
            db,
            """SELECT i.key, i.article FROM carray(?) AS c
               CROSS JOIN identity AS i ON i.feed = ? AND i.key = c.value""",
            (numbers(meant), feed),
        )
    )
    write_keys(db, feed, ((key, article) for key, article in meant.items() if stored.get(key) != article))


def _write_shared(db: Database, feed: int, keys: Iterable[int]) -> None:
    write_keys(db, feed, ((key, SHARED) for key in keys))


def _update_changed(db: Database, arrivals: Mapping[int, Arrival], now: int) -> int:
    """Write those versions that differ from what is kept. Returns how many differ in substance."""
    stored = rows(
        db,
        "SELECT id, fingerprint FROM carray(?) AS c CROSS JOIN article ON id = c.value WHERE deleted = 0",
        (numbers(arrivals),),
    )
    changed = [id for id, seen in stored if seen != fingerprint(arrivals[id].parsed)]
    return sum(update(db, id, arrivals[id], now) for id in changed)


class _Kept(NamedTuple):
    """What an update must know of the article as it is."""

    title: str
    link: str | None
    text_hash: int
    received: int
    published: int | None
    page: int
    fingerprint: int
    body: bytes
    """The source's, be it shown or not."""


def update(db: Database, id: int, arrival: Arrival, now: int) -> bool:
    """Write a new version in place of the old, whose text is kept if the change is one of substance.

    The reader's marks and corrections stay. An empty answer never replaces a text, nor does the feed's text
    replace the page that is shown: there it is the other version that becomes another.
    """
    kept = _kept(db, id)
    corrected = corrections(db, id)
    title = corrected["title"].original if "title" in corrected else kept.title
    whole = bool(arrival.parsed.text or not kept.body)
    text_differs = whole and _says_another(db, arrival, kept)
    material = arrival.parsed.title != title or text_differs
    material = material and not (kept.fingerprint == AWAITED and not (kept.body and text_differs))
    if material:
        keep_revision(db, id, now)
    parsed = under_corrections(db, id, arrival.parsed, corrected)
    _write_facts(db, id, parsed, fingerprint(arrival.parsed), kept)
    if whole:
        db.execute("UPDATE article SET text_hash = ? WHERE id = ?", (arrival.text_hash, id))
    if whole:
        write_body(db, id, parsed, arrival.original, shown=not kept.page)
    index.again(db, [id])
    openings.note(db, [id])
    if material or parsed.link != kept.link:
        grouping.regroup(db, id, kept.link, parsed.link)
    return material


def _says_another(db: Database, arrival: Arrival, kept: _Kept) -> bool:
    """Return whether the text changed in substance."""
    if arrival.text_hash == kept.text_hash:
        return False
    before = without_counts(text_of(db, kept.body))
    return text_hash(before) != text_hash(without_counts(arrival.parsed.text))


def _kept(db: Database, id: int) -> _Kept:
    found = rows(
        db,
        """SELECT title, link, text_hash, received, published, page, fingerprint,
                  iif(page, o.packed, b.packed)
           FROM article JOIN body AS b ON b.article = id
           LEFT JOIN other_version AS o ON o.article = id WHERE id = ?""",
        (id,),
    )
    if not found:  # damage has taken the row of its text
        db.execute("INSERT INTO body (article, packed) VALUES (?, x'')", (id,))
        return _kept(db, id)
    return _Kept(*found[0])


def keep_revision(db: Database, id: int, now: int) -> None:
    """Keep what the source says of an article now as a revision, before it is replaced."""
    db.execute(
        """INSERT INTO revision (article, at, title, packed)
           SELECT id, ?, title, iif(page, o.packed, b.packed) FROM article JOIN body AS b ON b.article = id
           LEFT JOIN other_version AS o ON o.article = id WHERE id = ?""",
        (now, id),
    )


def _write_facts(db: Database, id: int, parsed: ParsedArticle, seen: int, kept: _Kept) -> None:
    db.execute(
        "UPDATE article SET title = ?, link = ?, author = ?, site = ?, fingerprint = ? WHERE id = ?",
        (parsed.title, parsed.link, parsed.author, parsed.site, seen, id),
    )
    if parsed.published:
        db.execute(
            "UPDATE article SET published = ?, published_precision = ?, published_zone = ? WHERE id = ?",
            (*_dates(parsed)[:3], id),
        )
        move(db, id, place(parsed.published, kept.received))
    if parsed.updated:
        db.execute(
            "UPDATE article SET updated = ?, updated_precision = ? WHERE id = ?", (*_dates(parsed)[3:], id)
        )


def write_body(db: Database, id: int, parsed: ParsedArticle, original: str | None, *, shown: bool) -> None:
    """Replace the source's text, which is shown, or else the other version (`versions`)."""
    complete, packed = COMPLETE.index(parsed.complete), bodies.packer(db)(parsed.body)
    db.execute("UPDATE body SET extra = ? WHERE article = ?", (pack_extra(parsed, original), id))
    if shown:
        db.execute("UPDATE article SET complete = ?, words = ? WHERE id = ?", (complete, parsed.words, id))
        db.execute("UPDATE body SET packed = ? WHERE article = ?", (packed, id))
    else:
        db.execute(
            "UPDATE other_version SET complete = ?, words = ?, packed = ? WHERE article = ?",
            (complete, parsed.words, packed, id),
        )
