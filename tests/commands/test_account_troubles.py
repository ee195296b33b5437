"""Adding accounts and telling their passwords where something is not as it should be."""

import os
import shlex
import sys
import tracemalloc
from pathlib import Path

import pytest

from reader.clock import VARIABLE
from reader.library.accounts.passwords import from_command
from tests.commands.conftest import PASSWORD, Newsreader
from tests.server import ScriptedServer, reply
from tests.servers.greader import FakeReader


def test_words_that_are_no_text_are_refused_in_one_sentence(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, tmp_path: Path
) -> None:
    told = [
        add(there.url, "--name", "home", password="caf\udce9"),
        add(there.url, "--user", "ali\udcff", "--name", "home"),
        newsreader("account", "add", "greader", there.url, "--password-command", "echo caf\udce9"),
        newsreader("account", "add", "folder", str(tmp_path / "caf\udce9")),
    ]
    for ended, what in zip(told, ["password", "user's name", "command", "folder"], strict=True):
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.count("\n") == 1
        assert what in ended.err
        assert "UTF-8" in ended.err
    assert newsreader("account", "list", "--json").shapes == []


@pytest.mark.parametrize("fails", [False, True])
def test_no_account_waits_for_a_time_that_a_wrong_clock_named(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    monkeypatch.setenv(VARIABLE, "2027-05-01T12:00:00Z")
    add(there.url, "--name", "home")
    if fails:
        there.stop()
    newsreader("sync")
    monkeypatch.setenv(VARIABLE, "2026-05-01T12:00:00Z")
    [line, *_] = newsreader("refresh", "--json").shapes
    assert line["account"] == "home"
    assert line["outcome"] == ("offline" if fails else "synced")
    [home] = newsreader("account", "list", "--json").shapes
    assert home["next_due"] is not None
    assert home["next_due"].startswith("2026-05-01")
    newsreader("sync")
    assert [one.get("account") for one in newsreader("refresh", "--json").shapes] == [None]


def test_a_command_that_prints_without_end_costs_no_memory() -> None:
    endless = "import sys\nprint('word')\nfor _ in range(60): sys.stdout.write('x' * 1_000_000)"
    tracemalloc.start()
    try:
        assert from_command(shlex.join([sys.executable, "-c", endless])) == "word"
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("spoil", ["open", "huge", "locked"])
def test_nothing_is_kept_of_an_account_whose_password_cannot_be(
    there: FakeReader, newsreader: Newsreader, add: Newsreader, tmp_path: Path, spoil: str
) -> None:
    newsreader("list")
    secrets = tmp_path / "data" / "secrets.json"
    if spoil == "locked":
        (tmp_path / "data" / "secrets.lock").symlink_to("elsewhere")
    else:
        secrets.touch(0o644 if spoil == "open" else 0o600)
        os.truncate(secrets, 2 << 20 if spoil == "huge" else 0)
    ended = add(there.url, "--name", "home")
    assert ended.code != 0
    assert ended.err.count("\n") == 1
    assert PASSWORD not in ended.err
    assert spoil == "locked" or there.requests == []
    secrets.unlink(missing_ok=True)
    assert newsreader("account", "list", "--json").shapes == []


@pytest.mark.parametrize(
    ("kind", "asked", "appended"), [("greader", "", "/accounts/ClientLogin"), ("fever", "/fever/", "?api")]
)
def test_a_redirect_names_the_address_to_give(
    newsreader: Newsreader, server: ScriptedServer, kind: str, asked: str, appended: str
) -> None:
    elsewhere = "https://safe.test/reader"
    server.script(f"{asked}{appended}", reply(status=302, Location=f"{elsewhere}{appended}"))
    words = ["--user", "alice", "--password-command", "echo x"]
    ended = newsreader("account", "add", kind, server.url(asked), *words)
    assert ended.err.endswith(f" redirects to {elsewhere}: give that address\n")


@pytest.mark.parametrize(
    ("kind", "leads", "words"),
    [
        ("greader", "http://hotel.test/welcome", "redirects to a page of hotel.test"),
        ("greader", "http://hotel.test/?to=http%3A//x/accounts/ClientLogin", "a page of hotel.test"),
        ("greader", "https://login.hotel.test/accounts/ClientLogin", "a page of login.hotel.test"),
        ("greader", "/oauth2/start?rd=/accounts/ClientLogin", "wants a login on a page of its own first"),
        ("fever", "http://hotel.test/fever/", "redirects to a page of hotel.test"),
        ("ttrss", "//hotel.test/guests", "redirects to a page of hotel.test"),
        (
            "ttrss",
            "https://rss.test/tt-rss/api/",
            "redirects to https://rss.test/tt-rss/api/: give that address",
        ),
        ("greader", "http://[x", "redirects to what is no address"),
    ],
)
def test_no_page_of_a_network_is_called_the_address_to_give(
    newsreader: Newsreader, server: ScriptedServer, kind: str, leads: str, words: str
) -> None:
    for path in ("/accounts/ClientLogin", "/api/greader.php/accounts/ClientLogin", "/?api", "/api/", "/"):
        server.script(path, reply(status=302, Location=leads))
    words_of_command = ["--user", "alice", "--password-command", "echo x"]
    told = newsreader("account", "add", kind, server.url(""), *words_of_command)
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert words in told.err
    assert ("give that address" in told.err) == ("give that address" in words)


@pytest.mark.parametrize("kind", ["greader", "fever", "ttrss"])
def test_an_address_where_pages_are_answered_with_may_be_a_networks_doing(
    there: FakeReader, newsreader: Newsreader, kind: str
) -> None:
    there.fault("", status=200, body="<!doctype html><title>Welcome, guest</title>", times=-1)
    told = newsreader("account", "add", kind, there.root, "--user", "alice", "--password-command", "echo x")
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert told.err.endswith("; a network that wants a login of its own first answers so, too\n")


def test_a_fever_server_that_is_asked_too_often_is_not_told_to_allow_its_api(
    newsreader: Newsreader, server: ScriptedServer
) -> None:
    server.script("/fever/?api", reply(status=429))
    words = ["--user", "alice", "--password-command", "echo x"]
    ended = newsreader("account", "add", "fever", server.url("/fever/"), *words)
    assert "asks to wait" in ended.err


def test_a_redirect_of_a_few_letters_names_a_whole_address(there: FakeReader, add: Newsreader) -> None:
    there.fault("ClientLogin", status=301, times=-1, Location="/rss/accounts/ClientLogin")
    told = add(there.root, "--name", "home")
    assert f"redirects to {there.root}/rss: give that address" in told.err


def test_who_gives_no_user_is_told_how(there: FakeReader, newsreader: Newsreader) -> None:
    words = ["account", "add", "greader", there.url, "--password-command", f"echo {PASSWORD}"]
    assert "give the user with --user" in newsreader(*words).err


def test_what_an_account_says_of_what_waits_is_so_at_that_moment(
    there: FakeReader, newsreader: Newsreader, add: Newsreader
) -> None:
    add(there.url, "--name", "home")
    newsreader("sync")
    first, second, *_ = (str(one["id"]) for one in newsreader("list", "--json").shapes)
    newsreader("mark", "read", first)
    there.user.password = "another"
    refused = newsreader("sync")
    newsreader("mark", "read", second)
    [account] = newsreader("account", "list", "--json").shapes
    assert "1 change waits (newsreader account password home)" in refused.err
    assert "; 2 changes wait (newsreader account password home)" in account["error"]
    assert "; 2 changes wait (newsreader account password home)" in newsreader("sync").err
    told = newsreader("doctor")
    assert "! account  home: the server refuses the password; 2 changes wait" in told.out
    there.user.password = PASSWORD
    newsreader("account", "password", "home", "--password-command", f"echo {PASSWORD}")
    assert "account  home" not in newsreader("doctor").out


def test_a_feed_of_an_account_keeps_its_address(
    there: FakeReader, newsreader: Newsreader, add: Newsreader
) -> None:
    add(there.url, "--name", "home")
    newsreader("sync")
    [feed] = newsreader("feeds", "--json").shapes
    told = newsreader("edit", str(feed["id"]), "--url", "http://elsewhere.test/feed")
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert "`newsreader add NEW --account home` subscribes to another" in told.err
    assert newsreader("feeds", "--json").shapes == [feed]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:{closed}/", "refused the connection: is this its address, and does it run?"),
        ("https://127.0.0.1:{open}/", "is this its address, does it run, and does it speak https?"),
        ("http://127.0.0.1:{open}/elsewhere", "in FreshRSS the one that ends in /api/greader.php"),
    ],
)
def test_a_login_that_fails_says_what_can_be_done(
    there: FakeReader, add: Newsreader, url: str, words: str
) -> None:
    with FakeReader(there.profile) as gone:
        closed = gone.port
    told = add(url.format(closed=closed, open=there.port), "--name", "home")
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert words in told.err
