"""What each rule has done, what it would do to what is kept, and the work of rules that are gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.config import Rule
from reader.library.library import Library
from reader.library.rules.at_work import names_feeds
from reader.model import Headline, Query
from reader.queries import narrow_to_state, parse_query
from reader.store.changes import rule_work
from reader.store.changes.rule_work import Application, Found, RuleRecord
from reader.store.database.connection import transaction
from reader.store.lists import headlines
from reader.store.search.latest import latest
from reader.store.undo_work import LARGE

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


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would do to what is kept."""

    query: Query
    first: Sequence[Headline]
    """The articles that it finds and that came last, at most `PAGE`."""


def preview(library: Library, rule: Rule) -> Preview:
    """Return the first page of the articles that a rule would find among those that are kept.

    No more of them are looked for: in a library of a million articles too it is there at once.
    """
    query = query_of(library, rule)
    return Preview(query, headlines.headlines(library.db, latest(library.db, query, PAGE)))


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
