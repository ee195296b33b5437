"""Accounts on the screen: their articles stand among the others, and a refresh syncs them."""

from collections.abc import Iterator

import pytest
from textual.pilot import Pilot

from reader.config import Paths, Settings
from reader.library.accounts.manage import Password, add_account
from reader.library.library import open_library
from reader.store.accounts import accounts
from reader.store.database.connection import Database
from reader.store.feeds import feeds
from reader.ui.controllers.feeds import accounts as controller
from tests.samples import item, rss
from tests.server import held, reply, running_server
from tests.servers.greader import FakeReader
from tests.servers.profiles import FRESHRSS
from tests.ui.network import ended, online
from tests.ui.screen import HOUR, NOW, add_feed, parsed, press, screen_of, settle, shown, until


@pytest.fixture
def server() -> Iterator[FakeReader]:
    with FakeReader(FRESHRSS) as running:
        running.user.add_items(running.user.add_feed("http://site.test/feed", "Site", "News"), 5)
        yield running


async def added(paths: Paths, server: FakeReader) -> None:
    library = open_library(paths, Settings())
    password = Password(server.user.password)
    found = await add_account(library, "greader", server.url, server.user.name, "home", password)
    assert accounts.names(library.db) == {1: "home"}, found
    library.db.close()


async def synced(pilot: Pilot[None]) -> None:
    """Have the account's articles come."""
    await pilot.press("R")
    await ended(pilot, "fetching")
    screen_of(pilot).poll()
    await until(pilot, "Article 5")


async def test_a_refresh_syncs_accounts_also_those_that_are_not_due(
    empty: Database, paths: Paths, server: FakeReader
) -> None:
    await added(paths, server)
    async with online(paths, send_seconds=0) as pilot:  # what waits is sent by the key alone
        await synced(pilot)
        await press(pilot, "s")
        await press(pilot, "R")
        await ended(pilot, "fetching")
        assert [item.starred for item in server.user.items.values()].count(True) == 1
        server.user.password = "another"
        await press(pilot, "s", "R")
        await ended(pilot, "fetching")
        assert "home: the server refuses the password; 1 change waits" in shown(pilot)


async def test_the_panes_and_the_health_show_an_accounts_feeds(
    empty: Database, paths: Paths, server: FakeReader
) -> None:
    await added(paths, server)
    async with online(paths) as pilot:
        await synced(pilot)
        await until(pilot, "News")
        await press(pilot, "H")
        await until(pilot, "Accounts · 1")
        assert "Site" in shown(pilot)
        await press(pilot, "escape")


async def test_a_feed_that_its_server_does_not_let_be_changed_is_told_so(
    empty: Database, paths: Paths, server: FakeReader
) -> None:
    await added(paths, server)
    async with online(paths, sync_minutes=0, send_seconds=0) as pilot:
        await synced(pilot)
        accounts.write(empty, 1, feeds_editable=0)  # which a sync would write anew
        await press(pilot, "e", "X", "enter")
        assert "the server of home (greader) does not let its feeds be changed" in shown(pilot)
        assert [feed.title for feed in feeds.feeds(empty)] == ["Site"]


