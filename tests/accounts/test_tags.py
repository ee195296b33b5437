"""Tags of articles: on a server that keeps them for both readers, elsewhere each reader's own."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.accounts.clients import Client
from tests.accounts.worlds import FakeWorld, fake_world
from tests.servers.greader import FakeReader
from tests.servers.profiles import STRICT


def tag(client: Client, id_: str, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
    with client.library() as library:
        library.tag([client.numbers()[id_]], add, remove)


def tags(client: Client) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for remote, name in client.rows(
        "SELECT a.remote_id, t.tag FROM article_tag AS t JOIN article AS a ON a.id = t.article"
    ):
        found.setdefault(remote, set()).add(name)
    return found


def test_tags_of_two_readers_meet_and_disturb_no_other_mark(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        world.account.add_items(world.account.add_feed("http://site.test/feed", "Feed", "News"), 4)
        a, b = world.client("a"), world.client("b")
        one, other = world.ids()[:2]
        tag(a, one, add=("Later", "Ünïcode & Co"))
        tag(b, one, add=("Mine",))
        b.mark([one], read=True)
        for client in (a, b, a):
            client.sync()
        assert tags(a) == tags(b) == {one: {"Later", "Ünïcode & Co", "Mine"}}
        assert world.account.items[int(one)].labels == {"Later", "Ünïcode & Co", "Mine"}
        tag(b, one, remove=("Later",))
        tag(a, other, add=("Later",))
        for client in (a, b, a):
            client.sync()
        assert tags(a) == tags(b) == {one: {"Ünïcode & Co", "Mine"}, other: {"Later"}}
        assert a.states() == b.states() == world.states()
        assert "News" not in {name for names in tags(a).values() for name in names}, "a folder is no tag"


@pytest.mark.parametrize("fake", ["miniflux", "fever", "ttrss"])
def test_where_the_server_keeps_no_tags_they_stay_here_and_nothing_waits(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        world.account.add_items(world.account.add_feed("http://site.test/feed", "Feed", "News"), 2)
        a = world.client("a")
        one = world.ids()[0]
        tag(a, one, add=("Later",))
        a.mark([one], read=True)
        a.agree()
        a.agree()
        assert (tags(a), a.waiting()) == ({one: {"Later"}}, 0)
        assert a.states() == world.states()


def test_tags_that_changed_elsewhere_come_at_once_and_others_cost_few_requests(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        items = world.account.add_items(world.account.add_feed("http://site.test/feed"), 10)
        for number, item in enumerate(items):
            item.labels = {f"Tag {number}"}
        a = world.client("a")
        ids = world.ids()
        for number, item in enumerate(items):
            item.labels = {f"Tag {number}", f"Tag {(number + 1) % 10}"} if number < 8 else set()
        a.sync()
        assert tags(a) == {world.key(item.id): item.labels for item in items[:8]}
        world.wire.requests.clear()
        a.sync()
        assert len(world.wire.requests) <= 7
        assert tags(a).keys() == set(ids[:8])


def test_a_list_of_a_tag_that_comes_short_takes_it_from_no_article(tmp_path: Path) -> None:
    with fake_world("freshrss", tmp_path) as world:
        for item in world.account.add_items(world.account.add_feed("http://site.test/feed"), 6):
            item.labels = {"Later"}
        a = world.client("a")
        world.wire.fault("label%2FLater", "shorten")
        a.sync()
        assert not world.wire.faults[0].times, "the fault was met"
        assert len(tags(a)) == 6


def test_a_server_that_nobody_knows_keeps_tags_where_its_list_says_so(tmp_path: Path) -> None:
    with FakeReader(replace(STRICT, token_lasts=0, tag_types=True, labels=True)) as server:
        world = FakeWorld(tmp_path, server)
        world.account.add_items(world.account.add_feed("http://site.test/feed", "Feed", "News"), 3)
        one, other, _ = world.ids()
        plain = world.client("before there are tags")
        assert not plain.account()["tags"]
        world.account.items[int(one)].labels.add("Later")
        a = world.client("a")
        plain.sync()
        assert all(client.account()["tags"] for client in (a, plain))
        assert tags(a) == tags(plain) == {one: {"Later"}}
        tag(a, other, add=("Later", "Mine"))
        tag(a, one, remove=("Later",))
        a.sync()
        plain.sync()
        assert tags(a) == tags(plain) == {other: {"Later", "Mine"}}
        server.fault("tag/list", status=500, times=-1)
        a.sync(expect="failed")
        assert tags(a) == {other: {"Later", "Mine"}}


@pytest.mark.parametrize(("status", "body"), [(404, "Not Found"), (400, "what?"), (200, "[]")])
def test_a_server_that_knows_no_tags_is_synced_without(status: int, body: str, tmp_path: Path) -> None:
    with fake_world("tor", tmp_path) as world:
        world.account.add_items(world.account.add_feed("http://site.test/feed"), 3)
        world.wire.fault("tag/list", status=status, body=body, times=-1)
        world.client("a").agree()
