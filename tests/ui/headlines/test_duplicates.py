"""The same article from several origins is one row: what it shows, what is done to it, how it is counted."""

import asyncio
import random
import time
from collections.abc import Sequence

import pytest
from textual.pilot import Pilot

from reader.config import Paths, Settings
from reader.model import ParsedArticle, Query
from reader.store.articles import saving, versions
from reader.store.changes import marks, saved_searches
from reader.store.database.connection import Database
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.ui.headlines.scope import Scope
from tests.command import ran
from tests.ui.screen import (
    HOUR,
    NOW,
    Open,
    add_feed,
    body,
    current_title,
    feeds_pane,
    parsed,
    press,
    screen_of,
    settle,
    shown,
)

GULLS = "Gulls steal the mayor's lunch"
TEXT = (
    "It was gone before he had so much as sat down, and all that the gulls left him was the paper it was in."
)


def gulls(number: int, hours: float, **told: object) -> ParsedArticle:
    made = parsed(number, GULLS, at=NOW - int(hours * HOUR), text=TEXT)
    facts = {name: getattr(made, name) for name in made.__slots__}
    return ParsedArticle(**(facts | {"link": f"https://gulls.example/lunch?utm_source={number}"} | told))


@pytest.fixture
def three(empty: Database) -> Sequence[int]:
    """The newest article comes from Island and is in River and a saved file too; two stand for themselves."""
    island = add_feed(empty, "Island", [gulls(1, 1), parsed(5, "Island alone")], "World/Asia")
    river = add_feed(empty, "River", [gulls(2, 2), parsed(6, "River alone")], "World")
    kept, _ = saving.save_article(empty, gulls(3, 3, key=None, site="The Paper"), now=NOW)
    return island, river, kept


def titles(pilot: Pilot[None]) -> list[str]:
    screen = screen_of(pilot)
    return [headline.title for headline in screen.fetch(list(screen.headlines.rows.ids))]


def shown_source(pilot: Pilot[None]) -> str:
    """Where the article that is shown comes from."""
    return screen_of(pilot).controllers.article.view.page.source


def rows_in_pane(pilot: Pilot[None]) -> dict[str, int]:
    return {row.name: row.count for row in feeds_pane(pilot).rows if not row.gap}


def states(db: Database) -> list[tuple[bool, bool, tuple[str, ...]]]:
    """Of the three that are one."""
    found = [headline for headline in headlines.headlines(db, range(1, 6)) if headline.title == GULLS]
    return [(headline.read, headline.starred, headline.tags) for headline in found]


async def test_one_row_tells_where_it_comes_from(three: Sequence[int], open_screen: Open) -> None:
    async with open_screen() as pilot:
        assert titles(pilot) == [GULLS, "Island alone", "River alone"]
        assert " +2 " in shown(pilot)
        assert shown_source(pilot) == "Island, River, The Paper (saved)"
        assert "3 unread" in shown(pilot)
        counts = rows_in_pane(pilot)
        assert [counts[name] for name in ("All", "Unread", "Saved", "World", "Asia")] == [3, 3, 1, 3, 2]
        assert [counts[name] for name in ("Island", "River")] == [2, 2]


