"""From a query to conditions on `article AS a`, in SQL."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.model import Query, Term
from reader.store.database.connection import Database, numbers, rows, texts
from reader.store.lists.fts_query import Match, site_match, tokens
from reader.store.rows import PRECISIONS

if TYPE_CHECKING:
    from apsw import Binding

FAR = 2**62
"""Later than any time and larger than any id."""

Condition = tuple[str, tuple["Binding", ...]]
"""SQL on `article AS a`, with its values."""

UNDELETED: Condition = ("a.deleted = 0", ())
"""That an article is not deleted, which holds of all that is listed."""

UNREAD: Condition = ("a.read = 0", ())
"""That an article is not read."""


def wanted(match: Match) -> Condition:
    """Return the condition on the index for the words, also as beginnings of longer ones."""
    return "search MATCH ?", (without_excluded(match.begins or match.exact, match),)


def without_excluded(wanted: str, match: Match) -> str:
    """Return the FTS5 expression for what is wanted and not excluded."""
    return f"({wanted}) NOT ({match.excluded})" if match.excluded else wanted


def plain(text: str) -> str:
    """Return text that can be bound: what came from a command line may hold halves of characters."""
    return text.encode("utf-8", "replace").decode()


def since(query: Query) -> int:
    """Return the time before which the query has no article, in UTC seconds."""
    return min((bound for bound in (query.after, query.after_day) if bound is not None), default=-FAR)


def until(query: Query) -> int:
    """Return the time from which on the query has no article, in UTC seconds."""
    return max((bound for bound in (query.before, query.before_day) if bound is not None), default=FAR)


def feeds_of(db: Database, query: Query) -> frozenset[int] | None:
    """Return the feeds that the articles must be from; None where any will do."""
    feeds = None if query.feeds is None else frozenset(query.feeds)
    if query.folder is not None:
        inside = frozenset(feeds_in(db, query.folder))
        feeds = inside if feeds is None else feeds & inside
    return None if feeds is None else feeds - frozenset(query.not_feeds)


def feeds_in(db: Database, folder: str) -> list[int]:
    """Return the feeds in a folder and below it, also removed ones that have articles left."""
    name = folder.strip("/").casefold()
    found = rows(db, "SELECT id, folder FROM feed WHERE folder IS NOT NULL")
    return [id for id, other in found if f"{other.casefold()}/".startswith(f"{name}/")]


def own_conditions(db: Database, query: Query, sites: Sequence[tuple[Term, "Site"]]) -> Iterator[Condition]:
    """Yield the conditions on the article's own columns, but for its feed and its time."""
    yield UNDELETED
    if query.read is not None:
        yield f"a.read = {int(query.read)}", ()
    if query.starred is not None:
        yield f"a.starred = {int(query.starred)}", ()
    if query.highlighted is not None:
        yield f"a.id {'' if query.highlighted else 'NOT '}IN (SELECT article FROM note)", ()
    for tag in query.not_tags:
        if found := spellings(db, tag):
            sql, values = has_one_of(found)
            yield f"NOT {sql}", values
    for term, site in sites:
        if not site.is_nowhere:
            yield _site_condition(term, site)
    yield from _day_conditions(query)


_TO_THE_DAY = f"a.published_precision >= {PRECISIONS.index('day')}"


def _day_conditions(query: Query) -> Iterator[Condition]:
    """Yield the conditions for articles dated to the day, whose bounds differ from those of moments."""
    for sign, moment, day in ((">=", query.after, query.after_day), ("<", query.before, query.before_day)):
        if moment is not None and day is not None:
            yield f"a.sort_at {sign} iif({_TO_THE_DAY}, ?, ?)", (day, moment)


def feed_conditions(query: Query, feeds: frozenset[int] | None) -> Iterator[Condition]:
    """Yield the conditions on the feed that an article is from; `feeds`: those it may be from."""
    if query.saved is not None:
        yield f"a.feed IS {'' if query.saved else 'NOT '}NULL", ()
    if feeds is not None:
        yield "a.feed IN (SELECT value FROM carray(?))", (numbers(sorted(feeds)),)
    elif query.not_feeds:
        yield (
            "(a.feed IS NULL OR a.feed NOT IN (SELECT value FROM carray(?)))",
            (numbers(query.not_feeds),),
        )


def has_one_of(tags: Sequence[str]) -> Condition:
    """Return the condition for articles that have one of the tags."""
    return (
        f"""EXISTS (SELECT 1 FROM article_tag AS o INDEXED BY article_tag_article
            WHERE o.article = a.id AND o.tag IN ({", ".join("?" * len(tags))}))""",
        tuple(tags),
    )


def apart(tags: Sequence[str]) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """Yield each spelling of a tag, with what keeps articles out that have an earlier one as well."""
    for place, tag in enumerate(tags):
        if place:
            sql, values = has_one_of(tags[:place])
            yield tag, ((f"NOT {sql}", values),)
        else:
            yield tag, ()


