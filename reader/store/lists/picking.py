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
from reader.store.lists.asking import (
    REBUILD,
    Words,
    all_with,
    all_without,
    latest_with,
    those_having,
    those_lacking,
    words_of,
)
from reader.store.lists.conditions import without_excluded
from reader.store.lists.fts_query import Match, in_columns, match_of
from reader.store.lists.index_scan import Key
from reader.store.lists.matching import Matcher, matcher_of
from reader.store.lists.query_plan import MANY
from reader.store.lists.texts import candidates

OFTEN = 0.15
"""Words that such a part of the latest articles has are asked for, before others are read for longer ones."""

SELDOM = 0.02
"""Where a smaller part lacks what is excluded, all articles that do are looked for at once."""

SAMPLE = 4_000
"""Ids of the latest articles, of which that is judged."""

FEW = 2_000
"""Articles with the words that are looked up sooner than others are asked."""

LEAST = 0.04
"""Where fewer are picked than such a part of very many articles, all are looked for after all."""

LEAST_OF_KNOWN = 0.3
"""Where fewer are picked than such a part of those that were expected, of articles found already."""

LEAST_READ = 0.15
"""The same where articles are read: each takes longer to read than to be asked for in the index."""

MOST_READ = 100
"""Articles of which that is judged where they are read."""

LEAST_OF_COLUMNS, MOST_OF_COLUMNS = 0.04, 5_000
"""The same where only titles and authors are read."""

SPARE = 32
"""Articles that are asked beyond those that a page needs."""

ALMOST_ALL = 0.9
"""Where such a part of the articles is picked, the spare ones are enough."""

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
    otherwise: Callable[[], "Way | None"] = lambda: None
    """Returns another way to the page; None where there is none."""
    least: float = LEAST
    """Which part of the articles must be picked, so that it goes on."""
    most: int = MANY
    """Articles of which that is judged."""

    def pick(
        self, walk: Callable[[int, Key | None], Sequence[Key]], limit: int, after: Key | None
    ) -> list[Key] | None:
        """Return a page of articles, or None where too many would have to be asked.

        `walk` returns the next so many articles of the query without its words.
        """
        found: list[Key] = []
        looked, step = 0, self._step(limit, self.share)
        while True:
            page = walk(step, after)
            picked = self.among([id for id, _ in page])
            if picked is None:
                return None
            found += [pair for pair in page if pair[0] in picked]
            looked += len(page)
            if len(found) >= limit or len(page) < step:
                return found[:limit]
            if looked >= self.most and len(found) < self.least * looked:
                return None
            step, after = self._step(limit - len(found), len(found) / looked), page[-1]

    def _step(self, wanted: int, share: float) -> int:
        """Return how many articles are asked next to find so many, where such a part of them is picked."""
        enough = SPARE + int((MORE if share < ALMOST_ALL else 1) * wanted / max(share, 1 / MANY))
        return enough if share >= self.least else min(enough, self.most)


Way = Picking | array  # type: ignore[type-arg]
"""How to pick a page, or the articles that have the words where they are few."""


def picking(db: Database, query: Query) -> Way | None:
    """Return a way to a page; None where nothing is known that would be better than to look for the words."""
    match = match_of(query.terms)
    if match.nothing or query.nothing or not (match.exact or match.excluded) or not beginnings.is_large(db):
        return None
    with suppress(StoreError):  # of a broken index; the list itself tells that
        if not match.exact:
            return _without(db, query, match)
        return _beginning(db, query, match) if match.begins else _with(db, query, match)
    return None


def _with(db: Database, query: Query, match: Match) -> Way:
    """Return how to pick the articles with words that are not sought as beginnings."""
    words = words_of(query.terms, without_excluded(match.exact, match))
    latest = latest_with(db, words.expression, MANY + 1)
    if len(latest) <= MANY:
        return _known(db, query, match, latest)
    return Picking(replace(query, terms=match.sites), partial(those_having, db, words), _share_of(db, latest))


def _known(db: Database, query: Query, match: Match, found: "array[int]") -> Way:
    """Return how to pick from a list what was found; all of it where that is less than would be walked."""
    others, share = replace(query, terms=match.sites), len(found) / max(1, beginnings.highest_id(db))
    if len(found) <= FEW or (len(found) <= MANY and not _is_in_indexes(others)):
        return found
    known = frozenset(found)
    return Picking(
        others,
        known.intersection,
        share,
        lambda: found if len(found) <= MANY else None,
        least=LEAST_OF_KNOWN * share,
    )


