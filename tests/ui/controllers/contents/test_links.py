"""Choosing links by letters, by number and from the list; and what is done with them."""

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from reader.config import Paths, Settings
from reader.document.blocks import Block, Document, Span
from reader.document.serialization import serialize
from reader.library.library import Library
from reader.model import Query
from reader.store.database.connection import Database, open_store
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.ui import shell
from reader.ui.app import ReaderApp
from reader.ui.controllers.jobs import GROUP
from reader.ui.dialogs.article.link_hints import LinkHintsDialog
from reader.ui.dialogs.article.links import LinksDialog
from tests.samples import item, rss
from tests.server import reply, running_server
from tests.ui.screen import (
    Open,
    add_feed,
    current_title,
    keep,
    parsed,
    press,
    press_at_once,
    screen_of,
    settle,
    shown,
    wait_for_jobs,
)


def linked(*hrefs: str, lines: int = 0) -> bytes:
    """An article with a link in each paragraph, and empty talk of so many lines behind them."""
    stages = [(f"Stage {number}", href) for number, href in enumerate(hrefs, 1)]
    blocks = [
        Block("paragraph", f"{words} begins", (Span(0, len(words), "link", href),)) for words, href in stages
    ]
    return serialize(Document((*blocks, *(Block("paragraph", "And on.") for _ in range(lines)))))


def walk(db: Database, *hrefs: str, lines: int = 0) -> None:
    add_feed(db, "River", [replace(parsed(1, "A walk"), body=linked(*hrefs, lines=lines))])


def pier(number: int) -> str:
    return f"https://pier.example/{number}"


def clip(pilot: Pilot[None]) -> str:
    return pilot.app.clipboard


async def test_a_letter_on_a_link_opens_it(empty: Database, open_screen: Open) -> None:
    walk(empty, pier(1), pier(2))
    async with open_screen() as pilot:
        await press(pilot, "semicolon")
        while "ftage 1" not in shown(pilot):  # a busy machine takes long to show them
            await pilot.pause()
        assert "jtage 2" in shown(pilot)
        assert "a letter or number" in shown(pilot)
        await press(pilot, "j")
        assert clip(pilot) == pier(2)  # there is no browser here
        assert "address copied" in shown(pilot)
        await press(pilot, "escape")
        assert "Stage 1" in shown(pilot)
        assert "a letter or number" not in shown(pilot)


async def test_keys_pressed_at_once_choose_what_they_would_one_by_one(
    empty: Database, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "OPENING_SECONDS", 120.0)  # a busy machine takes long to open a dialog
    walk(empty, *map(pier, range(1, 13)))
    async with open_screen() as pilot:
        press_at_once(pilot, "semicolon", "Y", "1", "2")
        while not clip(pilot):
            await pilot.pause()
        assert clip(pilot) == pier(12)


async def test_many_links_have_two_letters_and_the_others_go(empty: Database, open_screen: Open) -> None:
    walk(empty, *map(pier, range(1, 41)))
    async with open_screen(size=(120, 100)) as pilot:
        await press(pilot, "semicolon", "Y", "j")
        assert "fjtage" not in shown(pilot)
        assert "jftage 27" not in shown(pilot)
        assert "jfage 27" in shown(pilot)
        assert "Stage 1⁽" in shown(pilot)
        await press(pilot, "backspace")
        assert "ffage 1" in shown(pilot)
        await press(pilot, "j", "f")
        assert clip(pilot) == pier(27)


async def test_several_are_collected_until_enter(empty: Database, open_screen: Open) -> None:
    walk(empty, *map(pier, range(1, 5)))
    async with open_screen() as pilot:
        await press(pilot, "semicolon", "Y", "comma", "f", "j", "k", "j", "enter")
        assert clip(pilot).splitlines() == [pier(1), pier(4)]
        assert "Copied 2 addresses" in shown(pilot)


async def test_the_list_has_the_words_the_host_and_the_whole_address(
    empty: Database, open_screen: Open
) -> None:
    long = "https://reports.example/" + "a-long-path/" * 30
    walk(empty, pier(1), long)
    async with open_screen() as pilot:
        await press(pilot, "semicolon", "tab", "j")
        assert isinstance(pilot.app.screen, LinksDialog)
        row = next(line for line in shown(pilot).splitlines() if "2 Stage 2" in line)
        assert "reports.example" in row
        assert "https://reports.example/a-long-path/" in shown(pilot)
        await press(pilot, "k", "space", "space", "y")
        assert clip(pilot).splitlines() == [pier(1), long]


