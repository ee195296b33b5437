"""Marks that a server refuses, and servers that refuse everything for a while."""

from pathlib import Path

import pytest

from tests.accounts.worlds import UNREAD, WRITE, FakeWorld, fake_world
from tests.servers.profiles import FRESHRSS
from tests.servers.streams import long_id
from tests.servers.wire import Answer, Fault


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


@pytest.mark.parametrize("fake", ["freshrss", "fever"])
def test_a_mark_that_is_forbidden_holds_up_no_other_and_is_dropped_at_last(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        fill(world, 8)
        a = world.client("a")
        ids = world.ids()
        a.mark(ids, read=True)
        a.mark(ids[4:5], starred=True)
        if fake == "fever":
            world.wire.fault(f"&id={ids[3]}", status=403, body="Forbidden", times=-1)
        else:
            bad = long_id(FRESHRSS, int(ids[3])).rpartition("/")[2]
            forbidding = Fault("", answer=Answer(403, "Forbidden"))
            wire = world.wire
            wire.every_request = lambda _: (
                forbidding
                if bad in wire.requests[-1].words and wire.requests[-1] in wire.asked("edit-tag")
                else None
            )
        for waiting in (1, 1, 0):
            logins = len(world.wire.asked("ClientLogin"))
            ended = a.run("sync", "home", "--json")
            assert (ended.code, a.waiting()) == (int(not waiting), waiting)
            told = "the server will not have “Article 4” read: the server forbids that (403)"
            assert (told in ended.err) == (not waiting), "it is told once"
            assert len(world.wire.asked("ClientLogin")) - logins <= 1
            assert world.unread() == {ids[3]}
            assert world.states()[ids[4]] == (True, True)
        a.agree()
        assert a.unread() == {ids[3]}, "what could not be sent is as the server has it"


def test_a_door_that_is_shut_meanwhile_is_no_refusal_of_a_mark(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        fill(world, 4)
        a = world.client("a")
        ids = world.ids()
        a.mark(ids[:1], read=True)
        a.mark(ids[1:3], starred=True)
        world.wire.fault("edit-tag", status=403, body=HOTEL, skip=1, times=-1)
        assert a.sync(expect="failed")["waiting"] == 2
        assert a.rows("SELECT sum(tries) FROM outbox") == [(0,)]
        world.wire.calm()
        a.agree()
        assert world.states() == a.states()
        assert [world.states()[id] for id in ids[:3]] == [(True, False), (False, True), (False, True)]


def test_a_server_that_forbids_every_mark_is_not_asked_for_each(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        fill(world, 400)
        a = world.client("a")
        ids = world.ids()
        a.mark(ids, read=True)
        a.mark(ids[:300], starred=True)
        world.wire.fault("edit-tag", status=403, body=HOTEL, times=-1)
        asked = len(world.wire.asked(""))
        assert a.sync(expect="failed")["waiting"] == 700
        assert len(world.wire.asked("")) - asked < 60
        world.wire.calm()
        a.agree()


def test_marks_of_another_kind_go_where_those_of_one_are_forbidden(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        fill(world, 60)
        a = world.client("a")
        ids = world.ids()
        a.mark(ids, starred=True)
        a.mark(ids[:30], read=True)
        world.wire.fault("state%2Fcom.google%2Fstarred&i", status=403, body="Forbidden", times=-1)
        assert a.sync(expect="failed")["waiting"] == 60
        assert world.unread() == set(ids[30:])
        world.wire.calm()
        a.agree()
        assert all(starred for _, starred in world.states().values())


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


@pytest.mark.parametrize("fake", ["freshrss", "fever", "ttrss"])
@pytest.mark.parametrize("status", [200, 302, 511])
def test_a_networks_own_page_is_never_called_the_address(fake: str, status: int, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        fill(world, 4)
        a = world.client("a")
        ids = world.ids()
        a.mark(ids[:2], read=True)
        world.wire.fault("", status=status, body=HOTEL, times=-1, Location="http://hotel.test/login?to=x")
        line = a.sync(expect="failed")
        assert line["waiting"] == 2
        assert "address" not in line["error"]
        assert status == 511 or "want" in line["error"]
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
