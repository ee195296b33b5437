"""Reads of the library that may take long: each in a thread, so that keys are answered meanwhile."""

import asyncio
import time
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

import msgspec
from msgspec.structs import replace

from reader.accounts import Account
from reader.config import Rule
from reader.library.feeds.health import Health, examined
from reader.library.library import Library
from reader.library.rules.records import apply_to_kept, counts_of
from reader.library.saved_searches import SearchCounts
from reader.model import Feed, Query, SavedSearch, Sort
from reader.store.accounts.accounts import accounts
from reader.store.articles.versions import incomplete
from reader.store.changes import ahead, rule_work, slices
from reader.store.changes.rule_work import RuleRecord
from reader.store.database.connection import Database, open_store
from reader.store.database.pool import ReadPool
from reader.store.duplicates import counts as duplicate_counts
from reader.store.duplicates import groups
from reader.store.feeds.feeds import feeds
from reader.store.lists import begun, headlines
from reader.store.notes import notes
from reader.store.search.ranked import ranked_ids
from reader.store.undo_log import Action
from reader.store.undo_work import Delete, Tag, Turn
from reader.ui.headlines.bulk_marks import BULK_MARKS, select
from reader.ui.headlines.listing import FOUND_LIMIT
from reader.ui.headlines.plan import fit
from reader.ui.headlines.rows import Pair, Rows

PLANNED = 2_000
"""The number of articles that a plan chooses from, the newest ones."""

SLICE = 4_096
"""Articles that are looked at in one statement."""

AIM = 0.04
"""Seconds that a transaction of an action on very many articles takes about: a key's mark may wait for it."""

TURN = 1.0
"""Seconds after which the screen shows what was done meanwhile of such an action."""

Verb = Turn | Tag | Delete
"""What is done to articles."""

P = ParamSpec("P")
Result = TypeVar("Result")


class Tally(msgspec.Struct, frozen=True):
    """The counts that the status line and the feeds pane show."""

    feeds: list[Feed]
    """All feeds."""
    counts: headlines.Counts
    """The numbers of all unread, starred and saved articles."""
    tags: list[tuple[str, int]]
    """The tags, each with the number of its articles."""
    unread: headlines.Unread
    """What is unread in the scope that is shown."""
    begun: int
    """The number of articles that were begun and not finished."""
    highlighted: int
    """The number of articles of which passages are kept."""
    surplus: Mapping[str, int]
    """For each folder, how often its feeds' unread articles are counted more than once."""
    accounts: Sequence[Account]
    """The accounts, by name."""


