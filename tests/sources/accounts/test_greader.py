"""The backend for the Google Reader API, against a fake of each kind of server."""

import dataclasses
import json

import pytest

from reader.sources.accounts.backend import AuthNeeded, BadShape, Busy, Forbidden, Gone, Offline, Refused
from reader.sources.accounts.web import Answer, check
from tests.servers.greader import FakeReader
from tests.servers.model import WebFeed
from tests.servers.profiles import FRESHRSS, MINIFLUX, PROFILES, STRICT, TOR, Profile
from tests.servers.streams import short_id
from tests.sources.accounts.asking import backend, items

CALM = [profile for profile in PROFILES if not profile.fault_every]

everywhere = pytest.mark.parametrize("profile", CALM, ids=lambda profile: profile.name)


@everywhere
@pytest.mark.parametrize("most", [0, 10, 20])
async def test_lists_are_read_to_their_last_page(profile: Profile, most: int) -> None:
    with FakeReader(dataclasses.replace(profile, most_ids=most)) as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 60)
        for item in list(server.user.items.values())[:20]:
            item.starred = True
        for item in list(server.user.items.values())[40:]:
            item.read = True
        async with backend("greader", server.url) as reader:
            await reader.connect()
            unread, starred = await reader.unread_ids(), await reader.starred_ids()
            assert unread.ids == {short_id(profile, number) for number in server.user.unread()}
            assert starred.ids == {short_id(profile, number) for number in server.user.starred()}
            assert (unread.pages > 1) == bool(most)


@everywhere
async def test_a_whole_batch_of_marks_is_carried_out(profile: Profile) -> None:
    with FakeReader(profile) as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 300)
        async with backend("greader", server.url) as reader:
            await reader.connect()
            ids = [short_id(profile, number) for number in server.user.items][: reader.caps.edit_batch]
            await reader.set_state("read", True, ids)
            await reader.set_state("starred", True, ids[:3])
            await reader.set_state("read", False, ids[:1])
            assert len(server.user.unread()) == 300 - len(ids) + 1
            assert {short_id(profile, number) for number in server.user.starred()} == set(ids[:3])


@everywhere
async def test_articles_come_with_all_that_they_have(profile: Profile) -> None:
    with FakeReader(profile) as server:
        feed = server.user.add_feed("http://site.test/feed", "A & B", "News & Co")
        item = server.user.add_item(feed, "1 < 2 & 3 > 2", "http://site.test/1")
        item.starred = True
        async with backend("greader", server.url) as reader:
            await reader.connect()
            [found] = await reader.feeds()
            assert (found.url, found.title, found.folders) == (
                "http://site.test/feed",
                "A & B",
                ("News & Co",),
            )
            id_ = short_id(profile, item.id)
            [article] = await items(reader, [id_, short_id(profile, item.id + 4)])
            assert (article.id, article.feed, article.title) == (id_, found.id, "1 < 2 & 3 > 2")
            assert (article.read, article.starred, article.link) == (False, True, "http://site.test/1")
            assert (article.html, article.published) == ("<p>Text of article 1.</p>", item.published)


async def test_tags_of_articles_are_told_from_folders() -> None:
    with FakeReader(FRESHRSS) as server:
        feed = server.user.add_feed("http://site.test/feed", "Feed", "News")
        first, second = server.user.add_items(feed, 2)
        first.labels = {"Later"}
        async with backend("greader", server.url) as reader:
            await reader.connect()
            await reader.feeds()
            assert await reader.labels() == {"Later": 1}
            assert (await reader.label_ids("Later")).ids == {str(first.id)}
            await reader.set_state("tag:Later", True, [str(second.id)])
            await reader.set_state("tag:Later", False, [str(first.id)])
            assert (first.labels, second.labels) == (set(), {"Later"})


@pytest.mark.parametrize("profile", [MINIFLUX, TOR], ids=lambda profile: profile.name)
async def test_a_server_without_tags_has_none(profile: Profile) -> None:
    with FakeReader(profile) as server:
        server.user.add_feed("http://site.test/feed", "Feed", "News")
        async with backend("greader", server.url) as reader:
            await reader.connect()
            await reader.feeds()
            assert (await reader.labels(), reader.caps.item_labels) == ({}, False)


