"""The project's own Google Reader server for tests, as wrong as the real ones are.

    with FakeReader(FRESHRSS) as server:
        feed = server.user.add_feed("http://site.test/feed", "Site", "News")
        server.user.add_items(feed, 20)
        ... newsreader account add greader server.url --user alice ...

What the kinds of servers do differently is in `tests.servers.profiles`; faults and hooks are in
`tests.servers.wire`.
"""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from tests.servers.model import Feed, Item, User, WebFeed
from tests.servers.profiles import LABEL, READ, READING_LIST, STARRED, Profile
from tests.servers.streams import items_of, labels_of, long_id, number_of, page_of, short_id
from tests.servers.wire import Answer, Asked, Refused, Wire, usual_faults

API = "/reader/api/0/"
_FULLWIDTH = str.maketrans({"&": "＆", "<": "＜", ">": "＞"})


class FakeReader(Wire):
    """A server with one user or more; `user` is the first. A context manager."""

    def __init__(self, profile: Profile, *users: User) -> None:
        super().__init__()
        self.profile = profile
        self.users = list(users) or [User()]
        for user in self.users:
            user.numbering = profile.numbering
        self.web: dict[str, WebFeed] = {}
        """The feeds that can be subscribed to, by address."""
        self.enabled = True
        """Whether the administrator has switched the API on."""
        self.writes = 0
        """Calls of edit-tag that were carried out."""
        self.hands_on_headers = True
        """Whether the web server in front of the API lets it see who is asking."""
        self.logins = 0
        self.tokens = 0
        """How often a write token was asked for."""
        self._token_number = 0
        self._token_used = 0
        self.every_request = usual_faults(profile.fault_every)

    @property
    def user(self) -> User:
        return self.users[0]

    @property
    def url(self) -> str:
        """What a user would give as the server's address."""
        return self.root + self.profile.base

    def handle(self, asked: Asked) -> Answer:
        path = asked.path.removeprefix(self.profile.base)
        if not asked.path.startswith(self.profile.base) or not path.startswith(("/accounts/", API)):
            return Answer(*self.profile.unknown_path)
        if not self.enabled:
            return Answer(503, "Service Unavailable!")
        try:
            if path == "/accounts/ClientLogin":
                return self._login(asked)
            call = self._CALLS.get(path.removeprefix(API))
            user = self._who(asked)
            if call is None:
                return Answer(*self.profile.unknown_path)
            self._check_token(asked, path.removeprefix(API), user)
            return call(self, asked, user)
        except Refused as refused:
            return refused.answer

    # --- who is asking ---

    def _login(self, asked: Asked) -> Answer:
        self.logins += 1
        name, password = asked.first("Email"), asked.first("Passwd")
        if self.profile.checks_name and not re.fullmatch(r"[\w.@-]{1,39}", name, re.ASCII):
            raise Refused(400)
        for user in self.users:
            if (user.name, user.password) == (name, password):
                if self.profile.posts_by_token and asked.first("output") == "json":
                    return _json({"SID": user.auth, "LSID": user.auth, "Auth": user.auth})
                return Answer(200, f"SID={user.auth}\nLSID=null\nAuth={user.auth}\n")
        raise Refused(401, "Unauthorized!", **{self.profile.bad_token_header: "true"})

    def _who(self, asked: Asked) -> User:
        by_form = self.profile.posts_by_token and asked.method == "POST"
        given = dict(asked.form).get("T", "") if by_form else asked.headers.get("authorization", "")
        for user in self.users if self.hands_on_headers else ():
            if given == (user.auth if by_form else f"GoogleLogin auth={user.auth}"):
                return user
        raise Refused(401, "Unauthorized!", **{self.profile.bad_token_header: "true"})

    def _token(self, user: User) -> str:
        if self.profile.posts_by_token:
            return user.auth
        if self.profile.token_lasts:
            return f"token-{user.name}-{self._token_number}"
        return user.auth[-40:].ljust(57, "Z")

    def _check_token(self, asked: Asked, path: str, user: User) -> None:
        if path not in self.profile.checks_token:
            return
        given = dict(_variables(asked, self.profile)).get("T", "")
        if self.profile.careless_token and given in ("", "x"):
            return
        if given != self._token(user) or self._token_over():
            raise Refused(401, "Unauthorized!", **{self.profile.bad_token_header: "true"})
        self._token_used += 1

    def _token_over(self) -> bool:
        return 0 < self.profile.token_lasts <= self._token_used

    def _give_token(self, asked: Asked, user: User) -> Answer:
        self.tokens += 1
        self._token_number += 1
        self._token_used = 0
        return Answer(200, self._token(user) + "\n")

    def _user_info(self, asked: Asked, user: User) -> Answer:
        id_ = user.name if self.profile.names_by_user else str(user.number)
        known = {"userId": id_, "userName": user.name, "userProfileId": id_}
        return _json(known | {"userEmail": f"{user.name}@example.org"})

    # --- lists ---

    def _want_json(self, asked: Asked) -> None:
        if self.profile.without_output_json != 200 and ("output", "json") not in [*asked.query, *asked.form]:
            raise Refused(self.profile.without_output_json, "Not Implemented!")

    def _subscriptions(self, asked: Asked, user: User) -> Answer:
        self._want_json(asked)
        return _json({"subscriptions": [self._subscription(feed) for feed in user.feeds.values()]})

    def _subscription(self, feed: Feed) -> dict[str, Any]:
        return {
            "id": f"feed/{feed.number}",
            "title": self._shown(feed.title),
            "categories": [
                {"id": LABEL + folder, "label": folder, "type": "folder"} for folder in feed.folders
            ],
            "url": feed.url,
            "htmlUrl": feed.site,
            "iconUrl": "",
        }

    def _shown(self, title: str) -> str:
        return title.translate(_FULLWIDTH) if self.profile.fullwidth else title

    def _tags(self, asked: Asked, user: User) -> Answer:
        self._want_json(asked)
        tags: list[dict[str, Any]] = [{"id": STARRED}]
        kinds = (("folder", user.folders), ("tag", labels_of(self.profile, user)))
        for kind, names in kinds:
            tags += [
                {"id": LABEL + name} | ({"type": kind} if self.profile.tag_types else {}) for name in names
            ]
        if self.profile.tag_types:
            for tag in tags:
                if tag.get("type") == "tag":
                    name = tag["id"].removeprefix(LABEL)
                    tag["unread_count"] = sum(
                        name in one.labels and not one.read for one in user.items.values()
                    )
        return _json({"tags": tags})

    def _counts(self, asked: Asked, user: User) -> Answer:
        self._want_json(asked)
        if not self.profile.unread_count:
            return Answer(*self.profile.unknown_path)
        return _json({"max": 1000, "unreadcounts": [{"id": READING_LIST, "count": len(user.unread())}]})

    def _ids(self, asked: Asked, user: User) -> Answer:
        self._want_json(asked)
        wanted = int(asked.first("n", "20"))
        size = min(wanted, self.profile.most_ids or wanted)
        page, going_on = page_of(self.profile, items_of(self.profile, asked, user), asked.first("c"), size)
        body: dict[str, Any] = {"itemRefs": [{"id": short_id(self.profile, item.id)} for item in page]}
        return _json(body | ({"continuation": going_on} if going_on else {}))

    # --- items ---

    def _contents(self, asked: Asked, user: User) -> Answer:
        self._want_json(asked)
        if asked.method != "POST" and not self.profile.contents_by_get:
            return Answer(*self.profile.unknown_path)
        found = [user.items[number] for number in self._named(asked) if number in user.items]
        if not found and self.profile.none_is_refused:
            raise Refused(
                400, '{"error_message":"googlereader: no items returned from the database for ..."}'
            )
        return _json({"id": READING_LIST, "items": [self._item(item, user) for item in found]})

    def _named(self, asked: Asked) -> list[int]:
        """The ids of a request, each once; what is behind the limit of a body is not seen."""
        body = asked.body[: self.profile.body_bytes] if self.profile.body_bytes else asked.body
        whole = Asked(asked.method, asked.target, asked.headers, body)
        given = [value for name, value in [*asked.query, *whole.form] if name == "i"]
        return list(
            dict.fromkeys(number for one in given if (number := number_of(self.profile, one)) is not None)
        )

    def _item(self, item: Item, user: User) -> dict[str, Any]:
        who = str(user.number) if self.profile.user_in_categories else "-"
        marks = [READING_LIST] + [READ] * item.read + [STARRED] * item.starred
        marks += [LABEL + name for name in [*item.feed.folders, *sorted(item.labels)]]
        when = item.published * 1_000_000 if self.profile.by_published else item.arrived
        body = {"content": item.body, "direction": "ltr"}
        return {
            "id": long_id(self.profile, item.id),
            "title": self._shown(item.title),
            "author": self._shown(item.author),
            "published": item.published,
            "crawlTimeMsec": str(item.arrived // 1000),
            "timestampUsec": str(when),
            "categories": [mark.replace("user/-/", f"user/{who}/", 1) for mark in marks],
            "alternate": [{"href": item.link, "type": "text/html"}],
            "canonical": [{"href": item.link}],
            "summary": body,
            "origin": {
                "streamId": f"feed/{item.feed.number}",
                "title": self._shown(item.feed.title),
                "htmlUrl": item.feed.site,
            },
        } | ({"content": body} if self.profile.by_published else {})

    # --- marks ---

    def _edit_tag(self, asked: Asked, user: User) -> Answer:
        seen = _variables(asked, self.profile)
        added = [_dashed(value) for name, value in seen if name == "a"]
        removed = [_dashed(value) for name, value in seen if name == "r"]
        if not self.profile.labels and any(one.startswith(LABEL) for one in [*added, *removed]):
            raise Refused(500 if self.profile.posts_by_token else 400)
        added = [name for name in added if self._is_kept(name, user)]
        for number in self._named(asked):
            if number in user.items:
                for names, value in ((added, True), (removed, False)):
                    for name in names:
                        _set(user.items[number], name, value, turn=self.profile.turns_marks)
        user.labels |= {name.removeprefix(LABEL) for name in added if name.startswith(LABEL)}
        self.writes += 1
        return Answer()

    def _is_kept(self, mark: str, user: User) -> bool:
        name = mark.removeprefix(LABEL)
        if name == mark or self.profile.labels_beside_folders:
            return True
        return name not in user.folders and len(name.encode()) <= 191

    def _mark_all(self, asked: Asked, user: User) -> Answer:
        stream, stamp = _dashed(asked.first("s")), int(asked.first("ts", "0")) or 1 << 62
        label = stream.removeprefix(LABEL)
        if stream.startswith(LABEL) and label not in (*user.folders, *labels_of(self.profile, user)):
            return self._unless_careful()
        for item in user.items.values():
            inside = stream in (READING_LIST, f"feed/{item.feed.number}")
            inside = inside or (stream != label and label in (*item.feed.folders, *item.labels))
            when = item.published * 1_000_000 if self.profile.by_published else item.arrived
            if inside and when <= stamp:
                item.read = True
        return Answer()

    def _unless_careful(self) -> Answer:
        if self.profile.by_published:  # Miniflux says OK to a stream that it does not know
            return Answer()
        raise Refused(400)

    # --- subscriptions ---

    def _quickadd(self, asked: Asked, user: User) -> Answer:
        given = dict(asked.query) if self.profile.quickadd_in_query else dict([*asked.query, *asked.form])
        if "quickadd" not in given:
            raise Refused(400)
        url = given["quickadd"].removeprefix("feed/")
        if any(feed.url == url for feed in user.feeds.values()):
            if self.profile.replay == 500:
                raise Refused(500, "Internal Server Error")
            return _json({"numResults": 0, "query": url, "error": f"Already subscribed! {url}"})
        if url not in self.web:
            if self.profile.replay == 500:
                raise Refused(500, "Internal Server Error")
            return _json({"numResults": 0, "query": url, "error": f"Could not fetch {url}"})
        feed = self._subscribe(url, user)
        stream = feed.number if self.profile.quickadd_in_query else f"feed/{feed.number}"
        return _json({"numResults": 1, "query": url, "streamId": stream, "streamName": feed.title})

    def _subscribe(self, url: str, user: User) -> Feed:
        found = self.web[url]
        feed = user.add_feed(url, found.title)
        for title, link in found.entries:
            user.add_item(feed, title, link)
        return feed

    def _edit_subscription(self, asked: Asked, user: User) -> Answer:
        action = asked.first("ac")
        if action == "subscribe":
            url = asked.first("s").removeprefix("feed/")
            if url not in self.web or any(feed.url == url for feed in user.feeds.values()):
                raise Refused(self.profile.replay)
            self._change(asked, self._subscribe(url, user))
            return Answer()
        number = asked.first("s").removeprefix("feed/")
        feed = user.feeds.get(int(number)) if number.isdecimal() else None
        if feed is None:
            raise Refused(self.profile.replay)
        if action == "unsubscribe":
            user.remove_feed(feed.number)
        else:
            self._change(asked, feed)
        return Answer()

    def _change(self, asked: Asked, feed: Feed) -> None:
        given = [*asked.query, *asked.form]
        feed.title = next((value for name, value in given if name == "t" and value), feed.title)
        added = [_dashed(value).removeprefix(LABEL) for name, value in given if name == "a"]
        removed = {_dashed(value).removeprefix(LABEL) for name, value in given if name == "r"}
        if not self.profile.many_folders:
            feed.folders = added[-1:] or ([] if removed and not self.profile.posts_by_token else feed.folders)
            return
        feed.folders = [*dict.fromkeys([*(one for one in feed.folders if one not in removed), *added])]

    def _rename_tag(self, asked: Asked, user: User) -> Answer:
        old, new = (_dashed(asked.first(name)).removeprefix(LABEL) for name in ("s", "dest"))
        if old not in user.folders and old not in labels_of(self.profile, user):
            raise Refused(self.profile.rename_replay)
        self._replace(user, old, [new])
        return Answer()

    def _disable_tag(self, asked: Asked, user: User) -> Answer:
        old = _dashed(asked.first("s")).removeprefix(LABEL)
        if old not in user.folders and old not in labels_of(self.profile, user):
            raise Refused(self.profile.rename_replay)
        self._replace(user, old, [])
        return Answer()

    def _replace(self, user: User, old: str, new: list[str]) -> None:
        for feed in user.feeds.values():
            if old in feed.folders:
                feed.folders = [*dict.fromkeys([*(one for one in feed.folders if one != old), *new])]
        for item in user.items.values():
            if old in item.labels:
                item.labels = (item.labels - {old}) | set(new)
        if old in user.labels:
            user.labels = (user.labels - {old}) | set(new)

    _CALLS: dict[str, Callable[..., Answer]] = {
        "token": _give_token,
        "user-info": _user_info,
        "subscription/list": _subscriptions,
        "tag/list": _tags,
        "unread-count": _counts,
        "stream/items/ids": _ids,
        "stream/items/contents": _contents,
        "edit-tag": _edit_tag,
        "mark-all-as-read": _mark_all,
        "subscription/quickadd": _quickadd,
        "subscription/edit": _edit_subscription,
        "rename-tag": _rename_tag,
        "disable-tag": _disable_tag,
    }


def _variables(asked: Asked, profile: Profile) -> list[tuple[str, str]]:
    """The form as the server's language gives it: the first so many variables."""
    return asked.form[: profile.form_variables] if profile.form_variables else asked.form


def _dashed(category: str) -> str:
    """A category with `-` for the user."""
    return re.sub(r"^user/[^/]+/", "user/-/", category)


def _set(item: Item, name: str, value: bool, *, turn: bool) -> None:
    if name == READ:
        item.read = value and not (turn and item.read)
    elif name == STARRED:
        item.starred = value and not (turn and item.starred)
    elif name.startswith(LABEL):
        (item.labels.add if value else item.labels.discard)(name.removeprefix(LABEL))


def _json(value: object) -> Answer:
    return Answer(200, json.dumps(value), "application/json; charset=UTF-8")


def states(items: Iterable[Item]) -> dict[int, tuple[bool, bool]]:
    """Whether each item is read and starred."""
    return {item.id: (item.read, item.starred) for item in items}
