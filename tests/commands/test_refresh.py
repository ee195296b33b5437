"""`newsreader refresh` as cron runs it: what it prints, how it ends, and what it does besides."""

import asyncio
import contextlib
import inspect
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader import cli
from reader.commands.shared.running import run_to_the_end
from reader.config import Paths, Settings
from reader.library.care import maintenance
from reader.library.library import open_library
from reader.model import DAY
from reader.store import state
from reader.store.feeds import feeds
from tests.samples import item, rss
from tests.server import conditional, reply, running_server


def library_with(folder: Path, *urls: str) -> None:
    library = open_library(Paths(data=folder / "data", config=folder / "config.toml"), Settings())
    for url in urls:
        feeds.add_feed(library.db, url, now=library.clock())
    library.db.close()


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    places = ["--data-dir", str(folder / "data"), "--config", str(folder / "config.toml")]
    monkeypatch.setattr(sys, "argv", ["newsreader", *places, *words])
    return cli.run()


TAKEN_DOWN = """
import atexit, sys
from reader.cli import main

atexit.register(print, "Python is taken down", file=sys.stderr)
main()
"""


def test_the_end_waits_for_no_import_and_takes_nothing_down_below_it(tmp_path: Path) -> None:
    (tmp_path / "aiohttp.py").write_text("import time; time.sleep(3600)")
    (tmp_path / "data").write_text("a file where a folder should be")
    command = [sys.executable, "-c", TAKEN_DOWN, "--data-dir", str(tmp_path / "data"), "refresh"]
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": path},
        timeout=200,
    )
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "taken down" not in ended.stderr


def test_nothing_is_taken_down_where_nobody_reads_the_output(tmp_path: Path) -> None:
    command = [sys.executable, "-c", TAKEN_DOWN, "--data-dir", str(tmp_path / "data"), "refresh"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""


def test_that_there_is_no_network_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text('proxy = "http://127.0.0.1:1"')
    library_with(tmp_path, *(f"http://host{number}.example/feed" for number in range(5)))
    assert run(tmp_path, monkeypatch, "refresh") == 1
    said = capfd.readouterr()
    assert said.err == "newsreader: there is no network\n"
    assert len(said.out.splitlines()) == 1, "and not once a feed"
    assert run(tmp_path, monkeypatch, "refresh", "--json") == 0
    assert json.loads(capfd.readouterr().out) == {
        "done": True,
        "feeds": 0,
        "new": 0,
        "failed": 0,
        "accounts": 0,
    }


def test_each_feed_is_told_once_and_failures_where_errors_belong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with running_server() as server:
        server.script("/feed", conditional(rss([item(1)]), '"1"'))
        server.script("/gone", reply(status=410))
        urls = [server.url(path) for path in ("/feed", "/gone", "/broken")]
        library_with(tmp_path, *urls)
        assert run(tmp_path, monkeypatch, "refresh") == 1
    said = capfd.readouterr()
    *feeds_told, total = said.out.splitlines()
    assert set(feeds_told) == {f"{urls[0]}: 1 new", f"{urls[1]}: gone"}
    assert total == "feeds asked: 3; new articles: 1; failed: 1"
    assert said.err == f"newsreader: {urls[2]}: failed: not found\n"


def test_the_day_s_work_is_done_after_what_is_due_and_not_after_named_feeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_server() as server:
        server.script("/feed", conditional(rss([item(1)]), '"1"'))
        library_with(tmp_path, server.url("/feed"))
        assert run(tmp_path, monkeypatch, "refresh", "1") == 0
        backups = tmp_path / "data" / "backups"
        assert not backups.exists()
        assert run(tmp_path, monkeypatch, "refresh") == 0
        assert {file.suffix for file in backups.iterdir()} == {".db", ".opml"}


@pytest.mark.parametrize("young", [True, False])
def test_on_a_librarys_first_day_its_care_waits_for_the_last_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], young: bool
) -> None:
    library_with(tmp_path)
    if not young:
        library = open_library(Paths(data=tmp_path / "data", config=tmp_path / "config.toml"), Settings())
        state.keep(library.db, maintenance.BEGUN, str(library.clock() - 2 * DAY))
        library.db.close()
    (tmp_path / "data" / "backups").write_text("in the way of the backup")
    with contextlib.redirect_stderr(sys.stdout):
        assert run(tmp_path, monkeypatch, "refresh") == 1
    told = [line.startswith("newsreader: the daily backup") for line in capfd.readouterr().out.splitlines()]
    assert told == ([False, True] if young else [True, False])


def test_older_articles_of_named_feeds_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with running_server() as server:
        named = rss([item(2)]).replace(b"<item>", b'<link rel="next" href="/2"/><item>', 1)
        server.script("/feed", reply(named))
        server.script("/2", reply(rss([item(1)])))
        server.script("/other", reply(rss([item(3)])))
        library_with(tmp_path, server.url("/feed"), server.url("/other"))
        assert run(tmp_path, monkeypatch, "refresh", "--older", "1", "2") == 0
        first, second = capfd.readouterr().out.splitlines()
        assert first == f"{server.url('/feed')}: 1 new"
        assert second == f"{server.url('/other')}: skipped: it names no older articles"
        assert run(tmp_path, monkeypatch, "refresh", "--older", "--json", "1") == 0
        told = json.loads(capfd.readouterr().out)
        assert (told["outcome"], told["error"]) == ("skipped", "there are no older articles")
    assert run(tmp_path, monkeypatch, "refresh", "--older") == 2
    assert "needs the names of feeds" in capfd.readouterr().err


def test_what_asyncio_says_of_a_killed_parser_is_not_said_to_the_reader(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def told() -> None:
        logging.getLogger("asyncio").warning("Unknown child process pid 4321, will report returncode 255")

    run_to_the_end(told())
    assert not caplog.records


def test_what_is_cut_of_a_feed_is_told_and_stays_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    words = "One of its articles is longer than 1,048,576 characters; the rest was cut off."
    long = f"<item><title>Long</title><guid>1</guid><description>{'word ' * 250_000}</description></item>"
    with running_server() as server:
        server.script("/feed", reply(rss([long]), ETag='"1"'), reply(status=304), reply(rss([item(2)])))
        url = server.url("/feed")
        library_with(tmp_path, url)
        assert run(tmp_path, monkeypatch, "refresh", url) == 0
        said = capfd.readouterr()
        assert said.err == f"newsreader: {url}: {words}\n"
        assert "1 new" in said.out
        assert run(tmp_path, monkeypatch, "refresh", url, "--json") == 0
        assert "notice" not in json.loads(capfd.readouterr().out.splitlines()[0])
        assert notices(tmp_path, monkeypatch, capfd) == [words]
        assert run(tmp_path, monkeypatch, "refresh", url) == 0
        assert capfd.readouterr().err == ""
        assert notices(tmp_path, monkeypatch, capfd) == [None]


def notices(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> list[str | None]:
    assert run(folder, monkeypatch, "feeds", "--json") == 0
    return [json.loads(line)["notice"] for line in capfd.readouterr().out.splitlines()]


def test_work_that_ctrl_c_kept_from_beginning_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python would complain on stderr of what was never awaited."""

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    async def wait() -> None:
        pass

    monkeypatch.setattr(asyncio, "run", interrupted)
    work = wait()
    with pytest.raises(KeyboardInterrupt):
        run_to_the_end(work)
    assert inspect.getcoroutinestate(work) == inspect.CORO_CLOSED
