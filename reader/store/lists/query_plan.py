"""From a query to statements that walk an index: one for each b-tree that is in the query's order already."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.model import Query, Sort, Term
from reader.store.database.connection import Database, numbers, rows
from reader.store.lists.fts_query import Match, match_of, site_match, tokens
from reader.store.rows import PRECISIONS

if TYPE_CHECKING:
    from apsw import Binding

Key = tuple[int, int]
"""An article as (id, sort_at): where a page ended."""

FAR = 2**62
"""Later than any time and larger than any id."""

MOST_WALKS = 64
"""Of more feeds than that, the articles are picked from the list of all."""

Condition = tuple[str, tuple["Binding", ...]]
"""SQL on `article AS a`, with its values."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One way along an index, with what else must hold of each article."""

    source: str
    conditions: tuple[Condition, ...]
    since: int = -FAR
    """`sort_at` must be this or later ..."""
    until: int = FAR
    """... and before this."""
    time: str = "a.sort_at"
    id: str = "a.id"

    def page(self, sort: Sort, limit: int | None, after: Key | None) -> tuple[str, list["Binding"]]:
        """The statement for one page, newest (or oldest) first, after that article."""
        sql, values = self.where()
        if sort == "oldest":
            start = (after[1], after[0]) if after else (self.since, -1)
            start, span, order = max(start, (self.since, -1)), f"({self.time}, {self.id}) > (?, ?)", "ASC"
            other, bound = f"{self.time} < ?", self.until
        else:
            start = (after[1], after[0]) if after else (self.until, -1)
            start, span, order = min(start, (self.until, -1)), f"({self.time}, {self.id}) < (?, ?)", "DESC"
            other, bound = f"{self.time} >= ?", self.since
        return (
            f"SELECT {self.id}, {self.time} FROM {self.source} WHERE {sql} AND {span} AND {other}"
            f" ORDER BY {self.time} {order}, {self.id} {order} LIMIT ?",
            [*values, *start, bound, -1 if limit is None else limit],
        )

    def sums(self) -> tuple[str, list["Binding"]]:
        """The statement for how many articles and words there are."""
        sql, values = self.where()
        return (
            f"SELECT count(*), coalesce(sum(a.words), 0) FROM {self.source}"
            f" WHERE {sql} AND {self.time} >= ? AND {self.time} < ?",
            [*values, self.since, self.until],
        )

    def where(self) -> tuple[str, list["Binding"]]:
        """All that must hold but for the time."""
        sql = " AND ".join(text for text, _ in self.conditions)
        return sql, [value for _, values in self.conditions for value in values]


@dataclass(frozen=True, slots=True)
class Scope:
    """How to list a query's articles."""

    walks: tuple[Walk, ...] = ()
    """Together they pass every article of the scope once. None: there can be no such article."""
    conditions: tuple[Condition, ...] = ()
    """All that must hold, whichever way an article is met."""
    feed_walk: Callable[[int | None], Walk | None] | None = None
    """The walk for one feed (None: the saved articles), where the scope can be walked feed after feed."""

    def since(self, id: int) -> tuple[str, list["Binding"]]:
        """The statement for the articles with larger ids, newest first."""
        sql = " AND ".join(text for text, _ in self.conditions)
        values = [value for _, values in self.conditions for value in values]
        return (
            f"SELECT a.id, a.sort_at FROM article AS a NOT INDEXED WHERE a.id > ? AND {sql}"
            " ORDER BY a.sort_at DESC, a.id DESC",
            [id, *values],
        )


