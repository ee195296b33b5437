"""Scans of one index in a list's order, and the statements that make them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from reader.model import Sort
from reader.store.database.connection import numbers
from reader.store.lists.conditions import FAR, UNDELETED, Condition

if TYPE_CHECKING:
    from apsw import Binding

Key = tuple[int, int]
"""An article as (id, sort_at): where a page ended."""

FOUND = "search CROSS JOIN article AS a ON a.id = search.rowid"
"""What a search scans: the articles in which the words are found."""

GIVEN = "article AS a NOT INDEXED"
"""What is scanned where the articles are given by their ids."""


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
        if self.without is not None:
            return self._difference(self.without, f"{span} AND {other}", order, (*start, bound), limit)
        return (
            f"SELECT {self.id}, {self.time} FROM {self.source} WHERE {sql} AND {span} AND {other}"
            f" ORDER BY {self.time} {order}, {self.id} {order} LIMIT ?",
            [*values, *start, bound, -1 if limit is None else limit],
        )

    def _difference(
        self, without: "Without", span: str, order: str, bounds: tuple[int, ...], limit: int | None
    ) -> tuple[str, list["Binding"]]:
        """Return the statement for a page of the articles of one index that are not in the other."""
        place, values = without.place
        both = " EXCEPT ".join(
            f"SELECT a.id, a.sort_at FROM article AS a INDEXED BY {index}"
            f" WHERE a.deleted = 0{also} AND {place} AND {span}"
            for index, also in ((without.all, ""), (without.unread, " AND a.read = 0"))
        )
        both = f"{both} ORDER BY 2 {order}, 1 {order}"
        others = [condition for condition in self.conditions if condition not in without.implied]
        if others:
            wanted = " AND ".join(text for text, _ in others)
            source = (
                f"({both} LIMIT -1) AS r CROSS JOIN article AS a ON a.id = r.id"  # a limit keeps the order
            )
            both = f"SELECT a.id, a.sort_at FROM {source} WHERE {wanted}"
        more = [value for _, some in others for value in some]
        return f"{both} LIMIT ?", [*values, *bounds, *values, *bounds, *more, -1 if limit is None else limit]

    def with_feeds(self) -> tuple[str, list["Binding"]]:
        """Return the statement for all (id, sort_at, feed), in no order."""
        sql, values = self.where()
        return (
            f"SELECT {self.id}, {self.time}, a.feed FROM {self.source}"
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
        return sql, [value for _, values in self.conditions for value in values]


class Without(msgspec.Struct, frozen=True):
    """All articles of an index but the unread ones."""

    all: str
    unread: str
    """The index of the unread ones, in the same order."""
    place: Condition = ("1", ())
    """Where in both indexes they stand."""

    @property
    def implied(self) -> tuple[Condition, ...]:
        """Return the conditions that hold of all these articles."""
        return UNDELETED, ("a.read = 1", ()), self.place


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
