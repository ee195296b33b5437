"""Full text on the screen, and the inbox while it is open: with real worker processes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import Paths
from reader.store.articles import versions
from reader.store.database.connection import Database
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.ui.controllers import inbox
from tests.samples import SAVED_PAGE
from tests.server import ScriptedServer, held, reply, running_server
from tests.ui.network import ended, excerpts, online
from tests.ui.screen import NOW, Open, parsed, press, running, screen_of, settle, shown


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as started:
        yield started


async def test_x_fetches_once_and_then_switches(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    excerpts(empty, server, 1)
    async with online(paths) as pilot:
        await press(pilot, "x")
        await ended(pilot, "pages")
        assert "counted the gulls" in shown(pilot)
        await press(pilot, "x")
        assert "Only the beginning" in shown(pilot)
        assert "the feed's own text" in shown(pilot)
        await press(pilot, "x")
        assert "counted the gulls" in shown(pilot)
        assert len(server.asked("/1")) == 1


async def test_a_wall_is_named_and_the_text_stays(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    excerpts(empty, server, 1)
    server.script("/1", reply(status=403))
    async with online(paths) as pilot:
        await press(pilot, "x")
        await ended(pilot, "pages")
        assert "Only the beginning" in shown(pilot)
        assert "forbidden to programs (403)" in shown(pilot).splitlines()[-1]
        notices = [
            block.text
            for block in screen_of(pilot).controllers.article.view.page.document.blocks
            if block.kind == "notice"
        ]
        assert notices == ["There is only a summary, and its page gave no more: forbidden to programs (403)"]


async def test_the_whole_list_is_completed(empty: Database, paths: Paths, server: ScriptedServer) -> None:
    excerpts(empty, server, 2)
    server.script("/2", reply(status=404))
    async with online(paths) as pilot:
        await press(pilot, "X")
        await ended(pilot, "pages")
        assert "1 of 2 fetched" in shown(pilot)
        assert "not found" in shown(pilot)
        assert "counted the gulls" in shown(pilot)
        await press(pilot, "X")
        await ended(pilot, "pages")
        assert "Nothing here to fetch" in shown(pilot)
        assert len(server.requests) == 2


async def test_a_trip_can_be_stopped(empty: Database, paths: Paths, server: ScriptedServer) -> None:
    excerpts(empty, server, 2)
    server.script("/1", held(reply(b"<p>too late</p>")))
    async with online(paths) as pilot:
        await press(pilot, "X")
        await server.asked_for(1)
        assert "0 of 2 fetched" in shown(pilot)
        await press(pilot, "X")
        await ended(pilot, "pages")
        assert "Stopped; what was fetched is kept" in shown(pilot)
        assert not running(pilot)
    assert server.asked("/2") == []


async def test_switching_needs_no_network(library: Database, open_screen: Open) -> None:
    (newest, *_) = headlines.ids(library, headlines.Query())
    versions.keep_page(library, newest[0], parsed(1, "The page", text="The page says much more."), now=NOW)
    async with open_screen() as pilot:
        assert "The page says much more." in shown(pilot)
        await press(pilot, "x")
        assert "The text of article 1." in shown(pilot)
        await press(pilot, "j", "x")
        assert "Offline" in shown(pilot)


async def test_files_that_appear_in_the_inbox_become_articles(
    empty: Database, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "LOOK_SECONDS", 3600.0)
    folder = tmp_path / "News"
    folder.mkdir()
    (folder / "bad.txt").write_bytes(b"\0\1\2")
    async with online(paths, inbox=str(folder)) as pilot:
        screen = screen_of(pilot)
        (folder / "ferry.txt").write_text(SAVED_PAGE, encoding="utf-8")
        screen.controllers.inbox.look()
        await ended(pilot, "inbox")
        assert headlines.counts(empty).saved == 0, "they may still be being written"
        for file in folder.iterdir():
            os.utime(file, (NOW, NOW))
        screen.controllers.inbox.look()
        await ended(pilot, "inbox")
        screen.poll()
        await settle(pilot)
        assert "Ferry crews test" in shown(pilot)
        assert "bad.txt" in shown(pilot)
        assert not inbox.new_files(paths, screen.shell.library.settings)
        assert sorted(file.name for file in folder.iterdir()) == ["bad.txt", "ferry.txt"]


async def test_a_feeds_pages_are_set_in_its_dialog(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "e", *["tab"] * 6, "enter", *["tab"] * 5, "enter")
        assert [feed.full_text for feed in feeds.feeds(library)] == ["asked", "always"]
        await press(pilot, "U")
        assert [feed.full_text for feed in feeds.feeds(library)] == ["asked", "asked"]
