"""The feeds' health on the screen, with real worker processes where the network is asked."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from textual.pilot import Pilot

from reader.config import Paths
from reader.library.feeds.health import examined
from reader.model import DAY, HOUR, Feed, FeedChange
from reader.store.database.connection import Database
from reader.store.feeds import feeds, refresh_state, responses
from reader.ui.dialogs.choose import ChooseDialog
from reader.ui.dialogs.feeds.feed_health import FeedHealthDialog
from reader.ui.dialogs.feeds.health_rows import HealthRow, cells
from tests.samples import item, rss
from tests.server import ScriptedServer, held, reply, running_server
from tests.ui.network import online
from tests.ui.screen import (
    NOW,
    Open,
    add_feed,
    parsed,
    press,
    screen_of,
    settle,
    shown,
    wait_for_jobs,
)

PAGE = b'<html><head><link rel="alternate" type="application/rss+xml" href="/new.xml"></head></html>'


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as started:
        yield started


def change(db: Database, identity: int, **known: object) -> None:
    """What a feed's last answer left."""
    [state] = refresh_state.feed_states(db, [identity], None)
    responses.keep_response(db, replace(state, **known), None, now=NOW)  # type: ignore[arg-type]


def feed_of(db: Database, identity: int) -> Feed:
    found = feeds.feed(db, identity, NOW)
    assert found is not None
    return found


async def quiet(pilot: Pilot[None], *groups: str) -> None:
    """Waits until what was begun in these groups has ended."""
    await pilot.pause()
    await wait_for_jobs(pilot, *groups)


@asynccontextmanager
async def examining(paths: Paths) -> AsyncIterator[Pilot[None]]:
    """The feeds' health, on a screen with a network."""
    async with online(paths) as pilot:
        await press(pilot, "H")
        await quiet(pilot, "health")
        yield pilot


def lines(pilot: Pilot[None]) -> list[str]:
    """What the list of feeds shows."""
    return [line.strip("│ ") for line in shown(pilot).splitlines() if "│" in line]


async def test_feeds_in_trouble_come_first_each_with_its_cause(library: Database, open_screen: Open) -> None:
    change(library, 2, failures=2, error="forbidden to programs", last_ok=NOW - 3 * DAY)
    async with open_screen((100, 30)) as pilot:
        await press(pilot, "H")
        await quiet(pilot, "health")
        text = lines(pilot)
        assert text[1].startswith("In trouble · 1")
        assert text[2].split() == ["!", "River", "forbidden", "to", "programs", "2024-05-29"]
        assert "Well · 1" in text
        assert any("Forbidden to programs" in line for line in text)
        assert any("Last good 2024-05-29" in line and "6 articles a month" in line for line in text)
        await press(pilot, "j")
        assert any("https://island.example/feed" in line for line in lines(pilot))
        await press(pilot, "j", "k", "G", "g", "escape")
        assert pilot.app.screen is screen_of(pilot)


async def test_no_key_is_cut_where_the_terminal_is_narrow(library: Database, open_screen: Open) -> None:
    async with open_screen((60, 20)) as pilot:
        await press(pilot, "H")
        await quiet(pilot, "health")
        for key in ("r ask now", "d unsubscribe", "f find address", "U undo"):
            assert key in shown(pilot)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(-5, "due"), (61, "in 2 min"), (3 * HOUR, "in 3 h"), (DAY, "in 24 h"), (3 * DAY, "in 3 days")],
)
async def test_when_a_feed_is_asked_next_is_told_as_a_wait(
    library: Database, open_screen: Open, seconds: int, told: str
) -> None:
    change(library, 1, next_due=NOW + seconds)
    change(library, 2, next_due=NOW + seconds)
    async with open_screen((80, 24)) as pilot:
        await press(pilot, "H")
        await quiet(pilot, "health")
        assert any(line.endswith(told) for line in lines(pilot)), "on the line of the numbers"


async def test_pausing_and_unsubscribing_are_taken_back(library: Database, open_screen: Open) -> None:
    async with open_screen((100, 30)) as pilot:
        await press(pilot, "H")
        await quiet(pilot, "health")
        await press(pilot, "p")
        await quiet(pilot, "health")
        assert feed_of(library, 1).status == "paused"
        assert "p resume" in shown(pilot)
        assert lines(pilot)[2].startswith("‖ Island"), "it stays where it stood"
        await press(pilot, "p")
        await quiet(pilot, "health")
        assert feed_of(library, 1).status == "ok"
        await press(pilot, "d")
        await quiet(pilot, "health")
        assert [feed.title for feed in feeds.feeds(library, NOW)] == ["River"]
        assert "Unsubscribed from Island; U takes it back" in shown(pilot)
        await press(pilot, "U")
        await quiet(pilot, "health")
        assert lines(pilot)[2].strip().startswith("Island")
        assert len(feeds.feeds(library, NOW)) == 2
        await press(pilot, "escape")
        assert "Island 1" in shown(pilot)


