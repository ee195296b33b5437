"""From a query to scans of indexes: one for each b-tree that is in the query's order already."""

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import replace

from reader.model import Query, Term
from reader.store.database.connection import Database, numbers, rows
from reader.store.lists.beginnings import is_large, match_in
from reader.store.lists.conditions import (
    Condition,
    Site,
    apart,
    feed_conditions,
    feeds_of,
    has_one_of,
    of_site,
    own_conditions,
    since,
    spellings,
    time_conditions,
    until,
    wanted,
    word_conditions,
)
from reader.store.lists.fts_query import Match
from reader.store.lists.index_scan import (
    FOUND,
    GIVEN,
    NEWEST,
    UNREAD_ONES,
    WITH_FEEDS,
    IndexScan,
    Without,
    unread_parts,
)

if TYPE_CHECKING:
    from apsw import Binding

MOST_SCANS = 64
"""Feeds that are scanned one by one; the articles of more feeds are picked from the list of all."""

MANY = 20_000
"""Where more articles have the words, a list is walked and they are picked from it; fewer are sorted."""


FEW_READ = 2_000
"""Where no more of very many articles are read, they are looked for at once: no index has them, and to find
them among a million takes 80 ms. To walk past all others, which two indexes tell, would take 500 ms.
"""


class QueryPlan(msgspec.Struct, frozen=True):
    """How to list a query's articles."""

    scans: tuple[IndexScan, ...] = ()
    """Scans that pass every article of the query once between them; empty where there can be none."""
    conditions: tuple[Condition, ...] = ()
    """What must hold of an article, in whichever way it is found."""
    feed_scan: Callable[[int | None], IndexScan | None] | None = None
    """Returns the scan of one feed (None: the saved articles), where the list can go feed after feed."""

    def since(self, id: int) -> tuple[str, list["Binding"]]:
        """Return the statement for the articles with larger ids, newest first."""
        sql = " AND ".join(text for text, _ in self.conditions)
        values = [value for _, values in self.conditions for value in values]
        return (
            f"SELECT a.id, a.sort_at FROM article AS a NOT INDEXED WHERE a.id > ? AND {sql}"
            " ORDER BY a.sort_at DESC, a.id DESC",
            [id, *values],
        )


class _Asked(NamedTuple):
    """What a query asks for, in the store's terms."""

    query: Query
    match: Match
    feeds: frozenset[int] | None
    """The feeds that the articles must be from; None where any will do."""
    tags: tuple[Condition, ...]
    """A condition for each tag."""
    common: tuple[Condition, ...]
    """What must hold of the article itself, but for its feed, tags, time and words."""
    sites: tuple[tuple[Term, Site], ...]
    """Where the articles of each site are."""
    read: int
    """How many articles are read, where the query asks for those."""

    @property
    def narrow(self) -> tuple[Condition, ...]:
        """Return what must hold of the article itself and of its feed."""
        return *self.common, *feed_conditions(self.query, self.feeds)

    @property
    def everything(self) -> tuple[Condition, ...]:
        """Return all that must hold of an article, in whichever way it is found."""
        return *self.narrow, *word_conditions(self.match), *self.tags, *time_conditions(self.query)

    def scan(
        self, source: str, *conditions: Condition, time: str = "a.sort_at", id: str = "a.id"
    ) -> IndexScan:
        """Return a scan within the query's span of time."""
        return IndexScan(source, conditions, since(self.query), until(self.query), time, id)


def _asked(db: Database, query: Query) -> _Asked | None:
    """Return what a query asks for; None where there can be no such article."""
    match, feeds = match_in(db, query.terms), feeds_of(db, query)
    tags = [spellings(db, tag) for tag in query.tags]
    if query.nothing or match.nothing or feeds == frozenset() or (query.saved and feeds is not None):
        return None
    read = _count_read(db) if query.read else 0
    if not all(tags) or (query.read and not read):
        return None
    sites = tuple((term, of_site(db, term)) for term in match.sites)
    if any(site.is_nowhere and not term.negated for term, site in sites):
        return None
    own = tuple(own_conditions(db, query, sites))
    return _Asked(query, match, feeds, tuple(map(has_one_of, tags)), own, sites, read)


