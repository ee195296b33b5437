"""Stories of the desk, in a real terminal: rules, tags and scopes, sharing, and being told of what came."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.model import FeedChange
from reader.store.changes import marks, saved_searches
from reader.store.database.connection import open_store
from reader.store.feeds import feeds
from reader.ways import FeedWays
from tests.samples import item, rss
from tests.server import conditional, running_server
from tests.terminal import Terminal
from tests.ui.screen import add_feed, parsed

NOW = 1_717_243_200  # 2024-06-01T12:00:00Z

RULE = """
[[rules]]
when = "title:sponsored feed:harbour"
do = ["read", "tag:ads"]
"""


def opened(folder: Path, *words: str, path: str = os.environ["PATH"], lines: int = 30) -> Terminal:
    places = ["--data-dir", str(folder / "data"), "--config", str(folder / "config.toml")]
    environment = {**os.environ, "NEWSREADER_TEST_NOW": "2024-06-01T12:00:00Z", "TZ": "UTC", "PATH": path}
    return Terminal([sys.executable, "-m", "reader", *places, *words], environment, 140, lines)


def bottom(words: str) -> Callable[[str], bool]:
    """See these words in the last line."""
    return lambda text: words in text.splitlines()[-1]


def row(words: str, *others: str) -> Callable[[str], bool]:
    """See a line with all of these words."""
    return lambda text: any(all(word in line for word in (words, *others)) for line in text.splitlines())


def quit_at_once(terminal: Terminal) -> None:
    terminal.send("Q")
    assert terminal.exit_code() == 0


def test_a_rule_works_tells_what_it_did_and_is_taken_back_when_it_goes(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(f"refresh_minutes = 0\n{RULE}")
    with running_server() as server:
        articles = [item(1, "Ferries run again"), item(2, "Sponsored: buy a boat")]
        server.script("/feed", conditional(rss(articles), '"1"'))
        db = open_store(tmp_path / "data" / "library.db")
        feeds.add_feed(db, server.url("/feed"), now=NOW)
        db.close()
        with opened(tmp_path) as terminal:
            terminal.wait_for("127.0.0.1")
            terminal.send("R")
            terminal.wait_for("Ferries run again")
            terminal.wait_for(bottom("1 asked, 2 new"))
            terminal.wait_for(row("#ads", "1"))
            terminal.wait_for(row("Harbour Gazette", "1"))
            terminal.send("G\r")  # the one that the rule has read
            terminal.wait_for("buy a boat")
            terminal.send("i")
            terminal.wait_for("read, tag:ads")
            terminal.wait_for("title:sponsored feed:harbour")
            terminal.send("W")
            terminal.wait_for(row("“title:sponsored feed:harbour”: read, tag:ads", "(1 article)"))
            terminal.send("\r")
            terminal.wait_for(bottom("Nothing is left that the rule would change"))
            terminal.send("Z")
            terminal.wait_for("rule “title:sponsored feed:harbour”: marked read, tagged")
            terminal.send("\x1b")
            terminal.wait_for(lambda text: "esc leaves" not in text)
            quit_at_once(terminal)
    (tmp_path / "config.toml").write_text("refresh_minutes = 0\n")
    with opened(tmp_path) as terminal:
        terminal.wait_for(
            bottom("Rule “title:sponsored feed:harbour” is gone from the settings; W takes back")
        )
        terminal.send("G")
        terminal.wait_for(lambda text: text.count("#ads") == 2)  # beside the feeds, and above the article
        terminal.send("W")
        terminal.wait_for("enter asks whether to take it back")
        terminal.send("\r")
        terminal.wait_for("Take back all that it did")
        terminal.send("\r")
        terminal.wait_for(bottom("Taken back, 1 article: title:sponsored feed:harbour"))
        terminal.wait_for(lambda text: "#ads" not in text)
        terminal.wait_for(row("Harbour Gazette", "2"))
        terminal.send("W")
        terminal.wait_for("Make a rule")  # there is none
        terminal.send("\x1b")
        terminal.wait_for(lambda text: "Make a rule" not in text)
        quit_at_once(terminal)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with two articles of today and one of before, tags, and a search that has words."""
    db = open_store(tmp_path / "data" / "library.db")
    today = [parsed(1, "The tide is out", at=NOW - 60), parsed(2, "-The ferry is late", at=NOW - 3_600)]
    add_feed(db, "Harbour", [*today, parsed(3, "Council votes", at=NOW - 90_000)])
    marks.tag(db, [1], ["Boats", "bridges"], [], now=NOW)
    saved_searches.keep_search(db, "Tides", "tide -council", now=NOW)
    db.close()
    return tmp_path