async def test_articles_of_a_feed_that_went_are_gone_from_the_list(
    library: Database, open_screen: Open
) -> None:
    async with open_screen() as pilot:
        await press(pilot, "H")
        await quiet(pilot, "health")
        await press(pilot, "d")
        await quiet(pilot, "health")
        await press(pilot, "escape")
        assert "Island 1" not in shown(pilot)
        assert "River 2" in shown(pilot)


async def test_enter_shows_a_feed_s_articles(library: Database, open_screen: Open) -> None:
    async with open_screen() as pilot:
        await press(pilot, "H")
        await quiet(pilot, "health")
        await press(pilot, "j", "enter")
        assert screen_of(pilot).listing.scope.value == 2
        assert "Island 1" not in shown(pilot)


async def test_nothing_is_asked_offline_and_nothing_changed_read_only(
    library: Database, open_screen: Open
) -> None:
    for key in "rf":
        async with open_screen() as pilot:
            await press(pilot, "H", key)
            await quiet(pilot, "health", "feed jobs")
            assert "Offline: nothing is asked of the network" in shown(pilot)
    async with open_screen(readonly=True) as pilot:
        await press(pilot, "H")
        await quiet(pilot, "health")
        for key in "pd":
            await press(pilot, key)
            assert "read-only" in shown(pilot)
            assert isinstance(pilot.app.screen, FeedHealthDialog)


async def test_asking_now_tells_what_came(empty: Database, paths: Paths, server: ScriptedServer) -> None:
    identity, _ = feeds.add_feed(empty, server.url("/feed"), title="Harbour", now=NOW)
    change(empty, identity, gone=True, failures=1, error="gone")
    server.script("/feed", held(reply(rss([item(1), item(2)]))))
    async with examining(paths) as pilot:
        await press(pilot, "r", "r")
        assert "Asking it now" in lines(pilot)[2]
        server.open()
        await quiet(pilot, "feed jobs")
        assert any(line == "2 new" for line in lines(pilot))
        assert feed_of(empty, identity).status == "ok"
        assert len(server.requests) == 1
        server.script("/feed", reply(status=403))
        await press(pilot, "r")
        await quiet(pilot, "feed jobs")
        assert any(line == "Failed: forbidden to programs" for line in lines(pilot))


