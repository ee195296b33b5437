"""What the reader sees of a refresh: how far it is, how to stop it, and why it may wait."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from reader.config import Paths
from reader.model import DAY, Feed
from reader.store.database.connection import Database
from reader.store.feeds import feeds
from reader.ui.main_screen import MainScreen
from reader.ui.text.progress import fresh_until
from tests.samples import item, rss
from tests.server import ScriptedServer, conditional, held, reply, running_server
from tests.ui.network import ended, online
from tests.ui.screen import HOUR, NOW, press, running, screen_of, settle, shown, until


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as started:
        yield started


def subscribed(db: Database, server: ScriptedServer, *names: str) -> None:
    for number, name in enumerate(names, 1):
        feeds.add_feed(db, server.url(f"/{name}"), title=name, now=NOW)
        server.script(f"/{name}", reply(rss([item(number, f"Of {name}", key=name)])))


@pytest.mark.parametrize("key", ["R", "escape"])
async def test_a_refresh_is_stopped_and_what_came_is_kept(
    empty: Database, paths: Paths, server: ScriptedServer, key: str
) -> None:
    subscribed(empty, server, "good", "slow")
    server.script("/slow", held(reply(rss([item(2, "Of slow")]))))
    async with online(paths) as pilot:
        messages: list[str] = []

        def hear(text: str) -> None:
            messages.append(text)

        screen_of(pilot).watch(screen_of(pilot).status, "message", hear)
        await pilot.press("R")
        await until(pilot, "1 of 2, 1 new")
        assert "R stops" in shown(pilot)
        await server.asked_for(2)
        await press(pilot, key)
        await until(pilot, lambda: not any(worker.group == "fetching" for worker in running(pilot)))
        assert "Stopped after 1 of 2, 1 new" in messages
        screen_of(pilot).poll()
        await settle(pilot)
        assert "Of good" in shown(pilot)
        assert "Stopped after 1 of 2, 1 new" in shown(pilot), "what came does not push it away"
        server.open()
        await press(pilot, "R")
        await ended(pilot, "fetching")
        assert "1 asked, 1 new" in messages
        assert len(server.asked("/slow")) == 2, "it was left for the next refresh"
        assert len(server.asked("/good")) == 1


async def test_the_first_headlines_do_not_wait_for_the_next_look(
    empty: Database, paths: Paths, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MainScreen, "poll", lambda screen: None)
    subscribed(empty, server, "good", "slow")
    server.script("/slow", held(reply(rss([item(2, "Of slow")]))))
    async with online(paths) as pilot:
        await pilot.press("R")
        await until(pilot, "Of good")
        assert any(worker.group == "fetching" for worker in running(pilot)), "it goes on"
        server.open()
        await ended(pilot, "fetching")


async def test_a_worker_that_is_stopped_or_left_is_no_error(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    """Neither on the screen nor in the log."""
    subscribed(empty, server, "slow")
    server.script("/slow", held(reply(rss([item(2, "Of slow")]))))
    async with online(paths) as pilot:
        await pilot.press("R")
        await server.asked_for(1)
        await pilot.press("R")
        await until(pilot, lambda: not any(worker.group == "fetching" for worker in running(pilot)))
        await settle(pilot)
        assert not screen_of(pilot).status.error
        await pilot.press("R")
        await server.asked_for(2)
        await pilot.press("q")
    assert not paths.log.exists()


async def test_a_refresh_by_the_clock_becomes_the_readers_own(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    subscribed(empty, server, "slow")
    server.script("/slow", held(reply(rss([item(2, "Of slow")]))))
    async with online(paths) as pilot:
        screen_of(pilot).controllers.jobs.refresh(quiet=True)
        await until(pilot, "0 of 1")
        assert "R stops" not in shown(pilot)
        await press(pilot, "escape")
        await press(pilot, "R")
        assert "0 of 1 · R stops" in shown(pilot)
        server.open()
        await ended(pilot, "fetching")
        assert "1 asked, 1 new" in shown(pilot)
        assert len(server.requests) == 1


async def test_escape_leaves_a_search_before_it_stops_anything(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    subscribed(empty, server, "slow")
    server.script("/slow", held(reply(rss([item(2, "Of slow")]))))
    async with online(paths) as pilot:
        await pilot.press("R")
        await server.asked_for(1)
        await press(pilot, "slash", "x", "enter", "escape")
        assert "0 of 1" in shown(pilot)
        server.open()
        await ended(pilot, "fetching")
        assert len(server.requests) == 1


async def test_a_fresh_feed_is_asked_when_the_key_is_pressed_again(
    empty: Database, paths: Paths, server: ScriptedServer
) -> None:
    subscribed(empty, server, "good")
    server.script("/good", conditional(rss([item(1)]), '"1"', Cache_Control="max-age=7200"))
    async with online(paths) as pilot:
        await press(pilot, "R")
        await ended(pilot, "fetching")
        screen_of(pilot).poll()
        await settle(pilot)
        await press(pilot, "r")
        assert "Fresh until" in shown(pilot)
        assert "r again asks all the same" in shown(pilot)
        assert len(server.requests) == 1
        await press(pilot, "r")
        await ended(pilot, "fetching")
        assert [seen.header("If-None-Match") for seen in server.requests] == [None, '"1"']


def test_freshness_is_shown_with_the_day_where_that_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "EAST-6")  # six hours east of Greenwich
    time.tzset()

    def feed(due: int | None, **known: object) -> Feed:
        values = {"id": 1, "url": "", "title": "", "status": "ok", "next_due": due, **known}
        return Feed(**values)  # type: ignore[arg-type]

    assert fresh_until(feed(NOW), NOW) == ""
    assert fresh_until(feed(None), NOW) == ""
    assert fresh_until(feed(NOW + HOUR, status="failing"), NOW) == ""
    asks = "; r again asks all the same"
    assert fresh_until(feed(NOW + 8 * HOUR + 1200), NOW) == f"Fresh until 14:20{asks}"
    assert fresh_until(feed(NOW + 18 * HOUR - 1), NOW) == f"Fresh until 23:59{asks}"
    assert fresh_until(feed(NOW + 18 * HOUR), NOW) == f"Fresh until 2024-06-02 00:00{asks}"
    assert fresh_until(feed(NOW + DAY), NOW) == f"Fresh until 2024-06-02 06:00{asks}"
    monkeypatch.undo()
    time.tzset()


async def test_who_waits_for_a_job_and_is_cancelled_does_not_end_it(empty: Database, paths: Paths) -> None:
    async with online(paths) as pilot:
        shell = screen_of(pilot).shell
        may_end, waited = asyncio.Event(), []

        async def work() -> None:
            await may_end.wait()
            waited.append("work")

        async def wait() -> None:
            await shell.wait_for("slow")
            waited.append("wait")

        shell.run(work, "slow")
        for _ in range(3):
            shell.run(wait, "waiting", exclusive=True)
            await settle(pilot)
        assert len(shell.jobs("slow")) == len(shell.jobs("waiting")) == 1
        may_end.set()
        await ended(pilot, "waiting")
        assert waited == ["work", "wait"]