async def test_without_a_link_in_view_the_list_comes_at_once(empty: Database, open_screen: Open) -> None:
    walk(empty, pier(1), lines=60)
    async with open_screen() as pilot:
        await press(pilot, "enter", "G", "semicolon")
        assert isinstance(pilot.app.screen, LinksDialog)
        await press(pilot, "escape", "g", "semicolon")
        assert isinstance(pilot.app.screen, LinkHintsDialog)
        await press(pilot, "escape", "escape")
    async with open_screen(size=(60, 20)) as pilot:
        await press(pilot, "semicolon")
        assert isinstance(pilot.app.screen, LinksDialog)


async def test_letters_follow_the_links_into_another_width(empty: Database, open_screen: Open) -> None:
    walk(empty, pier(1), pier(2))
    async with open_screen() as pilot:
        await press(pilot, "semicolon")
        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert "ftage 1" in shown(pilot)
        assert "jtage 2" in shown(pilot)


async def test_what_is_no_web_address_is_neither_opened_nor_saved(empty: Database, open_screen: Open) -> None:
    walk(empty, "file:///etc/passwd", "http://u:p@evil.example/")
    async with open_screen() as pilot:
        await press(pilot, "semicolon", "1")
        assert "Only http and https" in screen_of(pilot).status.error
        await press(pilot, "semicolon", "A", "2")
        assert "names a user" in screen_of(pilot).status.error
        await press(pilot, "semicolon", "S", "1")
        assert "Only http and https" in screen_of(pilot).status.error


def screen_on(paths: Paths) -> ReaderApp:
    return ReaderApp(Library(open_store(paths.library), paths, Settings(refresh_minutes=0)))


async def test_links_are_saved_and_subscribed_to(empty: Database, paths: Paths) -> None:
    with running_server() as server:
        server.script("/page", reply(PAGE, **{"Content-Type": "text/html"}))
        server.script("/news", reply(rss(item("One"), title="Tide news")))
        feed, _ = feeds.add_feed(empty, server.url("/feed"), title="River", now=0)
        article = replace(parsed(1, "A walk"), body=linked(server.url("/page"), server.url("/news")))
        keep(empty, feed, server.url("/feed"), [article])
        async with screen_on(paths).run_test(size=(120, 30)) as pilot:
            await settle(pilot)
            await press(pilot, "semicolon", "A", "1")
            await wait_for_jobs(pilot, GROUP)
            assert "Added: The tide table" in screen_of(pilot).status.message
            await press(pilot, "semicolon", "S", "2")
            await wait_for_jobs(pilot, GROUP)
            assert "Tide news" in screen_of(pilot).status.message
    assert "Tide news" in [known.title for known in feeds.feeds(empty)]


async def test_a_link_of_a_foreign_feed_reaches_no_private_host(empty: Database, paths: Paths) -> None:
    with running_server() as server:
        walk(empty, server.url("/page"), server.url("/news"))
        async with screen_on(paths).run_test(size=(120, 30)) as pilot:
            await settle(pilot)
            for verb, number in (("A", "1"), ("S", "2")):
                await press(pilot, "semicolon", verb, number)
                await wait_for_jobs(pilot, GROUP)
                assert "is a private address" in screen_of(pilot).status.error
        assert server.requests == []
    assert len(headlines.ids(empty, Query())) == 1


PAGE = (
    b"<html><head><title>The tide table</title></head><body><article><h1>The tide table</h1>"
    + b"<p>High water comes at nine and again at half past three, and the ferry waits for both of them.</p>"
    * 8
    + b"</article></body></html>"
)


async def test_the_outline_goes_to_a_heading(empty: Database, open_screen: Open) -> None:
    blocks: list[Block] = []
    for number in range(1, 6):
        blocks += [Block("heading", f"Part {number}", level=2), *[Block("paragraph", "And on.")] * 20]
    body = serialize(Document(tuple(blocks)))
    add_feed(empty, "River", [replace(parsed(1, "A walk"), body=body), parsed(2, "Short")])
    async with open_screen() as pilot:
        await press(pilot, "enter", "T", "j", "j", "enter")
        lines = [line.rpartition("│")[2].strip() for line in shown(pilot).splitlines()]
        assert next(filter(None, lines[1:])) == "Part 3"
        await press(pilot, "T", "enter")
        lines = [line.rpartition("│")[2].strip() for line in shown(pilot).splitlines()]
        assert next(filter(None, lines[1:])) == "Part 3"  # the cursor begins where one reads
        await press(pilot, "escape", "j", "T")
        assert current_title(pilot) == "Short"
        assert "no headings" in shown(pilot)
