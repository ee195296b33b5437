"""The answers of the Google Reader API, checked as they are read."""

from contextlib import suppress
from typing import Any

import msgspec

from reader.model import Enclosure
from reader.sources.accounts.backend import BadShape, RemoteFeed, RemoteItem
from reader.sources.accounts.greader_ids import canonical

READ = "/state/com.google/read"
STARRED = "/state/com.google/starred"
LABEL = "/label/"

_FULLWIDTH = str.maketrans("＆＜＞", "&<>")

_Text = str | None

_LAST = 253_402_300_799
"""The last second of the year 9999."""

_MOST_TAGS = 100
"""Tags of one article at most."""


class Reference(msgspec.Struct):
    """The id of an article in a list."""

    id: str | int


class Ids(msgspec.Struct):
    """One page of a list of ids."""

    itemRefs: list[Reference] | None  # noqa: N815  the API's own name
    continuation: str | int | None = None


class Category(msgspec.Struct):
    """A folder or a tag."""

    id: str
    label: _Text = None
    type: _Text = None
    unread_count: int | None = None

    @property
    def name(self) -> str | None:
        """The reader's word for it; None for a state."""
        return name_of(self.id)


class Subscription(msgspec.Struct):
    """A feed."""

    id: str
    title: _Text = None
    url: _Text = None
    htmlUrl: _Text = None  # noqa: N815  the API's own name
    categories: list[Category] | None = None


class Subscriptions(msgspec.Struct):
    """All feeds."""

    subscriptions: list[Subscription]


class Tags(msgspec.Struct):
    """All folders and tags."""

    tags: list[Category]


class UserInfo(msgspec.Struct):
    """Whose account it is."""

    userId: str | int | None = None  # noqa: N815  the API's own name
    userName: _Text = None  # noqa: N815  the API's own name


class Added(msgspec.Struct):
    """What came of a subscription."""

    numResults: int = 0  # noqa: N815  the API's own name
    streamId: str | int | None = None  # noqa: N815  the API's own name
    error: Any = None

    @property
    def stream(self) -> str:
        """The feed's id; "" where there is none. FreshRSS before 1.22 gives the bare number."""
        id = str(self.streamId or "")
        return f"feed/{id}" if id.isdigit() else id


class _Link(msgspec.Struct):
    href: _Text = None
    url: _Text = None
    type: _Text = None
    length: int | str | None = None


class _Content(msgspec.Struct):
    content: _Text = None


class _Origin(msgspec.Struct):
    streamId: _Text = None  # noqa: N815  the API's own name
    title: _Text = None
    htmlUrl: _Text = None  # noqa: N815  the API's own name


class Item(msgspec.Struct):
    """An article."""

    id: str | int
    title: _Text = None
    author: _Text = None
    published: Any = None
    updated: Any = None
    categories: list[str] | None = None
    alternate: list[_Link] | None = None
    canonical: list[_Link] | None = None
    summary: _Content | None = None
    content: _Content | None = None
    origin: _Origin | None = None
    enclosure: list[_Link] | None = None


class Items(msgspec.Struct):
    """Some articles, each still to be read: what is wrong with one spoils no other."""

    items: list[msgspec.Raw]

    def readable(self) -> list[Item]:
        """Return those that can be read. Raises `BadShape` where there are some, and none can."""
        found = []
        for raw in self.items:
            with suppress(msgspec.MsgspecError, UnicodeDecodeError):
                found.append(_item_decoder.decode(raw))
        if self.items and not found:
            raise BadShape("none of the articles that the server sends can be read")
        return found


_item_decoder = msgspec.json.Decoder(Item)


def name_of(category: str) -> str | None:
    """Return the name of a folder or tag, whoever its user is: `user/-/label/News`; None for a state."""
    _, found, name = category.partition(LABEL)
    return name if found and category.startswith("user/") else None


def feed_of(subscription: Subscription, *, fullwidth: bool) -> RemoteFeed:
    """Return the feed of a subscription. `fullwidth`: the server writes `& < >` as fullwidth forms."""
    folders = [
        name
        for one in subscription.categories or []
        if (name := one.label or one.name or "") and name_of(one.id) is not None
    ]
    address = subscription.url or subscription.id.removeprefix("feed/")
    return RemoteFeed(
        id=subscription.id,
        url=address if "://" in address else "",
        title=_plain(subscription.title, fullwidth),
        site=subscription.htmlUrl or None,
        folders=tuple(folders),
    )


def item_of(item: Item, *, fullwidth: bool, folders: frozenset[str], labelled: bool) -> RemoteItem:
    """Return the article of an item. `folders`: the names that are no tags; `labelled`: there are tags.

    Raises `BadShape` where its id is none.
    """
    marks = item.categories or []
    names = [name for mark in marks if (name := name_of(mark)) is not None]
    links = [link.href for link in (item.canonical or []) + (item.alternate or []) if link.href]
    if item.origin is None or not item.origin.streamId:
        raise BadShape("the server tells of an article without its feed")
    return RemoteItem(
        id=canonical(item.id),
        feed=item.origin.streamId,
        title=_plain(item.title, fullwidth),
        title_html=not fullwidth,
        link=links[0] if links else None,
        author=_plain(item.author, fullwidth) or None,
        html=max((part.content or "" for part in (item.content, item.summary) if part), key=len, default=""),
        published=_seconds(item.published),
        updated=_seconds(item.updated),
        enclosures=tuple(_enclosures(item)),
        read=None if item.categories is None else any(mark.endswith(READ) for mark in marks),
        starred=None if item.categories is None else any(mark.endswith(STARRED) for mark in marks),
        labels=tuple(name for name in names if name not in folders)[:_MOST_TAGS] if labelled else None,
        feed_title=_plain(item.origin.title, fullwidth),
        feed_site=item.origin.htmlUrl or None,
    )


def _seconds(value: object) -> int | None:
    """Return a time in seconds; None where it is none, or no year has it."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _LAST:
        return None
    return int(value)


def _plain(text: str | None, fullwidth: bool) -> str:
    """Return a title or a name with the characters that the server has replaced."""
    return (text or "").translate(_FULLWIDTH) if fullwidth else text or ""


def _enclosures(item: Item) -> list[Enclosure]:
    found = []
    for link in item.enclosure or []:
        if address := link.href or link.url:
            length = str(link.length or "")
            size = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
            found.append(Enclosure(address, link.type, size))
    return found