async def test_marks_are_sent_after_a_quiet_while_and_what_waits_is_shown(
    empty: Database, paths: Paths, server: FakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    await added(paths, server)
    monkeypatch.setattr(controller, "LOOK_SECONDS", 0.05)
    async with online(paths, send_seconds=1) as pilot:
        await synced(pilot)
        server.fault("edit-tag", "wait")  # both are seen to wait, however slowly the keys come
        await pilot.press("s", "j", "j", "s")
        await until(pilot, "↑2")
        server.release()
        await until(pilot, lambda: [item.starred for item in server.user.items.values()].count(True) == 2)
        await until(pilot, lambda: "↑" not in shown(pilot))


async def test_an_accounts_feeds_stand_below_its_name_and_are_listed_with_it(
    empty: Database, paths: Paths, server: FakeReader
) -> None:
    await added(paths, server)
    add_feed(empty, "Gazette", [parsed(1, "The ferry is late")])
    async with online(paths) as pilot:
        await synced(pilot)
        await settle(pilot)
        pane = screen_of(pilot).controllers.counts._pane
        await until(pilot, lambda: any(row.name == "Site" and row.count == 5 for row in pane.rows))
        names = [(row.depth, row.name, row.count) for row in pane.rows if not row.gap]
        assert names[-3:] == [(0, "home", 5), (1, "News", 5), (2, "Site", 5)]
        assert (0, "Gazette", 1) in names
        await press(pilot, "shift+tab", "G", "k", "k", "enter")
        assert "home" in screen_of(pilot).head.title
        assert len(screen_of(pilot).headlines.rows) == 5
        await press(pilot, "shift+tab", "d")
        assert "its server keeps it" in shown(pilot)
    async with online(paths) as pilot:
        await settle(pilot)
        assert "home" in screen_of(pilot).head.title


async def test_the_health_of_an_account_gives_it_another_password_and_removes_it(
    empty: Database, paths: Paths, server: FakeReader
) -> None:
    await added(paths, server)
    async with online(paths, send_seconds=0) as pilot:
        await synced(pilot)
        server.user.password = "another one"
        await press(pilot, "s", "H")
        await until(pilot, "Accounts · 1")
        await press(pilot, "g", "r")
        await until(pilot, "refuses the password")
        assert "1 change waits" in shown(pilot)
        for typed, words in (("wrong", "refuses"), ("another one", "It is kept, and what waited is sent")):
            await press(pilot, "p")
            await press(pilot, *("space" if letter == " " else letter for letter in typed))
            assert typed not in shown(pilot)
            await press(pilot, "enter")
            # A second password is not taken while the first is tried.
            await until(pilot, lambda: "Trying it" not in shown(pilot))
            await until(pilot, words)
        assert [item.starred for item in server.user.items.values()].count(True) == 1
        await ended(pilot, "fetching")
        await press(pilot, "d")
        await press(pilot, "enter")
        await until(pilot, "home is removed; U takes it back")
        await press(pilot, "escape")
        await settle(pilot)
        assert len(screen_of(pilot).headlines.rows) == 1
        await ended(pilot, "fetching")
    assert accounts.names(empty) == {}


def heard(pilot: Pilot[None]) -> list[str]:
    """What the bottom line says from here on: a message goes by itself."""
    messages: list[str] = []

    def hear(text: str) -> None:
        messages.append(text)

    screen_of(pilot).watch(screen_of(pilot).status, "message", hear)
    return messages


def lists_asked_for(server: FakeReader) -> int:
    return len(server.asked("xt=user"))


async def test_a_key_pressed_while_an_account_syncs_by_itself_refreshes_after_it(
    empty: Database, paths: Paths, server: FakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    await added(paths, server)
    monkeypatch.setattr(controller, "LOOK_SECONDS", 0.05)
    async with online(paths, send_seconds=1) as pilot:
        await synced(pilot)
        messages = heard(pilot)
        server.requests.clear()
        server.fault("items/ids", "wait")
        await press(pilot, "s")
        await until(pilot, lambda: lists_asked_for(server) == 1)
        await press(pilot, "R", "R", "R")
        await until(pilot, "syncing home · a refresh follows")
        server.user.add_item(next(iter(server.user.feeds.values())), "Come meanwhile")
        server.release()
        await until(pilot, lambda: lists_asked_for(server) == 2)
        await ended(pilot, "fetching")
        assert not [text for text in messages if "Still busy" in text]
        screen_of(pilot).poll()
        await until(pilot, "Come meanwhile")


async def test_a_refresh_by_the_clock_that_became_the_readers_syncs_every_account(
    empty: Database, paths: Paths, server: FakeReader
) -> None:
    await added(paths, server)
    with running_server() as slow:
        feeds.add_feed(empty, slow.url("/slow"), title="Slow", now=NOW)
        slow.script("/slow", held(reply(rss([item(1, "Of slow")]))))
        async with online(paths, send_seconds=0) as pilot:
            messages = heard(pilot)
            accounts.write(empty, 1, next_due=screen_of(pilot).shell.library.clock() + HOUR)
            screen_of(pilot).controllers.jobs.refresh(quiet=True)
            await slow.asked_for(1)
            await press(pilot, "R")
            slow.open()
            await ended(pilot, "fetching")
            assert "2 asked, 6 new" in messages
            screen_of(pilot).poll()
            await until(pilot, "Article 5")