def test_the_number_for_status_bars_is_that_of_the_list_or_of_the_screen(
    three: Sequence[int], paths: Paths, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def printed(*words: str) -> list[str]:
        return ran(monkeypatch, capfd, "--data-dir", str(paths.data), *words).out.splitlines()

    assert printed("unread") == ["5"]
    assert len(printed("list", "--unread")) == 5
    assert printed("unread", "--folded") == ["3"]
    assert printed("unread", "--folded", "--json") == ['{"unread": 3}']


async def test_a_narrow_screen_tells_it_too(three: Sequence[int], open_screen: Open) -> None:
    async with open_screen(size=(60, 24)) as pilot:
        assert " +2 " in shown(pilot)
        await press(pilot, "enter")
        assert shown_source(pilot) == "Island, River, The Paper (saved)"


async def test_with_the_setting_off_there_are_three_rows(
    three: Sequence[int], empty: Database, open_screen: Open
) -> None:
    async with open_screen(settings=Settings(fold_duplicates=False)) as pilot:
        assert titles(pilot) == [GULLS, GULLS, GULLS, "Island alone", "River alone"]
        assert "5 unread" in shown(pilot)
        assert "+2" not in shown(pilot)
        assert shown_source(pilot) == "Island"
        await press(pilot, "s", "m")
        assert sorted(states(empty)) == [(False, False, ()), (False, False, ()), (True, True, ())]
        assert rows_in_pane(pilot)["All"] == 4


async def test_every_scope_of_several_origins_has_one_row(three: Sequence[int], open_screen: Open) -> None:
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        for scope, count in (("2", 3), ("4", 1)):
            await press(pilot, scope)
            assert titles(pilot).count(GULLS) == 1
            assert len(screen.headlines.rows) == count
        for row in list(feeds_pane(pilot).rows):
            if not row.gap:
                screen.controllers.scopes.show(row.scope)
                await settle(pilot)
                assert titles(pilot).count(GULLS) == (
                    0 if row.name in ("Today", "Starred", "Continue reading") else 1
                ), row.name
        await press(pilot, "1", "slash", *"gulls")
        assert titles(pilot) == [GULLS]
        await press(pilot, "escape", "escape", "F", *"lunch")
        assert titles(pilot) == [GULLS]


@pytest.mark.parametrize("query", ["gulls", "after:30d", "is:unread"])
async def test_a_kept_search_has_one_row(
    three: Sequence[int], empty: Database, open_screen: Open, query: str
) -> None:
    kept = saved_searches.keep_search(empty, "Mine", query, now=NOW)
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        screen.controllers.scopes.show(Scope("kept", kept))
        await settle(pilot)
        assert titles(pilot).count(GULLS) == 1
        assert rows_in_pane(pilot)["Mine"] == (1 if query == "gulls" else 3)
        add_feed(empty, "Harbour", [gulls(4, 0.5), parsed(7, "Harbour alone", text="Of gulls, too.")])
        screen.poll()
        await settle(pilot)
        assert titles(pilot).count(GULLS) == titles(pilot).count("Harbour alone") == 1
        await press(pilot, "g", "n")
        assert screen.headlines.row == 1


async def test_sorted_by_feed_and_oldest_first_it_is_one_row(three: Sequence[int], open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "backslash")
        assert titles(pilot) == ["River alone", "Island alone", GULLS]
        assert screen_of(pilot).headlines.rows.ids[-1] == three[2]
        await press(pilot, "backslash")
        assert sorted(titles(pilot)) == sorted([GULLS, "Island alone", "River alone"])


async def test_marks_are_for_all_and_undone_together(
    three: Sequence[int], empty: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "s")
        assert states(empty) == [(False, True, ())] * 3
        assert "★" in shown(pilot)
        await press(pilot, "U")
        assert states(empty) == [(False, False, ())] * 3
        assert "Taken back: starred “Gulls steal the mayor's lunch”" in shown(pilot)
        await press(pilot, "t", *"sea", "enter")
        assert states(empty) == [(False, False, ("sea",))] * 3
        assert rows_in_pane(pilot)["#sea"] == 1
        await press(pilot, "U", "enter")
        assert states(empty) == [(True, False, ())] * 3
        assert rows_in_pane(pilot)["All"] == 2


async def test_deleting_takes_all_and_undo_brings_the_row_back(
    three: Sequence[int], empty: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "d")
        assert titles(pilot) == ["Island alone", "River alone"]
        assert headlines.counts(empty).total == 2
        await press(pilot, "U")
        assert titles(pilot) == [GULLS, "Island alone", "River alone"]
        assert screen_of(pilot).headlines.rows.groups != {}
        assert "3 unread" in shown(pilot)


async def test_many_are_marked_with_all_that_they_stand_for(
    three: Sequence[int], empty: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "A", "enter")
        assert headlines.counts(empty).unread == 0
        assert "Marked 3 read: All" in shown(pilot)
        await press(pilot, "U")
        assert headlines.counts(empty).unread == 5


async def test_a_feeds_own_list_is_as_it_is(three: Sequence[int], empty: Database, open_screen: Open) -> None:
    marks.mark(empty, [2], read=True, now=NOW)
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        island = next(row.scope for row in feeds_pane(pilot).rows if row.name == "Island")
        screen.controllers.scopes.show(island)
        await settle(pilot)
        first = screen.headlines.current
        assert first is not None
        assert (first.title, first.duplicates) == (GULLS, ())
        assert rows_in_pane(pilot)["Island"] == 2 - first.read
        assert shown_source(pilot) == "Island, River, The Paper (saved)"


async def test_a_copy_of_what_was_read_is_not_unread(
    three: Sequence[int], empty: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        await press(pilot, "2", "enter")
        late = add_feed(empty, "Harbour", [gulls(4, 0.5), parsed(7, "Harbour alone", at=NOW - 60)])
        screen.poll()
        await settle(pilot)
        assert titles(pilot) == ["Harbour alone", GULLS, "Island alone", "River alone"]
        assert "1 new" in shown(pilot)
        assert rows_in_pane(pilot)["Unread"] == 3
        assert rows_in_pane(pilot)["Harbour"] == 2
        await press(pilot, "1", "2")
        assert titles(pilot) == ["Harbour alone", "Island alone", "River alone"]
        assert [id for id, _ in headlines.ids(empty, Query(feeds=(late,), read=False))]


async def test_a_copy_joins_the_row_that_is_there(empty: Database, open_screen: Open) -> None:
    add_feed(empty, "Island", [gulls(1, 2), parsed(5, "Island alone")])
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        before = list(screen.headlines.rows.ids)
        add_feed(empty, "River", [gulls(2, 1)])
        for _ in range(2):
            screen.poll()
            await settle(pilot)
            assert list(screen.headlines.rows.ids) == before
        assert " +1 " in shown(pilot)
        assert "2 unread" in shown(pilot)
        await press(pilot, "d", "U")
        assert len(screen.headlines.rows) == 2
        add_feed(empty, "Harbour", [gulls(3, 0.2)])
        screen.poll()
        await settle(pilot)
        assert len(screen.headlines.rows) == 2
        await press(pilot, "1")
        assert current_title(pilot) == GULLS
        assert " +2 " in shown(pilot)


async def test_reading_on_goes_over_copies(three: Sequence[int], open_screen: Open) -> None:
    async with open_screen() as pilot:
        seen = []
        for _ in range(4):
            await press(pilot, "n")
            seen.append(current_title(pilot))
        assert seen == ["Island alone", "River alone", GULLS, "Island alone"]
        await press(pilot, "p", "m", "n", "p")
        assert current_title(pilot) == "River alone"


async def test_the_fullest_text_is_opened_and_given_away(empty: Database, open_screen: Open) -> None:
    short = "It was gone before he had so much as sat down."
    add_feed(empty, "Island", [gulls(1, 1, text=short, body=body(short), words=10, complete="summary")])
    add_feed(empty, "River", [gulls(2, 2, text=TEXT, body=body(TEXT, "And the gulls were never found."))])
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        assert "never found" in shown(pilot)
        assert "only a summary" not in shown(pilot)
        assert "◐" not in shown(pilot)
        assert screen.controllers.article.source(screen.headlines.rows.ids[0]) == 2
        screen.controllers.scopes.show(
            next(row.scope for row in feeds_pane(pilot).rows if row.name == "Island")
        )
        await settle(pilot)
        assert "never found" not in shown(pilot)
        assert "◐" in shown(pilot)


async def test_of_an_article_with_two_texts_the_reader_chooses(empty: Database, open_screen: Open) -> None:
    short = "It was gone before he had so much as sat down."
    page = gulls(1, 1, body=body("The page says more."))
    add_feed(empty, "Island", [gulls(1, 1, text=short, body=body(short), complete="summary")])
    add_feed(empty, "River", [gulls(2, 2, body=body("The river's own words."))])
    async with open_screen() as pilot:
        assert "river's own" in shown(pilot)
        versions.keep_page(empty, 1, page, now=NOW)
        screen_of(pilot).controllers.article.show_changed([1])
        await settle(pilot)
        assert "The page says more" in shown(pilot)
        await press(pilot, "x")
        assert "so much as sat" in shown(pilot)


async def test_the_original_of_the_saved_one_is_there(empty: Database, open_screen: Open) -> None:
    from reader.document.blocks import Block, Document
    from reader.document.serialization import serialize

    add_feed(empty, "Island", [gulls(1, 1)])
    whole = serialize(
        Document((Block("paragraph", TEXT),)), f"Menu\n\n{TEXT}\n\nAll rights reserved".encode()
    )
    saving.save_article(empty, gulls(2, 2, key=None, body=whole), now=NOW)
    async with open_screen() as pilot:
        assert len(screen_of(pilot).headlines.rows) == 1
        await press(pilot, "v")
        assert "All rights reserved" in shown(pilot)


async def test_one_deleted_elsewhere_leaves_the_other(
    three: Sequence[int], empty: Database, open_screen: Open
) -> None:
    marks.delete(empty, [2], now=NOW)
    feeds.remove_feed(empty, three[1], now=NOW)
    async with open_screen() as pilot:
        assert titles(pilot) == [GULLS, "Island alone"] or titles(pilot) == ["Island alone", GULLS]
        assert "2 unread" in shown(pilot)


async def test_the_row_of_one_deleted_meanwhile_goes_to_another(
    three: Sequence[int], empty: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        before = list(screen.headlines.rows.ids)
        feeds.remove_feed(empty, three[0], now=NOW)
        screen.poll()
        await settle(pilot)
        await settle(pilot)
        assert GULLS in shown(pilot)
        assert "River +1" in shown(pilot)
        assert "2 unread" in shown(pilot)
        assert shown(pilot).count("(deleted)") == 1
        marks.delete(empty, [three[2]], now=NOW)
        screen.poll()
        await settle(pilot)
        await settle(pilot)
        assert " +1 " not in shown(pilot)
        rest = [other for other in screen.headlines.rows.ids if other not in before]
        marks.delete(empty, rest, now=NOW)
        screen.poll()
        await settle(pilot)
        await settle(pilot)
        assert shown(pilot).count("(deleted)") == 2
        assert len(screen.headlines.rows) == len(before)


async def test_only_articles_of_the_scope_take_a_row(
    three: Sequence[int], empty: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        screen = screen_of(pilot)
        screen.controllers.scopes.show(Scope("folder", "World/Asia"))
        await settle(pilot)
        feeds.remove_feed(empty, three[0], now=NOW)
        screen.poll()
        await settle(pilot)
        await settle(pilot)
        assert shown(pilot).count("(deleted)") == 2


@pytest.mark.long
async def test_a_hundred_thousand_with_copies_are_read_in_time(empty: Database, open_screen: Open) -> None:
    """Five of a hundred are copies; what is measured is the share of the time that collapse takes."""
    order = random.Random(7)
    made = [(n, order.randrange(NOW - 10_000_000, NOW)) for n in range(1, 100_001)]
    with empty:
        empty.execute("INSERT INTO feed (id, url, title, added) VALUES (1, 'a:', 'A', 0), (2, 'b:', 'B', 0)")
        empty.executemany(
            """INSERT INTO article
               (id, feed, sort_at, complete, words, received, title, fingerprint, text_hash)
               VALUES (?1, 1 + (?1 % 2), ?2, 2, 100, ?2, 'Title ' || ?1, 0, 0)""",
            made,
        )
        empty.executemany(
            "INSERT INTO twin VALUES (?, ?)",
            ((n, 1 + (n - 1) // 2) for n in range(1, 100_001) if n % 40 in (1, 2)),
        )
    taken = {}
    for collapse in (False, True):
        async with open_screen(settings=Settings(fold_duplicates=collapse)) as pilot:
            screen = screen_of(pilot)
            assert len(screen.headlines.rows) == (97_500 if collapse else 100_000)
            begun = time.process_time()
            first = screen.listing.restart()
            taken["first", collapse] = time.process_time() - begun
            assert len(first) <= 192
            begun = time.process_time()
            async for _ in screen.listing.fill():
                await asyncio.sleep(0)
            taken["all", collapse] = time.process_time() - begun
            assert len(set(screen.listing.rows.ids)) == len(screen.listing.rows)
            await press(pilot, "G", "g")
    assert taken["first", True] < taken["first", False] + 0.05
    assert taken["all", True] < 3 * taken["all", False] + 0.2
