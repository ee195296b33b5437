"""Which words of the index begin with some letters: with them the latest articles are found without the rest.

FTS5 itself looks for a beginning in all articles before it tells of the first; an index of beginnings would
make the full-text index larger by more than half.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from reader.model import Term
from reader.store.database.connection import Database, StoreError, rows
from reader.store.lists.fts_query import Match, match_of

MOST = 3_000
"""Words; where more begin so, FTS5 itself tells the latest articles as fast."""

FEW = 64
"""Words; where no more begin so, FTS5 finds their articles in half of the time that the beginning takes
(27 words in all of a million: 98 ms, not 187), and with a rarer word in a tenth.
"""

SMALL = 50_000
"""The highest id of a library in which FTS5 itself is fast enough."""

_WORDS = """
    WITH RECURSIVE found (word) AS (
        SELECT (SELECT term FROM temp.search_words WHERE term >= ?1 AND term < ?2 LIMIT 1)
        UNION ALL
        SELECT (SELECT term FROM temp.search_words WHERE term >= word || '0' AND term < ?2 LIMIT 1)
        FROM found WHERE word IS NOT NULL)
    SELECT word FROM found WHERE word IS NOT NULL LIMIT ?3"""
"""From each word to the next one that is larger, so that only one place of each is read. No word's end is
smaller than `0`.
"""


def match_in(db: Database, terms: Sequence[Term], most: int | None = None) -> Match:
    """Return what to ask of the index for terms; in a large library beginnings of few words are spelled out.

    So they cost no more than other words. The words are those of this moment; `most`: how many are few.
    """
    few, match = FEW if most is None else most, match_of(terms)
    if match.begins:
        with suppress(StoreError):  # of a damaged library; what asks for the articles tells that
            if is_large(db):
                return match_of(terms, partial(words_with, db, most=few))
    return match


def words_with(db: Database, beginning: str, most: int) -> list[str] | None:
    """Return the words of the index that begin so, from A to Z; None where more than `most` do.

    Raises `StoreError`.
    """
    rows(db, "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab (main, search, instance)")
    found = rows(db, _WORDS, (beginning, f"{beginning}\U0010ffff", most + 1))
    return [word for (word,) in found] if len(found) <= most else None


def is_large(db: Database) -> bool:
    """Return whether the library has so many articles that words are worth being looked for one by one."""
    return highest_id(db) > SMALL


def highest_id(db: Database) -> int:
    """Return the highest id of an article; 0 for none."""
    ((last,),) = rows(db, "SELECT ifnull(max(id), 0) FROM article")
    return int(last)
