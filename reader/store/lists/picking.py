"""Pages of lists whose words are in very many articles: the list is walked, and each article is asked.

With a million articles, on one core: to sort those that were found takes 3 us for each, so that is done
where they are few. To walk the list and ask the index takes 28 us for each article of it (40 ms for any
number of them above `asking.LOOKED_UP`), and to read the article 45 us. So a page is there at once where many
have the words, and never where hardly any has: a walk that picks too few is given up, and `query_plan` passes
all places of the words, in 150 ms for 631,000 articles, or in a second for a beginning of very many words.
"""

from array import array
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from reader.model import Query, Term
from reader.store import state
from reader.store.database.connection import Database, StoreError
from reader.store.lists import beginnings
from reader.store.lists.asking import (
    REBUILD,
    Words,
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

SPARE = 32
"""Articles that are asked beyond those that should be enough, as words are not spread evenly."""

SELDOM = 0.02
"""Where a smaller part lacks what is excluded, all articles that do are looked for at once."""

FEW = 2_000
"""Articles with the words that are sorted at once, in 6 ms; of more a walk picks those that it meets."""


class Patience(NamedTuple):
    """How long a walk goes on that picks few articles."""

    asked: int
    """So many are asked in any case."""
    least: float
    """After that it goes on while at least such a part of them is picked."""


OF_INDEX = Patience(MANY, 0.04)
"""Where the index is asked: so many articles take 50 ms, and hold a page where one in 25 is picked."""

OF_TEXTS = Patience(200, 0.07)
"""Where texts are read: so many take 9 ms. Where one in 14 is picked a page takes 120 ms, as long as the
index takes to merge the beginning in one column; in all columns that takes a second.
"""

READ = 0.15
"""Where a smaller part has the few words of a beginning, the index finds all sooner than texts are read."""

OF_COLUMNS = Patience(1_000, 0.04)
"""Where titles, authors and sites are read: so many take 8 ms, and where one in 25 is picked a page takes
40 ms, as long as the index takes to find all.
"""

OF_FOUND = 0.3
"""Where articles are compared with those that were found: below that part of the number to be expected, these
are sorted, as the others are elsewhere in the list.
"""


class Picking(NamedTuple):
    """What is walked, and which articles are picked from it."""

    query: Query
    """The query without its words."""
    among: Callable[[list[int]], Collection[int]]
    """Returns those of some articles that have the words, or have not where they are excluded."""
    patience: Patience
    share: float = 1.0
    """Which part of the articles seems to be picked."""
    otherwise: Callable[[], "array[int] | None"] = lambda: None
    """Returns the articles with the words where a walk was given up and they are few, else None."""
    found: "array[int] | None" = None
    """What is walked in place of all articles of the query."""

    def pick(
        self, walk: Callable[[int, Key | None], Sequence[Key]], limit: int, after: Key | None
    ) -> list[Key] | None:
        """Return a page of articles, or None where too many would have to be asked.

        `walk` returns the next so many articles of the query without its words.
        """
        found: list[Key] = []
        asked, share = 0, self.share
        while True:
            step = self._step(limit - len(found), share, asked)
            page = walk(step, after)
            picked = self.among([id for id, _ in page])
            found += [pair for pair in page if pair[0] in picked]
            asked += len(page)
            if len(found) >= limit or len(page) < step:
                return found[:limit]
            share = len(found) / asked
            if asked >= self.patience.asked and share < self.patience.least:
                return None
            after = page[-1]

    def _step(self, wanted: int, share: float, asked: int) -> int:
        """Return how many articles are asked next to find so many, where such a part of them is picked."""
        enough = SPARE + int(wanted / max(share, 1 / MANY))
        most = max(SPARE, self.patience.asked - asked)
        return enough if share >= self.patience.least and asked else min(enough, most)


Way = Picking | array  # type: ignore[type-arg]
"""How to pick a page, or the articles that have the words where they are few."""


def picking(db: Database, query: Query) -> Way | None:
    """Return a way to a page; None where nothing is known that would be better than to look for the words."""
    if query.nothing or not beginnings.is_large(db):
        return None
    match = beginnings.match_in(db, query.terms)
    if match.nothing or not (match.exact or match.excluded):
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
    others = replace(query, terms=match.sites)
    return Picking(others, partial(those_having, db, words), OF_INDEX, _share_of(db, latest))


def _known(db: Database, query: Query, match: Match, found: "array[int]") -> Way:
    """Return how to pick from a list what was found; all of it where that is less than would be walked."""
    others, share = replace(query, terms=match.sites), len(found) / max(1, beginnings.highest_id(db))
    if len(found) <= FEW or not _is_in_indexes(others):
        return found
    known = frozenset(found)
    return Picking(
        others, known.intersection, Patience(MANY, OF_FOUND * share), share, otherwise=lambda: found
    )


def _without(db: Database, query: Query, match: Match) -> Way:
    """Return how to pick the articles without the words that are excluded."""
    latest = latest_with(db, match.excluded, MANY + 1)
    others = replace(query, terms=match.sites)
    if len(latest) <= MANY:
        found = frozenset(latest)
        share = 1 - len(found) / max(1, beginnings.highest_id(db))
        return Picking(others, lambda listed: set(listed) - found, OF_INDEX, share)
    share = 1 - _share_of(db, latest)
    all_others = partial(_few_without, db, match.excluded)
    if share < SELDOM and not _is_narrow(query) and (few := all_others()) is not None:
        return few
    words = words_of(query.terms, match.excluded)
    return Picking(others, partial(those_lacking, db, words), OF_INDEX, share, all_others)


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


def _beginning(db: Database, query: Query, match: Match) -> Way | None:
    """Return how to pick the articles with words that are sought as beginnings too."""
    others, matcher = replace(query, terms=match.sites), matcher_of(query)
    if in_columns(query.terms) and not match.excluded:
        return Picking(others, partial(_those_that_say, db, matcher, texts=False), OF_COLUMNS)
    having = partial(_having, db, words_of(query.terms, without_excluded(match.exact, match)), matcher)
    if match.merged:
        return Picking(others, having, OF_TEXTS, found=with_rarer_words(db, query.terms))
    latest = latest_with(db, without_excluded(match.begins, match), MANY + 1)
    if len(latest) <= MANY:
        return _known(db, query, match, latest)
    share = _share_of(db, latest)
    return Picking(others, having, OF_TEXTS, share) if share >= READ else None


def with_rarer_words(db: Database, terms: Sequence[Term]) -> "array[int] | None":
    """Return the articles that have the words of which the index tells at once, where they are few."""
    rarer = [term for term in terms if not beginnings.match_in(db, [term]).merged]
    match = beginnings.match_in(db, rarer)
    if not match.exact:
        return None
    found = latest_with(db, without_excluded(match.begins or match.exact, match), MANY + 1)
    return found if len(found) <= MANY else None


def _having(db: Database, words: Words, matcher: Matcher, listed: list[int]) -> set[int]:
    """Return those of these articles that have words as they were typed, or else longer ones, as they say.

    Where the index would pass all articles for that, they are read.
    """
    having = those_having(db, words, listed) if words.having else set()
    return having | _those_that_say(db, matcher, [id for id in listed if id not in having])


def _those_that_say(db: Database, matcher: Matcher, listed: list[int], *, texts: bool = True) -> set[int]:
    """Read these articles, with their texts or without, and return those that have the words."""
    read = candidates(db, listed, texts=texts)
    return {candidate.marks.id for candidate in read if matcher.has_words(candidate)}


def older(
    db: Database, query: Query, expression: str, below: int, among: "array[int] | None" = None
) -> Picking:
    """Return how to pick the articles with lower ids that have the words of a query.

    `expression` is for those that have them as they were typed, or for those that have longer ones only.
    `among`: all articles that may have them; else any may.
    """
    match = match_of(query.terms)
    exact, others = without_excluded(match.exact, match), replace(query, terms=match.sites)
    words = words_of(query.terms, exact)
    if expression == exact:
        return Picking(others, lambda listed: those_having(db, words, _below(listed, below)), OF_INDEX)

    def longer(listed: list[int]) -> set[int]:
        some = _below(listed, below)
        having = those_having(db, words, some)
        return _those_that_say(db, matcher, [id for id in some if id not in having])

    matcher = matcher_of(query)
    return Picking(others, longer, OF_TEXTS, found=among)


def _below(listed: list[int], limit: int) -> list[int]:
    return [id for id in listed if id < limit]