def _count_read(db: Database) -> int:
    """Count the articles that are read: in two indexes, so that a million take 20 ms."""
    ((read,),) = rows(
        db,
        """SELECT (SELECT count(*) FROM article INDEXED BY article_newest WHERE deleted = 0)
           - (SELECT count(*) FROM article INDEXED BY article_unread WHERE read = 0 AND deleted = 0)""",
    )
    return int(read)


def plan_of(db: Database, query: Query, *, unread: bool = False) -> QueryPlan:
    """Plan how to list a query's articles; with `unread` only those that are not read."""
    if unread:
        if query.read:
            return QueryPlan()
        query = replace(query, read=False)
    asked = _asked(db, query)
    if asked is None:
        return QueryPlan()
    if not asked.match.exact:
        excluded = tuple(word_conditions(asked.match))
        walk = _walk(db, asked, excluded, unread)
        if excluded:  # one statement looks for them once, and one for each feed a thousand times
            return QueryPlan(_once(db, asked, walk.scans, excluded, unread), asked.everything)
        return replace(walk, conditions=asked.everything)
    few, words = _few_or_many(db, asked.match)
    if few:
        found = asked.scan(few, *words, *asked.narrow, *asked.tags)
        return QueryPlan((found,), asked.everything)
    return QueryPlan(_once(db, asked, _walk(db, asked, words, unread).scans, words, unread), asked.everything)


def found_of(db: Database, query: Query) -> IndexScan | None:
    """Return the scan of the articles that have a query's words; None where there can be none."""
    asked = _asked(db, query)
    if asked is None:
        return None
    return asked.scan(FOUND, wanted(asked.match), *asked.narrow, *asked.tags)


def plan_among(db: Database, query: Query, ids: Sequence[int]) -> QueryPlan:
    """Plan how to list those of these articles that a query without words selects."""
    asked = _asked(db, query)
    if asked is None:
        return QueryPlan()
    given: Condition = ("a.id IN (SELECT value FROM carray(?))", (numbers(ids),))
    return QueryPlan((asked.scan(GIVEN, given, *asked.narrow, *asked.tags),), asked.everything)


def older_of(db: Database, query: Query, match: Match, words: str, below: int) -> QueryPlan:
    """Plan how to list the query's articles with lower ids that have these words in place of its own."""
    asked = _asked(db, replace(query, terms=match.sites))
    if asked is None:
        return QueryPlan()
    older: Condition = (
        "a.id IN (SELECT rowid FROM search WHERE search MATCH ? AND rowid < ?)",
        (words, below),
    )
    return QueryPlan(_once(db, asked, _walk(db, asked, (older,), unread=False).scans, (older,), unread=False))


def _once(
    db: Database, asked: _Asked, scans: tuple[IndexScan, ...], words: tuple[Condition, ...], unread: bool
) -> tuple[IndexScan, ...]:
    """Return one scan in place of several, of which each would look for the words again."""
    if len(scans) <= 1:
        return scans
    return (_every(db, asked, (*asked.narrow, *words, *asked.tags), unread),)


def _few_or_many(db: Database, match: Match) -> tuple[str, tuple[Condition, ...]]:
    """Look how many articles have the words. Returns what to scan for few, "" for many; and
    the conditions that pick them.
    """
    sql, values = wanted(match)
    if match.merged:  # beginnings take long to find, so they are found once
        found = array("q", (id for (id,) in rows(db, f"SELECT rowid FROM search WHERE {sql}", values)))
        given: Condition = ("a.id IN (SELECT value FROM carray(?))", (numbers(found),))
        return GIVEN if len(found) <= MANY else "", (given,)
    if rows(db, f"SELECT 1 FROM search WHERE {sql} LIMIT 1 OFFSET ?", (*values, MANY)):
        return "", tuple(word_conditions(match))
    return FOUND, ((sql, values),)


