"""The pictures of articles on the screen, with real worker processes."""

import asyncio
from collections.abc import Iterator

import pytest
from textual.pilot import Pilot

from reader.config import Paths
from reader.document.blocks import Block, Document
from reader.document.serialization import serialize
from reader.library.images import kept
from reader.model import Date, FeedChange, ParsedArticle, ParsedFeed
from reader.sources.images import decode
from reader.store.database.connection import Database
from reader.store.feeds import feeds, refresh_state, responses
from reader.ui.images.half_blocks import UPPER
from reader.ui.widgets.article_view import ArticleView
from reader.ways import FeedWays
from tests.pictures import BLUE, RED, picture
from tests.server import ScriptedServer, held, redirect, reply, running_server
from tests.ui.network import ended, online
from tests.ui.screen import HOUR, NOW, current_title, press, screen_of, settle, shown

TEXT = "The mill turns again, and those who stood on the dam heard it first."


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as started:
        yield started


def add_articles(
    db: Database, server: ScriptedServer, *figures: Block, count: int = 1, rows: int = 1
) -> None:
    """A feed whose articles show these pictures between paragraphs."""
    feed, _ = feeds.add_feed(db, server.url("/feed"), now=NOW)
    text = Block("paragraph", TEXT)
    blocks = (text, *(block for figure in figures for block in (figure, text)), *[text] * rows)
    made = [
        ParsedArticle(
            key=str(number), title=f"Mill {number}", published=Date(NOW - number * HOUR),
            body=serialize(Document(blocks)), text=TEXT, words=30, complete="full",
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    (state,) = refresh_state.feed_states(db, [feed], None)
    responses.keep_response(db, state, ParsedFeed(title="Harbour", articles=tuple(made)), now=NOW)


def mill(server: ScriptedServer, path: str = "/mill.png", caption: str = "The mill") -> Block:
    return Block("figure", caption, src=server.url(path), alt="A wheel")


def pictured(pilot: Pilot[None]) -> list[str]:
    """The lines of the screen that show a part of a picture."""
    return [line for line in shown(pilot).splitlines() if UPPER in line]


async def test_a_feeds_own_way_says_what_becomes_of_its_pictures(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    add_articles(empty, server, mill(server))
    server.script("/mill.png", reply(picture()))
    feeds.edit_feed(empty, 1, FeedChange(ways=FeedWays(images="always")), now=NOW)
    async with online(paths) as pilot:
        await press(pilot, "enter")
        await ended(pilot, "pictures")
        assert pictured(pilot)
    feeds.edit_feed(empty, 1, FeedChange(ways=FeedWays(images="never")), now=NOW)
    async with online(paths) as pilot:
        assert not pictured(pilot), "what is kept is not shown"
        await press(pilot, "I")
        assert "Pictures are off in this feed" in shown(pilot)


async def test_i_fetches_once_and_shows(empty: Database, paths: Paths, server: ScriptedServer) -> None:
    add_articles(empty, server, mill(server))
    server.script("/mill.png", reply(picture()))
    async with online(paths) as pilot:
        assert "▣ The mill" in shown(pilot)
        assert not pictured(pilot)
        await press(pilot, "enter", "J", "K")
        assert not server.requests, "with `asked` nothing is fetched before the key"
        await press(pilot, "I")
        await ended(pilot, "pictures")
        assert len(pictured(pilot)) == 12
        assert "One picture" in shown(pilot)
        lines = shown(pilot).splitlines()
        below = lines[max(place for place, line in enumerate(lines) if UPPER in line) + 1]
        assert "The mill" in below
        assert "▣" not in below
        await press(pilot, "I")
        assert "All pictures of this article are here" in shown(pilot)
    async with online(paths) as pilot:
        assert len(pictured(pilot)) == 12, "what was fetched shows by itself"
    assert len(server.asked("/mill.png")) == 1


async def test_a_picture_has_its_colours(empty: Database, paths: Paths, server: ScriptedServer) -> None:
    add_articles(empty, server, mill(server))
    _keep(paths, mill(server).src, picture())
    async with online(paths) as pilot:
        strips = pilot.app.screen._compositor.render_strips()
        styles = [cell.style for strip in strips for cell in strip if UPPER in cell.text]
        colours = {
            tuple(style.color.triplet) for style in styles if style and style.color and style.color.triplet
        }
        assert {RED, BLUE} <= colours


def _keep(paths: Paths, address: str, data: bytes) -> None:
    found, graphics = decode(data)
    kept.keep(paths, kept.key_of(address), kept.Kept(kept.VERSION, NOW, found), graphics)


async def test_always_fetches_when_an_article_is_opened(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    add_articles(empty, server, mill(server), count=2)
    server.script("/mill.png", reply(picture()))
    async with online(paths, images="always") as pilot:
        await press(pilot, "j", "k")
        assert not server.requests, "an article under the cursor is not opened"
        await press(pilot, "enter")
        await ended(pilot, "pictures")
        assert pictured(pilot)
        assert len(server.requests) == 1


async def test_never_fetches_and_shows_nothing(empty: Database, paths: Paths, server: ScriptedServer) -> None:
    add_articles(empty, server, mill(server))
    _keep(paths, mill(server).src, picture())
    async with online(paths, images="never") as pilot:
        await press(pilot, "enter", "I")
        assert "Pictures are off" in shown(pilot)
        assert "▣ The mill" in shown(pilot)
        assert not pictured(pilot)
    assert not server.requests


async def test_no_color_shows_words(
    empty: Database, paths: Paths, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    add_articles(empty, server, mill(server))
    _keep(paths, mill(server).src, picture())
    async with online(paths) as pilot:
        await press(pilot, "I")
        assert not pictured(pilot)
        assert "▣ The mill" in shown(pilot)
    assert not server.requests


async def test_what_cannot_be_had_is_one_quiet_line(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    add_articles(
        empty,
        server,
        mill(server, "/gone.png"),
        mill(server, "/in.png"),
        Block("figure", src=server.url("/a.svg")),
    )
    server.script("/in.png", redirect("http://127.0.0.1:9/"))
    server.script("/a.svg", reply(b"<svg/>"))
    async with online(paths) as pilot:
        await press(pilot, "I")
        await ended(pilot, "pictures")
        assert "image: 127.0.0.1: not found" in shown(pilot)
        assert "private" in shown(pilot)
        assert "▣ image: an SVG drawing is not shown" in shown(pilot)
        assert "3 of 3 pictures could not be had" in shown(pilot)
        assert not pictured(pilot)


async def test_keys_act_while_a_picture_hangs(empty: Database, paths: Paths, server: ScriptedServer) -> None:
    add_articles(empty, server, mill(server), count=2)
    server.script("/mill.png", held(reply(picture())))
    async with online(paths) as pilot:
        await pilot.press("I")
        await asyncio.to_thread(server.wait_for_requests, 1)
        await press(pilot, "j")
        assert current_title(pilot) == "Mill 2"
        await press(pilot, "k")
        server.open()
        await ended(pilot, "pictures")
        assert pictured(pilot)


async def test_the_line_at_the_top_stays_when_a_picture_comes(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    add_articles(empty, server, mill(server), mill(server, "/two.png"), rows=60)
    _keep(paths, mill(server).src, picture())
    async with online(paths) as pilot:
        view = screen_of(pilot).query_one(ArticleView)
        await press(pilot, "enter", *["j"] * 9)
        before = view.lines[view.scroll_offset.y]
        assert before.picture > 0
        _keep(paths, mill(server, "/two.png").src, picture())
        view.show_again()
        await settle(pilot)
        assert view.lines[view.scroll_offset.y] == before
        assert len({line.block for line in view.lines if line.picture >= 0}) == 2


async def test_a_picture_is_never_wider_than_the_text_nor_higher_than_most_of_the_pane(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    add_articles(empty, server, mill(server), rows=40)
    _keep(paths, mill(server).src, picture(1_600, 1_600))
    async with online(paths) as pilot:
        for width, height in ((120, 30), (80, 24), (60, 16), (200, 50)):
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            if width < 80:
                await press(pilot, "enter")
            view = screen_of(pilot).query_one(ArticleView)
            rows = [line for line in view.lines if line.picture >= 0]
            assert 0 < len(rows) <= view.size.height * 6 // 10
            assert len(rows[0].runs[-1].text) <= view.text_width


async def test_what_is_completed_for_a_trip_has_its_pictures(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    add_articles(empty, server, mill(server), count=3)
    server.script("/mill.png", reply(picture()))
    async with online(paths) as pilot:
        await press(pilot, "X")
        await ended(pilot, "pages")
        assert "Pictures: 1" in shown(pilot)
        assert pictured(pilot)
    assert len(server.requests) == 1
