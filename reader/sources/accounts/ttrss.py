"""The JSON API of Tiny Tiny RSS: every request is a POST to one address, and errors come with success.

Its only list of ids has two hundred articles at a time, by their place in a list that changes while it is
read. It cannot rename or move feeds, and gives tags of its own meaning: these stay here.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import msgspec

from reader.model import Enclosure
from reader.sources.accounts.backend import (
    AuthNeeded,
    BadShape,
    Caps,
    Gone,
    Identity,
    IdSet,
    Login,
    PageInstead,
    Redirected,
    Refused,
    RemoteFeed,
    RemoteItem,
)
from reader.sources.accounts.web import NETWORKS_ANSWER_SO, Web, check, no_answer

T = TypeVar("T")

_PAGE = 200
"""The articles of one page of a list, by the protocol."""

_BATCH = 50
"""The articles of one request for contents: whole texts, within the bounds of an answer."""

_MOST_PAGES = 20_000
"""Pages of one list at most: a server that always has more is broken."""

_ALL, _STARRED = -4, -1
"""The virtual feeds."""

_EVERY_FEED = -3
"""The category of all feeds but virtual ones."""

_FIELDS = {"starred": 0, "read": 2}

_SUBSCRIBED = (0, 1)
"""What a subscription is answered with: there already, added."""

_NOT_SUBSCRIBED = {
    2: "it is no address",
    3: "there is no feed",
    4: "there are several feeds",
    5: "no answer came",
}
"""What other answers to a subscription mean."""


class _Reply(msgspec.Struct):
    status: int
    content: msgspec.Raw = msgspec.Raw(b"null")


class _Failed(msgspec.Struct):
    error: str


class _LoggedIn(msgspec.Struct):
    session_id: str


class _Category(msgspec.Struct):
    id: int | str
    title: str | None = ""


class _Feed(msgspec.Struct):
    id: int | str
    title: str | None = ""
    feed_url: str | None = ""
    cat_id: int | str | None = None


class _Headline(msgspec.Struct):
    id: int | str


class _Attachment(msgspec.Struct):
    content_url: str | None = None
    content_type: str | None = None


class _Article(msgspec.Struct):
    id: int | str
    feed_id: int | str | None = None
    title: str | None = ""
    link: str | None = ""
    author: str | None = ""
    content: str | None = ""
    updated: int | None = None
    unread: bool | None = None
    marked: bool | None = None
    feed_title: str | None = ""
    attachments: list[_Attachment] | None = None


class _Updated(msgspec.Struct):
    status: str


class _Unread(msgspec.Struct):
    unread: int | str


class _Outcome(msgspec.Struct):
    code: int
    feed_id: int | str | None = None


class _Subscription(msgspec.Struct):
    status: _Outcome


class TinyTinyRss:
    """A server that runs tt-rss, as a `Backend`."""

    caps = Caps(edit_feeds=True, edit_batch=200, contents_batch=_BATCH)

    def __init__(self, web: Web, login: Login) -> None:
        self._web = web
        self._login = login

    async def connect(self) -> Identity:
        """Find the API and log in, unless an earlier session is kept. Returns the user's name."""
        if "api" not in self._login.kept:
            await self._find()
        elif "session" not in self._login.kept:
            await self._log_in()
        return Identity(self._login.user)

    async def feeds(self) -> list[RemoteFeed]:
        """Return all feeds, each with its category as its folder."""
        categories = await self._ask("getCategories", list[_Category])
        feeds = await self._ask("getFeeds", list[_Feed], cat_id=_EVERY_FEED)
        titles = {
            self._id(category.id): category.title or ""
            for category in categories
            if str(category.id).isdecimal()
        }
        titles.pop("0", None)  # "Uncategorized", in the server's language
        return [
            RemoteFeed(
                id=self._id(feed.id),
                url=feed.feed_url or self._id(feed.id),
                title=feed.title or "",
                folders=tuple(filter(None, [titles.get(str(feed.cat_id))])),
            )
            for feed in feeds
            if str(feed.id).isdecimal()  # others are the server's own, of labels and plugins
        ]

    async def unread_ids(self) -> IdSet:
        """Return the ids of all unread articles.

        Where the server counts more, rows of the same date changed places between two pages: the list is read
        from its other end too.
        """
        found = await self._headlines(_ALL, "unread", "")
        if found.pages > 1 and await self._count() > len(found.ids):
            again = await self._headlines(_ALL, "unread", "date_reverse")
            return IdSet(found.ids | again.ids, found.pages + again.pages)
        return found

    async def starred_ids(self) -> IdSet:
        """Return the ids of all starred articles."""
        return await self._headlines(_STARRED, "all_articles", "")

    async def labels(self) -> dict[str, int | None]:
        """Return none: tags stay here."""
        return {}

    async def label_ids(self, label: str) -> IdSet:
        """Return none: tags stay here."""
        return IdSet(frozenset(), 0)

    async def contents(self, ids: Sequence[str]) -> AsyncIterator[list[RemoteItem]]:
        """Yield articles in batches; ids that the server does not have are absent."""
        for begin in range(0, len(ids), _BATCH):
            wanted = ids[begin : begin + _BATCH]
            found = await self._ask("getArticle", list[_Article], article_id=",".join(wanted))
            yield [item for article in found if (item := self._item(article)).id in wanted]

    async def set_state(self, key: str, value: bool, ids: Sequence[str]) -> None:
        """Set `read` or `starred`; ids that the server does not have are done. Raises `Refused` for a tag."""
        if key not in _FIELDS:
            raise Refused("tt-rss keeps no tags for other programs")
        if not ids:
            return  # the server fails over an empty list
        mode = int(value if key == "starred" else not value)
        done = await self._ask(
            "updateArticle", _Updated, article_ids=",".join(ids), field=_FIELDS[key], mode=mode
        )
        if done.status != "OK":
            raise self._bad()

    async def subscribe(self, url: str, folder: str | None) -> str | None:
        """Subscribe to a feed, in a category that is there, and let the server fetch it. Returns its id.

        Raises `Refused` where the server cannot fetch it, or has no such category.
        """
        category = 0
        if folder:
            categories = await self._ask("getCategories", list[_Category])
            named = [group.id for group in categories if group.title == folder and str(group.id).isdecimal()]
            if not named:
                raise Refused(
                    f"{self._host()} has no folder of that name, and tt-rss lets no program make one"
                )
            category = int(named[0])
        done = await self._ask("subscribeToFeed", _Subscription, feed_url=url, category_id=category)
        if done.status.code not in _SUBSCRIBED:
            why = _NOT_SUBSCRIBED.get(done.status.code, "it says no more")
            raise Refused(f"{self._host()} could not subscribe to it: {why}")
        if done.status.feed_id is None:
            return None
        await self._ask("updateFeed", msgspec.Raw, feed_id=done.status.feed_id)
        return self._id(done.status.feed_id)

    async def unsubscribe(self, feed: str) -> None:
        """Unsubscribe from the feed. Raises `Gone` where it is not there."""
        await self._ask("unsubscribeFeed", msgspec.Raw, feed_id=int(feed))

    async def rename_feed(self, feed: str, title: str) -> None:
        """Raise `Refused`: the protocol cannot do it."""
        raise Refused("tt-rss lets no program rename a feed: do it on the server's page")

    async def move_feed(self, feed: str, folder: str | None, before: Sequence[str]) -> None:
        """Raise `Refused`: the protocol cannot do it."""
        raise Refused("tt-rss lets no program move a feed to another folder: do it on the server's page")

    # --- requests ---

    async def _find(self) -> None:
        """Log in at each place where the API may be. Raises `Gone` where none has it."""
        parts = urlsplit(self._login.url)
        path = parts.path.rstrip("/")
        places = [path + "/"] if path.endswith("/api") else [path + "/api/", path + "/"]
        redirected: Redirected | None = None
        advice = ""
        for place in places:
            self._login.kept["api"] = urlunsplit((parts.scheme, parts.netloc, place, "", ""))
            try:
                return await self._log_in()
            except (Gone, BadShape, Refused) as error:
                self._login.kept.pop("api", None)
                if isinstance(error, _SwitchedOff):
                    raise
                if isinstance(error, Redirected):
                    redirected = redirected or error
                if isinstance(error, PageInstead):
                    advice = NETWORKS_ANSWER_SO
        raise redirected or Gone(
            f"{self._host()} has no tt-rss at this address: give the one of its page{advice}"
        )

    async def _log_in(self) -> None:
        self._login.kept.pop("session", None)
        given = {"user": self._login.user, "password": self._login.password()}
        done = self._judge(await self._send("login", given), _LoggedIn)
        self._login.kept["session"] = done.session_id

    async def _ask(self, op: str, shape: type[T], **given: object) -> T:
        """Send a request, logging in where the session is over, once. Returns what it was answered with."""
        if "session" in self._login.kept:
            try:
                return self._judge(await self._send(op, given), shape)
            except _SessionOver:
                pass  # it was refused: nothing was done
        await self._log_in()
        return self._judge(await self._send(op, given), shape)

    async def _send(self, op: str, given: Mapping[str, object]) -> bytes:
        session = self._login.kept.get("session", "")
        sent: dict[str, Any] = {"op": op, **({"sid": session} if session else {}), **given}
        return check(await self._web.ask(self._login.kept["api"], body=msgspec.json.encode(sent))).body

    def _judge(self, body: bytes, shape: type[T]) -> T:
        """Return the content of an answer in its shape. Raises what an error's name means, or `BadShape`."""
        begin = body.find(b'{"seq"')  # PHP's warnings may come before
        try:
            reply = msgspec.json.decode(body[max(begin, 0) :], type=_Reply)
            if reply.status == 0:
                return msgspec.json.decode(reply.content, type=shape)
            error = msgspec.json.decode(reply.content, type=_Failed).error
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
            raise no_answer(self._host(), body) from None
        raise self._meaning(error)

    def _meaning(self, error: str) -> Exception:
        host = self._host()
        if error == "NOT_LOGGED_IN":
            return _SessionOver(f"{host} ends each login at once")
        if error == "LOGIN_ERROR":
            return AuthNeeded(f"{host} refuses the user or the password")
        if error == "API_DISABLED":
            return _SwitchedOff(
                f"{host} has its API switched off: tick Enable API in the preferences of tt-rss"
            )
        if error == "FEED_NOT_FOUND":
            return Gone(f"{host} has no such feed")
        return Refused(f"{host} refuses the request")

    async def _count(self) -> int:
        found = str((await self._ask("getUnread", _Unread)).unread)
        return int(found) if found.isascii() and found.isdecimal() and len(found) < 12 else 0

    async def _headlines(self, feed: int, mode: str, order: str) -> IdSet:
        """Return the ids of a whole list.

        Each page begins with the last article of the page before. Where it does not, articles went from the
        list meanwhile, and the reading goes back as far as a page: so none is passed over.
        """
        ids: set[str] = set()
        skip = 0
        for page in range(1, _MOST_PAGES):
            found = await self._ask(
                "getHeadlines",
                list[_Headline],
                feed_id=feed,
                view_mode=mode,
                order_by=order,
                limit=_PAGE,
                skip=skip,
                show_content=False,
            )
            here = [self._id(row.id) for row in found]
            if skip and (not here or here[0] not in ids):
                skip = max(0, skip - _PAGE + 1)
                ids.update(here)
                continue
            ids.update(here)
            if len(here) < _PAGE:
                return IdSet(frozenset(ids), page)
            skip += len(here) - 1
        raise self._bad()

    # --- shapes ---

    def _item(self, article: _Article) -> RemoteItem:
        return RemoteItem(
            id=self._id(article.id),
            feed=str(article.feed_id or ""),
            title=article.title or "",
            link=article.link or None,
            author=article.author or None,
            html=article.content or "",
            published=article.updated if article.updated and 0 < article.updated < 1 << 36 else None,
            enclosures=tuple(
                Enclosure(url=attachment.content_url, type=attachment.content_type or None)
                for attachment in article.attachments or ()
                if attachment.content_url
            ),
            read=None if article.unread is None else not article.unread,
            starred=article.marked,
            feed_title=article.feed_title or "",
        )

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


class _SessionOver(AuthNeeded):
    """The session has ended; a new login may help."""


class _SwitchedOff(Gone):
    """The user has not allowed the API."""
