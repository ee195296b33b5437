"""A key acts on what is lit: on the row of the feeds that has the cursor, or says that it cannot."""

from textual.pilot import Pilot

from reader.model import FeedChange, Query
from reader.store.articles.articles import keep_position
from reader.store.changes import marks
from reader.store.database.connection import Database
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.ui.headlines.scope import ALL, BEGUN, Scope
from tests.ui.screen import NOW, Open, feeds_pane, press, screen_of, settle, shown


async def light(pilot: Pilot[None], scope: Scope) -> None:
    """Give the feeds the keys, with the cursor on a scope."""
    screen_of(pilot).controllers.panes.go_to("feeds")
    pane = feeds_pane(pilot)
    pane.move_to(next(at for at, row in enumerate(pane.rows) if row.scope == scope))
    await settle(pilot)


def feed_named(db: Database, title: str) -> Scope:
    return Scope("feed", next(feed.id for feed in feeds.feeds(db) if feed.title == title))


def listed(db: Database, query: Query) -> list[int]:
    return [identity for identity, _ in headlines.ids(db, query)]


async def test_d_on_a_feed_offers_to_unsubscribe_and_is_taken_back(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await light(pilot, feed_named(library, "Island"))
        await press(pilot, "d")
        assert "Unsubscribe from Island?" in shown(pilot)
        await press(pilot, "escape")
        assert len(feeds.feeds(library)) == 2
        await press(pilot, "d", "enter")
        assert [feed.title for feed in feeds.feeds(library)] == ["River"]
        assert "Unsubscribed: Island · U" in shown(pilot)
        await press(pilot, "U")
        assert len(feeds.feeds(library)) == 2
        assert headlines.counts(library).total == 13


async def test_d_on_other_rows_says_why_it_cannot(library: Database, open_screen: Open) -> None:
    marks.tag(library, [1], ["blue"], [], now=NOW)
    async with open_screen() as pilot:
        for scope, words in (
            (ALL, "All cannot be deleted: it is always there"),
            (Scope("tag", "blue"), "#blue cannot be deleted: it goes when no article has it"),
        ):
            await light(pilot, scope)
            await press(pilot, "d")
            assert words in shown(pilot)
            await press(pilot, "e")
            assert words.replace("deleted", "edited") in shown(pilot)
        assert headlines.counts(library).total == 13


async def test_d_on_a_folder_offers_to_unsubscribe_its_feeds(library: Database, open_screen: Open) -> None:
    before = feeds.feeds(library, NOW)
    for feed in before:
        feeds.edit_feed(library, feed.id, FeedChange(folder=f"World/{feed.title}"), now=NOW)
    told = feeds.feeds(library, NOW)
    async with open_screen() as pilot:
        await light(pilot, Scope("folder", "World"))
        await press(pilot, "enter")
        await light(pilot, Scope("folder", "World"))
        await press(pilot, "d")
        assert "Unsubscribe from all 2 feeds in World?" in shown(pilot)
        await press(pilot, "escape")
        assert len(feeds.feeds(library)) == 2
        await press(pilot, "d", "enter")
        assert feeds.feeds(library) == []
        assert "Unsubscribed from 2 feeds: World · U" in shown(pilot)
        assert screen_of(pilot).listing.scope == ALL
        assert marks.actions(library, 1)[0].label == "unsubscribed from 2 feeds in World"
        await press(pilot, "U")
        await settle(pilot)
        assert feeds.feeds(library, NOW) == told


async def test_e_edits_the_feed_of_an_article_that_has_just_come(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        current = screen_of(pilot).headlines.current
        assert current is not None
        title = next(feed.title for feed in feeds.feeds(library) if feed.id == current.feed)
        screen_of(pilot).controllers.counts.feeds = []  # as before they are counted
        await press(pilot, "e", *"er", "enter")
        assert f"{title}er" in [feed.title for feed in feeds.feeds(library)]


async def test_e_on_a_folder_renames_it(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await light(pilot, Scope("folder", "World/Asia"))
        await press(pilot, "enter")
        await light(pilot, Scope("folder", "World"))
        await press(pilot, "e", *["backspace"] * 5, *"My/Globe", "enter")
        assert "My/Globe" in shown(pilot)
        renamed = {feed.folder for feed in feeds.feeds(library)} - {None}
        assert renamed == {"My/Globe/Asia"}
        assert screen_of(pilot).listing.scope == Scope("folder", "My/Globe/Asia")
        current = feeds_pane(pilot).current
        assert current is not None
        assert current.scope == Scope("folder", "My/Globe")
        assert marks.actions(library, 1)[0].label == "renamed the folder World to My/Globe"
        await press(pilot, "U")
        await settle(pilot)
        assert {feed.folder for feed in feeds.feeds(library)} - {None} == {"World/Asia"}


async def test_m_marks_the_feed_or_folder_that_is_lit(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await light(pilot, Scope("folder", "World/Asia"))
        await press(pilot, "m")
        assert headlines.counts(library).unread == 7
        assert "Marked 6 read: Asia · U" in shown(pilot)
        await press(pilot, "m")
        assert "Nothing is unread in Asia" in shown(pilot)
        await press(pilot, "U")
        assert headlines.counts(library).unread == 13


async def test_capital_a_asks_which_of_the_lit_row(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await light(pilot, feed_named(library, "River"))
        await press(pilot, "A")
        assert "Mark read in River" in shown(pilot)
        assert "All of it: 6 unread" in shown(pilot)
        await press(pilot, "enter")
        assert not listed(library, Query(read=False, feeds=(2,)))
        assert headlines.counts(library).unread == 7


async def test_capital_a_on_what_was_begun_is_about_nothing_else(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        first = headlines.ids(library, Query(read=False))[0][0]
        keep_position(library, first, 1, 0, now=NOW)
        await light(pilot, BEGUN)
        await press(pilot, "A")
        assert "All of it: 1 unread" in shown(pilot)
        await press(pilot, "enter")
        assert headlines.counts(library).unread == 12


async def test_keys_about_articles_say_so(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await light(pilot, feed_named(library, "Island"))
        await press(pilot, "s")
        assert "s stars articles; enter shows Island" in shown(pilot)
        assert headlines.counts(library).starred == 0
        await press(pilot, "backslash")
        assert "\\ sorts a list; enter shows Island" in shown(pilot)


async def test_n_in_the_feeds_goes_to_the_next_feed_with_unread(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await light(pilot, ALL)
        await press(pilot, "n")
        assert (row := feeds_pane(pilot).current) is not None
        assert row.name == "Island"
        await press(pilot, "n", "n")
        assert (row := feeds_pane(pilot).current) is not None
        assert row.name == "Island"


async def test_marks_say_what_they_happened_to(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        for key, words in (
            ("s", "Starred: Island 1 · U"),
            ("s", "Unstarred: Island 1 · U"),
            ("m", "Marked read: Island 1 · U"),
            ("u", "Marked unread: Island 1 · U"),
            ("u", "It is unread already: Island 1"),
            ("d", "Deleted: Island 1 · U"),
        ):
            await press(pilot, key)
            assert words in shown(pilot)
        await press(pilot, "j")
        assert "Deleted" not in shown(pilot)
