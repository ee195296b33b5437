"""Pages of lists whose words are in very many articles: the list is walked, and each article is asked.

To look for such a word would find most of a million articles, of which a page shows a few hundred. The index
is asked for words that stand as they were typed; where very many words begin so, articles are read instead.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from reader.model import Query
from reader.store.database.connection import Database, StoreError, numbers, rows
from reader.store.lists import beginnings
from reader.store.lists.conditions import without_excluded
from reader.store.lists.fts_query import Match, match_of, spelled_out
from reader.store.lists.index_scan import Key
from reader.store.lists.matching import Matcher, matcher_of
from reader.store.lists.texts import candidates

OFTEN = 0.15
"""Words that such a part of the latest articles has, or has not where they are excluded, are asked for so."""

OFTEN_BY_FEED = 0.02
"""The same in a list feed after feed, where all that have the words would have to be sorted first."""

SAMPLE = 4_000
"""Ids of the latest articles, of which that is judged."""

MOST_WORDS = 8
"""So many words that begin as was typed are asked for, in the mean, where an article has not the word."""

LEAST = 0.3
"""Where fewer are picked than such a part of those that were expected, all are looked for after all."""

LEAST_READ = 0.15
"""The same where articles are read: each takes longer to read than to be asked for in the index."""

SPARE = 32
"""Articles that are asked beyond those that a page needs."""

NEAR = 200
"""Articles are near to each other where so many times as many ids lie between them."""


class Picking(NamedTuple):
    """What is walked, and which articles are picked from it."""

    query: Query
    """The query without its words."""
    among: Callable[[list[int]], Collection[int] | None]
    """Returns those of some articles that have the words, or have not where they are excluded; None where few
    seem to be so.
    """
    least: float
    """Which part of the articles must be picked, so that it goes on."""

    def pick(
        self, walk: Callable[[int, Key | None], Sequence[Key]], limit: int, after: Key | None
    ) -> list[Key] | None:
        """Return a page of articles, or None where too many would have to be asked.

        `walk` returns the next so many articles of the query without its words.
        """
        found: list[Key] = []
        looked, step = 0, limit + SPARE
        while True:
            page = walk(step, after)
            picked = self.among([id for id, _ in page])
            if picked is None:
                return None
            found += [pair for pair in page if pair[0] in picked]
            looked += len(page)
            if len(found) >= limit or len(page) < step:
                return found[:limit]
            if len(found) < self.least * looked:
                return None
            step, after = SPARE + int((limit - len(found)) * looked / len(found)), page[-1]


def picking(db: Database, query: Query, *, by_feed: bool = False) -> Picking | None:
    """Return how to pick a page; None where the words, or what else is asked for, leave few articles."""
    match = match_of(query.terms)
    if match.nothing or query.nothing or not (match.exact or match.excluded) or not beginnings.is_large(db):
        return None
    if query.starred or query.tags or query.highlighted or query.saved:
        return None
    others, often = replace(query, terms=match.sites), OFTEN_BY_FEED if by_feed else OFTEN
    least = LEAST * often
    with suppress(StoreError):  # of a broken index; the list itself tells that
        if not match.exact:
            lacking = 1 - _share(db, match.excluded)
            return Picking(others, partial(_lacking, db, match.excluded), least) if lacking >= often else None
        words = without_excluded(match.exact, match)
        share = _share(db, words)
        if not match.begins:
            return Picking(others, partial(_having, db, words, ""), least) if share >= often else None
        if share >= often and (longer := _longer(db, query, match, share)):
            return Picking(others, partial(_having, db, words, longer), least)
        return Picking(others, partial(_read, db, matcher_of(query)), LEAST_READ)
    return None


def _having(db: Database, words: str, longer: str, listed: list[int]) -> set[int]:
    """Return those of these articles that have words, or else the longer ones that begin so; "" for none."""
    having = set(having_words(db, words, listed))
    if longer and (others := [id for id in listed if id not in having]):
        having.update(having_words(db, longer, others))
    return having


def _lacking(db: Database, words: str, listed: list[int]) -> set[int]:
    return set(listed).difference(having_words(db, words, listed))


def _read(db: Database, matcher: Matcher, listed: list[int]) -> set[int] | None:
    """Return those of these articles that have the words, as they say; None where few of the first have."""
    first, others = listed[:SPARE], listed[SPARE:]
    found = {candidate.marks.id for candidate in candidates(db, first) if matcher.has_words(candidate)}
    if len(found) < LEAST_READ * len(first):
        return None
    found.update(candidate.marks.id for candidate in candidates(db, others) if matcher.has_words(candidate))
    return found


def _longer(db: Database, query: Query, match: Match, share: float) -> str:
    """Return the expression for the words that begin as was typed; "" where it would be too long.

    `share`: the part of the articles that has the words themselves, and need not be asked for longer ones.
    """
    most = int(MOST_WORDS / max(1 - share, MOST_WORDS / beginnings.MOST))
    spelled = spelled_out(query.terms, lambda word: beginnings.words_with(db, word, most))
    return without_excluded(spelled, match) if spelled else ""


def _share(db: Database, words: str) -> float:
    """Return which part of the latest articles has the words."""
    last = beginnings.last_id(db)
    sql = "SELECT count(*) FROM search WHERE search MATCH ? AND rowid > ?"
    ((found,),) = rows(db, sql, (words, last - SAMPLE))
    return float(found) / SAMPLE


def having_words(db: Database, words: str, listed: Sequence[int]) -> list[int]:
    """Return those of these articles that have the words, and maybe others between them.

    Where they are near to each other, as a feed's often are, the index is asked once for all between them.
    """
    if not listed:
        return []
    first, last = min(listed), max(listed)
    if last - first < NEAR * len(listed):
        sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid >= ? AND rowid <= ?"
        return [id for (id,) in rows(db, sql, (words, first, last))]
    sql = """SELECT search.rowid FROM carray(?) AS c CROSS JOIN search ON search.rowid = c.value
        WHERE search MATCH ?"""
    return [id for (id,) in rows(db, sql, (numbers(listed), words))]
