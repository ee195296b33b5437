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
