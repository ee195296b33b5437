"""Scans of one index in a list's order, and the statements that make them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from reader.model import Sort
from reader.store.database.connection import Database, numbers, rows
from reader.store.lists.conditions import FAR, UNDELETED, UNREAD, Condition

if TYPE_CHECKING:
    from apsw import Binding

Key = tuple[int, int]
"""An article as (id, sort_at): where a page ended."""

FOUND = "search CROSS JOIN article AS a ON a.id = search.rowid"
"""What a search scans: the articles in which the words are found."""

GIVEN = "article AS a NOT INDEXED"
"""What is scanned where the articles are given by their ids."""

NEWEST, UNREAD_ONES = "article AS a INDEXED BY article_newest", "article AS a INDEXED BY article_unread"
"""What is scanned for all articles, or the unread ones, in the order of their time."""

WITH_FEEDS = {
    NEWEST: "article AS a INDEXED BY article_feed",
    UNREAD_ONES: "article AS a INDEXED BY article_unread_feed",
}
"""The same articles by their feeds."""

PART = 16
"""Ids that are the same but for so many bits have a part of their own in the index of unread articles.

Articles that come at one time are of all times: so marking neighbours rewrites a part, not all of it.
"""

MOST_PARTS = 128
"""Parts that are merged as they are; of more all entries are sorted."""


class IndexScan(msgspec.Struct, frozen=True):
    """A scan of one index in order, with what else must hold of each article."""

    source: str
    """What follows FROM: the index, and `article AS a` joined to it."""
    conditions: tuple[Condition, ...]
    since: int = -FAR
    """UTC seconds; `sort_at` must be this or later."""
    until: int = FAR
    """UTC seconds; `sort_at` must be before this."""
    time: str = "a.sort_at"
    id: str = "a.id"
    without: "Without | None" = None
    """What is left out of the index: where all else is meant, two indexes tell it without any article."""
    parts: tuple[int, ...] | None = None
    """The parts of the index that have entries, each in the list's order; None where it has no parts."""

    def page(self, sort: Sort, limit: int | None, after: Key | None) -> tuple[str, list["Binding"]]:
        """Return the statement for one page of (id, sort_at), newest or oldest first, after that article."""
        sql, values = self.where()
        if sort == "oldest":
            start = (after[1], after[0]) if after else (self.since, -1)
            start, span, order = max(start, (self.since, -1)), f"({self.time}, {self.id}) > (?, ?)", "ASC"
            other, bound = f"{self.time} < ?", self.until
        else:
            start = (after[1], after[0]) if after else (self.until, -1)
            start, span, order = min(start, (self.until, -1)), f"({self.time}, {self.id}) < (?, ?)", "DESC"
            other, bound = f"{self.time} >= ?", self.since
        if self.without is not None or self.parts is not None:
            return self._of_keys(f"{span} AND {other}", order, (*start, bound), limit)
        return (
            f"SELECT {self.id}, {self.time} FROM {self.source} WHERE {sql} AND {span} AND {other}"
            f" ORDER BY {self.time} {order}, {self.id} {order} LIMIT ?",
            [*values, *start, bound, -1 if limit is None else limit],
        )

    def _of_keys(
        self, span: str, order: str, bounds: tuple[int, ...], limit: int | None
    ) -> tuple[str, list["Binding"]]:
        """Return the statement for a page of what indexes tell, as they are merged, without any article.

        Articles are read only for conditions that need more of them than their keys, after all others.
        """
        if self.without is not None:
            keys, implied, place = self.without.keys(span), self.without.implied, self.without.place[1]
            merged = " EXCEPT ".join(keys)
        else:
            keys, implied, place = _unread_keys(self.parts, span), (UNDELETED, UNREAD), ()
            merged = " UNION ALL ".join(keys)
        sql, values = f"{merged} ORDER BY 2 {order}, 1 {order}", [*place, *bounds] * len(keys)
        others = [condition for condition in self.conditions if condition not in implied]
        of_keys = [condition for condition in others if not _needs_article(condition)]
        of_articles = [condition for condition in others if _needs_article(condition)]
        # A limit keeps the order, and a condition out of each part.
        for conditions, joined in ((of_keys, "a"), (of_articles, "r CROSS JOIN article AS a ON a.id = r.id")):
            if conditions:
                wanted = " AND ".join(text for text, _ in conditions)
                sql = f"SELECT a.id, a.sort_at FROM ({sql} LIMIT -1) AS {joined} WHERE {wanted}"
                values += [value for _, some in conditions for value in some]
        return f"{sql} LIMIT ?", [*values, -1 if limit is None else limit]

    def with_feeds(self) -> tuple[str, list["Binding"]]:
        """Return the statement for all (id, sort_at, feed), in no order.

        An index that has not the feeds is left for one that has them: to look each article up takes ten times
        as long.
        """
        scan = (
            replace(self, source=WITH_FEEDS[self.source], parts=None) if self.source in WITH_FEEDS else self
        )
        sql, values = scan.where()
        return (
            f"SELECT {self.id}, {self.time}, a.feed FROM {scan.source}"
            f" WHERE {sql} AND {self.time} >= ? AND {self.time} < ?",
            [*values, self.since, self.until],
        )

    def sums(self) -> tuple[str, list["Binding"]]:
        """Return the statement that counts articles and their words."""
        sql, values = self.where()
        return (
            f"SELECT count(*), coalesce(sum(a.words), 0) FROM {self.source}"
            f" WHERE {sql} AND {self.time} >= ? AND {self.time} < ?",
            [*values, self.since, self.until],
        )

    def where(self) -> tuple[str, list["Binding"]]:
        """Return the condition for everything but the time, with its values."""
        sql = " AND ".join(text for text, _ in self.conditions)
        if self.parts is not None:  # so the index is asked for a span of time in each of them
            sql = f"{sql} AND a.id >> {PART} IN ({', '.join(map(str, self.parts))})"
        return sql, [value for _, values in self.conditions for value in values]


