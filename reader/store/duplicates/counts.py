"""Counts in which duplicates count once.

An index counts all articles in one go; the surplus that duplicates make is subtracted, so that only they are
read.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reader.model import Feed, Query, folders_of
from reader.store.database.connection import Database, rows
from reader.store.duplicates.groups import collapses
from reader.store.lists import headlines
from reader.store.lists.headlines import Counts, Unread
from reader.store.lists.query_plan import plan_of


class Surplus(NamedTuple):
    """How often duplicates are counted more than once."""

    unread: int
    words: int
    """The words of unread articles that are counted more than once."""
    starred: int
    of_feeds: Mapping[tuple[tuple[int, ...], bool], int]
    """How many groups have unread articles in exactly these feeds (0: saved), by whether they are read."""

    def by_folder(self, feeds: Iterable[Feed]) -> dict[str, int]:
        """Return the surplus of unread articles in the feeds of each folder and of all folders below it."""
        folders = {feed.id: folders_of(feed) for feed in feeds if feed.folder}
        more: Counter[str] = Counter()
        for (unread, read), times in self.of_feeds.items():
            within = Counter(folder for feed in unread for folder in folders.get(feed, ()))
            for folder, count in within.items():
                more[folder] += times * _too_many(count, read=read)
        return more


def _too_many(unread: int, *, read: bool) -> int:
    """Return the surplus of a group with so many unread articles; `read`: one of its articles is read."""
    return unread if read else max(0, unread - 1)


def surplus(db: Database) -> Surplus:
    """Count how often duplicates are counted more than once among unread and starred articles."""
    found = rows(
        db,
        """SELECT unread, read, count(*), sum(starred), sum(iif(read, words, words - most)) FROM (
               SELECT group_concat(iif(a.read, NULL, ifnull(a.feed, 0))) AS unread, max(a.read) AS read,
                      max(0, sum(a.starred) - 1) AS starred,
                      sum(iif(a.read, 0, a.words)) AS words, max(iif(a.read, 0, a.words)) AS most
               FROM twin AS t INDEXED BY twin_group CROSS JOIN article AS a ON a.id = t.article
               WHERE a.deleted = 0 GROUP BY t.twin_group HAVING count(*) > 1)
           GROUP BY unread, read""",
    )
    of_feeds: Counter[tuple[tuple[int, ...], bool]] = Counter()
    for unread, read, times, *_ in found:
        of_feeds[tuple(map(int, unread.split(","))) if unread else (), bool(read)] += times
    return Surplus(
        unread=sum(times * _too_many(len(unread), read=read) for (unread, read), times in of_feeds.items()),
        words=sum(words for *_, words in found),
        starred=sum(starred for *_, starred, _ in found),
        of_feeds=of_feeds,
    )


def counts(db: Database, more: Surplus) -> Counts:
    """Count the articles of each kind."""
    found = headlines.counts(db)
    return found._replace(unread=found.unread - more.unread, starred=found.starred - more.starred)


def tags(db: Database) -> list[tuple[str, int]]:
    """Return all tags, each with the number of its articles."""
    more: dict[str, int] = dict(
        rows(
            db,
            """SELECT tag, sum(often - 1) FROM (
                   SELECT o.tag, count(*) AS often FROM article_tag AS o
                   CROSS JOIN twin AS t ON t.article = o.article CROSS JOIN article AS a ON a.id = o.article
                   WHERE a.deleted = 0 GROUP BY o.tag, t.twin_group)
               GROUP BY tag""",
        )
    )
    return [(tag, count - more.get(tag, 0)) for tag, count in headlines.tags(db)]


def unread(db: Database, query: Query, more: Surplus | None = None) -> Unread:
    """Count the unread articles of a query, and their words: of a group, those of its longest article.

    `more`: the surplus of all articles, where it is known already.
    """
    found = headlines.unread(db, query)
    if more is not None and query in (Query(), Query(read=False)):
        return Unread(found.articles - more.unread, found.words - more.words)
    plan = plan_of(db, query, unread=True)
    if not collapses(query) or not plan.scans:
        return found
    wanted = " AND ".join(text for text, _ in plan.conditions)
    ((articles, words),) = rows(
        db,
        f"""SELECT sum(iif(read, often, often - 1)), sum(iif(read, words, words - most)) FROM (
               SELECT max(a.read AND NOT a.deleted) AS read, sum(a.wanted) AS often,
                      sum(iif(a.wanted, a.words, 0)) AS words, max(iif(a.wanted, a.words, 0)) AS most
               FROM (SELECT t.twin_group, a.read, a.deleted, a.words, {wanted} AS wanted
                     FROM twin AS t INDEXED BY twin_group CROSS JOIN article AS a ON a.id = t.article) AS a
               GROUP BY a.twin_group HAVING often > 0)""",
        [value for _, values in plan.conditions for value in values],
    )
    return Unread(found.articles - (articles or 0), found.words - (words or 0))