def _walk(db: Database, asked: _Asked, words: tuple[Condition, ...], unread: bool) -> QueryPlan:
    """Plan to walk the indexes that are in a list's order, with these conditions for its words."""
    query, feeds, narrow = asked.query, asked.feeds, (*asked.narrow, *words)
    if query.tags:
        return QueryPlan(_tagged(db, asked, narrow))
    if query.highlighted:  # they are few, and are found by the notes
        return QueryPlan((asked.scan(GIVEN, *narrow),))
    if query.starred:
        return QueryPlan((asked.scan("article AS a INDEXED BY article_starred", *narrow),))
    feed_scan = partial(_feed_scan, asked, (*asked.common, *words))
    if query.saved or (feeds is not None and len(feeds) <= MOST_SCANS):
        found = [feed_scan(feed) for feed in (feeds or (None,))]
        return QueryPlan(tuple(scan for scan in found if scan), feed_scan=feed_scan)
    if few := _of_site(asked, feed_scan, narrow):
        return QueryPlan(few)
    if query.read and asked.read <= FEW_READ and is_large(db):
        return QueryPlan((asked.scan(GIVEN, _those_read(db), *narrow),))
    every = _every(db, asked, narrow, unread)
    if query.read:
        without = Without("article_newest", "article_unread", parts=unread_parts(db))
        every = replace(every, without=without)
    return QueryPlan((every,), feed_scan=feed_scan)


def _those_read(db: Database) -> Condition:
    """Return the condition for the articles that are read, of which all are looked for."""
    found = rows(db, "SELECT id FROM article NOT INDEXED WHERE read = 1 AND deleted = 0")
    return "a.id IN (SELECT value FROM carray(?))", (numbers(id for (id,) in found),)


def _tagged(db: Database, asked: _Asked, narrow: tuple[Condition, ...]) -> tuple[IndexScan, ...]:
    """Return the scans of the articles with the first tag, one for each spelling of it."""
    source = "article_tag AS t CROSS JOIN article AS a ON a.id = t.article"
    return tuple(
        asked.scan(
            source,
            ("t.tag = ?", (tag,)),
            *before,
            *narrow,
            *asked.tags[1:],
            time="t.sort_at",
            id="t.article",
        )
        for tag, before in apart(spellings(db, asked.query.tags[0]))
    )


def _feed_scan(asked: _Asked, common: tuple[Condition, ...], feed: int | None) -> IndexScan | None:
    """Return the scan of one feed (None: the saved articles); None where the query wants none of its."""
    query, feeds = asked.query, asked.feeds
    if feed is None:
        taken = query.saved is not False and feeds is None
        place: Condition = ("a.feed IS NULL", ())
    else:
        taken = not query.saved and (feeds is None or feed in feeds) and feed not in query.not_feeds
        place = ("a.feed = ?", (feed,))
    if not taken:
        return None
    index = "article_unread_feed" if query.read is False else "article_feed"
    scan = asked.scan(f"article AS a INDEXED BY {index}", place, *common)
    return (
        replace(scan, without=Without("article_feed", "article_unread_feed", place)) if query.read else scan
    )


def _of_site(
    asked: _Asked,
    feed_scan: Callable[[int | None], IndexScan | None],
    narrow: tuple[Condition, ...],
) -> tuple[IndexScan, ...]:
    """Return the scans of the articles of a site: of its feeds, and of those that name it; none for many."""
    for term, (feeds, _, own) in asked.sites:
        if not term.negated and own is not None and len(feeds) <= MOST_SCANS:
            ids: Condition = ("a.id IN (SELECT value FROM carray(?))", (numbers(own),))
            others: Condition = (
                "(a.feed IS NULL OR a.feed NOT IN (SELECT value FROM carray(?)))",
                (numbers(feeds),),
            )
            found = (feed_scan(feed) for feed in feeds)
            return (*(scan for scan in found if scan), asked.scan(GIVEN, ids, others, *narrow))
    return ()


def _every(db: Database, asked: _Asked, conditions: tuple[Condition, ...], unread: bool) -> IndexScan:
    """Return the scan of the index that has all articles of a query; `unread`: they are only counted."""
    if unread:
        return asked.scan(WITH_FEEDS[UNREAD_ONES], *conditions)
    if asked.query.read is False:
        scan = asked.scan(UNREAD_ONES, *conditions)
        return replace(scan, parts=unread_parts(db))
    return asked.scan(NEWEST, *conditions)
