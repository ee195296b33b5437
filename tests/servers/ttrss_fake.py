"""A tt-rss JSON API for tests, on the model that all fakes share."""

import json
from typing import Any

from tests.servers.model import Item, User, WebFeed
from tests.servers.wire import Answer, Asked, Wire

_PAGE = 200


class _Error(Exception):
    """Ends a request with an error's name."""


class FakeTinyTinyRss(Wire):
    """Answers as tt-rss does: errors with success, lists by place. A context manager."""

    kind = "ttrss"

    def __init__(self) -> None:
        super().__init__()
        self.user = User(numbering=lambda place: place)
        self.web: dict[str, WebFeed] = {}
        self.sessions: set[str] = set()
        self.logins = 0
        self.enabled = True
        self.warns = False
        """Whether PHP's warnings come before each answer."""

    @property
    def url(self) -> str:
        return f"{self.root}/tt-rss/"

    def handle(self, asked: Asked) -> Answer:
        if asked.path != "/tt-rss/api/" or asked.method != "POST":
            return Answer(200, "<!DOCTYPE html><title>Tiny Tiny RSS : Login</title>", "text/html")
        given = json.loads(asked.body)
        try:
            content, status = self._call(given), 0
        except _Error as error:
            content, status = {"error": str(error)}, 1
        before = "<br />\n<b>Warning</b>: something in api.php\n" if self.warns else ""
        return Answer(200, before + json.dumps({"seq": 0, "status": status, "content": content}), "text/json")

    def _call(self, given: dict[str, Any]) -> Any:
        op = given["op"]
        if op == "login":
            return self._login(given)
        if given.get("sid") not in self.sessions:
            raise _Error("NOT_LOGGED_IN")
        call = getattr(self, f"_do_{op}", None)
        if call is None:
            raise _Error("UNKNOWN_METHOD")
        return call(given)

    def _login(self, given: dict[str, Any]) -> dict[str, Any]:
        self.logins += 1
        if (given["user"], given["password"]) != (self.user.name, self.user.password):
            raise _Error("LOGIN_ERROR")
        if not self.enabled:
            raise _Error("API_DISABLED")
        session = f"session{self.logins}"
        self.sessions.add(session)
        return {"session_id": session, "api_level": 15}

    def _do_getCategories(self, given: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        named = [
            {"id": number, "title": name, "unread": 1} for number, name in enumerate(self.user.folders, 1)
        ]
        return [*named, {"id": -1, "title": "Special"}, {"id": 0, "title": "Uncategorized"}]

    def _do_getFeeds(self, given: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        numbers = {name: number for number, name in enumerate(self.user.folders, 1)}
        return [
            {
                "id": feed.number,
                "title": feed.title,
                "feed_url": feed.url,
                "cat_id": numbers.get(feed.folders[0], 0) if feed.folders else 0,
                "unread": 0,
            }
            for feed in self.user.feeds.values()
        ]

    def _do_getHeadlines(self, given: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        items = list(self.user.by_arrival())
        if given.get("order_by") == "date_reverse":
            items.reverse()
        items = [item for item in items if (item.starred if given["feed_id"] == -1 else not item.read)]
        begin = int(given.get("skip", 0))
        return [self._article(item) for item in items[begin : begin + min(int(given["limit"]), _PAGE)]]

    def _do_getUnread(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return {"unread": str(len(self.user.unread()))}

    def _do_getArticle(self, given: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        wanted = [int(one) for one in given["article_id"].split(",")]
        return [self._article(self.user.items[one]) for one in wanted if one in self.user.items]

    def _do_updateArticle(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        changed = 0
        for one in given["article_ids"].split(","):
            if item := self.user.items.get(int(one)):
                changed += 1
                if given["field"] == 2:
                    item.read = not given["mode"]
                else:
                    item.starred = bool(given["mode"])
        return {"status": "OK", "updated": changed}

    def _do_subscribeToFeed(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        url = given["feed_url"]
        there = [feed for feed in self.user.feeds.values() if feed.url == url]
        if there:
            return {"status": {"code": 0, "feed_id": there[0].number}}
        if url not in self.web:
            return {"status": {"code": 5, "message": "404"}}
        folder = dict(enumerate(self.user.folders, 1)).get(given["category_id"], "")
        return {"status": {"code": 1, "feed_id": self.user.add_feed(url, self.web[url].title, folder).number}}

    def _do_updateFeed(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        feed = self.user.feeds[int(given["feed_id"])]
        known = {item.link for item in self.user.items.values()}
        for title, link in self.web[feed.url].entries if feed.url in self.web else []:
            if link not in known:
                self.user.add_item(feed, title, link)
        return {"status": "OK"}

    def _do_unsubscribeFeed(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if not self.user.remove_feed(int(given["feed_id"])):
            raise _Error("FEED_NOT_FOUND")
        return {"status": "OK"}

    def _article(self, item: Item) -> dict[str, Any]:
        return {
            "id": item.id,
            "feed_id": item.feed.number,
            "title": item.title,
            "link": item.link,
            "author": item.author,
            "content": item.body,
            "updated": item.published,
            "unread": not item.read,
            "marked": item.starred,
            "feed_title": item.feed.title,
            "attachments": [],
        }
