"""What goes wrong between a reader and a server with the Google Reader API."""

import dataclasses
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.accounts.worlds import FAKES, FakeWorld, fake_world
from tests.servers.greader import FakeReader
from tests.servers.model import User, WebFeed
from tests.servers.profiles import FRESHRSS, MINIFLUX, STRICT, Profile

_long = pytest.mark.long


def on(*fakes: str) -> pytest.MarkDecorator:
    """Run a test on these fakes; all but the first with the tests that take long."""
    first, *others = fakes
    return pytest.mark.parametrize("fake", [first, *(pytest.param(name, marks=_long) for name in others)])


everywhere = on(*FAKES.greader)
by_kind = on("freshrss", "miniflux")
"""For what two kinds of servers do in their own way, and the others as one of them."""


SHORT = (("subscription/list", 0), ("items/contents", 0), ("xt=user", 0))
"""Requests whose answer comes short: these, but for so many of them."""


@contextmanager
def world_of(profile: Profile, folder: Path, items: int) -> Iterator[FakeWorld]:
    """A fake with one feed and so many articles."""
    with FakeReader(profile) as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed", "Site", "News"), items)
        yield FakeWorld(folder, server)


@everywhere
def test_1_a_second_sync_is_short_and_changes_nothing(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        for number in range(20):
            feed = world.account.add_feed(
                f"http://site.test/{number}", f"A & B {number}", f"Folder {number % 3}"
            )
            world.account.add_items(feed, 10 if world.flaky else 100)
        a = world.client("a")
        assert a.states() == world.states()
        before = a.rows("SELECT * FROM article ORDER BY id"), a.rows("SELECT id, title, folder FROM feed")
        world.wire.requests.clear()
        a.agree()
        assert len(world.wire.requests) <= 7 or world.flaky
        after = a.rows("SELECT * FROM article ORDER BY id"), a.rows("SELECT id, title, folder FROM feed")
        assert after == before
        titles = a.rows("SELECT title, folder FROM feed WHERE account > 0 ORDER BY id")
        assert titles[0] == ("A & B 0", "Folder 0")


@pytest.mark.parametrize(
    ("fake", "batch"),
    [
        ("freshrss", 2),
        *(pytest.param(fake, 1, marks=_long) for fake in ("miniflux", "tor", "strict")),
        *(pytest.param("freshrss", batch, marks=_long) for batch in (0, 3)),
    ],
)
def test_6_a_server_that_is_killed_gets_each_mark_once(fake: str, batch: int, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        world.account.add_items(world.account.add_feed("http://site.test/feed"), 800)
        a = world.client("a")
        ids = world.ids()
        a.mark(ids, read=True)
        with world.wire.quiet():
            world.wire.fault("edit-tag", "die", skip=batch)
            assert a.sync(expect=None)["outcome"] == "offline"
            assert a.sync(expect=None)["outcome"] == "offline"
        assert 0 < a.waiting() <= 800
        done = sum(read for read, _ in world.states().values())
        assert done > 0
        world.wire.start()
        a.agree()
        assert all(read for read, _ in world.states().values())
        assert all(read for read, _ in a.states().values())


@pytest.mark.parametrize(
    ("fake", "fault"),
    [
        ("freshrss", "cut"),
        ("freshrss", "empty"),
        *(pytest.param("freshrss", fault, marks=_long) for fault in ("error", "list", "hotel")),
        *(pytest.param(fake, "empty", marks=_long) for fake in ("miniflux", "tor", "strict")),
        pytest.param("miniflux", "list", marks=_long),
    ],
)
def test_8_one_list_that_fails_changes_nothing(fake: str, fault: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        world.account.add_items(world.account.add_feed("http://site.test/feed"), 120)
        ids = world.ids()
        world.mark(ids[:60], starred=True)
        a = world.client("a")
        before = a.states()
        world.mark(ids[100:], read=True)
        with world.wire.quiet():
            stars = "com.google%2Fstarred&n"
            if fault == "cut":
                world.wire.fault(stars, "cut")
            elif fault == "error":
                world.wire.fault(stars, status=500, body="oops")
            else:
                body = {"list": "[]", "empty": '{"itemRefs": []}', "hotel": "<html>Log in</html>"}[fault]
                world.wire.fault(stars, body=body)
            outcome = a.sync(expect=None)["outcome"]
            assert not world.wire.faults[0].times, "the fault was met"
            assert {id_ for id_, (_, starred) in a.states().items() if starred} == set(ids[:60])
            if fault != "empty":
                assert outcome in ("failed", "offline")
                assert a.states() == before
        world.wire.calm()
        a.agree()
        assert a.states() == world.states()


@pytest.mark.parametrize(
    ("match", "skip"),
    [("items/contents", 1), *(pytest.param(*one, marks=_long) for one in SHORT)],
)
def test_8_a_list_that_comes_short_once_takes_nothing_away(match: str, skip: int, tmp_path: Path) -> None:
    with world_of(FRESHRSS, tmp_path, 6) as world:
        world.account.add_items(world.account.add_feed("http://site.test/two"), 6)
        ids = world.ids()
        world.mark(ids[:4], starred=True)
        a = world.client("a")
        world.mark(ids[4:8], read=True)
        fresh = world.account.add_items(next(iter(world.account.feeds.values())), 2)
        world.wire.fault(match, "shorten", skip=skip)
        a.sync(expect=None)
        assert not world.wire.faults[0].times, "the fault was met"
        assert a.gone() == {}
        assert set(ids) <= set(a.states())
        assert set(ids[8:]) <= a.unread()
        assert a.starred() == set(ids[:4])
        assert match == "xt=user" or {world.key(item.id) for item in fresh} <= a.unread()
        a.agree()
        assert a.states() == world.states()


@pytest.mark.parametrize("profile", [FRESHRSS, MINIFLUX], ids=lambda profile: profile.name)
def test_9_a_page_that_moves_under_the_reader_reads_nothing(profile: Profile, tmp_path: Path) -> None:
    with world_of(dataclasses.replace(profile, most_ids=20), tmp_path, 100) as world:
        a = world.client("a")
        order = [world.key(item.id) for item in world.account.by_arrival()]
        world.wire.answered("xt=user", lambda: world.mark(order[19:20], read=True))
        a.sync()
        assert world.unread() <= a.unread()
        a.sync()
        assert a.states() == world.states()
        assert sum(read for read, _ in a.states().values()) == 1


@_long
def test_10_a_write_token_that_ends_in_the_middle_is_asked_for_once(tmp_path: Path) -> None:
    profile = dataclasses.replace(STRICT, token_lasts=6)
    with world_of(profile, tmp_path, 2000) as world:
        assert isinstance(world.server, FakeReader)
        a = world.client("a")
        a.mark(world.ids(), read=True)
        tokens, writes = world.server.tokens, world.server.writes
        a.agree()
        assert world.server.writes - writes == 10
        assert world.server.tokens - tokens == 2
        assert len(world.wire.asked("edit-tag")) == 11
        assert all(read for read, _ in world.states().values())


@by_kind
def test_11_a_server_that_wants_to_be_left_alone_is(
    fake: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_TEST_NOW", "2026-11-27T12:00:00")
    with fake_world(fake, tmp_path) as world:
        world.account.add_items(world.account.add_feed("http://site.test/feed"), 5)
        a = world.client("a")
        with world.wire.quiet():
            world.wire.fault("edit-tag", status=429, body="Too many", Retry_After="120")
            a.mark(world.ids()[:2], read=True)
            line = a.sync(expect=None)
            assert line["outcome"] != "synced"
            assert (line["until"] or "").startswith("2026-11-27T12:02"), line
            assert (a.account()["status"], a.waiting()) == ("silenced", 2)
            world.wire.requests.clear()
            monkeypatch.setenv("NEWSREADER_TEST_NOW", "2026-11-27T12:01:58")
            ended = a.run("sync", "--json")
            assert (ended.code, ended.shapes[0]["outcome"], world.wire.requests) == (0, "skipped", [])
            monkeypatch.setenv("NEWSREADER_TEST_NOW", "2026-11-27T12:02:01")
            a.agree()
        assert sum(read for read, _ in world.states().values()) == 2


def test_12_an_article_that_is_listed_and_not_given_is_not_asked_for_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSREADER_TEST_NOW", "2026-11-27T12:00:00")
    with world_of(FRESHRSS, tmp_path, 3) as world:
        a = world.client("a")
        late = world.key(world.account.add_item(next(iter(world.account.feeds.values()))).id)
        world.wire.fault("items/contents", body='{"items": []}')
        a.sync()
        world.wire.requests.clear()
        a.sync()
        a.sync()
        assert not world.wire.asked("items/contents")
        monkeypatch.setenv("NEWSREADER_TEST_NOW", "2026-12-27T12:00:00")
        a.sync()
        assert late in a.unread(), "it is asked for once more some time later"


@everywhere
def test_13_feeds_that_two_readers_change_meet(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        assert isinstance(world.server, FakeReader)
        going = world.account.add_feed("http://site.test/going", "Going", "News")
        world.account.add_items(going, 3)
        staying = world.account.add_feed("http://site.test/staying", "Staying", "News")
        world.account.add_items(staying, 3)
        world.server.web["http://site.test/new"] = WebFeed("New", [("One", "http://site.test/n/1")])
        a, b = world.client("a"), world.client("b")
        ids = world.ids()
        a.mark(ids[:1], starred=True)
        a.agree()
        b.agree()
        gone = next(feed["id"] for feed in b.run("feeds", "--json").shapes if feed["title"] == "Going")
        assert b.run("remove", str(gone)).code == 0 or world.flaky
        for client in (a, b):
            ended = client.run("--offline", "add", "http://site.test/new", "--account", "home")
            assert ended.code == 0, ended.err
        for client in (a, b, a):
            client.agree()
        assert sorted(feed.url for feed in world.account.feeds.values()) == [
            "http://site.test/new",
            "http://site.test/staying",
        ]
        for client in (a, b):
            found = client.rows("SELECT url FROM feed WHERE account > 0 AND removed IS NULL ORDER BY url")
            assert found == [("http://site.test/new",), ("http://site.test/staying",)]
            assert client.account()["error"] is None
        starred = a.rows("SELECT remote_id FROM article WHERE starred AND deleted = 0")
        assert starred == [(ids[0],)], "a star outlives its feed"


@on("freshrss", "strict", "miniflux")
def test_13_a_folder_that_two_readers_rename_has_the_name_of_the_last(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        for number in range(3):
            feed = world.account.add_feed(f"http://site.test/{number}", f"Feed {number}", "News")
            world.account.add_items(feed, 1)
        world.account.add_feed("http://site.test/other", "Other", "Else")
        a, b = world.client("a"), world.client("b")
        for client, name in ((a, "World"), (b, "Press & Co")):
            with client.library() as library:
                assert library.rename_folder("News", name) == 3
        for client in (a, b, a):
            client.agree()
        expected = [("Press & Co",)] * 3 + [("Else",)]
        for client in (a, b):
            found = client.rows("SELECT folder FROM feed WHERE account > 0 AND removed IS NULL ORDER BY url")
            assert found == expected
            assert (client.waiting(), client.account()["error"]) == (0, None)
        assert [feed.folders for feed in world.account.feeds.values()] == [[name] for (name,) in expected]


@by_kind
def test_14_a_late_article_with_an_old_date_is_new(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        feed = world.account.add_feed("http://site.test/feed")
        world.account.add_items(feed, 5)
        a = world.client("a")
        late = world.key(world.account.add_item(feed, "Late", published=1_400_000_000).id)
        line = a.sync() if not world.flaky else a.agree()
        assert world.flaky or (line and line["new"] == 1)
        assert late in a.unread()


@by_kind
def test_15_marking_a_feed_read_leaves_what_arrives_meanwhile(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        feed = world.account.add_feed("http://site.test/feed")
        known = [world.key(item.id) for item in world.account.add_items(feed, 30)]
        a = world.client("a")
        a.mark(known, read=True)
        world.wire.before("edit-tag", lambda: world.account.add_items(feed, 2, published=1_400_000_000))
        a.agree()
        a.agree()
        assert {id_ for id_, (read, _) in world.states().items() if read} == set(known)
        assert len(a.unread()) == 2


@on("strict", "tor")
def test_17_every_kind_of_id_finds_its_article(fake: str, tmp_path: Path) -> None:
    with fake_world(fake, tmp_path) as world:
        feed = world.account.add_feed("http://site.test/feed", "Site", "News & Co")
        world.account.add_items(feed, 6)
        a, b = world.client("a"), world.client("b")
        assert a.states() == world.states()
        ids = world.ids()
        a.mark(ids[:2], read=True)
        a.mark(ids[2:3], starred=True)
        a.agree()
        b.agree()
        assert a.states() == b.states() == world.states()
        assert [id_ for id_ in ids if world.states()[id_] != (False, False)] == ids[:3]


@_long
def test_18_of_two_processes_one_syncs_and_both_have_their_marks_sent(tmp_path: Path) -> None:
    with world_of(FRESHRSS, tmp_path, 10) as world:
        a = world.client("a")
        ids = world.ids()
        a.mark(ids[:2], read=True)
        second: list[subprocess.Popen[bytes]] = []

        def meanwhile() -> None:
            a.mark(ids[2:4], starred=True)
            second.append(a.start_sync())

        world.wire.requests.clear()
        world.wire.before("edit-tag", meanwhile)
        a.sync()
        assert [other.wait(120) for other in second] == [0]
        assert len(world.wire.asked("xt=user")) <= 2
        a.agree()
        assert a.states() == world.states()
        assert [world.states()[id_] for id_ in ids[:4]] == [(True, False)] * 2 + [(False, True)] * 2


@pytest.mark.parametrize("profile", [FRESHRSS, MINIFLUX], ids=lambda profile: profile.name)
def test_19_marks_of_another_account_are_not_sent(profile: Profile, tmp_path: Path) -> None:
    with world_of(profile, tmp_path, 10) as world:
        assert isinstance(world.server, FakeReader)
        a = world.client("a")
        a.mark(world.ids(), read=True)
        other = User(number=77, logins_ended=1, numbering=lambda place: profile.numbering(place + 10_000))
        other.add_items(other.add_feed("http://site.test/feed"), 10)
        world.server.users = [other]
        a.sync(expect=None)
        a.sync(expect=None)
        assert len(other.unread()) == 10
        assert a.account()["error"]
        assert a.waiting() == 10
