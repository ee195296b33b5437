"""Playing and downloading what an article carries, and opening its comments."""

import json
import shlex
import sys
from pathlib import Path

from msgspec.structs import replace

from reader.config import Paths, Settings
from reader.library.library import Library
from reader.model import Enclosure
from reader.store.database.connection import Database, open_store
from reader.store.feeds import feeds
from reader.ui.app import ReaderApp
from reader.ui.controllers.contents.enclosures import GROUP
from tests.server import Response, reply, running_server
from tests.ui.screen import Open, add_feed, keep, parsed, press, screen_of, settle, shown, wait_for_jobs

TALK = "https://sound.example/talk.mp3"


def screen_on(paths: Paths, **settings: str) -> ReaderApp:
    return ReaderApp(Library(open_store(paths.library), paths, Settings(refresh_minutes=0, **settings)))  # type: ignore[arg-type]


def recorder(log: Path) -> str:
    """A command that writes its arguments into a file."""
    program = "import json, sys; open(sys.argv[1], 'w').write(json.dumps(sys.argv[2:]))"
    return shlex.join([sys.executable, "-c", program, str(log), "--", "{url}"])


async def test_the_player_is_given_the_file_that_is_chosen(
    empty: Database, paths: Paths, tmp_path: Path
) -> None:
    files = (
        Enclosure(TALK, "audio/mpeg", 4_000_000),
        Enclosure("https://sound.example/two;touch$IFS$9x.mp3"),
    )
    add_feed(empty, "River", [replace(parsed(1, "Talk"), enclosures=files), parsed(2, "Mute")])
    log = tmp_path / "played"
    async with screen_on(paths, player=recorder(log)).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "P")
        assert "talk.mp3 (audio/mpeg, 4.0 MB)" in shown(pilot)
        await press(pilot, "2")
        assert "Playing with" in screen_of(pilot).status.message
        while not (log.exists() and log.read_text()):
            await pilot.pause(0.01)
        assert json.loads(log.read_text()) == ["--", "https://sound.example/two;touch$IFS$9x.mp3"]
        await press(pilot, "j", "P")
        assert "carries no file" in screen_of(pilot).status.message


async def test_a_file_that_is_no_web_address_is_not_played(
    empty: Database, paths: Paths, tmp_path: Path
) -> None:
    files = (Enclosure("file:///etc/passwd"),)
    add_feed(empty, "River", [replace(parsed(1, "Talk"), enclosures=files)])
    log = tmp_path / "played"
    async with screen_on(paths, player=recorder(log)).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "P")
        assert "Only http and https" in screen_of(pilot).status.error
    assert not log.exists()


async def test_a_download_is_told_and_stopped(empty: Database, paths: Paths, tmp_path: Path) -> None:
    with running_server() as server:
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n"
        server.script("/talk.mp3", reply(b"sound"))
        server.script("/endless.mp3", Response(first=head + b"x" * 1_000_000, then="hang"))
        feed, _ = feeds.add_feed(empty, server.url("/feed"), title="River", now=0)
        first, second = (
            replace(parsed(n, f"Talk {n}"), enclosures=(Enclosure(server.url(path)),))
            for n, path in enumerate(("/talk.mp3", "/endless.mp3"), 1)
        )
        keep(empty, feed, server.url("/feed"), [first, second])
        pods = tmp_path / "pods"
        paths.config.write_text(f"download_dir = '{pods}'\n", encoding="utf-8")
        async with screen_on(paths).run_test(size=(120, 30)) as pilot:
            await settle(pilot)
            status = screen_of(pilot).status
            await press(pilot, "D")
            await wait_for_jobs(pilot, GROUP)
            assert status.message.startswith("Downloaded to")
            assert (pods / "talk.mp3").read_bytes() == b"sound"
            await press(pilot, "j", "D")
            while "of 3.0 MB (" not in status.busy:
                await pilot.pause(0.01)
            await press(pilot, "D")
            await wait_for_jobs(pilot, GROUP)
            assert not status.busy
    assert [path.name for path in pods.iterdir() if path.suffix == ".mp3"] == ["talk.mp3"]


async def test_comments_are_opened(empty: Database, open_screen: Open) -> None:
    talked = replace(parsed(1, "Talk"), comments="https://talk.example/1")
    add_feed(empty, "River", [talked, parsed(2, "Mute")])
    async with open_screen() as pilot:
        await press(pilot, "C")
        assert pilot.app.clipboard == "https://talk.example/1"  # there is no browser here
        await press(pilot, "escape", "j", "C")
        assert "names no comments" in screen_of(pilot).status.message