def scope_of(db: Database, query: Query, *, unread: bool = False) -> Scope:
    """How to list the query's articles; with `unread` only those that are not read."""
    if unread:
        if query.read:
            return Scope()
        query = replace(query, read=False)
    match, feeds = match_of(query.terms), _feeds_of(db, query)
    if match.nothing or feeds == frozenset() or (query.saved and feeds is not None):
        return Scope()
    common = tuple(_conditions(db, query, match))
    narrow = (*common, *_feed_conditions(query, feeds))
    everything = (*narrow, *_word_conditions(match), *_tag_conditions(query.tags), *_time_conditions(query))

    def walk(source: str, *conditions: Condition, **names: str) -> Walk:
        return Walk(source, conditions, _since(query), _until(query), **names)

    if match.exact:
        wanted: Condition = ("search MATCH ?", (without_excluded(match.begins or match.exact, match),))
        return Scope((walk(FOUND, wanted, *narrow, *_tag_conditions(query.tags)),), everything)
    narrow = (*narrow, *_word_conditions(match))
    if query.tags:
        source = "article_tag AS t CROSS JOIN article AS a ON a.id = t.article"
        tagged: Condition = ("t.tag = ?", (plain(query.tags[0]),))
        rest = _tag_conditions(query.tags[1:])
        return Scope((walk(source, tagged, *narrow, *rest, time="t.sort_at", id="t.article"),), everything)
    if query.starred:
        return Scope((walk("article AS a INDEXED BY article_starred", *narrow),), everything)
    in_feed = "article AS a INDEXED BY " + (
        "article_feed" if query.read is not False else "article_unread_feed"
    )
    within = (*common, *_word_conditions(match))

    def feed_walk(feed: int | None) -> Walk | None:
        if feed is None:
            taken = query.saved is not False and feeds is None
            return walk(in_feed, ("a.feed IS NULL", ()), *within) if taken else None
        taken = not query.saved and (feeds is None or feed in feeds) and feed not in query.not_feeds
        return walk(in_feed, ("a.feed = ?", (feed,)), *within) if taken else None

    if query.saved or (feeds is not None and len(feeds) <= MOST_WALKS):
        found = [feed_walk(feed) for feed in (feeds or (None,))]
        return Scope(tuple(walk for walk in found if walk), everything, feed_walk)
    index = _index_of_all(query, unread)
    return Scope((walk(f"article AS a INDEXED BY {index}", *narrow),), everything, feed_walk)


def _index_of_all(query: Query, unread: bool) -> str:
    """Return the index that has all articles of such a query; `unread`: they are only counted."""
    if unread:
        return "article_unread_feed"
    return "article_unread" if query.read is False else "article_newest"


FOUND = "search CROSS JOIN article AS a ON a.id = search.rowid"
"""What a search walks: the articles in which the words are found."""


def word_walk(scope: Scope, expression: str) -> Walk:
    """The walk of a query with words, with another expression for them."""
    (walk,) = scope.walks
    return replace(walk, conditions=(("search MATCH ?", (expression,)), *walk.conditions[1:]))


def latest_only(walk: Walk, id: int) -> Walk:
    """The walk over what came with that id or after it."""
    return replace(walk, conditions=(walk.conditions[0], ("search.rowid >= ?", (id,)), *walk.conditions[1:]))


def among_ids(walk: Walk, ids: Sequence[int]) -> Walk:
    """The walk over some articles, whose words were looked for already."""
    given: Condition = ("a.id IN (SELECT value FROM carray(?))", (numbers(ids),))
    return replace(walk, source="article AS a NOT INDEXED", conditions=(given, *walk.conditions[1:]))


def without_excluded(wanted: str, match: Match) -> str:
    """The expression for what is wanted and not excluded."""
    return f"({wanted}) NOT ({match.excluded})" if match.excluded else wanted


def plain(text: str) -> str:
    """Text that can be bound: what came from a command line may hold halves of characters."""
    return text.encode("utf-8", "replace").decode()


def _since(query: Query) -> int:
    """Nothing of the query is earlier."""
    return min((bound for bound in (query.after, query.after_day) if bound is not None), default=-FAR)


def _until(query: Query) -> int:
    """Everything of the query is earlier."""
    return max((bound for bound in (query.before, query.before_day) if bound is not None), default=FAR)


