"""Pages of lists whose words are in very many articles: the list is walked, and each article is asked.

To look for such a word would find most of a million articles, of which a page shows a few hundred. The index
is asked for words that stand as they were typed; where very many words begin so, articles are read instead.
"""

from array import array
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from reader.model import Query
from reader.store import state
from reader.store.database.connection import Database, StoreError, rows
from reader.store.lists import beginnings
from reader.store.lists.asking import REBUILD, Words, all_without, among, latest_with, without, words_of
from reader.store.lists.conditions import without_excluded
from reader.store.lists.fts_query import Match, match_of, spelled_out, tokens
from reader.store.lists.index_scan import Key
from reader.store.lists.matching import Matcher, matcher_of
from reader.store.lists.query_plan import MANY
from reader.store.lists.texts import candidates

OFTEN = 0.15
"""Words that such a part of the latest articles has are also asked for as beginnings of a few longer ones."""

SELDOM = 0.02
"""Where a smaller part lacks what is excluded, all articles that do are looked for at once."""

SAMPLE = 4_000
"""Ids of the latest articles, of which that is judged."""

MOST_WORDS = 8
"""So many words that begin as was typed are asked for, in the mean, where an article has not the word."""

LEAST = 0.04
"""Where fewer are picked than such a part of very many articles, all are looked for after all."""

LEAST_READ = 0.15
"""The same where articles are read: each takes longer to read than to be asked for in the index."""

SPARE = 32
"""Articles that are asked beyond those that a page needs."""

MORE = 1.2
"""So many times the articles that should be enough are asked, as words are not spread evenly."""


class Picking(NamedTuple):
    """What is walked, and which articles are picked from it."""

    query: Query
    """The query without its words."""
    among: Callable[[list[int]], Collection[int] | None]
    """Returns those of some articles that have the words, or have not where they are excluded; None where few
    seem to be so.
    """
    share: float
    """Which part of the articles seems to be picked."""
    otherwise: Callable[[], "array[int] | None"] = lambda: None
    """Returns all articles that would be picked from all there are; None where they are very many."""

    def pick(
        self, walk: Callable[[int, Key | None], Sequence[Key]], limit: int, after: Key | None
    ) -> list[Key] | None:
        """Return a page of articles, or None where too many would have to be asked.

        `walk` returns the next so many articles of the query without its words.
        """
        found: list[Key] = []
        looked, step = 0, _asked_next(limit, self.share)
        while True:
            page = walk(step, after)
            picked = self.among([id for id, _ in page])
            if picked is None:
                return None
            found += [pair for pair in page if pair[0] in picked]
            looked += len(page)
            if len(found) >= limit or len(page) < step:
                return found[:limit]
            if looked >= MANY and len(found) < LEAST * looked:
                return None
            step, after = _asked_next(limit - len(found), len(found) / looked), page[-1]


def _asked_next(wanted: int, share: float) -> int:
    """Return how many articles are asked next to find so many, where such a part of them is picked."""
    enough = SPARE + int(MORE * wanted / max(share, 1 / MANY))
    return enough if share >= LEAST else min(enough, MANY)


def picking(db: Database, query: Query) -> "Picking | array[int] | None":
    """Return how to pick a page, or the articles that have the words where they are few.

    None where nothing is known that would be better than to look for the words.
    """
    match = match_of(query.terms)
    if match.nothing or query.nothing or not (match.exact or match.excluded) or not beginnings.is_large(db):
        return None
    with suppress(StoreError):  # of a broken index; the list itself tells that
        if not match.exact:
            return _without(db, query, match)
        return _beginning(db, query, match) if match.begins else _with(db, query, match)
    return None


def _with(db: Database, query: Query, match: Match) -> "Picking | array[int]":
    """Return how to pick the articles with words that are not sought as beginnings."""
    words = words_of(query.terms, without_excluded(match.exact, match))
    latest = latest_with(db, words.expression, MANY + 1)
    if len(latest) <= MANY:
        return latest
    return Picking(replace(query, terms=match.sites), partial(among, db, words), _share_of(db, latest))