@everywhere
async def test_login_tokens_that_end_are_asked_for_once(profile: Profile) -> None:
    with FakeReader(profile) as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 2)
        kept: dict[str, str] = {}
        async with backend("greader", server.url, kept=kept) as reader:
            await reader.connect()
            server.user.logins_ended += 1
            id_ = short_id(profile, next(iter(server.user.items)))
            await reader.set_state("read", True, [id_])
            assert (len(server.user.unread()), server.logins) == (1, 2)
        async with backend("greader", server.url, kept=kept) as reader:
            await reader.connect()
            assert len((await reader.unread_ids()).ids) == 1
            assert server.logins == 2
            server.user.password = "another"
            with pytest.raises(AuthNeeded):
                await reader.unread_ids()
            with pytest.raises(AuthNeeded):
                await reader.set_state("read", True, [id_])
            assert server.logins <= 4


async def test_a_write_token_that_ends_is_asked_for_once_and_nothing_is_done_twice() -> None:
    with FakeReader(STRICT) as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 8)
        async with backend("greader", server.url) as reader:
            await reader.connect()
            for number in server.user.items:
                await reader.set_state("read", True, [str(number)])
            assert (server.user.unread(), server.writes, server.tokens, server.logins) == (set(), 8, 3, 1)


two_kinds = pytest.mark.parametrize("profile", [FRESHRSS, MINIFLUX], ids=lambda profile: profile.name)

ANSWERS = ["[]", "<html>Please log in to the hotel</html>", '{"itemRefs": [{"id": "1"}, {"id', "null", "{}"]


@everywhere
@pytest.mark.parametrize(
    "body", [*ANSWERS, '{"itemRefs": [{"id": "\\u001b[2J"}], "items": 7, "subscriptions": {}}']
)
async def test_an_answer_of_another_shape_is_never_an_empty_list(profile: Profile, body: str) -> None:
    with FakeReader(profile) as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 2)
        async with backend("greader", server.url) as reader:
            await reader.connect()
            id_ = short_id(profile, next(iter(server.user.items)))
            for path in ("subscription/list", "items/ids", "items/contents"):
                server.fault(path, body=body, times=-1)
            for ask in (reader.feeds, reader.unread_ids, reader.starred_ids, lambda: items(reader, [id_])):
                with pytest.raises(BadShape):
                    await ask()


@two_kinds
@pytest.mark.parametrize("body", ANSWERS)
async def test_a_mark_is_done_only_where_the_server_says_so(profile: Profile, body: str) -> None:
    with FakeReader(profile) as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 2)
        async with backend("greader", server.url) as reader:
            await reader.connect()
            server.fault("edit-tag", body=body)
            with pytest.raises(BadShape):
                await reader.set_state("read", True, [short_id(profile, next(iter(server.user.items)))])


async def test_what_is_wrong_with_an_account_is_told_apart() -> None:
    with FakeReader(FRESHRSS) as server:
        async with backend("greader", server.root) as reader:
            await reader.connect()  # the address of the server itself is enough
        for user, password in (("alice", "no"), ("not a name", "alice-word")):
            async with backend("greader", server.url, user=user, password=password) as reader:
                with pytest.raises(AuthNeeded):
                    await reader.connect()
        async with backend("greader", f"{server.root}/elsewhere") as reader:
            with pytest.raises(Gone, match="does not speak"):
                await reader.connect()
        server.enabled = False
        async with backend("greader", server.url) as reader:
            with pytest.raises(Busy, match="switched off"):
                await reader.connect()
    async with backend("greader", server.url) as reader:
        with pytest.raises(Offline):
            await reader.connect()


async def test_a_server_that_wants_to_be_left_alone_says_for_how_long() -> None:
    with FakeReader(FRESHRSS) as server:
        async with backend("greader", server.url) as reader:
            await reader.connect()
            server.fault("items/ids", status=429, Retry_After="120")
            with pytest.raises(Busy) as raised:
                await reader.unread_ids()
            assert raised.value.retry_after == 120


@everywhere
async def test_feeds_are_changed_on_the_server(profile: Profile) -> None:
    with FakeReader(profile) as server:
        server.user.add_feed("http://site.test/old", "Old", "News")
        server.web["http://site.test/new"] = WebFeed("New", [("One", "http://site.test/1")])
        async with backend("greader", server.url) as reader:
            await reader.connect()
            [old] = await reader.feeds()
            added = await reader.subscribe("http://site.test/new", "News")
            assert added == "feed/2"
            for url in ("http://site.test/new", "http://site.test/none"):
                with pytest.raises(Refused):
                    await reader.subscribe(url, None)
            await reader.rename_feed(old.id, "Renamed")
            await reader.move_feed(old.id, "Other", ["News"])
            assert [(feed.title, feed.folders) for feed in await reader.feeds()] == [
                ("Renamed", ("Other",)),
                ("New", ("News",)),
            ]
            await reader.unsubscribe(old.id)
            assert [feed.url for feed in await reader.feeds()] == ["http://site.test/new"]


