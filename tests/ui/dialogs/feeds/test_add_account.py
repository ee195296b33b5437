"""What the dialog that adds an account makes of what is typed, and of what the command says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.accounts import KINDS
from reader.config import Paths
from reader.store.accounts import accounts
from reader.store.database.connection import Database
from reader.ui.dialogs.feeds.add_account import KIND_WORDS, command_words, in_dialog, missing
from tests.servers.greader import FakeReader
from tests.servers.profiles import FRESHRSS
from tests.ui.network import ended, online
from tests.ui.screen import Open, press, screen_of, shown, until

TYPED = {"address": "https://rss.example", "user": "alice", "password": "word", "name": ""}


@pytest.fixture
def server() -> Iterator[FakeReader]:
    with FakeReader(FRESHRSS) as running:
        running.user.add_items(running.user.add_feed("http://site.test/feed", "Site", "News"), 3)
        yield running


def test_each_kind_has_its_words() -> None:
    assert tuple(KIND_WORDS) == KINDS


async def test_each_kind_is_said_whole_where_there_is_little_room(
    library: Database, open_screen: Open
) -> None:
    async with open_screen((60, 20)) as pilot:
        await press(pilot, "at", "shift+tab")
        for kind in KINDS:
            assert f"{kind}: {KIND_WORDS[kind]}" in shown(pilot)
            assert ("as its host" in shown(pilot)) == (kind != "folder")
            await press(pilot, "enter")


def test_the_password_is_given_on_the_input_alone() -> None:
    words, given = command_words("greader", TYPED | {"name": "home"})
    assert words == [
        "account", "add", "--json", "--user", "alice", "--password-stdin", "--name", "home", "--", "greader",
        "https://rss.example",
    ]  # fmt: skip
    assert given == "word"
    assert command_words("folder", TYPED | {"address": "~/Sync"}) == (
        ["account", "add", "--json", "--", "folder", str(Path("~/Sync").expanduser())], "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("greader", {}, ""),
        ("greader", {"address": ""}, "Type the server's address first"),
        ("greader", {"password": ""}, "Type the password first"),
        ("fever", {"address": "https://a:b@rss.example"}, "in their own lines"),
        ("folder", {"password": "", "user": ""}, ""),
        ("folder", {"address": ""}, "Type the path of the folder first"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_tried(
    kind: str, typed: dict[str, str], words: str
) -> None:
    told = missing(kind, TYPED | typed)
    assert words in told
    assert bool(told) == bool(words)


def test_a_complaint_names_no_option_of_the_command() -> None:
    told = in_dialog("https://x: x refuses the user or the password: give the user with --user", "https://x")
    assert told == "x refuses the user or the password: give the user"


async def test_a_name_that_is_taken_is_said_and_the_first_sync_waits_for_its_turn(
    empty: Database, paths: Paths, server: FakeReader
) -> None:
    accounts.add(
        empty, kind="folder", name="home", url="/nowhere", user="", command=None, details="{}", now=1
    )
    async with online(paths, sync_minutes=0, send_seconds=0) as pilot:
        await press(pilot, "at")
        await press(
            pilot, *server.url, "tab", *"alice", "tab", *"alice-word", "tab", *"home", "enter", "enter"
        )
        await until(pilot, "there is an account of this name: give another one")
        assert "--" not in shown(pilot)
        server.fault("items/ids", "wait")
        screen_of(pilot).controllers.jobs.refresh(quiet=True)
        await press(pilot, "2", "enter")
        await until(pilot, lambda: bool(server.asked("items/ids")))
        server.release()
        await ended(pilot, "fetching")
        screen_of(pilot).poll()
        await until(pilot, "Article 3")
        assert accounts.names(empty) == {1: "home", 2: "home2"}
