"""Applying the rules to what arrives, in the transaction that keeps it."""

from collections.abc import Iterable, Sequence

from reader.config import Rule
from reader.library.library import Library
from reader.model import Feed
from reader.queries import feeds_named, matching_feeds, parse_query
from reader.store.articles.ingest import New
from reader.store.changes import rule_work
from reader.store.changes.rule_work import Application, Found
from reader.store.database.connection import Database
from reader.store.lists import arrived
from reader.store.lists.matching import Marks, Matcher, Sought, matcher_of, sought_by
from reader.urls.credentials import hide_secrets


class RulesAtWork:
    """The rules during one refresh, in which what each does is one action."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._application = Application()
        self._feeds: dict[int, Feed] = {}
        """The feeds as the queries were parsed with them."""
        self._meant: list[Feed] = []
        self._matchers: list[tuple[Rule, Matcher]] = []
        self._sought: Sought | None = None
        self._naming = frozenset(rule for rule in library.settings.rules if names_feeds(rule))
        """The rules that name feeds."""

    def arrived(self, db: Database, feed: int, new: New) -> None:
        """Do what the rules say to a feed's new articles. Part of the transaction that keeps these.

        The rules act in their order, and each sees what those before it have done.
        """
        now = self._library.clock()
        arrivals, work = arrived.arrivals(db, feed, new), []
        matchers = self._ready(db, feed, now)
        arrivals.sought = self._sought
        for rule, matcher in matchers:
            if found := [candidate.marks for candidate in matcher.among(arrivals)]:
                changes = {deed: [marks.id for marks in found if note_deed(marks, deed)] for deed in rule.do}
                work.append(Found(rule, [marks.id for marks in found], changes))
        if work:
            self._application.apply(db, work, now=now)

    def _ready(self, db: Database, feed: int, now: int) -> Sequence[tuple[Rule, Matcher]]:
        """Return the queries ready to be asked of this feed's articles.

        Those that name feeds are parsed anew, for this feed alone, where its name is another one by now.
        """
        rules = self._library.settings.rules
        if not self._matchers:
            self._feeds = {one.id: one for one in rule_work.named_feeds(db)}
            self._meant = _meant(rules, self._feeds.values())
            self._matchers = [(rule, _matcher(rule, self._feeds.values(), now)) for rule in rules]
            self._sought = sought_by(matcher for _, matcher in self._matchers)
        if not self._naming:
            return self._matchers
        known, present = self._feeds.get(feed), rule_work.named_feed(db, feed)
        if present is None or known == present:
            return self._matchers
        return [
            (rule, matcher)
            if rule not in self._naming or self._means_the_same(rule, known, present)
            else (rule, self._anew(rule, present, now))
            for rule, matcher in self._matchers
        ]

    def _means_the_same(self, rule: Rule, known: Feed | None, present: Feed) -> bool:
        """Tell whether what a rule says of a feed is as true as it was by the feed's former name."""
        if known is None or known.account != present.account:
            return False
        return all(
            (known.id in matching_feeds(name, [*self._meant, known]))
            is (present.id in matching_feeds(name, [*self._meant, present]))
            for name in feeds_named(rule.when)
        )

    def _anew(self, rule: Rule, present: Feed, now: int) -> Matcher:
        return _matcher(rule, [*self._meant, present], now)


def _matcher(rule: Rule, feeds: Iterable[Feed], now: int) -> Matcher:
    return matcher_of(parse_query(rule.when, feeds=list(feeds), now=now))


def names_feeds(rule: Rule) -> bool:
    """Return whether a rule's query names feeds: they are to be known then to parse it."""
    when = rule.when.lower()
    return "feed:" in when or "account:" in when


def _meant(rules: Iterable[Rule], feeds: Iterable[Feed]) -> list[Feed]:
    """Return the feeds that rules may name by number or address: no other one is meant then by its title."""
    queries = " ".join(rule.when for rule in rules if names_feeds(rule))
    names = ((feed, (str(feed.id), feed.url, hide_secrets(feed.url))) for feed in feeds)
    return [feed for feed, known in names if any(name in queries for name in known)] if queries else []


def note_deed(marks: Marks, deed: str) -> bool:
    """Note in memory what is done to an article, for the rules that come next. Returns whether it changes."""
    if marks.deleted:
        return False
    before = marks.read, marks.starred, marks.deleted, len(marks.tags)
    if deed == "read":
        marks.read = True
    elif deed == "star":
        marks.starred = True
    elif deed == "delete":
        marks.deleted = True
    else:
        marks.tags.add(" ".join(deed.removeprefix("tag:").split()).casefold())
    return before != (marks.read, marks.starred, marks.deleted, len(marks.tags))