_ALL_TAGS = """WITH RECURSIVE known (tag) AS (
        SELECT min(tag) FROM article_tag
        UNION ALL SELECT (SELECT min(tag) FROM article_tag WHERE tag > known.tag) FROM known
        WHERE tag IS NOT NULL
    ) SELECT tag FROM known WHERE tag IS NOT NULL"""
"""All tags: one look into the index for each, however many articles it has."""


def spellings(db: Database, tag: str) -> list[str]:
    """Return the tags that are this one but for capital letters."""
    wanted = plain(tag).casefold()
    return [known for known in tag_names(db) if known.casefold() == wanted]


def tag_names(db: Database) -> list[str]:
    """Return all tags, also those that only deleted articles have."""
    return [str(known) for (known,) in rows(db, _ALL_TAGS)]


def word_conditions(match: Match) -> Iterator[Condition]:
    """Yield the conditions on the words of an article that is found otherwise."""
    if match.exact:
        sql, values = wanted(match)
        yield f"a.id IN (SELECT rowid FROM search WHERE {sql})", values
    elif match.excluded:
        yield "a.id NOT IN (SELECT rowid FROM search WHERE search MATCH ?)", (match.excluded,)


def time_conditions(query: Query) -> Iterator[Condition]:
    """Yield the condition on the time, for articles that are not found in its order."""
    if query.after is not None or query.before is not None:
        yield "a.sort_at >= ? AND a.sort_at < ?", (since(query), until(query))


MOST_OF_SITES = 20_000
"""Articles that are named by their own site; of more they are looked for as the list is walked."""

MOST_SITES = 2_000
"""Names of sites that are compared one by one; of more the index tells which articles have them."""

_ALL_SITES = """WITH RECURSIVE known (site) AS (
        SELECT min(site) FROM article INDEXED BY article_site WHERE site IS NOT NULL
        UNION ALL
        SELECT (SELECT min(site) FROM article INDEXED BY article_site WHERE site > known.site) FROM known
        WHERE site IS NOT NULL
    ) SELECT site FROM known WHERE site IS NOT NULL LIMIT ?"""
"""All sites that articles have of their own: one look into the index for each."""


class Site(NamedTuple):
    """Where the articles of a site are."""

    feeds: list[int]
    """Its feeds."""
    names: list[str] | None
    """Its names, as articles have them; None where there are very many sites."""
    own: list[int] | None
    """The articles that name it; None for very many."""

    @property
    def is_nowhere(self) -> bool:
        """Return whether no article is of this site."""
        return not self.feeds and self.own == []


def of_site(db: Database, term: Term) -> Site:
    """Return a site's feeds, by their titles and addresses, and the articles that name it as their own."""
    wanted = " ".join(tokens(term.text))
    found = rows(db, "SELECT id, name, title, site, url FROM feed")
    feeds = [
        id
        for id, name, title, site, url in found
        if f" {wanted}" in f" {' '.join(tokens(' '.join((name or '', title, site or '', url))))}"
    ]
    names = _site_names(db, wanted)
    if names is None:
        sql = "SELECT rowid FROM search WHERE search MATCH ? LIMIT ?"
        found = rows(db, sql, (site_match(term), MOST_OF_SITES + 1))
    else:
        sql = """SELECT id FROM article INDEXED BY article_site
            WHERE site IS NOT NULL AND site IN (SELECT value FROM carray(?)) LIMIT ?"""
        found = rows(db, sql, (texts(names), MOST_OF_SITES + 1))
    own = [id for (id,) in found]
    return Site(feeds, names, own if len(own) <= MOST_OF_SITES else None)


def _site_names(db: Database, wanted: str) -> list[str] | None:
    """Return the sites of articles with such words, the last as a beginning; None where there are many."""
    every = [str(name) for (name,) in rows(db, _ALL_SITES, (MOST_SITES + 1,))]
    if len(every) > MOST_SITES:
        return None
    return [name for name in every if f" {wanted}" in f" {' '.join(tokens(name))}"]


def _site_condition(term: Term, site: Site) -> Condition:
    """Return the condition for a site: a feed's is its title and address, a saved article has its own."""
    named: Condition = ("a.id IN (SELECT rowid FROM search WHERE search MATCH ?)", (site_match(term),))
    if site.own is not None:
        named = ("a.id IN (SELECT value FROM carray(?))", (numbers(site.own),))
    elif site.names is not None:
        named = ("ifnull(a.site IN (SELECT value FROM carray(?)), 0)", (texts(site.names),))
    sql = f"(ifnull(a.feed IN (SELECT value FROM carray(?)), 0) OR {named[0]})"
    return f"{'NOT ' if term.negated else ''}{sql}", (numbers(site.feeds), *named[1])