class BackgroundReads:
    """Searches, counts and lists of one library. Every method may run in several threads at once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._collapse = library.collapse
        self._search_counts = SearchCounts()
        """Whether the same article from several origins is one row, counted once."""
        self._pool = ReadPool(library.paths.library)

    async def _read(
        self, read: Callable[Concatenate[Database, P], Result], *args: P.args, **kwargs: P.kwargs
    ) -> Result:
        """Run a read in a thread, on a connection that nothing else uses meanwhile."""

        lent: list[Database] = []
        lock = Lock()

        def on_connection() -> Result:
            with self._pool.connection() as db:
                lent.append(db)
                try:
                    return read(db, *args, **kwargs)
                finally:
                    with lock:
                        lent.clear()

        try:
            return await asyncio.to_thread(on_connection)
        except asyncio.CancelledError:
            with lock:  # nobody waits for it any more, and it may take long
                for db in lent:
                    db.interrupt()
            raise

    async def ranked(self, query: Query, limit: int) -> list[Pair]:
        """Search for articles. Returns ids with their sort keys, the best first, at most `limit`."""
        return await self._read(self._ranked, query, limit)

    def _ranked(self, db: Database, query: Query, limit: int) -> list[Pair]:
        return self._collapsed(db, query, ranked_ids(db, query, limit=limit))

    async def begun(self) -> list[Pair]:
        """List the articles that were begun, each with the moment of its reading, the latest first."""
        return await self._read(self._begun)

    def _begun(self, db: Database) -> list[Pair]:
        return begun.begun(db, limit=FOUND_LIMIT)

    async def latest(self, queries: Sequence[Query], limit: int) -> list[Pair]:
        """List the newest articles of any of some queries. Returns ids with their sort keys."""
        return await self._read(headlines.newest_of_any, queries, limit)

    async def listed(self, query: Query, sort: Sort) -> list[Pair]:
        """List all articles of a query. Returns ids with their sort keys in the order of `sort`."""
        return await self._read(self._listed, query, sort)

    def _listed(self, db: Database, query: Query, sort: Sort) -> list[Pair]:
        return self._collapsed(db, query, headlines.ids(db, query, sort))

    def _collapsed(self, db: Database, query: Query, found: list[Pair]) -> list[Pair]:
        """Keep the first article of each group of duplicates."""
        if not self._collapse or not groups.collapses(query):
            return found
        return groups.collapse(db, query, found, {}).kept

    async def tally(self, query: Query) -> Tally:
        """Count everything that is shown beside the list of this query."""
        return await self._read(self._tally, query)

    def _tally(self, db: Database, query: Query) -> Tally:
        with db:  # so that what is ahead fits to what is counted
            tally, difference = self._counted(db, query), ahead.unread_ahead(db, query)
        if not difference.total:
            return tally
        every = [
            replace(feed, unread=max(0, feed.unread + difference.feeds[feed.id])) for feed in tally.feeds
        ]
        counts = tally.counts._replace(unread=max(0, tally.counts.unread + difference.total))
        unread = headlines.Unread(
            max(0, tally.unread.articles + difference.articles), max(0, tally.unread.words + difference.words)
        )
        return replace(tally, feeds=every, counts=counts, unread=unread)

    def _counted(self, db: Database, query: Query) -> Tally:
        every, there = feeds(db), accounts(db, self._library.clock())
        kept = notes.count_articles(db)
        if not self._collapse:
            unread = headlines.unread(db, query)
            counts, tags = headlines.counts(db), headlines.tags(db)
            return Tally(every, counts, tags, unread, begun.count(db), kept, {}, there)
        more = duplicate_counts.surplus(db)
        unread = duplicate_counts.unread(db, query, more)
        counts, tags = duplicate_counts.counts(db, more), duplicate_counts.tags(db)
        return Tally(every, counts, tags, unread, begun.count(db), kept, more.by_folder(every), there)

    async def searches(self, always: str, feeds: Sequence[Feed]) -> list[tuple[SavedSearch, int]]:
        """List the query that is `always` there and the saved searches, with the unread articles of each."""
        count = duplicate_counts.unread if self._collapse else headlines.unread
        return await self._read(self._search_counts.unread, always, feeds, self._library.clock(), count)

    async def newer(self, query: Query, identity: int) -> list[Pair]:
        """List the query's articles with an id above this one. Returns ids with their sort keys."""
        return await self._read(headlines.newer_than, query, identity)

    async def plan(self, query: Query, minutes: int) -> list[Pair]:
        """Choose unread articles of a query that fit into the minutes, the newest first."""
        return await self._read(self._plan, replace(query, read=False), minutes)

    def _plan(self, db: Database, query: Query, minutes: int) -> list[Pair]:
        found = self._collapsed(db, query, headlines.ids(db, query, limit=PLANNED))
        words = headlines.words(db, [identity for identity, _ in found])
        return fit(((pair, words.get(pair[0], 0)) for pair in found), minutes)

    async def health(self) -> tuple[list[Health], list[Account]]:
        """Examine how each feed fares, and each account."""
        return await self._read(self._health, self._library.clock())

    def _health(self, db: Database, now: int) -> tuple[list[Health], list[Account]]:
        return examined(db, now), accounts(db, now)

    async def rule_counts(self, rule: Rule) -> tuple[int, int]:
        """Count the kept articles that a rule finds, and those of them that it would change."""
        return await self._read(self._rule_counts, rule)

    def _rule_counts(self, db: Database, rule: Rule) -> tuple[int, int]:
        return counts_of(self._library.reading(db), rule)

    async def incomplete(self, identities: Sequence[int], failed_before: int) -> list[int]:
        """Select the articles whose pages are worth fetching, none that a duplicate has in full.

        `failed_before`: UTC seconds; a page that failed later is not tried again.
        """
        return await self._read(self._incomplete, identities, failed_before)

    def _incomplete(self, db: Database, identities: Sequence[int], failed_before: int) -> list[int]:
        wanted = incomplete(db, identities, failed_before=failed_before)
        return groups.incomplete_everywhere(db, wanted) if self._collapse else wanted

    async def choices(self, rows: Rows, row: int, seen: range) -> "list[array[int]]":
        """Find the unread articles of a list that each bulk mark is about.

        `row` is the cursor's, `seen` are the rows on the screen.
        """
        shown = Rows(descending=rows.descending)
        shown.ids, shown.keys = rows.ids[:], rows.keys[:]  # which may change meanwhile
        return await self._read(self._choices, shown, row, seen)

    def _choices(self, db: Database, rows: Rows, row: int, seen: range) -> "list[array[int]]":
        unread = bytearray()
        for start in range(0, len(rows), SLICE):
            ids = rows.ids[start : start + SLICE]
            found = [(id, 0) for id in headlines.unread_among(db, ids)]
            if self._collapse:
                found = groups.without_represented(db, Query(read=False), found, {})
            known = {id for id, _ in found}
            unread.extend(id in known for id in ids)
        now = self._library.clock()
        return [select(rows, mark, now, row=row, seen=seen, unread=bytes(unread)) for mark in BULK_MARKS]

    def close(self) -> None:
        """Close the connections; reads that still run close theirs when they end."""
        self._pool.close()


