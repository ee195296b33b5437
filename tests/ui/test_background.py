"""Reads beside the screen: any two may run at once, and none meets the other's connection."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from itertools import combinations_with_replacement
from threading import Barrier, Event

import apsw
import pytest

from reader.config import Paths, Settings
from reader.library.library import Library
from reader.model import Query, Term
from reader.store.database.connection import Database
from reader.store.database.pool import MOST_IDLE, ReadPool
from reader.store.database.schema import PAGE_SIZE
from reader.store.lists import headlines
from reader.store.search import ranked
from reader.ui.background import BackgroundReads
from reader.ui.headlines.rows import Rows
from reader.ui.widgets.prompt import Prompt
from tests.ui.screen import NOW, Open, press_at_once, screen_of, settle

WORDS = Query(terms=(Term("article"),))

READS: dict[str, Callable[[BackgroundReads], Coroutine[None, None, object]]] = {
    "ranked": lambda reads: reads.ranked(WORDS, 100),
    "listed": lambda reads: reads.listed(WORDS, "newest"),
    "tally": lambda reads: reads.tally(Query()),
    "saved searches": lambda reads: reads.searches("is:read", []),
    "newer": lambda reads: reads.newer(Query(), 3),
    "health": lambda reads: reads.health(),
    "incomplete": lambda reads: reads.incomplete([1, 2, 3], NOW),
    "choices": lambda reads: reads.choices(Rows([(1, 3), (2, 2)]), 0, range(2)),
}


@pytest.mark.parametrize(("first", "second"), combinations_with_replacement(READS, 2))
async def test_any_two_reads_run_at_once(
    library: Database, paths: Paths, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    reads = BackgroundReads(Library(library, paths, Settings(), collapse=True))
    alone = [await READS[name](reads) for name in (first, second)]
    pooled = 2
    both, lent = Barrier(max(1, pooled)), []
    lend = ReadPool.connection

    @contextmanager
    def meet(pool: ReadPool) -> Iterator[Database]:
        with lend(pool) as db:
            lent.append(db)
            both.wait(timeout=60)  # each has its connection before either uses it
            yield db

    monkeypatch.setattr(ReadPool, "connection", meet)
    assert await asyncio.gather(READS[first](reads), READS[second](reads)) == alone
    assert len({id(db) for db in lent}) == pooled
    reads.close()


async def test_a_connection_that_is_lent_is_closed_when_it_comes_back(
    library: Database, paths: Paths
) -> None:
    pool = ReadPool(paths.library)
    with pool.connection() as lent:
        pool.close()
        assert lent.execute("SELECT 1").get == 1
    with pytest.raises(apsw.ConnectionClosedError):
        lent.execute("SELECT 1")


async def test_a_connection_that_came_back_keeps_no_pages_and_few_are_kept(
    library: Database, paths: Paths
) -> None:
    """Where counts of a million articles run one over the other, each would keep megabytes for good."""
    pool = ReadPool(paths.library)
    with ExitStack() as stack:
        lent = [stack.enter_context(pool.connection()) for _ in range(MOST_IDLE + 2)]
        for db in lent:
            assert headlines.ids(db, Query())
        used = {id(db): db.status(apsw.SQLITE_DBSTATUS_CACHE_USED)[0] for db in lent}
    kept = [db for db in lent if db in apsw.connections()]
    assert len(kept) == MOST_IDLE
    for db in kept:
        assert db.status(apsw.SQLITE_DBSTATUS_CACHE_USED)[0] < used[id(db)] - PAGE_SIZE
    pool.close()


async def test_a_read_that_nobody_waits_for_any_more_ends(library: Database, paths: Paths) -> None:
    reads = BackgroundReads(Library(library, paths, Settings(), collapse=True))
    begun, ended = Event(), Event()

    def endless(db: Database) -> None:
        db.set_progress_handler(lambda: begun.set() or False, 100)  # type: ignore[func-returns-value]
        try:
            db.execute("WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT max(x) FROM n")
        finally:
            ended.set()

    read = asyncio.create_task(reads._read(endless))
    assert await asyncio.to_thread(begun.wait, 60)
    read.cancel()
    with pytest.raises(asyncio.CancelledError):
        await read
    assert await asyncio.to_thread(ended.wait, 60)
    reads.close()


async def test_typing_a_search_and_leaving_it_at_once_ends_in_no_error(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        for _ in range(6):
            press_at_once(
                pilot, "slash", *"island", "enter", "s", "escape", "F", *"river", "enter", "m", "escape"
            )
            await asyncio.sleep(0)
            press_at_once(pilot, "2", "slash", "r", "escape", "1", "u", "U", "H", "escape")
            await settle(pilot)
            assert not screen.status.error
        assert pilot.app.is_running


async def test_ranking_reads_no_text(library: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[str] = []
    library.trace_v2(apsw.SQLITE_TRACE_STMT, lambda event: statements.append(str(event["sql"])))
    found = ranked.ranked_ids(library, WORDS, limit=100)
    library.trace_v2(0, None)
    assert len(found) == 12
    assert not [sql for sql in statements if " body" in sql]
    hits = ranked.search(library, WORDS, limit=100)
    assert [hit.headline.id for hit in hits] == [identity for identity, _ in found]
    assert [hit.headline.sort_at for hit in hits] == [key for _, key in found]


@pytest.mark.parametrize(("key", "purpose"), [("slash", "search"), ("F", "filter"), ("ctrl+f", "find")])
async def test_letters_right_behind_the_key_are_typed(
    library: Database, open_screen: Open, key: str, purpose: str
) -> None:
    """A line that is typed or pasted at once: its letters are keys of the list, too."""
    async with open_screen() as pilot:
        press_at_once(pilot, key, *"harbour")
        await settle(pilot)
        prompt = screen_of(pilot).query_one(Prompt)
        assert (prompt.purpose, prompt.value) == (purpose, "harbour")
        assert len(headlines.ids(library, Query(read=False))) == 13


@pytest.mark.parametrize("key", ["a", "e", "t", "A", "w"])
async def test_letters_right_behind_a_dialogs_key_change_nothing(
    library: Database, open_screen: Open, key: str
) -> None:
    async with open_screen() as pilot:
        press_at_once(pilot, key, *"dsdm")
        await settle(pilot)
        assert pilot.app.screen is not screen_of(pilot)
        assert len(headlines.ids(library, Query(read=False))) == 13
        assert headlines.counts(library).starred == 0
