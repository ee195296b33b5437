"""Servers that say what no server should: nothing of it reaches the terminal, and nothing breaks."""

from pathlib import Path

import pytest

from tests.accounts.worlds import fake_world

EVIL = "\x1b[2J\x1b]0;mine\x07\u202e\x00<b>& \ud7ff"


@pytest.mark.parametrize("fake", ["freshrss", "fever", "ttrss"])
def test_names_and_texts_of_a_server_cannot_act_on_the_terminal(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        feed = world.account.add_feed(f"http://site.test/feed?{EVIL}", f"Feed {EVIL}", f"../Folder {EVIL}")
        feed.site = f"javascript:{EVIL}"
        item = world.account.add_item(feed, f"Title {EVIL}", f"http://site.test/{EVIL}")
        item.author, item.body = EVIL, f"<p>{EVIL}<script>alert(1)</script></p>"
        item.labels = {EVIL} if fake == "freshrss" else set()
        a = world.client("a")
        printed = ""
        for words in (["list", "--json"], ["list"], ["feeds", "--json"], ["feeds"], ["account", "list"]):
            ended = a.run(*words)
            assert ended.code == 0, ended.err
            printed += ended.out + ended.err
        (number,) = a.numbers().values()
        printed += a.run("show", str(number)).out
        assert "Title" in printed
        assert not [letter for letter in printed if letter in "\x1b\x07\x00\u202e\x9b"]


@pytest.mark.parametrize("fake", ["freshrss", "fever", "ttrss"])
def test_what_is_wrong_with_an_account_is_one_sentence_and_nothing_is_kept(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        a = world.client("a")
        b = type(a)(tmp_path / "b", a.kind, a.url)

        def tried(url: str, password: str) -> str:
            words = ["account", "add", a.kind, url, "--user", "alice", "--name", "x", "--password-stdin"]
            ended = b.run(*words, stdin=password + "\n")
            assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1), ended
            assert "hunter2" not in ended.err
            assert b.run("account", "list", "--json").out == ""
            return ended.err

        assert "refuses the" in tried(world.url, "hunter2")
        assert "address" in tried(world.wire.root + "/nothing/here", "hunter2") or fake != "freshrss"
        world.wire.fault("", body="<html>\x1b[31mA page", times=-1)
        assert "\x1b" not in tried(world.url, "hunter2")
        world.wire.calm()
        world.wire.fault("", status=503, body="Service Unavailable!", times=-1)
        assert "API" in tried(world.url, "hunter2") or fake == "ttrss"
        world.wire.calm()
        world.wire.stop()
        assert "refused the connection" in tried(world.url, "hunter2")