async def test_what_is_wrong_with_one_article_spoils_no_other() -> None:
    good = {"id": "tag:google.com,2005:reader/item/0000000000000001", "origin": {"streamId": "feed/1"}}
    bad = [
        {"id": None},
        {"id": "tag:google.com,2005:reader/item/../x", "origin": {"streamId": "feed/1"}},
        good | {"id": "tag:google.com,2005:reader/item/0000000000000002", "published": 1 << 70},
        good | {"id": "tag:google.com,2005:reader/item/0000000000000003", "origin": None},
        good | {"id": "tag:google.com,2005:reader/item/0000000000000004", "categories": "all"},
        [],
    ]
    with FakeReader(FRESHRSS) as server:
        async with backend("greader", server.url) as reader:
            await reader.connect()
            server.fault("items/contents", body=json.dumps({"items": [*bad, good]}))
            found = await items(reader, ["1", "2", "3", "4"])
            assert [(item.id, item.published) for item in found] == [("2", None), ("1", None)]
            server.fault("items/contents", body=json.dumps({"items": [[], {}]}))
            with pytest.raises(BadShape):
                await items(reader, ["1"])


@everywhere
async def test_a_mark_that_is_sent_twice_stays(profile: Profile) -> None:
    with FakeReader(profile) as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 3)
        ids = [short_id(profile, number) for number in server.user.items]
        async with backend("greader", server.url) as reader:
            await reader.connect()
            for key in ("read", "starred"):
                await reader.set_state(key, True, ids[:1])
                await reader.set_state(key, True, ids[:2])
                await reader.set_state(key, False, ids[2:])
        marks = [(item.read, item.starred) for item in server.user.items.values()]
        assert marks == [(True, True), (True, True), (False, False)]


@everywhere
async def test_articles_of_which_the_server_has_none_are_asked_for_once(profile: Profile) -> None:
    with FakeReader(profile) as server:
        feed = server.user.add_feed("http://site.test/feed")
        ids = [short_id(profile, item.id) for item in server.user.add_items(feed, 60)]
        server.user.purge(list(server.user.items))
        async with backend("greader", server.url) as reader:
            await reader.connect()
            server.requests.clear()
            assert await items(reader, ids) == []
            assert len(server.asked("items/contents")) == 1


async def test_a_web_server_that_keeps_the_login_to_itself_is_named() -> None:
    with FakeReader(FRESHRSS) as server:
        server.hands_on_headers = False
        async with backend("greader", server.url) as reader:
            with pytest.raises(AuthNeeded, match="must hand on the header Authorization"):
                await reader.connect()


async def test_a_feed_is_added_where_only_the_address_is_read() -> None:
    with FakeReader(dataclasses.replace(FRESHRSS, quickadd_in_query=True)) as server:
        server.web["http://site.test/new"] = WebFeed("New", [("One", "http://site.test/1")])
        async with backend("greader", server.url) as reader:
            await reader.connect()
            added = await reader.subscribe("http://site.test/new", "News")
            assert [(feed.id, feed.folders) for feed in await reader.feeds()] == [(added, ("News",))]


async def test_an_error_of_the_server_says_no_to_a_change_of_a_feed() -> None:
    with FakeReader(MINIFLUX) as server:
        server.user.add_feed("http://site.test/feed")
        async with backend("greader", server.url) as reader:
            await reader.connect()
            with pytest.raises(Refused):
                await reader.unsubscribe("feed/99")


@pytest.mark.parametrize(
    "given",
    [
        "",
        "/",
        "/api",
        "/api/greader.php/",
        "/api/greader.php/reader/api/0/",
        "/i/",
        "/i/?a=normal",
        "/index.php",
    ],
)
async def test_the_api_of_freshrss_is_found_from_what_its_readers_have_at_hand(given: str) -> None:
    with FakeReader(FRESHRSS) as server:
        async with backend("greader", server.root + given) as reader:
            await reader.connect()
    with FakeReader(dataclasses.replace(FRESHRSS, base="/rss/p/api/greader.php")) as server:
        async with backend("greader", f"{server.root}/rss/p{given}") as reader:
            await reader.connect()


def test_inoreader_says_in_its_own_way_when_it_may_be_asked_again_and_that_it_wants_keys() -> None:
    host = "www.inoreader.com"
    with pytest.raises(Busy) as busy:
        check(Answer(429, {"x-reader-limits-reset-after": "1416"}, b"Daily request limit reached!", host))
    assert busy.value.retry_after == 1416
    with pytest.raises(Forbidden, match="AppId and AppKey"):
        check(Answer(403, {}, b"AppId required! Contact app developer. ", host))
