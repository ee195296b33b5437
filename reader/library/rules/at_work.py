"""Applying the rules to what arrives, in the transaction that keeps it."""

from collections.abc import Sequence

from reader.config import Rule
from reader.library.library import Library
from reader.model import Feed
from reader.queries import parse_query
from reader.store.articles.ingest import New
from reader.store.changes import rule_work
from reader.store.changes.rule_work import Application
from reader.store.database.connection import Database
from reader.store.lists import arrived
from reader.store.lists.matching import Candidate, Matcher, matcher_of


class RulesAtWork:
    """The rules during one refresh, in which what each does is one action."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._application = Application()
        self._feeds: dict[int, Feed] = {}
        """The feeds as the queries were last parsed with them."""
        self._matchers: dict[Rule, Matcher] = {}

    def arrived(self, db: Database, feed: int, new: New) -> None:
        """Do what the rules say to a feed's new articles. Part of the transaction that keeps these.

        The rules act in their order, and each sees what those before it have done.
        """
        now = self._library.clock()
        self._get_ready(db, feed, now)
        candidates = arrived.candidates(db, feed, new)
        source = candidates[0].source
        for rule, matcher in self._matchers.items():
            if found := matcher.among(candidates, source):
                self._application.apply(db, rule, [candidate.id for candidate in found], now=now)
                for candidate in found:
                    note_deeds(candidate, rule.do)

    def _get_ready(self, db: Database, feed: int, now: int) -> None:
        """Parse the queries, anew where this feed is called otherwise than before."""
        known, present = self._feeds.get(feed), rule_work.named_feed(db, feed)
        if known is not None and known == present:
            return
        if not self._feeds:
            self._feeds = {one.id: one for one in rule_work.named_feeds(db)}
        if present is not None:
            self._feeds[feed] = present
        feeds = list(self._feeds.values())
        for rule in self._library.settings.rules:
            if rule not in self._matchers or "feed:" in rule.when.lower():
                self._matchers[rule] = matcher_of(parse_query(rule.when, feeds=feeds, now=now))


def note_deeds(candidate: Candidate, deeds: Sequence[str]) -> None:
    """Note in memory what was done to an article, for the rules that come next."""
    for deed in deeds:
        if deed == "read":
            candidate.read = True
        elif deed == "star":
            candidate.starred = True
        elif deed == "delete":
            candidate.deleted = True
        else:
            candidate.tags.add(" ".join(deed.removeprefix("tag:").split()).casefold())
