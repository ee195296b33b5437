"""`newsreader edit` where it looks after a feed: pausing it, finding it again, following it."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.config import Paths, Settings
from reader.library.library import Library, open_library
from reader.library.outcome import worker_event
from reader.library.output.text import new_words
from reader.model import Feed, RefreshEvent
from reader.store.changes import marks
from reader.store.feeds import feeds, refresh_state, responses
from reader.ui.text.progress import Progress
from reader.ways import AS_SET, FeedWays
from tests.command import Ended, ran
from tests.samples import PAGE_WITH_FEED, item, rss
from tests.server import reply, running_server


class Program:
    """A library with one feed, and the command line on it."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        self._patch, self._capture = monkeypatch, capfd
        self._paths = Paths(data=folder / "data", config=folder / "config.toml")
        self.library: Library = open_library(self._paths, Settings())

    def run(self, *words: str) -> Ended:
        places = ["--data-dir", str(self._paths.data), "--config", str(self._paths.config)]
        return ran(self._patch, self._capture, *places, *words)

    def feed(self) -> Feed:
        [feed] = feeds.feeds(self.library.db)
        return feed


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Program:
    return Program(tmp_path, monkeypatch, capfd)


def test_a_paused_feed_is_not_due_until_it_is_resumed(program: Program) -> None:
    feeds.add_feed(program.library.db, "https://harbour.example/feed", now=1)
    assert program.run("edit", "1", "--pause").code == 0
    assert program.feed().status == "paused"
    [told] = program.run("edit", "1", "--folder", "Ports", "--json").out.splitlines()
    assert (json.loads(told)["id"], json.loads(told)["folder"]) == (1, "Ports")
    assert refresh_state.feed_states(program.library.db, None, due_at=10) == []
    assert program.run("edit", "1", "--resume", "--title", "Harbour").code == 0
    assert (program.feed().status, program.feed().title) == ("never", "Harbour")
    assert program.run("edit", "1", "--pause").code == 0
    assert program.run("undo").code == 0
    assert (program.feed().status, program.feed().folder) == ("never", "Ports")


def test_a_feed_has_its_own_ways_until_they_are_left_to_the_settings(program: Program) -> None:
    feeds.add_feed(program.library.db, "https://harbour.example/feed", now=1)
    words = ("--interval", "240", "--backlog", "5", "--mark-read", "end", "--images", "never", "--browser")
    ended = program.run("edit", "1", *words)
    assert (ended.code, ended.err) == (0, "")
    ways = FeedWays(interval=240, backlog=5, mark_read="end", images="never", browser=True)
    assert program.feed().ways == ways
    shown = "[every 240 minutes, backlog: 5, marked read: end, images: never, opened in the browser]"
    assert shown in program.run("feeds").out
    assert "ways" not in json.loads(program.run("edit", "1", "--mark-read", "20", "--json").out)
    assert program.feed().ways == replace(ways, mark_read=20)
    left = ("--interval", "0", "--backlog", "default", "--mark-read", "default", "--images", "default")
    assert program.run("edit", "1", *left, "--no-browser").code == 0
    assert program.feed().ways == AS_SET
    assert program.run("undo").code == 0
    assert program.feed().ways == replace(ways, mark_read=20)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--interval", "-1"), "-1 is not in the range"),
        (("--backlog", "-2"), "'-2' is not a whole number from -1"),
        (("--mark-read", "4000"), "'4000' is not opened, shown, end, manually, or seconds"),
        (("--mark-read", "soon"), "'soon' is not opened"),
        (("--images", "often"), "'often' is not never, asked or always, nor default"),
    ],
)
def test_ways_that_are_none_are_refused(program: Program, words: tuple[str, ...], complaint: str) -> None:
    feeds.add_feed(program.library.db, "https://harbour.example/feed", now=1)
    ended = program.run("edit", "1", *words)
    assert (ended.code, complaint in ended.err) == (2, True)


