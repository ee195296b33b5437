"""What the dialog that adds makes of the words that are typed into it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import Paths
from reader.library.outcome import FeedAdded
from reader.store.database.connection import Database
from reader.ui.dialogs.feeds.add import command_words, summary
from tests.samples import item, rss
from tests.server import ScriptedServer, held, reply, running_server
from tests.ui.network import STORY, online
from tests.ui.screen import settle, shown

PAGE = f"<html><head><title>Harbour</title></head><body><p>{STORY * 12}</p></body></html>".encode()
"""A page with an article."""


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running_server() as started:
        yield started


@pytest.mark.parametrize("typed", ["x" * 5000, "a\x00b", "n" * 300 + ".opml"])
def test_what_is_no_path_is_taken_for_an_address(typed: str) -> None:
    assert command_words(typed, "", as_article=False) == (["add", "--json", "-"], typed)


def test_a_home_that_nobody_has_is_taken_for_a_file() -> None:
    words, given = command_words("~nobody-of-that-name/feeds.opml", "", as_article=False)
    assert (words[0], given) == ("import", "")


def arguments_of_all_processes() -> list[bytes]:
    """What anybody can read of every process, as `ps` does."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            found.append((process / "cmdline").read_bytes())
        except OSError:  # it has ended meanwhile
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="this system shows no arguments here")
@pytest.mark.parametrize(("key", "body"), [("enter", rss([item(1, "Harbour")])), ("ctrl+s", PAGE)])
async def test_a_password_that_is_typed_is_in_no_processs_arguments(
    empty: Database, paths: Paths, server: ScriptedServer, key: str, body: bytes
) -> None:
    server.script("/slow", held(reply(body)))
    address = server.url("/slow").replace("http://", "http://joe:hunter2pass@")
    async with online(paths) as pilot:
        await pilot.press("a")
        await settle(pilot)
        await pilot.press(*address, key)
        await server.asked_for(1)
        seen = arguments_of_all_processes()
        server.open()
        assert any(b"--json" in words and bytes(paths.data) in words for words in seen), "the worker is seen"
        assert not [words for words in seen if b"hunter2pass" in words]
        while len(pilot.app.screen_stack) > 1:
            await pilot.pause()
        await settle(pilot)
        assert "Harbour" in shown(pilot), "it came, by an address with its password"
    assert server.requests[0].header("Authorization") == "Basic am9lOmh1bnRlcjJwYXNz"


def test_what_was_marked_read_of_a_new_feed_is_said() -> None:
    assert summary([FeedAdded("https://a.example/", "Island", 30, 20)]) == (
        "Island: 30 articles, 10 of them marked read"
    )
    assert summary([FeedAdded("https://a.example/", "Island", 1, 1)]) == "Island: 1 article"
