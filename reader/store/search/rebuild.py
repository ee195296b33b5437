"""Noticing that the search index is out of step with the articles, and making it anew in slices."""

import time
from collections.abc import Iterator
from pathlib import Path

import apsw

from reader.store import state
from reader.store.bodies import text_of
from reader.store.database.connection import Database, rows, transaction
from reader.store.database.errors import in_words
from reader.store.lists.asking import REBUILD
from reader.store.lists.normalize import normalize
from reader.store.search import index
from reader.store.search.index import BROKEN

BATCH = 200
"""Articles that are indexed in one transaction of a rebuild: some 100 ms."""

SAMPLE = 100
"""Articles, evenly spread, that are searched for by a word of theirs."""

LARGEST_SAMPLE = 10_000
"""Characters of an article's text that a word is taken from: all of them are indexed."""

_COLUMNS = 4
"""The columns of the index; the length of each stands in `search_docsize` for every article."""


def read_words(db: Database, after: str, seconds: float) -> str | None:
    """Read where the words of the index stand that come after this one, for so many seconds of a processor.

    Returns the last one; None where there is none. Raises `BrokenIndex` where a place cannot be read, and
    another `StoreError` where that is not the index's fault.
    """
    word, ends = None, time.thread_time() + seconds
    try:
        db.execute(_VOCABULARY)
        for word, *_ in db.execute(_WORDS, (f"{after}\x01",)):  # no word has that letter
            if time.thread_time() >= ends:
                return str(word)
    except apsw.Error as error:
        raise in_words(error, Path(db.filename), searching=True) from error
    return word


_VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_vocabulary USING fts5vocab (main, search, row)"
"""All words of the index; a connection to a library that cannot be written may have it too."""

_WORDS = "SELECT term, doc, cnt FROM temp.search_vocabulary WHERE term >= ?"
"""With the numbers of articles and places, which need all of these to be read."""


def in_step(db: Database) -> bool:
    """Return whether the index is whole, has every article, and finds those of a sample.

    Reads all of the index; in a library that cannot be written only what can be looked at without writing.
    """
    if is_rebuilding(db):
        return False
    if not db.readonly("main"):
        try:
            db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        except (apsw.CorruptError, apsw.SQLError):
            return False
    return agrees(db) and adds_up(db)


def adds_up(db: Database) -> bool:
    """Return whether the index has as many places of words as its articles have words.

    Reads all of the index: damage that leaves readable numbers in it is noticed by nothing else. Some 10 s
    of a processor for a million articles.
    """
    try:
        db.execute(_VOCABULARY)
        with db:  # both of one moment
            places = db.execute("SELECT ifnull(sum(cnt), 0) FROM temp.search_vocabulary").fetchone()
            lengths = sum(sum(_numbers(packed)) for (packed,) in db.execute("SELECT sz FROM search_docsize"))
    except (apsw.CorruptError, apsw.SQLError):
        return False
    return places == (lengths,)


def agrees(db: Database) -> bool:
    """Return whether the index has every article, and finds those of a sample.

    Leaves out what SQLite's own check of the whole library looks at.
    """
    try:
        return (
            not _missing(db) and not _without_lengths(db) and all(_is_found(db, *one) for one in _sample(db))
        )
    except (apsw.CorruptError, apsw.SQLError):
        return False


def _missing(db: Database) -> bool:
    found = db.execute(  # in the order of the ids, in which both tables are
        """SELECT 1 FROM article NOT INDEXED
           WHERE deleted = 0 AND id NOT IN (SELECT id FROM search_docsize) LIMIT 1"""
    )
    return found.fetchone() is not None


def _without_lengths(db: Database) -> bool:
    """Return whether an article has not as many lengths as there are columns: ranking fails on it."""
    lengths = db.execute("SELECT sz FROM search_docsize")
    return any(not isinstance(packed, bytes) or _count(packed) != _COLUMNS for (packed,) in lengths)


def _numbers(packed: bytes) -> Iterator[int]:
    """Yield the variable-length numbers (SQLite's varint) in some bytes: each byte has seven bits of one."""
    number = 0
    for byte in packed:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            yield number
            number = 0


def _count(packed: bytes) -> int:
    """Count the variable-length numbers (SQLite's varint) in some bytes; -1 where the last has no end."""
    if not packed or packed[-1] & 0x80:
        return -1
    return len(packed.translate(None, _GOES_ON))


_GOES_ON = bytes(range(0x80, 0x100))
"""The bytes of a number that are not its last."""


def _sample(db: Database) -> Iterator[tuple[int, str]]:
    """Yield articles that are spread evenly over the library, each with the last of its words from A to Z.

    An index that is cut off somewhere misses the end of the alphabet first.
    """
    ((last,),) = rows(db, "SELECT ifnull(max(id), 0) FROM article")
    sql = """SELECT title, packed FROM article LEFT JOIN body ON article = id WHERE id = ? AND deleted = 0"""
    for id in range(last, 0, -max(1, last // SAMPLE)):
        for title, packed in rows(db, sql, (id,)):
            text = f"{title} {text_of(db, packed)[:LARGEST_SAMPLE]}"
            words = sorted({word for word in normalize(text).split() if word.isascii() and word.isalnum()})
            yield from ((id, word) for word in words[-2:])


def _is_found(db: Database, article: int, word: str) -> bool:
    found = db.execute("SELECT rank FROM search WHERE search MATCH ? AND rowid = ?", (f'"{word}"', article))
    return found.fetchone() is not None


def is_rebuilding(db: Database) -> bool:
    """Return whether the index is being made anew, or is to be: a search may find too little meanwhile."""
    return state.value(db, REBUILD) is not None


def rebuild(db: Database) -> Iterator[int]:
    """Make the index anew from the bodies: a few minutes for a million articles.

    Yields, after each slice, how many articles were indexed; between two slices other processes write, and
    articles that they add are indexed by them. One that was stopped goes on where it was.
    """
    last = state.number(db, REBUILD)
    if last is None:
        _empty(db)
        last = 0
    while found := rows(db, "SELECT id FROM article WHERE id > ? ORDER BY id LIMIT ?", (last, BATCH)):
        articles = [row[0] for row in found]
        with transaction(db, durable=False):
            index.again(db, articles)
            if state.value(db, REBUILD) == BROKEN:
                return
            last = articles[-1]
            state.keep(db, REBUILD, str(last))
        yield len(articles)
    with transaction(db, durable=False):
        db.execute("DELETE FROM state WHERE name = ?", (REBUILD,))


def _empty(db: Database) -> None:
    """Empty the index; one whose pages cannot be read is replaced by a new one."""
    try:
        with transaction(db):
            try:
                db.execute("INSERT INTO search (search) VALUES ('delete-all')")
                db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
            except (apsw.CorruptError, apsw.SQLError):
                raise _Unreadable from None
            state.keep(db, REBUILD, "0")
    except _Unreadable:
        _replace(db)


class _Unreadable(Exception):
    """The index's own pages are damaged."""


def _replace(db: Database) -> None:
    """Make a new index beside the damaged one, whose pages are given back by copying the whole library.

    SQLite would read them to drop their table. Raises `StoreError`.
    """
    with transaction(db):
        ((sql,),) = rows(db, "SELECT sql FROM sqlite_schema WHERE name = 'search'")
        db.execute("PRAGMA writable_schema = ON")
        try:
            db.execute("DELETE FROM sqlite_schema WHERE name = 'search' OR name GLOB 'search_*'")
        finally:
            db.execute("PRAGMA writable_schema = RESET")
        db.execute(sql)
        state.keep(db, REBUILD, "0")
    rows(db, "VACUUM")
