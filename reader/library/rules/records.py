"""What each rule has done, what it would do to what is kept, and the work of rules that are gone."""

from msgspec.structs import replace

from reader.config import Rule
from reader.library.library import Library
from reader.library.rules.at_work import names_feeds
from reader.model import Headline, Query
from reader.queries import narrow_to_state, parse_query
from reader.store.changes import rule_work
from reader.store.changes.rule_work import Application, Found, RuleRecord
from reader.store.database.connection import transaction
from reader.store.lists import headlines
from reader.store.undo_work import LARGE, Tag, Turn

PAGE = 20
"""The articles of a preview's first page."""


def rule_records(library: Library) -> list[RuleRecord]:
    """Return the rules of the settings, in their order, with what each has done."""
    known = {record.rule: record for record in rule_work.records(library.db)}
    return [known.get(rule, RuleRecord(rule)) for rule in library.settings.rules]


def gone_rules(library: Library) -> list[RuleRecord]:
    """Return the rules that are gone from the settings and whose work stands, unless it is to stay."""
    present = set(library.settings.rules)
    return [
        record
        for record in rule_work.records(library.db)
        if record.stands and not record.kept and record.rule not in present
    ]


def preview(library: Library, rule: Rule) -> list[Headline]:
    """Return the first page of the articles that a rule would change among those that are kept.

    No more of them are looked for: in a library of a million articles too it is there at once.
    """
    queries = to_change(query_of(library, rule), rule)
    first = [id for id, _ in headlines.newest_of_any(library.db, queries, PAGE)]
    return headlines.headlines(library.db, first)


def counts_of(library: Library, rule: Rule) -> tuple[int, int]:
    """Return how many kept articles a rule finds, and how many of these it would change."""
    query = query_of(library, rule)
    done = _as_done(query, rule)
    found = headlines.count(library.db, query)
    return found, found - (headlines.count(library.db, done) if done else 0)


def to_change(query: Query, rule: Rule) -> list[Query]:
    """Return queries that together find what a rule would change of what its query finds."""
    if "delete" in rule.do:
        return [query]
    return [_narrowed(query, deed, done=False) for deed in rule.do]


def _as_done(query: Query, rule: Rule) -> Query | None:
    """Return what of a query is as a rule would make it; None: nothing can be."""
    if "delete" in rule.do:
        return None
    for deed in rule.do:
        query = _narrowed(query, deed, done=True)
    return query


def _narrowed(query: Query, deed: str, *, done: bool) -> Query:
    """Narrow a query to the articles to which this was done, or was not."""
    match rule_work.verb_of(deed):
        case Turn(read=True):
            return narrow_to_state(query, "read", done)
        case Turn():
            return narrow_to_state(query, "starred", done)
        case Tag((name,)):
            tags = (*query.tags, name) if done else query.tags
            return replace(query, tags=tags, not_tags=query.not_tags if done else (*query.not_tags, name))
    return query


def query_of(library: Library, rule: Rule) -> Query:
    """Return what a rule's query means among kept articles: those of feeds, as saved ones never arrive."""
    feeds = rule_work.named_feeds(library.db) if names_feeds(rule) else []
    query = parse_query(rule.when, feeds=feeds, now=library.clock())
    return narrow_to_state(query, "saved", False)


def apply_to_kept(library: Library, rule: Rule) -> int:
    """Do to all kept articles what a rule says, as one action. Returns how many it finds."""
    found = [id for id, _ in headlines.ids(library.db, query_of(library, rule))]
    application, now = Application(), library.clock()
    for start in range(0, len(found), LARGE):
        with transaction(library.db):
            some = sorted(found[start : start + LARGE])
            application.apply(library.db, [Found(rule, some, dict.fromkeys(rule.do, some))], now=now)
    return len(found)
