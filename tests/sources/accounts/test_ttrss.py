"""The backend for tt-rss, against a fake on loopback."""

import pytest

from reader.sources.accounts.backend import AuthNeeded, BadShape, Gone, Refused
from tests.servers.model import WebFeed
from tests.servers.ttrss_fake import FakeTinyTinyRss
from tests.sources.accounts.asking import backend, items


async def test_a_whole_look() -> None:
    with FakeTinyTinyRss() as server:
        feed = server.user.add_feed("http://site.test/feed", "Site", "News")
        server.user.add_feed("http://site.test/other", "Other")
        server.user.add_items(feed, 3)
        server.user.items[1].starred = True
        server.user.items[2].read = True
        async with backend("ttrss", server.url) as ttrss:
            await ttrss.connect()
            feeds = await ttrss.feeds()
            unread, starred = await ttrss.unread_ids(), await ttrss.starred_ids()
            assert [(one.id, one.url, one.folders) for one in feeds] == [
                ("1", "http://site.test/feed", ("News",)),
                ("2", "http://site.test/other", ()),
            ]
            assert (unread.ids, starred.ids) == ({"1", "3"}, {"1"})
            assert len(server.requests) == 5
            [item, other] = await items(ttrss, ["1", "2", "99"])
            assert (item.read, item.starred, other.read) == (False, True, True)
            assert (item.title, item.feed, item.html) == ("Article 1", "1", "<p>Text of article 1.</p>")


async def test_articles_that_leave_the_list_between_two_pages_hide_no_other() -> None:
    with FakeTinyTinyRss() as server:
        feed = server.user.add_feed("http://site.test/feed")
        server.user.add_items(feed, 700)

        def read(*ids: int) -> None:
            for id_ in ids:
                server.user.items[id_].read = True

        server.before("getHeadlines", lambda: read(*range(650, 660)), skip=1)
        server.before("getHeadlines", lambda: read(*range(300, 520)), skip=3)
        async with backend("ttrss", server.url) as ttrss:
            await ttrss.connect()
            found = await ttrss.unread_ids()
            assert found.pages > 4
            assert {str(id_) for id_ in server.user.unread()} <= found.ids


async def test_a_list_that_is_shorter_than_the_server_counts_is_read_from_its_other_end() -> None:
    with FakeTinyTinyRss() as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 250)
        hidden = list(server.user.by_arrival())[100]

        def hide(read: bool) -> None:
            hidden.read = read

        server.before("getHeadlines", lambda: hide(True))
        server.before("getUnread", lambda: hide(False))
        async with backend("ttrss", server.url) as ttrss:
            await ttrss.connect()
            assert str(hidden.id) in (await ttrss.unread_ids()).ids
            assert len(server.asked("date_reverse")) == 2


async def test_a_session_that_is_over_is_begun_again_once() -> None:
    with FakeTinyTinyRss() as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 3)
        kept: dict[str, str] = {}
        async with backend("ttrss", server.url, kept=kept) as ttrss:
            await ttrss.connect()
            server.sessions.clear()
            await ttrss.set_state("read", True, ["1", "2"])
            assert (server.user.unread(), server.logins) == ({3}, 2)
        async with backend("ttrss", server.url, kept=kept) as ttrss:
            await ttrss.connect()
            assert (await ttrss.unread_ids()).ids == {"3"}
            assert server.logins == 2
        server.fault(
            "getHeadlines", body='{"seq":0,"status":1,"content":{"error":"NOT_LOGGED_IN"}}', times=-1
        )
        async with backend("ttrss", server.url, kept=kept) as ttrss:
            with pytest.raises(AuthNeeded):
                await ttrss.unread_ids()
            assert server.logins == 3


async def test_marks_are_absolute() -> None:
    with FakeTinyTinyRss() as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 3)
        async with backend("ttrss", server.url) as ttrss:
            await ttrss.connect()
            for _ in range(2):
                await ttrss.set_state("read", True, ["1", "2", "99"])
                await ttrss.set_state("starred", True, ["3"])
            await ttrss.set_state("read", False, ["2"])
            assert (server.user.unread(), server.user.starred()) == ({2, 3}, {3})
            server.fault("updateArticle", body='{"seq":0,"status":0,"content":[]}')
            with pytest.raises(BadShape):
                await ttrss.set_state("read", True, ["1"])
            with pytest.raises(Refused):
                await ttrss.set_state("tag:x", True, ["1"])


async def test_feeds_are_subscribed_to_and_removed() -> None:
    with FakeTinyTinyRss() as server:
        server.user.add_feed("http://site.test/old", "Old", "News")
        server.web["http://site.test/new"] = WebFeed("New", [("One", "http://site.test/1")])
        async with backend("ttrss", server.url) as ttrss:
            await ttrss.connect()
            assert await ttrss.subscribe("http://site.test/new", "News") == "2"
            assert await ttrss.subscribe("http://site.test/new", None) == "2"
            assert [(feed.url, feed.folders) for feed in await ttrss.feeds()] == [
                ("http://site.test/old", ("News",)),
                ("http://site.test/new", ("News",)),
            ]
            assert len(server.user.items) == 1
            with pytest.raises(Refused, match="no answer came"):
                await ttrss.subscribe("http://site.test/none", None)
            with pytest.raises(Refused, match="no folder of that name"):
                await ttrss.subscribe("http://site.test/new", "Nowhere")
            await ttrss.unsubscribe("1")
            with pytest.raises(Gone):
                await ttrss.unsubscribe("1")
            for call in (ttrss.rename_feed("2", "x"), ttrss.move_feed("2", "x", [])):
                with pytest.raises(Refused, match="server's page"):
                    await call


async def test_what_is_wrong_with_an_account_is_one_sentence() -> None:
    with FakeTinyTinyRss() as server:
        async with backend("ttrss", server.url, password="no") as ttrss:
            with pytest.raises(AuthNeeded, match="refuses the user"):
                await ttrss.connect()
        async with backend("ttrss", server.root) as ttrss:
            with pytest.raises(Gone, match="give the one of its page"):
                await ttrss.connect()
        server.enabled = False
        async with backend("ttrss", server.url) as ttrss:
            with pytest.raises(Gone, match="Enable API"):
                await ttrss.connect()


async def test_warnings_before_an_answer_do_no_harm() -> None:
    with FakeTinyTinyRss() as server:
        server.user.add_items(server.user.add_feed("http://site.test/feed"), 1)
        server.warns = True
        async with backend("ttrss", server.url) as ttrss:
            await ttrss.connect()
            assert (await ttrss.unread_ids()).ids == {"1"}


BAD = [
    "",
    "[]",
    "<html>Please log in to the hotel</html>",
    '{"seq":0,"status":0}',
    '{"seq":0,"status":0,"content":{"1":2}}',
    '{"seq":0,"status":0,"content":[{"id":"x","title":""}]}',
    '{"seq":0,"status":0,"content":[{"id":1},{"id":2',
    '{"seq":0,"status":1,"content":7}',
    '{"seq":0,"status":0,"content":[1,2]}',
]


@pytest.mark.parametrize("body", BAD)
async def test_an_answer_of_another_shape_is_never_an_empty_list(body: str) -> None:
    with FakeTinyTinyRss() as server:
        async with backend("ttrss", server.url) as ttrss:
            await ttrss.connect()
            server.fault("getHeadlines", body=body, times=-1)
            server.fault("getArticle", body=body, times=-1)
            for ask in (ttrss.unread_ids, ttrss.starred_ids, lambda: items(ttrss, ["1"])):
                with pytest.raises(BadShape):
                    await ask()