def test_a_feeds_own_backlog_is_what_stays_unread(program: Program) -> None:
    with running_server() as server:
        server.script("/feed", reply(rss([item(number) for number in range(1, 6)])))
        feeds.add_feed(program.library.db, server.url("/feed"), now=1)
        assert program.run("edit", "1", "--backlog", "2").code == 0
        first, total = program.run("refresh").out.splitlines()
    assert first.endswith("/feed: 5 new (3 marked read)")
    assert total == "feeds asked: 1; new articles: 5 (3 marked read); failed: 0"
    assert (program.feed().unread, program.feed().total) == (2, 5)


@pytest.mark.parametrize(("backlog", "read"), [("2", {"read": 3}), ("-1", {})])
def test_what_was_marked_read_of_a_backlog_is_told_as_json(
    program: Program, backlog: str, read: dict[str, int]
) -> None:
    with running_server() as server:
        server.script("/feed", reply(rss([item(number) for number in range(1, 6)])))
        feeds.add_feed(program.library.db, server.url("/feed"), now=1)
        program.run("edit", "1", "--backlog", backlog)
        event, _ = program.run("refresh", "--json").shapes
    told = {"feed": 1, "url": event["url"], "outcome": "new", "new": 5, "changed": 0, "error": None}
    assert event == told | read
    read_back = worker_event(event)
    assert isinstance(read_back, RefreshEvent)
    assert Progress(total=1).after(read_back).words() == f"1 of 1, {new_words(5, read.get('read', 0))}"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "say what to change with --title"),
        (("--pause", "--resume"), "--pause and --resume disagree"),
        (("--accept-move", "--url", "https://a.example/"), "--accept-move and --url disagree"),
        (("--find", "--pause"), "--find goes alone"),
    ],
)
def test_what_contradicts_itself_is_refused(program: Program, words: tuple[str, ...], complaint: str) -> None:
    feeds.add_feed(program.library.db, "https://harbour.example/feed", now=1)
    ended = program.run("edit", "1", *words)
    assert (ended.code, ended.out) == (2, "")
    assert complaint in ended.err


def test_a_move_is_accepted_by_name(program: Program) -> None:
    db = program.library.db
    identity, _ = feeds.add_feed(db, "https://u:secret@old.example/feed", title="Harbour", now=1)
    refused = program.run("edit", "Harbour", "--accept-move")
    assert refused.code == 1
    assert refused.err == "newsreader: Harbour: its server did not say that it moved\n"
    [state] = refresh_state.feed_states(db, [identity], None)
    moved = replace(state, last_ok=1, last_checked=1, moved_to="https://old.example/new")
    responses.keep_response(db, moved, None, now=1)
    told = program.run("doctor").out
    assert "Harbour (https://old.example/feed): moved to https://old.example/new;" in told
    assert f"`newsreader edit {identity} --accept-move` takes that address over" in told
    assert program.run("edit", "Harbour", "--accept-move").code == 0
    assert program.feed().url == "https://u:secret@old.example/new"
    action = marks.undo(db, now=2)
    assert action is not None
    assert program.feed().url == "https://u:secret@old.example/feed"


def test_finding_a_feed_prints_addresses_and_changes_nothing(program: Program) -> None:
    with running_server() as server:
        feeds.add_feed(program.library.db, server.url("/old.xml"), title="Harbour", now=1)
        server.script("/", reply(PAGE_WITH_FEED))
        server.script("/news.xml", reply(rss([item(1), item(2)])))
        found = program.run("edit", "1", "--find", "--json")
        assert (found.code, found.err) == (0, "")
        assert json.loads(found.out) == {
            "url": server.url("/news.xml"),
            "title": "Harbour Gazette",
            "articles": 2,
            "newest": "2025-10-02T07:30:00Z",
        }
        found = program.run("edit", "1", "--find")
        assert found.out == f"{server.url('/news.xml')}  Harbour Gazette (2 articles, newest 2025-10-02)\n"
        assert program.feed().url == server.url("/old.xml")
        server.script("/", reply(status=404))
        missing = program.run("edit", "1", "--find")
        assert (missing.code, missing.out) == (1, "")
        assert missing.err == "newsreader: Harbour: its site could not be looked through: not found\n"
        offline = program.run("--offline", "edit", "1", "--find")
        assert (offline.code, offline.err) == (
            1,
            "newsreader: Harbour: its site could not be looked through: offline\n",
        )