def _without(db: Database, query: Query, match: Match) -> "Picking | array[int] | None":
    """Return how to pick the articles without the words that are excluded."""
    latest = latest_with(db, match.excluded, MANY + 1)
    others = replace(query, terms=match.sites)
    if len(latest) <= MANY:
        found = frozenset(latest)
        return Picking(others, lambda listed: set(listed) - found, 1 - len(found) / max(1, _last(db)))
    share = 1 - _share_of(db, latest)
    all_others = partial(_few_without, db, match.excluded)
    if share < SELDOM and not _is_narrow(query) and (few := all_others()) is not None:
        return few
    words = words_of(query.terms, match.excluded)
    return Picking(others, partial(without, db, words), share, all_others)


def _few_without(db: Database, excluded: str) -> "array[int] | None":
    if state.value(db, REBUILD) is not None:  # the index has not all articles
        return None
    found = all_without(db, excluded, MANY + 1)
    return found if len(found) <= MANY else None


def _is_narrow(query: Query) -> bool:
    """Tell whether a query seems to find but a small part of the library, whatever its words are."""
    return bool(
        query.starred
        or query.tags
        or query.highlighted
        or query.saved
        or query.feeds is not None
        or query.folder is not None
    )


def _share_of(db: Database, latest: Sequence[int]) -> float:
    """Return which part of all articles have the words, as the latest that have them tell."""
    return len(latest) / max(1, _last(db) - latest[-1] + 1)


def _last(db: Database) -> int:
    return beginnings.last_id(db)


def _beginning(db: Database, query: Query, match: Match) -> Picking:
    """Return how to pick the articles with words that are sought as beginnings too."""
    others, words = replace(query, terms=match.sites), without_excluded(match.exact, match)
    share = _share(db, words)
    if share >= OFTEN and (longer := _longer(db, query, match, share)):
        return Picking(others, partial(_having, db, words_of(query.terms, words), longer), share)
    return Picking(others, partial(_read, db, matcher_of(query)), 1.0)


def _having(db: Database, words: Words, longer: Words, listed: list[int]) -> set[int]:
    """Return those of these articles that have words, or else the longer ones that begin so."""
    having = among(db, words, listed)
    return having | among(db, longer, [id for id in listed if id not in having])


def _read(db: Database, matcher: Matcher, listed: list[int]) -> set[int] | None:
    """Return those of these articles that have the words, as they say; None where few of the first have."""
    first, others = listed[:SPARE], listed[SPARE:]
    found = {candidate.marks.id for candidate in candidates(db, first) if matcher.has_words(candidate)}
    if len(found) < LEAST_READ * len(first):
        return None
    found.update(candidate.marks.id for candidate in candidates(db, others) if matcher.has_words(candidate))
    return found


def _longer(db: Database, query: Query, match: Match, share: float) -> Words | None:
    """Return the words that begin as was typed; None where there would be too many.

    `share`: the part of the articles that has the words themselves, and need not be asked for longer ones.
    """
    most = int(MOST_WORDS / max(1 - share, MOST_WORDS / beginnings.MOST))
    exact = words_of(query.terms, match.exact)
    each = [
        spelled_out((term,), lambda word: beginnings.words_with(db, word, most))
        for term in query.terms
        if not term.negated and term.field != "site" and tokens(term.text)
    ]
    if not all(each):
        return None
    alone = tuple(each) if exact.having else ()
    return Words(without_excluded(" AND ".join(each), match), alone, exact.lacking)


def _share(db: Database, words: str) -> float:
    """Return which part of the latest articles has the words."""
    last = beginnings.last_id(db)
    sql = "SELECT count(*) FROM search WHERE search MATCH ? AND rowid > ?"
    ((found,),) = rows(db, sql, (words, last - SAMPLE))
    return float(found) / SAMPLE
