"""The Fever API, version 3: Coldsweat, FreshRSS, Miniflux and others. It has no editing of subscriptions.

Lists come whole, items at most fifty at a time, and each change of a mark is a request of its own. A wrong
key is answered with success and `"auth": 0`.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from hashlib import md5
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

import msgspec

from reader.sources.accounts.backend import (
    AuthNeeded,
    BadShape,
    Busy,
    Caps,
    Gone,
    Identity,
    IdSet,
    Login,
    Redirected,
    Refused,
    RemoteFeed,
    RemoteItem,
)
from reader.sources.accounts.web import NETWORKS_ANSWER_SO, Answer, Web, check, is_page, no_answer

_ITEMS = 50
"""The items of one answer, by the protocol."""

_AT_ONCE = 4
"""Requests for marks that are under way at once."""

_PLACES = ("", "/fever/", "/api/fever.php", "/fever.php")
"""Where the API is, below the address that the reader gave."""

_LISTS = "groups&feeds&unread_item_ids&saved_item_ids"

_WORDS = {
    ("read", True): "read",
    ("read", False): "unread",
    ("starred", True): "saved",
    ("starred", False): "unsaved",
}

_NO_EDITING = "the Fever API cannot change subscriptions: change them on the server's page"

_ASCII = str.maketrans("＆＜＞", "&<>")
"""FreshRSS has these in place of what HTML would take for its own."""


class _Feed(msgspec.Struct):
    id: int | str
    title: str | None = ""
    url: str | None = ""
    site_url: str | None = None


class _Group(msgspec.Struct):
    id: int | str
    title: str | None = ""


class _Members(msgspec.Struct):
    group_id: int | str
    feed_ids: str | None = ""


class _Item(msgspec.Struct):
    id: int | str
    feed_id: int | str
    title: str | None = ""
    author: str | None = ""
    html: str | None = ""
    url: str | None = ""
    is_read: int | bool | str | None = None
    is_saved: int | bool | str | None = None
    created_on_time: int | str | None = None


class _Reply(msgspec.Struct):
    """What any request may be answered with; what was not asked for is None."""

    auth: int | bool | str
    groups: list[_Group] | None = None
    feeds: list[_Feed] | None = None
    feeds_groups: list[_Members] | None = None
    unread_item_ids: str | None = None
    saved_item_ids: str | None = None
    items: list[_Item] | None = None


class Fever:
    """A server that speaks Fever, as a `Backend`."""

    caps = Caps(edit_batch=_ITEMS, contents_batch=_ITEMS)

    def __init__(self, web: Web, login: Login) -> None:
        self._web = web
        self._login = login
        self._lists: _Reply | None = None
        """What the request for feeds brought besides; each list is used once."""

    async def connect(self) -> Identity:
        """Find the API and try the key, unless an earlier login found it. Returns the user's name."""
        if "api" not in self._login.kept:
            await self._find()
        return Identity(self._login.user)

    async def feeds(self) -> list[RemoteFeed]:
        """Return all feeds, in the folders that the protocol calls groups.

        Asks for all lists at once; a server that answers only one of them is asked for each.
        Raises `BadShape` where one is missing.
        """
        whole = await self._ask(_LISTS)
        feeds, groups, members = whole.feeds, whole.groups, whole.feeds_groups
        if groups is None or members is None:
            more = await self._ask("groups")
            groups, members = more.groups, more.feeds_groups
        if feeds is None:
            feeds = (await self._ask("feeds")).feeds
        if feeds is None or groups is None or members is None:
            raise self._bad()
        self._lists = whole
        titles = {self._id(group.id): (group.title or "").strip() for group in groups}
        folders: dict[str, list[str]] = {}
        for member in members:
            if title := titles.get(self._id(member.group_id), ""):
                for feed in self._ids(member.feed_ids or ""):
                    folders.setdefault(feed, []).append(title)
        return [self._feed(feed, folders) for feed in feeds]

    async def unread_ids(self) -> IdSet:
        """Return the ids of all unread articles."""
        return await self._whole_list("unread_item_ids")

    async def starred_ids(self) -> IdSet:
        """Return the ids of all saved articles."""
        return await self._whole_list("saved_item_ids")

    async def _whole_list(self, name: Literal["unread_item_ids", "saved_item_ids"]) -> IdSet:
        """Return a list that came with the feeds, which serves once, or else ask for it."""
        found: str | None = getattr(self._lists, name, None)
        if self._lists:
            setattr(self._lists, name, None)
        if found is None:
            found = getattr(await self._ask(name), name)
        return self._list(found)

    async def labels(self) -> dict[str, int | None]:
        """Return none: the protocol has no tags."""
        return {}

    async def label_ids(self, label: str) -> IdSet:
        """Return none: the protocol has no tags."""
        return IdSet(frozenset(), 0)

    async def contents(self, ids: Sequence[str]) -> AsyncIterator[list[RemoteItem]]:
        """Yield articles in batches of fifty; ids that the server does not have are absent."""
        for begin in range(0, len(ids), _ITEMS):
            wanted = ids[begin : begin + _ITEMS]
            yield [item for item in await self._items(wanted) if item.id in wanted]

    async def set_state(self, key: str, value: bool, ids: Sequence[str]) -> None:
        """Set `read` or `starred`, with a request for each article and few of them at once.

        An article that the server does not have is done. Raises the first error once all requests have ended.
        """
        word = _WORDS.get((key, value))
        if word is None:
            raise Refused("the Fever API keeps no tags")
        self._lists = None
        waiting = list(reversed(ids))

        async def work() -> None:
            while waiting:
                await self._mark(waiting.pop(), word)

        ended = await asyncio.gather(*(work() for _ in range(_AT_ONCE)), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error

    async def subscribe(self, url: str, folder: str | None) -> str | None:
        """Raise `Refused`: the protocol has no editing."""
        raise Refused(_NO_EDITING)

    async def unsubscribe(self, feed: str) -> None:
        """Raise `Refused`: the protocol has no editing."""
        raise Refused(_NO_EDITING)

    async def rename_feed(self, feed: str, title: str) -> None:
        """Raise `Refused`: the protocol has no editing."""
        raise Refused(_NO_EDITING)

    async def move_feed(self, feed: str, folder: str | None, before: Sequence[str]) -> None:
        """Raise `Refused`: the protocol has no editing."""
        raise Refused(_NO_EDITING)

    # --- requests ---

    async def _find(self) -> None:
        """Try the places where the API may be. Raises `Gone` where none has it."""
        parts = urlsplit(self._login.url)
        last: Gone | BadShape | Refused | None = None
        page = False
        for place in _PLACES:
            path = parts.path.rstrip("/") + place if place else parts.path
            url = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
            try:
                answer = await self._send(url, "", [])
                page = is_page(check(answer).body) or page
                self._judge(answer)
            except Busy:
                if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
                    raise
                raise Gone(f"{self._host()} lets no program in (error 503): allow its API") from None
            except AuthNeeded as error:
                raise AuthNeeded(f"{error}: FreshRSS and Miniflux have one of their own for Fever") from None
            except (Gone, BadShape, Refused) as error:
                last = last or error
                continue
            self._login.kept["api"] = url
            return
        if isinstance(last, Redirected):
            raise last
        raise Gone(
            f"{self._host()} has no Fever API at this address: give the one that ends in /fever/ or"
            f" /fever.php, and allow the API in the server's settings{NETWORKS_ANSWER_SO if page else ''}"
        )

    async def _send(self, url: str, verbs: str, form: Sequence[tuple[str, str]]) -> Answer:
        words = f"{self._login.user}:{self._login.password()}".encode()
        key = md5(words, usedforsecurity=False).hexdigest()
        query = f"api&{verbs}" if verbs else "api"
        return await self._web.ask(f"{url}?{query}", form=[("api_key", key), *form])

    async def _ask(self, verbs: str, form: Sequence[tuple[str, str]] = ()) -> _Reply:
        return self._judge(check(await self._send(self._login.kept["api"], verbs, form)))

    def _judge(self, answer: Answer) -> _Reply:
        """Return an answer in its shape. Raises `AuthNeeded` where the key is wrong, and `BadShape`."""
        reply = answer.json(_Reply)
        if str(int(reply.auth) if isinstance(reply.auth, bool) else reply.auth) != "1":
            raise AuthNeeded(f"{answer.host} refuses the user or the password")
        return reply

    async def _items(self, ids: Sequence[str]) -> list[RemoteItem]:
        found = (await self._ask(f"items&with_ids={','.join(ids)}")).items
        if found is None:
            raise self._bad()
        return [self._item(item) for item in found]

    async def _mark(self, id_: str, word: str) -> None:
        try:
            await self._ask("", [("mark", "item"), ("as", word), ("id", id_)])
        except Gone:
            # Coldsweat says so of an article that it does not have; the API itself could have gone, too.
            if any(item.id == id_ for item in await self._items([id_])):
                raise

    # --- shapes ---

    def _feed(self, feed: _Feed, folders: dict[str, list[str]]) -> RemoteFeed:
        id_ = self._id(feed.id)
        return RemoteFeed(
            id=id_,
            url=feed.url or id_,
            title=self._words(feed.title),
            site=feed.site_url or None,
            folders=tuple(folders.get(id_, ())),
        )

    def _item(self, item: _Item) -> RemoteItem:
        created = str(item.created_on_time or "")
        return RemoteItem(
            id=self._id(item.id),
            feed=self._id(item.feed_id),
            title=self._words(item.title),
            link=item.url or None,
            author=self._words(item.author) or None,
            html=item.html or "",
            published=int(created)
            if created.isascii() and created.isdecimal() and len(created) < 12
            else None,
            read=_flag(item.is_read),
            starred=_flag(item.is_saved),
        )

    def _words(self, text: str | None) -> str:
        is_freshrss = self._login.kept.get("api", "").endswith("/fever.php")
        return (text or "").translate(_ASCII) if is_freshrss else text or ""

    def _list(self, found: str | None) -> IdSet:
        if found is None:
            raise self._bad()
        return IdSet(frozenset(self._ids(found)))

    def _ids(self, text: str) -> Iterable[str]:
        return [self._id(part.strip()) for part in text.split(",")] if text.strip() else []

    def _id(self, value: int | str) -> str:
        """Return an id as decimal digits. Raises `BadShape` for what is none."""
        text = str(value)
        if not (text.isascii() and text.isdecimal() and len(text) <= 20):
            raise self._bad()
        return text

    def _bad(self) -> BadShape:
        return no_answer(self._host())

    def _host(self) -> str:
        return urlsplit(self._login.url).hostname or "the server"


def _flag(value: int | bool | str | None) -> bool | None:
    return None if value is None else str(value) in ("1", "True")