class BackgroundActions:
    """Actions on very many articles, carried out in threads, with a connection of their own."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def begin(
        self, verb: Verb, articles: Sequence[int], *, place: str, first: Sequence[int]
    ) -> Action | None:
        """Begin an action, and carry it out for the `first` of its articles. `place`: for its words.

        Returns it, or None where there is nothing to change. Raises `StoreError`.
        """
        return await asyncio.to_thread(self._begin, verb, articles, place, first)

    def _begin(self, verb: Verb, articles: Sequence[int], place: str, first: Sequence[int]) -> Action | None:
        with self._writing() as library:
            return library.begin(verb, articles, place=place, first=first)

    async def take_back(self, record: RuleRecord) -> int:
        """Take back all that a rule did. Returns how many articles changed. Raises `StoreError`."""
        return await asyncio.to_thread(self._take_back, record)

    def _take_back(self, record: RuleRecord) -> int:
        with self._writing() as library:
            return rule_work.take_back(library.db, record, now=library.clock())

    async def apply(self, rule: Rule) -> int:
        """Do to all kept articles what a rule says. Returns how many it finds. Raises `StoreError`."""
        return await asyncio.to_thread(self._apply, rule)

    def _apply(self, rule: Rule) -> int:
        with self._writing() as library:
            return apply_to_kept(library, rule)

    async def finish(self) -> bool:
        """Go on with what is unfinished for `TURN` seconds. Returns whether anything is left.

        Raises `StoreError`.
        """
        return await asyncio.to_thread(self._finish)

    def _finish(self) -> bool:
        with self._writing() as library:
            begun = time.monotonic()
            for _ in slices.finish(library.db, AIM):
                if time.monotonic() - begun > TURN:
                    return True
        return False

    @contextmanager
    def _writing(self) -> Iterator[Library]:
        db = open_store(self._library.paths.library)
        try:
            yield self._library.writing(db)
        finally:
            db.close()
