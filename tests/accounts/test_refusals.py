"""Marks that a server refuses, and servers that refuse everything for a while."""

from pathlib import Path

import pytest

from tests.accounts.worlds import UNREAD, WRITE, FakeWorld, fake_world
from tests.servers.profiles import FRESHRSS
from tests.servers.streams import long_id


def fill(world: FakeWorld, count: int) -> None:
    world.account.add_items(world.account.add_feed("http://site.test/feed"), count)


@pytest.mark.parametrize("status", [404, 400])
@pytest.mark.parametrize("fake", ["freshrss", "fever", "ttrss"])
def test_no_mark_is_lost_while_the_whole_api_is_away(fake: str, status: int, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        fill(world, 6)
        a = world.client("a")
        ids = world.ids()
        a.mark(ids[:3], read=True)
        world.wire.fault("", status=status, body="<html>We are moving house", times=-1)
        for _ in range(4):
            line = a.sync(expect=None)
            assert (line["outcome"], line["waiting"]) == ("failed", 3)
            assert "another account" not in line["error"]
        world.wire.calm()
        a.agree()
        assert a.states() == world.states()
        assert world.unread() == set(ids[3:])


def test_a_mark_that_is_refused_by_name_holds_up_no_other_and_is_dropped_at_last(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        fill(world, 8)
        a = world.client("a")
        ids = world.ids()
        a.mark(ids, read=True)
        bad = long_id(FRESHRSS, int(ids[3])).rpartition("/")[2]
        for waiting in (1, 1, 0):
            fault = world.wire.fault(bad, status=400, body="Bad Request!", times=-1)
            ended = a.run("sync", "home", "--json")
            assert a.waiting() == waiting
            assert ("will not have" in ended.err) == (not waiting)
            world.wire.faults.remove(fault)
        assert world.unread() == {ids[3]}
        a.agree()
        assert a.unread() == {ids[3]}, "what could not be sent is as the server has it"


def test_a_server_that_refuses_every_mark_is_not_asked_for_each(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        fill(world, 400)
        a = world.client("a")
        a.mark(world.ids(), read=True)
        world.wire.fault("edit-tag", status=400, body="Bad Request!", times=-1)
        line = a.sync(expect=None)
        assert (line["outcome"], line["waiting"]) == ("failed", 400)
        assert len(world.wire.asked("edit-tag")) < 60


@pytest.mark.parametrize(
    ("fake", "status", "body"), [("freshrss", 200, "<html>hotel"), ("fever", 500, "oops")]
)
def test_a_push_that_fails_does_not_block_what_comes(
    fake: str, status: int, body: str, tmp_path: Path
) -> None:
    with fake_world(fake, tmp_path) as world:
        fill(world, 4)
        a = world.client("a")
        ids = world.ids()
        a.mark(ids[:1], read=True)
        world.mark(ids[1:2], starred=True)
        world.wire.fault(WRITE[world.kind], status=status, body=body, times=-1)
        line = a.sync(expect=None)
        assert (line["outcome"], line["waiting"]) == ("failed", 1)
        assert world.wire.asked(UNREAD[world.kind])
        assert a.states()[ids[1]] == (False, True)
        assert a.states()[ids[0]] == (True, False)
        world.wire.calm()
        a.agree()
        assert a.states() == world.states()


HOTEL = "<!DOCTYPE html><title>Welcome to the hotel: 403 Forbidden</title>"


@pytest.mark.parametrize(
    ("fake", "body"), [("freshrss", HOTEL), ("freshrss", "Forbidden"), ("fever", HOTEL), ("ttrss", HOTEL)]
)
def test_forbidden_is_no_wrong_password_and_passes(fake: str, body: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        fill(world, 4)
        a = world.client("a")
        ids = world.ids()
        a.mark(ids[:2], read=True)
        world.wire.fault("", status=403, body=body, times=-1)
        asked = len(world.wire.asked(""))
        line = a.sync(expect="failed")
        assert (line["waiting"], "lets nobody in (403)" in line["error"]) == (2, True)
        assert len(world.wire.asked("")) - asked < 5, "nothing is asked again and again"
        assert a.account()["status"] == "failing"
        world.wire.calm()
        a.agree()
        assert world.unread() == set(ids[2:])


def test_forbidden_changes_keep_waiting_and_do_not_block_what_comes(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        fill(world, 4)
        a = world.client("a")
        ids = world.ids()
        a.mark(ids[:1], read=True)
        a.run("--offline", "edit", "1", "--title", "Mine")
        world.mark(ids[1:2], starred=True)
        feeds = world.wire.fault("subscription/edit", status=403, body=HOTEL, times=-1)
        world.wire.fault("edit-tag", status=403, body=HOTEL, times=-1)
        for _ in range(4):
            assert a.sync(expect="failed")["waiting"] == 2
        assert a.states()[ids[1]] == (False, True)
        world.wire.faults[:] = [feeds]
        assert a.sync(expect="failed")["waiting"] == 1, "marks go though feeds may not be changed"
        world.wire.calm()
        a.agree()
        assert world.unread() == set(ids[1:])
        assert [feed.title for feed in world.account.feeds.values()] == ["Mine"]


def test_a_forbidden_change_of_one_feed_does_not_hold_up_those_of_others(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        fill(world, 2)
        world.account.add_feed("http://other.test/feed")
        a = world.client("a")
        a.agree()
        for number, title in (("1", "Mine"), ("2", "Yours")):
            a.run("--offline", "edit", number, "--title", title, "--folder", "Mornings")
        before = a.account()["waiting"]
        world.wire.fault("subscription/edit", status=403, body=HOTEL, times=3)  # a new token, a new login
        assert a.sync(expect="failed")["waiting"] == before // 2
        assert len({feed.title for feed in world.account.feeds.values()} & {"Mine", "Yours"}) == 1
        world.wire.calm()
        a.agree()
        assert {feed.title for feed in world.account.feeds.values()} == {"Mine", "Yours"}


@pytest.mark.parametrize(("said", "outcome"), [("Error=BadAuthentication", "auth"), (HOTEL, "failed")])
def test_forbidden_at_the_login_is_of_the_password_where_it_says_so(
    said: str, outcome: str, tmp_path: Path
) -> None:
    with fake_world("freshrss", tmp_path) as world:
        fill(world, 2)
        a = world.client("a")
        a.password = world.change_password()
        world.wire.fault("ClientLogin", status=403, body=said, times=1)
        assert a.sync(expect=outcome)
        world.wire.calm()
        if outcome == "auth":
            assert a.run("account", "password", "home", "--password-stdin", stdin=a.password).code == 0
        a.agree() if outcome == "auth" else a.sync(expect="auth")