class Without(msgspec.Struct, frozen=True):
    """All articles of an index but the unread ones."""

    all: str
    unread: str
    """The index of the unread ones, in the same order."""
    place: Condition = ("1", ())
    """Where in both indexes they stand."""
    parts: tuple[int, ...] | None = None
    """The parts of the index of the unread ones that have entries; None where it has no parts."""

    @property
    def implied(self) -> tuple[Condition, ...]:
        """Return the conditions that hold of all these articles."""
        return UNDELETED, ("a.read = 1", ()), self.place

    def keys(self, span: str) -> list[str]:
        """Return what selects the keys of all articles, and then what selects those that are left out."""
        where = f"{self.place[0]} AND {span}"
        every = f"{_KEYS} {self.all} WHERE {UNDELETED[0]} AND {where}"
        if self.parts is not None:
            return [every, *_unread_keys(self.parts, where)]
        return [every, f"{_KEYS} {self.unread} WHERE {_IS_UNREAD} AND {where}"]


_KEYS = "SELECT a.id, a.sort_at FROM article AS a INDEXED BY"
"""The beginning of what selects an article's id and its place in lists: both stand in the index."""

_IS_UNREAD = f"{UNREAD[0]} AND {UNDELETED[0]}"


def _unread_keys(parts: Sequence[int] | None, where: str) -> list[str]:
    """Return what selects the keys of the unread articles, for each part of their index; at least one."""
    of_parts = [f"a.id >> {PART} = {part}" for part in parts or (-1,)]
    if len(of_parts) > MOST_PARTS:
        of_parts = ["1"]
    return [f"{_KEYS} article_unread WHERE {place} AND {_IS_UNREAD} AND {where}" for place in of_parts]


def _needs_article(condition: Condition) -> bool:
    """Return whether a condition is about more of an article than its id and its place in lists."""
    return "a." in condition[0].replace("a.id", "").replace("a.sort_at", "")


def unread_parts(db: Database) -> tuple[int, ...]:
    """Return the parts of the index of unread articles that have entries."""
    first, later = (
        f"""(SELECT id >> {PART} FROM article INDEXED BY article_unread
             WHERE {span} AND read = 0 AND deleted = 0 ORDER BY id >> {PART} LIMIT 1)"""
        for span in ("1", f"id >> {PART} > part.number")
    )
    found = rows(
        db,
        f"""WITH RECURSIVE part (number) AS (
                SELECT {first} UNION ALL SELECT {later} FROM part WHERE number IS NOT NULL
            ) SELECT number FROM part WHERE number IS NOT NULL""",
    )
    return tuple(number for (number,) in found)


def with_words(scan: IndexScan, expression: str) -> IndexScan:
    """Return the scan of the articles that have the words, with another expression for these."""
    return replace(scan, conditions=(("search MATCH ?", (expression,)), *scan.conditions[1:]))


def latest_only(scan: IndexScan, id: int) -> IndexScan:
    """Return the scan of the articles that have the words, of those with that id or a higher one."""
    return replace(scan, conditions=(scan.conditions[0], ("search.rowid >= ?", (id,)), *scan.conditions[1:]))


def among_ids(scan: IndexScan, ids: Sequence[int]) -> IndexScan:
    """Return the scan of the articles that have the words, of these, whose words were found already."""
    given: Condition = ("a.id IN (SELECT value FROM carray(?))", (numbers(ids),))
    return replace(scan, source=GIVEN, conditions=(given, *scan.conditions[1:]))