def _without(db: Database, query: Query, match: Match) -> Way:
    """Return how to pick the articles without the words that are excluded."""
    latest = latest_with(db, match.excluded, MANY + 1)
    others = replace(query, terms=match.sites)
    if len(latest) <= MANY:
        found = frozenset(latest)
        share = 1 - len(found) / max(1, beginnings.highest_id(db))
        return Picking(others, lambda listed: set(listed) - found, share)
    share = 1 - _share_of(db, latest)
    all_others = partial(_few_without, db, match.excluded)
    if share < SELDOM and not _is_narrow(query) and (few := all_others()) is not None:
        return few
    words = words_of(query.terms, match.excluded)
    return Picking(others, partial(those_lacking, db, words), share, all_others)


def _few_without(db: Database, excluded: str) -> "array[int] | None":
    """Return all articles without the words; None where they are many, or the index cannot tell."""
    if state.value(db, REBUILD) is not None:  # the index has not all articles
        return None
    found = all_without(db, excluded, MANY + 1)
    return found if len(found) <= MANY else None


def _is_in_indexes(query: Query) -> bool:
    """Tell whether a list is walked in indexes alone, so that no article is read before it is picked."""
    return replace(query, read=None) == Query()


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
    return len(latest) / max(1, beginnings.highest_id(db) - latest[-1] + 1)


def _beginning(db: Database, query: Query, match: Match) -> Picking:
    """Return how to pick the articles with words that are sought as beginnings too."""
    others, words = replace(query, terms=match.sites), without_excluded(match.exact, match)
    matcher = matcher_of(query)

    def all_found() -> Way:  # beginnings take long to find, so they are found once
        return _known(db, query, match, all_with(db, without_excluded(match.begins, match)))

    if in_columns(query.terms) and not match.excluded:
        read = partial(_read_columns, db, matcher)
        return Picking(others, read, OFTEN, all_found, least=LEAST_OF_COLUMNS, most=MOST_OF_COLUMNS)
    share = _share(db, words)
    if share < OFTEN:
        return Picking(others, partial(_read, db, matcher), 1.0, all_found, least=LEAST_READ, most=MOST_READ)
    having = partial(_having, db, words_of(query.terms, words), matcher)
    return Picking(others, having, share, all_found, least=LEAST_READ, most=MOST_READ)


def _having(db: Database, words: Words, matcher: Matcher, listed: list[int]) -> set[int]:
    """Return those of these articles that have words as they were typed, or else longer ones, as they say."""
    having = those_having(db, words, listed)
    return having | _having_read(db, matcher, [id for id in listed if id not in having])


def _read(db: Database, matcher: Matcher, listed: list[int]) -> set[int] | None:
    """Return those of these articles that have the words, as they say; None where few of the first have."""
    found = _having_read(db, matcher, listed[:SPARE])
    if len(found) < LEAST_READ * len(listed[:SPARE]):
        return None
    return found | _having_read(db, matcher, listed[SPARE:])


def _read_columns(db: Database, matcher: Matcher, listed: list[int]) -> set[int] | None:
    """Return those of these articles whose title, author and site have the words; None where not one has."""
    found = _having_read(db, matcher, listed, texts=False)
    return found if found or len(listed) < SPARE else None


def _having_read(db: Database, matcher: Matcher, listed: list[int], *, texts: bool = True) -> set[int]:
    """Read these articles, with their texts or without, and return those that have the words."""
    read = candidates(db, listed, texts=texts)
    return {candidate.marks.id for candidate in read if matcher.has_words(candidate)}


def older(db: Database, query: Query, expression: str, below: int) -> Picking:
    """Return how to pick the articles with lower ids that have the words of a query.

    `expression` is for those that have them as they were typed, or for those that have longer ones only.
    """
    match = match_of(query.terms)
    exact, others = without_excluded(match.exact, match), replace(query, terms=match.sites)
    words = words_of(query.terms, exact)
    if expression == exact:
        return Picking(others, lambda listed: those_having(db, words, _below(listed, below)), OFTEN)

    def longer(listed: list[int]) -> set[int]:
        some = _below(listed, below)
        having = those_having(db, words, some)
        return _having_read(db, matcher, [id for id in some if id not in having])

    matcher = matcher_of(query)
    return Picking(others, longer, OFTEN, least=LEAST_READ, most=MOST_READ)


def _below(listed: list[int], id: int) -> list[int]:
    return [one for one in listed if one < id]


def _share(db: Database, words: str) -> float:
    """Return which part of the latest articles has the words."""
    last = beginnings.highest_id(db)
    sql = "SELECT count(*) FROM search WHERE search MATCH ? AND rowid > ?"
    ((found,),) = rows(db, sql, (words, last - SAMPLE))
    return float(found) / SAMPLE