def test_tags_are_completed_and_scopes_of_any_query_are_counted(folder: Path) -> None:
    with opened(folder, "--offline") as terminal:
        terminal.wait_for("1 of 3")
        terminal.wait_for(row("/ Tides", "1"))
        terminal.send("jt")
        terminal.wait_for("Words, with spaces between")
        terminal.send("sea bo\t\r")
        terminal.wait_for(bottom("Tagged: -The ferry is late"))
        terminal.wait_for(row("#Boats", "2"))
        terminal.wait_for(row("#sea", "1"))
        terminal.send("/tag:BOATS is:unread\r")
        terminal.wait_for("2 found")
        terminal.send("6")
        terminal.wait_for(row("Today", "2 unread"))
        terminal.wait_for(lambda text: "Council votes" not in text)
        quit_at_once(terminal)
    with opened(folder, "--offline") as terminal:
        terminal.wait_for(row("Today", "2 unread"))  # and it is there again at the next start
        quit_at_once(terminal)


def test_an_article_is_shared_with_a_command_by_its_name(folder: Path) -> None:
    program, taken = folder / "take", folder / "taken"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {taken}\nread line && echo "$line" >> {taken}\n')
    program.chmod(0o755)
    commands = f'note = ["{program}", "-s", "{{title}}", "{{url}}"]\nmail = ["no-such-program", "{{url}}"]\n'
    (folder / "config.toml").write_text(f"[share]\n{commands}")
    with opened(folder, "--offline") as terminal:
        terminal.wait_for("1 of 3")
        terminal.send("jb")
        terminal.wait_for("Share with")
        terminal.send("1")
        terminal.wait_for(lambda text: taken.exists() and taken.read_text().count("\n") == 3)
        terminal.send("typed into it\r")  # it has the terminal
        terminal.wait_for(bottom("Shared with note: -The ferry is late"))
        assert taken.read_text() == "-s\n -The ferry is late\nhttps://news.example/2\ntyped into it\n"
        terminal.send("b2")
        terminal.wait_for(bottom("mail cannot be run: there is no program no-such-program"))
        quit_at_once(terminal)


