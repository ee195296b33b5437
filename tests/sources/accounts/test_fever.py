"""The backend for Fever, against a fake on loopback."""

import pytest

from reader.sources.accounts.backend import AuthNeeded, BadShape, Gone, Offline, Refused
from tests.servers.fever import FakeFever
from tests.sources.accounts.asking import backend, items


@pytest.mark.parametrize(("one_verb", "requests"), [(False, 2), (True, 5)])
async def test_a_whole_look_takes_as_few_requests_as_the_server_allows(one_verb: bool, requests: int) -> None:
    with FakeFever(one_verb=one_verb) as server:
        feed = server.user.add_feed("http://site.test/feed", "Site", "News")
        ids = [str(item.id) for item in server.user.add_items(feed, 3)]
        server.user.items[1].starred = True
        server.user.items[2].read = True
        async with backend("fever", server.url) as fever:
            await fever.connect()
            [found] = await fever.feeds()
            unread, starred = await fever.unread_ids(), await fever.starred_ids()
            assert len(server.requests) == requests
            assert (found.id, found.url, found.title, found.folders) == (
                "1",
                "http://site.test/feed",
                "Site",
                ("News",),
            )
            assert (unread.ids, starred.ids) == ({ids[0], ids[2]}, {ids[0]})


async def test_each_list_is_used_once() -> None:
    with FakeFever() as server:
        feed = server.user.add_feed("http://site.test/feed")
        server.user.add_items(feed, 2)
        async with backend("fever", server.url) as fever:
            await fever.connect()
            await fever.feeds()
            assert len((await fever.unread_ids()).ids) == 2
            server.user.items[1].read = True
            assert (await fever.unread_ids()).ids == {"2"}
            await fever.feeds()
            await fever.set_state("read", True, ["2"])
            assert (await fever.unread_ids()).ids == set()


async def test_marks_are_absolute_and_an_article_that_is_gone_is_done() -> None:
    with FakeFever() as server:
        feed = server.user.add_feed("http://site.test/feed")
        server.user.add_items(feed, 3)
        async with backend("fever", server.url) as fever:
            await fever.connect()
            await fever.set_state("read", True, ["1", "2", "99"])
            await fever.set_state("starred", True, ["1"])
            await fever.set_state("read", False, ["2"])
            assert (server.user.unread(), server.user.starred()) == ({2, 3}, {1})
            with pytest.raises(Refused):
                await fever.set_state("tag:x", True, ["1"])


async def test_marks_are_not_done_where_the_api_itself_is_gone() -> None:
    with FakeFever() as server:
        feed = server.user.add_feed("http://site.test/feed")
        server.user.add_items(feed, 1)
        async with backend("fever", server.url) as fever:
            await fever.connect()
            server.fault("/fever/", status=404, body="<html>moved", times=-1)
            with pytest.raises(Gone):
                await fever.set_state("read", True, ["1"])


async def test_contents_come_fifty_at_a_time_and_leave_out_what_is_gone() -> None:
    with FakeFever() as server:
        feed = server.user.add_feed("http://site.test/feed")
        ids = [str(item.id) for item in server.user.add_items(feed, 120)]
        async with backend("fever", server.url) as fever:
            await fever.connect()
            found = await items(fever, [*ids, "999"])
            assert [item.id for item in found] == ids
            assert len(server.asked("with_ids")) == 3
            assert (found[0].link, found[0].feed) == ("http://site.test/1/1", "1")
            assert found[0].html == "<p>Text of article 1.</p>"


async def test_freshrss_titles_lose_their_fullwidth_letters() -> None:
    with FakeFever(path="/api/fever.php") as server:
        server.user.add_item(server.user.add_feed("http://site.test/feed", "A ＆ B"), "1 ＜ 2")
        async with backend("fever", server.root) as fever:
            await fever.connect()
            assert [feed.title for feed in await fever.feeds()] == ["A & B"]
            assert [item.title for item in await items(fever, ["1"])] == ["1 < 2"]


async def test_a_wrong_password_and_a_wrong_address_are_told_apart() -> None:
    with FakeFever() as server:
        async with backend("fever", server.url, password="no") as fever:
            with pytest.raises(AuthNeeded, match="one of their own"):
                await fever.connect()
        async with backend("fever", server.root + "/elsewhere") as fever:
            with pytest.raises(Gone, match="no Fever API"):
                await fever.connect()
        server.fault("", status=503, body="Service Unavailable!")
        async with backend("fever", server.url) as fever:
            with pytest.raises(Gone, match="allow its API"):
                await fever.connect()
    async with backend("fever", server.url) as fever:
        with pytest.raises(Offline):
            await fever.connect()


BAD = [
    "[]",
    "<html>Please log in to the hotel</html>",
    '{"api_version": 3}',
    '{"auth": 1}',
    '{"auth": 1, "unread_item_ids": "1,x", "saved_item_ids": [1]}',
    '{"auth": 1, "unread_item_ids": "1,2", "saved_item_ids": "7,-8"}',
    '{"auth": 1, "unread_item_ids": "1,2',
    '{"auth": 1, "unread_item_ids": null, "items": {"1": 2}, "groups": 5}',
    '{"auth": 1, "unread_item_ids": "' + "9" * 40 + '"}',
]


@pytest.mark.parametrize("body", BAD)
async def test_an_answer_of_another_shape_is_never_an_empty_list(body: str) -> None:
    with FakeFever() as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 2)
        kept: dict[str, str] = {}
        async with backend("fever", server.url, kept=kept) as fever:
            await fever.connect()
            server.fault("/fever/", body=body, times=-1)

            async def lists() -> None:
                await fever.unread_ids()
                await fever.starred_ids()

            for ask in (fever.feeds, lambda: items(fever, ["1"]), lists):
                with pytest.raises(BadShape):
                    await ask()


async def test_a_password_that_was_changed_is_asked_for() -> None:
    with FakeFever() as server:
        async with backend("fever", server.url) as fever:
            await fever.connect()
            server.user.password = "another"
            with pytest.raises(AuthNeeded):
                await fever.unread_ids()


async def test_what_it_cannot_do_is_refused() -> None:
    with FakeFever() as server:
        async with backend("fever", server.url) as fever:
            assert not fever.caps.edit_feeds
            for call in (
                fever.subscribe("http://site.test/", None),
                fever.unsubscribe("1"),
                fever.rename_feed("1", "x"),
                fever.move_feed("1", "x", []),
            ):
                with pytest.raises(Refused, match="server's page"):
                    await call
            assert server.requests == []
