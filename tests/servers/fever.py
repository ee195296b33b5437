"""A Fever server for tests, on the model that all fakes share."""

import hashlib
import json
from typing import Any

from tests.servers.model import Item, User
from tests.servers.wire import Answer, Asked, Wire


class FakeFever(Wire):
    """Answers as Coldsweat does, or as Miniflux with `one_verb`. A context manager."""

    kind = "fever"

    def __init__(self, *, one_verb: bool = False, path: str = "/fever/") -> None:
        super().__init__()
        self.user = User(numbering=lambda place: place)
        self.one_verb = one_verb
        """Whether only the first thing that is asked for is answered."""
        self.path = path
        self.gone_is_404 = not one_verb
        """Whether a mark of an article that is not there is 404."""

    @property
    def url(self) -> str:
        return self.root + self.path

    def handle(self, asked: Asked) -> Answer:
        verbs = [name for name, _ in asked.query]
        if asked.path != self.path or "api" not in verbs:
            return Answer(404, "<html>Not Found</html>", "text/html")
        key = hashlib.md5(f"{self.user.name}:{self.user.password}".encode()).hexdigest()
        if dict(asked.form).get("api_key") != key:
            return _json({"api_version": 3, "auth": 0})
        whole: dict[str, Any] = {"api_version": 3, "auth": 1, "last_refreshed_on_time": 1_750_000_000}
        form = dict(asked.form)
        if "mark" in form and not self._mark(form) and self.gone_is_404:
            return Answer(404, "<html>Not Found</html>", "text/html")
        for verb in verbs[1:2] if self.one_verb else verbs[1:]:
            whole |= self._answer(verb, asked)
        return _json(whole)

    def _answer(self, verb: str, asked: Asked) -> dict[str, Any]:
        groups = {name: number for number, name in enumerate(self.user.folders, 1)}
        members = [
            {
                "group_id": number,
                "feed_ids": ",".join(
                    str(feed.number) for feed in self.user.feeds.values() if name in feed.folders
                ),
            }
            for name, number in groups.items()
        ]
        if verb == "groups":
            named = [{"id": number, "title": name} for name, number in groups.items()]
            return {"groups": named, "feeds_groups": members}
        if verb == "feeds":
            feeds = [
                {
                    "id": feed.number,
                    "title": feed.title,
                    "url": feed.url,
                    "site_url": feed.site,
                    "is_spark": 0,
                }
                for feed in self.user.feeds.values()
            ]
            return {"feeds": feeds, "feeds_groups": members}
        if verb in ("unread_item_ids", "saved_item_ids"):
            ids = self.user.unread() if verb.startswith("unread") else self.user.starred()
            return {verb: ",".join(map(str, sorted(ids)))}
        if verb == "items":
            wanted = [int(one) for one in asked.first("with_ids").split(",")[:50]]
            items = [self._item(self.user.items[one]) for one in wanted if one in self.user.items]
            return {"items": items, "total_items": len(self.user.items)}
        return {}

    def _item(self, item: Item) -> dict[str, Any]:
        return {
            "id": item.id,
            "feed_id": item.feed.number,
            "title": item.title,
            "author": item.author,
            "html": item.body,
            "url": item.link,
            "is_read": int(item.read),
            "is_saved": int(item.starred),
            "created_on_time": item.published,
        }

    def _mark(self, form: dict[str, str]) -> bool:
        """Mark an item; returns whether it is there."""
        item = self.user.items.get(int(form["id"]))
        if item is None:
            return False
        word = form["as"]
        if word.endswith("read"):
            item.read = word == "read"
        else:
            item.starred = word == "saved"
        return True


def _json(value: object) -> Answer:
    return Answer(200, json.dumps(value), "application/json")
