"""Opening and copying addresses that others wrote: one argument, one line, or a refusal."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from reader.config import Paths, Settings
from reader.document.blocks import Block, Document, Span
from reader.document.sanitize import sanitize_line
from reader.document.serialization import serialize
from reader.library.library import Library
from reader.model import FeedChange
from reader.settings.file import read_settings
from reader.store.database.connection import Database, open_store
from reader.store.feeds import feeds
from reader.store.lists import headlines as lists
from reader.store.lists.headlines import headlines
from reader.ui.app import ReaderApp
from reader.ui.controllers import sharing
from reader.ways import AS_SET, FeedWays
from tests.ui.screen import add_feed, parsed, press, screen_of, settle, shown, wait_for_jobs

SHELL_CODE = "http://e.org/;touch$IFS$9CANARY"

LINKS = [
    SHELL_CODE, "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vscode://x", "-h",
    "--remote-debugging-port=9222", "%action--incognito", " http://x.example", "http://u:p@evil.example/",
    "//host.example/x", "http://a b/", "http:\\\\x.example", "http://x.example/" + "x" * 100_000,
    "http://x.example/$(touch CANARY)", "http://x.example/`touch\tCANARY`", "http://x.example/\nCANARY",
]  # fmt: skip
"""Each is opened as one argument or refused."""

OPENED = (SHELL_CODE,)


def recording(started: list[subprocess.Popen[bytes]]) -> Callable[..., subprocess.Popen[bytes]]:
    """Start processes as before, and remember them."""
    start = subprocess.Popen

    def run(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(start(*arguments, **options))
        return started[-1]

    return run


async def test_a_link_is_one_argument_or_refused(
    empty: Database, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    log = tmp_path / "opened"
    program = "import json, sys; open(sys.argv[1], 'a').write(json.dumps(sys.argv[2:]) + chr(10))"
    browser = shlex.join([sys.executable, "-c", program, str(log), "--", "{url}"])
    add_feed(empty, "River", [parsed(n, f"River {n}") for n in range(1, len(LINKS) + 1)])
    with empty:
        for number, link in enumerate(LINKS, 1):
            empty.execute("UPDATE article SET link = ? WHERE title = ?", (link, f"River {number}"))
    library = Library(open_store(paths.library), paths, Settings(browser=browser), offline=True)
    async with ReaderApp(library).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        status, started = screen_of(pilot).status, []
        monkeypatch.setattr(subprocess, "Popen", recording(started))
        for link in LINKS:
            status.error = ""
            await press(pilot, "o")
            assert bool(status.error) == (link not in OPENED), link
            assert "CANARY" not in status.error
            await press(pilot, "j")
        for process in started:
            process.wait(60)
    assert [json.loads(line) for line in log.read_text().splitlines()] == [["--", link] for link in OPENED]
    assert os.listdir(folder) == []


async def test_the_articles_of_a_feed_open_in_the_browser_where_that_is_its_way(
    empty: Database, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, started = tmp_path / "opened", []
    program = "import sys; open(sys.argv[1], 'a').write(sys.argv[2] + chr(10))"
    browser = shlex.join([sys.executable, "-c", program, str(log), "{url}"])
    add_feed(empty, "River", [parsed(1, "River 1"), parsed(2, "River 2")])
    with empty:
        empty.execute("UPDATE article SET link = ? WHERE title = 'River 1'", ("https://river.example/1",))
        empty.execute("UPDATE article SET link = NULL WHERE title = 'River 2'")
    feeds.edit_feed(empty, 1, FeedChange(ways=FeedWays(browser=True)), now=1)
    library = Library(open_store(paths.library), paths, Settings(browser=browser), offline=True)
    async with ReaderApp(library).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        monkeypatch.setattr(subprocess, "Popen", recording(started))
        panes = screen_of(pilot).controllers.panes
        await press(pilot, "enter")
        assert (len(started), panes.pane) == (1, "headlines")
        assert lists.counts(empty).unread == 1
        await press(pilot, "j", "enter")
        assert (len(started), panes.pane) == (1, "article"), "there is no page: it is read here"
        await press(pilot, "escape", "k", "space")
        assert (len(started), panes.pane) == (1, "headlines"), "space reads it here all the same"
        for process in started:
            process.wait(60)
    assert log.read_text() == "https://river.example/1\n"


async def test_the_browser_is_offered_as_the_feeds_way_once(
    empty: Database, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_feed(empty, "River", [parsed(1, "River 1")])
    library = Library(open_store(paths.library), paths, Settings(browser="true {url}"), offline=True)
    async with ReaderApp(library).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        monkeypatch.setattr(subprocess, "Popen", recording([]))
        await press(pilot, "o", "o")
        assert "three times" not in shown(pilot)
        await press(pilot, "o")
        assert "The browser was asked for three times in River" in shown(pilot)
        await press(pilot, "escape", "o", "o", "o", "o")
        assert "three times" not in shown(pilot)
        assert [feed.ways for feed in feeds.feeds(empty)] == [AS_SET]
        with empty:
            empty.execute("UPDATE feed SET habits = NULL")
        await press(pilot, "o", "o", "o", "enter")
        assert [feed.ways for feed in feeds.feeds(empty)] == [FeedWays(browser=True)]
        await press(pilot, "U")
        assert [feed.ways for feed in feeds.feeds(empty)] == [AS_SET]
        await press(pilot, "o", "o", "o")
        assert "three times" not in shown(pilot), "taken back, it is not offered again"


async def test_a_setting_that_gives_the_link_to_a_shell_opens_nothing(
    library: Database, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with library:
        library.execute("UPDATE article SET link = ?", (SHELL_CODE,))
    settings = Settings(browser="sh -c 'true %u'")
    opened = Library(open_store(paths.library), paths, settings, offline=True)
    async with ReaderApp(opened).run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "o")
        assert "cannot be used" in screen_of(pilot).status.error
    assert not (tmp_path / "CANARY").exists()


async def test_what_is_copied_is_one_line_without_controls(library: Database, paths: Paths) -> None:
    with library:
        library.execute("UPDATE article SET link = ?", ("https://e.example/\nrm -rf ~\x1b]0;x\x07\x9b2J",))
    opened = Library(open_store(paths.library), paths, Settings(), offline=True)
    app = ReaderApp(opened)
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "y")
        assert app.clipboard == "https://e.example/ rm -rf ~]0;x2J"


async def test_the_links_to_choose_from_are_where_they_lead(empty: Database, paths: Paths) -> None:
    spoof = Document((
        Block("paragraph", "http://bank.example", (Span(0, 19, "link", "http://bank.example@evil.example/"),)),
    ))  # fmt: skip
    article = replace(parsed(1, "River 1"), body=serialize(spoof))
    add_feed(empty, "River", [article])
    app = ReaderApp(Library(open_store(paths.library), paths, Settings(), offline=True))
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "semicolon", "tab")
        row = next(line for line in shown(pilot).splitlines() if "1 http://bank.example" in line)
        assert "evil.example" in row
        assert "http://bank.example@evil.example/" in shown(pilot)
        await press(pilot, "1")
        assert "names a user" in screen_of(pilot).status.error


async def test_settings_with_passwords_that_others_can_read_are_told(empty: Database, paths: Paths) -> None:
    paths.config.write_text("proxy = 'http://joe:s3cret@127.0.0.1:1'\n", encoding="utf-8")
    paths.config.chmod(0o644)
    library = Library(open_store(paths.library), paths, read_settings(paths.config), offline=True)
    async with ReaderApp(library).run_test(size=(120, 30), notifications=True) as pilot:
        await settle(pilot)
        assert "has passwords in it" in screen_of(pilot).status.error
        assert "s3cret" not in shown(pilot)


async def test_the_texts_of_all_selected_articles_are_piped(
    empty: Database, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "TEXTS_AT_ONCE", 2)
    add_feed(empty, "River", [parsed(n, f"River {n}\x1b[5m", text=f"It rose by {n}.") for n in range(1, 5)])
    monkeypatch.chdir(tmp_path)
    keep = [*"dd", "space", *"of=kept", "space", *"status=none", "enter"]
    app = ReaderApp(Library(open_store(paths.library), paths, Settings(), collapse=True))
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        listed = headlines(empty, screen_of(pilot).headlines.rows.ids)
        titles = [sanitize_line(headline.title) for headline in listed]
        await press(pilot, "j", "comma", "comma", "k", "k", "k", "comma", "vertical_line")
        assert "the texts of 3 articles" in shown(pilot)
        await press(pilot, *keep)
        await wait_for_jobs(pilot, "pipe")
        assert "dd has taken 3 articles" in shown(pilot)
        assert not screen_of(pilot).headlines.selection.ids
        text = (tmp_path / "kept").read_text("utf-8")
        assert [line for line in text.splitlines() if line in titles] == titles[:3]
        assert text.count("It rose by") == 3
        assert "\x1b" not in text
        await press(pilot, "vertical_line", *keep)
        await wait_for_jobs(pilot, "pipe")
        assert "dd has taken the article" in shown(pilot)
        assert (tmp_path / "kept").read_text("utf-8").count("It rose by") == 1
        await press(pilot, "ctrl+a", "vertical_line", *"true", "enter")
        await wait_for_jobs(pilot, "pipe")
        assert "true has taken 4 articles" in shown(pilot)