def test_a_rule_that_is_made_of_a_search_is_done_to_what_the_next_refresh_brings(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("refresh_minutes = 0  # by hand\n")
    with running_server() as server:
        first = [item(1, "Ferries run again"), item(2, "Sponsored: buy a boat")]
        server.script(
            "/feed",
            conditional(rss(first), '"1"'),
            conditional(rss([*first, item(3, "Sponsored: buy two"), item(4, "Tides")]), '"2"'),
        )
        db = open_store(tmp_path / "data" / "library.db")
        feeds.add_feed(db, server.url("/feed"), now=NOW)
        db.close()
        with opened(tmp_path) as terminal:
            terminal.wait_for("127.0.0.1")
            terminal.send("R")
            terminal.wait_for(row("Unread", "2"))
            terminal.send("/title:sponsored\r")
            terminal.wait_for("1 found")
            terminal.send(":make a rule\r")
            terminal.wait_for("It finds 1 article here")
            terminal.send("\t\r")
            terminal.wait_for("Mark read: yes")
            terminal.send("\x1b[Z\r")  # shift+tab, back to the line
            terminal.wait_for(bottom("Rule made; W lists what it does: title:sponsored: read"))
            terminal.send("1r")  # it may be fresh: then it is asked for once more
            terminal.wait_for(bottom("r again asks all the same"))
            terminal.send("r")
            terminal.wait_for("Sponsored: buy two")
            terminal.wait_for(row("Unread", "3"))  # of four that are there
            quit_at_once(terminal)
    assert config.read_text() == (
        'refresh_minutes = 0  # by hand\n\n[[rules]]\nwhen = "title:sponsored"\ndo = ["read"]\n'
    )


def test_a_command_or_browser_that_waits_for_input_says_that_it_has_the_terminal(folder: Path) -> None:
    browser = folder / "w3m"
    browser.write_text('#!/bin/sh\necho "a page of $1"\nread line\n')
    browser.chmod(0o755)
    (folder / "config.toml").write_text(f'browser = "{browser}"\n[share]\nnote = ["cat"]\n')
    with opened(folder, "--offline") as terminal:
        terminal.wait_for("1 of 3")
        terminal.send("jb")
        terminal.wait_for("newsreader: note has the terminal until it ends; ctrl+c stops it")
        assert terminal.is_cooked
        terminal.send("\x03")  # for the command: the reader goes on
        terminal.wait_for(bottom("note was stopped: -The ferry is late is not shared"))
        terminal.send("o")
        terminal.wait_for("a page of https://news.example/2")
        assert "newsreader: w3m has the terminal" in terminal.text
        terminal.send("\r")
        terminal.wait_for(bottom("Opened https://news.example/2"))
        quit_at_once(terminal)


def test_what_came_is_told_once_through_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        'refresh_minutes = 0\nnotify = ["title:ferry", "is:unread ferry"]\n'
    )
    with running_server() as server:
        articles = [item(1, "A ferry\x9b31m; and \u202e<b>more</b>"), item(2, "The ferry"), item(3, "A tide")]
        server.script("/feed", conditional(rss(articles), '"1"'))
        db = open_store(tmp_path / "data" / "library.db")
        feeds.add_feed(db, server.url("/feed"), now=NOW)
        db.close()
        words = rb"2 new articles: A ferry[^\x00-\x1f]*31m; and [^\x00-\x1f]*more[^\x00-\x1f]*"
        told = re.compile(rb"\x1b\]777;notify;newsreader;" + words + rb"\x07")
        programs = Path(sys.executable).parent  # which has no notify-send
        with opened(tmp_path, path=str(programs)) as terminal:
            terminal.wait_for("127.0.0.1")
            terminal.send("R")
            terminal.wait_for("A tide")
            terminal.wait_for(lambda text: told.search(terminal.raw) is not None)
            quit_at_once(terminal)
            assert terminal.raw.count(b"\x1b]777;") == 1


def test_a_feed_is_given_its_own_ways_and_one_more_is_offered(folder: Path) -> None:
    (folder / "config.toml").write_text('browser = "true {url}"\n')
    db = open_store(folder / "data" / "library.db")
    feeds.edit_feed(db, 1, FeedChange(ways=FeedWays(interval=240, mark_read="manually")), now=NOW)
    db.close()
    with opened(folder, "--offline") as terminal:
        terminal.wait_for("1 of 3")
        terminal.send("e")
        terminal.wait_for("Headers: none")
        terminal.wait_for(row("Rests for", "240"))
        terminal.wait_for(row("Marked read", "manually"))
        terminal.send(" News\r")
        terminal.wait_for(bottom("Changed: Harbour News"))
        terminal.send("\r")
        terminal.wait_for("The text of article 1")
        terminal.send("ooo")
        terminal.wait_for("The browser was asked for three times in Harbour News")
        terminal.send("\r")
        terminal.wait_for(lambda text: "three times" not in text)
        terminal.wait_for(bottom("Changed: Harbour"))
        quit_at_once(terminal)
    db = open_store(folder / "data" / "library.db")
    [feed] = feeds.feeds(db)
    assert feed.ways == FeedWays(interval=240, mark_read="manually", browser=True)
    assert feed.unread == 3, "read by hand only"
    db.close()
