"""Asking the index which articles have some words: each way takes one pass over the words' places at most.

To look one article up is dear where the words are sought in one column, or side by side: the index goes on to
the next article that has them so, however far it is. Those are told by a pass over all.
"""

from array import array
from collections.abc import Collection, Sequence
from typing import NamedTuple

from reader.model import Term
from reader.store.database.connection import Database, numbers, rows
from reader.store.lists.fts_query import LONGEST, tokens

REBUILD = "search_rebuild"
"""The name in the store's state of how far a rebuild of the index has come: until it ends, the index has not
all articles.
"""

LOOKED_UP = 1_000
"""Articles that are looked up one by one; of more a pass over all that have a frequent word takes less."""

NEAR = 200
"""Articles are near to each other where so many times as many ids lie between them."""


class Words(NamedTuple):
    """What an article must have."""

    expression: str
    """The FTS5 expression for all of it."""
    having: tuple[str, ...] = ()
    """Its words one by one, where each may stand in any column; else nothing."""
    lacking: tuple[str, ...] = ()
    """The words that it must not have; the same."""


def words_of(terms: Sequence[Term], expression: str) -> Words:
    """Return what the terms ask for, with their words one by one where they are that simple."""
    told = [
        (term, found) for term in terms[:LONGEST] if term.field != "site" and (found := tokens(term.text))
    ]
    if any(term.field != "any" or len(found) != 1 for term, found in told):
        return Words(expression)
    return Words(
        expression,
        tuple(f'"{found[0]}"' for term, found in told if not term.negated),
        tuple(f'"{found[0]}"' for term, found in told if term.negated),
    )


def latest_with(db: Database, expression: str, most: int) -> "array[int]":
    """Return the articles that have the words, the last that came first, at most so many."""
    sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
    return array("q", (id for (id,) in rows(db, sql, (expression, most))))


def all_without(db: Database, expression: str, most: int) -> "array[int]":
    """Return the articles that have not the words, at most so many.

    Both sides are in the order of their ids, so they are merged; two counts tell in half the time of none.
    """
    sql = "SELECT (SELECT count(*) FROM search_docsize), (SELECT count(*) FROM search WHERE search MATCH ?)"
    ((every, having),) = rows(db, sql, (expression,))
    if every == having:
        return array("q")
    sql = """SELECT id FROM search_docsize EXCEPT SELECT rowid FROM search WHERE search MATCH ?
        ORDER BY 1 LIMIT ?"""
    return array("q", (id for (id,) in rows(db, sql, (expression, most))))


def those_having(db: Database, words: Words, listed: Collection[int]) -> set[int]:
    """Return those of these articles that have the words."""
    if not (words.having or words.lacking) or len(listed) > LOOKED_UP:
        found = set(listed)
        return found.intersection(_passed(db, words.expression, found)) if found else found
    found = set(listed)
    for word in words.having:
        found &= set(looked_up(db, word, found))
    for word in words.lacking:
        found -= set(looked_up(db, word, found))
    return found


def those_lacking(db: Database, excluded: Words, listed: Collection[int]) -> set[int]:
    """Return those of these articles that have none of the words that are excluded."""
    found = set(listed)
    if not excluded.lacking or len(found) > LOOKED_UP:
        return found.difference(_passed(db, excluded.expression, found)) if found else found
    for word in excluded.lacking:
        found -= set(looked_up(db, word, found))
    return found


def looked_up(db: Database, expression: str, listed: Collection[int]) -> list[int]:
    """Return those of these articles that have a word, and maybe others between them.

    Where they are near to each other, as a feed's often are, the index is asked once for all between them.
    """
    if not listed:
        return []
    first, last = min(listed), max(listed)
    if last - first < NEAR * len(listed):
        sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid >= ? AND rowid <= ?"
        return [id for (id,) in rows(db, sql, (expression, first, last))]
    sql = """SELECT search.rowid FROM carray(?) AS c CROSS JOIN search ON search.rowid = c.value
        WHERE search MATCH ?"""
    return [id for (id,) in rows(db, sql, (numbers(listed), expression))]


def _passed(db: Database, expression: str, listed: Collection[int]) -> list[int]:
    """Return those of these articles that have the words, by a pass from the first of them to the last."""
    sql = """SELECT value FROM carray(?) INTERSECT
        SELECT rowid FROM search WHERE search MATCH ? AND rowid >= ? AND rowid <= ? ORDER BY 1"""
    return [id for (id,) in rows(db, sql, (numbers(sorted(listed)), expression, min(listed), max(listed)))]