def _feeds_of(db: Database, query: Query) -> frozenset[int] | None:
    """The feeds that the articles must be from; None where any will do."""
    feeds = None if query.feeds is None else frozenset(query.feeds)
    if query.folder is not None:
        inside = frozenset(feeds_in(db, query.folder))
        feeds = inside if feeds is None else feeds & inside
    return None if feeds is None else feeds - frozenset(query.not_feeds)


def feeds_in(db: Database, folder: str) -> list[int]:
    """The feeds in a folder and below it, removed ones with what is left of them included."""
    name = folder.strip("/").casefold()
    found = rows(db, "SELECT id, folder FROM feed WHERE folder IS NOT NULL")
    return [id for id, other in found if f"{other.casefold()}/".startswith(f"{name}/")]


def _conditions(db: Database, query: Query, match: Match) -> Iterator[Condition]:
    """What the columns of the article itself must hold, but for its feed and its time."""
    yield "a.deleted = 0", ()
    if query.read is not None:
        yield f"a.read = {int(query.read)}", ()
    if query.starred is not None:
        yield f"a.starred = {int(query.starred)}", ()
    for tag in query.not_tags:
        yield f"NOT {_HAS_TAG}", (plain(tag),)
    for term in match.sites:
        yield _site_condition(db, term)
    yield from _day_conditions(query)


_TO_THE_DAY = f"a.published_precision >= {PRECISIONS.index('day')}"


def _day_conditions(query: Query) -> Iterator[Condition]:
    """What lies between a bound for moments and the one for days belongs to one side for each of them."""
    for sign, moment, day in ((">=", query.after, query.after_day), ("<", query.before, query.before_day)):
        if moment is not None and day is not None:
            yield f"a.sort_at {sign} iif({_TO_THE_DAY}, ?, ?)", (day, moment)


def _feed_conditions(query: Query, feeds: frozenset[int] | None) -> Iterator[Condition]:
    if query.saved is not None:
        yield f"a.feed IS {'' if query.saved else 'NOT '}NULL", ()
    if feeds is not None:
        yield "a.feed IN (SELECT value FROM carray(?))", (numbers(sorted(feeds)),)
    elif query.not_feeds:
        yield (
            "(a.feed IS NULL OR a.feed NOT IN (SELECT value FROM carray(?)))",
            (numbers(query.not_feeds),),
        )


_HAS_TAG = """EXISTS (SELECT 1 FROM article_tag AS o INDEXED BY article_tag_article
    WHERE o.article = a.id AND o.tag = ?)"""


def _tag_conditions(tags: Sequence[str]) -> tuple[Condition, ...]:
    return tuple((_HAS_TAG, (plain(tag),)) for tag in tags)


def _word_conditions(match: Match) -> Iterator[Condition]:
    if match.exact:
        wanted = without_excluded(match.begins or match.exact, match)
        yield "a.id IN (SELECT rowid FROM search WHERE search MATCH ?)", (wanted,)
    elif match.excluded:
        yield "a.id NOT IN (SELECT rowid FROM search WHERE search MATCH ?)", (match.excluded,)


def _time_conditions(query: Query) -> Iterator[Condition]:
    if query.after is not None or query.before is not None:
        yield "a.sort_at >= ? AND a.sort_at < ?", (_since(query), _until(query))


def _site_condition(db: Database, term: Term) -> Condition:
    """A feed's site is its title and its address; a saved article has one of its own."""
    wanted = " ".join(tokens(term.text))
    found = rows(db, "SELECT id, name, title, site, url FROM feed")
    feeds = [
        id
        for id, name, title, site, url in found
        if f" {wanted}" in f" {' '.join(tokens(' '.join((name or '', title, site or '', url))))}"
    ]
    sql = """(ifnull(a.feed IN (SELECT value FROM carray(?)), 0)
        OR a.id IN (SELECT rowid FROM search WHERE search MATCH ?))"""
    return f"{'NOT ' if term.negated else ''}{sql}", (numbers(feeds), site_match(term))