async def test_a_new_address_is_taken_over_only_when_it_is_confirmed(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    identity, _ = feeds.add_feed(empty, server.url("/old.xml"), title="Harbour", now=NOW)
    change(empty, identity, failures=9, error="not found")
    server.script("/", reply(PAGE))
    server.script("/new.xml", reply(rss([item(1)])))
    async with examining(paths) as pilot:
        for keys, url in ((("escape",), "/old.xml"), (("j", "enter"), "/old.xml"), (("enter",), "/new.xml")):
            await press(pilot, "f")
            while not isinstance(pilot.app.screen, ChooseDialog):
                await pilot.pause()
            await settle(pilot)
            assert "Harbour Gazette (1 article, newest 2025-10-01)" in shown(pilot)
            assert server.url("/new.xml") in shown(pilot)
            assert feed_of(empty, identity).url == server.url("/old.xml")
            await press(pilot, *keys)
            await quiet(pilot, "feed jobs")
            assert feed_of(empty, identity).url == server.url(url)
            if url == "/old.xml":
                assert "Nothing was changed" in shown(pilot)
        assert (feed_of(empty, identity).status, feed_of(empty, identity).total) == ("ok", 1)
        await press(pilot, "U")
        await quiet(pilot, "health")
        assert feed_of(empty, identity).url == server.url("/old.xml")


async def test_older_articles_are_loaded_with_o(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    identity, _ = feeds.add_feed(empty, server.url("/feed"), title="Harbour", now=NOW)
    server.script("/feed", reply(rss([item(2)]).replace(b"<item>", b'<link rel="next" href="/2"/><item>', 1)))
    server.script("/2", reply(rss([item(1)])))
    async with examining(paths) as pilot:
        await press(pilot, "o")
        await quiet(pilot, "feed jobs")
        assert "1 new" in shown(pilot)
        assert feed_of(empty, identity).total == 1
        await press(pilot, "o")
        await quiet(pilot, "feed jobs")
        assert "Skipped: there are no older articles" in shown(pilot)


async def test_where_no_address_is_found_the_reason_is_told(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    feeds.add_feed(empty, server.url("/old.xml"), title="Harbour", now=NOW)
    async with examining(paths) as pilot:
        await press(pilot, "f")
        await quiet(pilot, "feed jobs")
        assert "Its site could not be looked through: not found" in shown(pilot)


async def test_a_move_is_accepted_with_m(empty: Database, paths: Paths, server: ScriptedServer) -> None:
    identity, _ = feeds.add_feed(empty, server.url("/old.xml"), title="Harbour", now=NOW)
    feeds.add_feed(empty, server.url("/other.xml"), title="Other", now=NOW)
    change(empty, identity, last_ok=NOW, last_checked=NOW, moved_to=server.url("/new.xml"))
    server.script("/new.xml", reply(rss([item(1)])))
    async with examining(paths) as pilot:
        assert "m accept the move" in shown(pilot)
        await press(pilot, "j")
        assert "m accept the move" not in shown(pilot)
        await press(pilot, "k", "m")
        await quiet(pilot, "feed jobs")
        assert feed_of(empty, identity).url == server.url("/new.xml")
        assert [seen.target for seen in server.requests] == ["/new.xml"]


async def test_a_thousand_feeds_are_drawn_by_what_is_in_sight(empty: Database, open_screen: Open) -> None:
    for number in range(1000):
        feeds.add_feed(empty, f"https://n{number}.example/", title=f"Feed {number:04}", now=NOW)
    async with open_screen((100, 30)) as pilot:
        await press(pilot, "H")
        await quiet(pilot, "health")
        listed = pilot.app.screen.query_one("#health")
        drawn = []
        render = listed.render_line
        listed.render_line = lambda y: drawn.append(y) or render(y)  # type: ignore[method-assign,func-returns-value]
        await press(pilot, "G")
        assert "Feed 0999" in shown(pilot)
        await press(pilot, "k", "k")
        assert len(drawn) < 200


async def test_of_many_silent_feeds_the_longest_silent_are_listed_and_the_rest_on_enter(
    library: Database, open_screen: Open
) -> None:
    for number in range(12):
        made = [parsed(100 + number, "Long ago", at=NOW - (400 - number) * DAY)]
        change(library, add_feed(library, f"Still {number:02}", made), last_ok=NOW)
    async with open_screen((100, 40)) as pilot:
        await press(pilot, "H")
        await quiet(pilot, "health")
        listed = [line.split()[2] for line in lines(pilot) if line.startswith("· Still")]
        assert listed == ["00", "01", "02", "03", "04"]
        assert any(line.startswith("… 7 more, silent for half a year") for line in lines(pilot))
        assert "Silent · 12" in shown(pilot)
        assert "Well · 2" in shown(pilot), "what comes behind them is seen"
        await press(pilot, "j", "j", "j", "j", "j", "p", "d")
        assert "Unsubscribed" not in shown(pilot), "the row is no feed"
        await press(pilot, "enter")
        await quiet(pilot, "health")
        assert sum(line.startswith("· Still") for line in lines(pilot)) == 12
        assert "more, silent" not in shown(pilot)


@pytest.mark.parametrize("width", [30, 56, 96, 126])
def test_rows_fill_their_width_whatever_their_titles(library: Database, width: int) -> None:
    titles = ("北京晚报每日新闻与评论周刊特别版全文订阅", "[b]Long " * 20, "\x1b[31mred")
    for name, title in zip("abc", titles, strict=True):
        identity = add_feed(library, name, [parsed(99, "x")])
        feeds.edit_feed(library, identity, FeedChange(title=title), now=NOW)
    for health in examined(library, NOW):
        drawn = cells(HealthRow(health), width)
        text = drawn.mark + drawn.title + drawn.cause + drawn.day
        assert cell_len(text) == width
        assert text.isprintable()


async def test_the_narrow_screen_has_it_too(library: Database, open_screen: Open) -> None:
    async with open_screen((60, 20)) as pilot:
        await press(pilot, "H")
        await quiet(pilot, "health")
        assert "Island" in lines(pilot)[2]
        await settle(pilot)
