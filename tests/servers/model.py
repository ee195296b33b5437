"""What an aggregator keeps, as plain values: users, their feeds in folders, and items with their marks.

The fakes of all APIs show the same model, and tests change it as another client or the server itself would.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

BEGAN = 1_750_000_000_000_000
"""When the first item arrived, in microseconds."""


@dataclass
class Item:
    """An article of one user, with this user's marks."""

    id: int
    feed: "Feed"
    title: str
    link: str
    body: str
    published: int
    """Seconds."""
    arrived: int
    """Microseconds; no two items of a user have the same."""
    author: str = ""
    read: bool = False
    starred: bool = False
    labels: set[str] = field(default_factory=set)


@dataclass
class Feed:
    """A subscription of one user."""

    number: int
    url: str
    title: str
    folders: list[str]
    site: str = ""


@dataclass
class WebFeed:
    """A feed as the web has it: what a server finds when somebody subscribes."""

    title: str
    entries: list[tuple[str, str]] = field(default_factory=list)
    """Title and link."""


@dataclass
class User:
    """An account with all that is in it."""

    name: str = "alice"
    password: str = "alice-word"
    number: int = 1
    numbering: Callable[[int], int] = lambda place: BEGAN + place
    """The id of the item that came as the n-th."""
    feeds: dict[int, Feed] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    """Labels of items that exist, with an item or without."""
    logins_ended: int = 0
    """How often the server let all login tokens end on its own."""
    _came: int = 0
    _subscribed: int = 0

    @property
    def auth(self) -> str:
        """The login token: another one after each change of the password."""
        made_of = f"{self.name} {self.password} {self.logins_ended}"
        return f"{self.name}/{hashlib.sha1(made_of.encode()).hexdigest()}"

    @property
    def folders(self) -> list[str]:
        """The folders that hold a feed, each once, in the order of the feeds."""
        return list(dict.fromkeys(folder for feed in self.feeds.values() for folder in feed.folders))

    def add_feed(self, url: str, title: str = "", folder: str = "", number: int = 0) -> Feed:
        self._subscribed = max(self._subscribed + 1, number)
        feed = Feed(self._subscribed, url, title or url, [folder] if folder else [], "http://site.test/")
        self.feeds[feed.number] = feed
        return feed

    def add_items(
        self, feed: Feed, count: int = 1, *, published: int | None = None, read: bool = False
    ) -> list[Item]:
        """Let new articles arrive, by default published when they arrive."""
        return [self.add_item(feed, published=published, read=read) for _ in range(count)]

    def add_item(
        self, feed: Feed, title: str = "", link: str = "", *, published: int | None = None, read: bool = False
    ) -> Item:
        self._came += 1
        arrived = BEGAN + self._came
        item = Item(
            id=self.numbering(self._came),
            feed=feed,
            title=title or f"Article {self._came}",
            link=link or f"http://site.test/{feed.number}/{self._came}",
            body=f"<p>Text of article {self._came}.</p>",
            published=published if published is not None else arrived // 1_000_000 + self._came,
            arrived=arrived,
            read=read,
        )
        self.items[item.id] = item
        return item

    def remove_feed(self, number: int) -> bool:
        """Unsubscribe; the feed's items go with it. Returns whether it was there."""
        if self.feeds.pop(number, None) is None:
            return False
        self.items = {id_: item for id_, item in self.items.items() if item.feed.number != number}
        return True

    def purge(self, ids: Iterable[int]) -> None:
        """Let the server drop items on its own."""
        for id_ in ids:
            del self.items[id_]

    def unread(self) -> set[int]:
        return {item.id for item in self.items.values() if not item.read}

    def starred(self) -> set[int]:
        return {item.id for item in self.items.values() if item.starred}

    def by_arrival(self) -> Iterator[Item]:
        """The items, the latest first."""
        return iter(sorted(self.items.values(), key=lambda item: -item.arrived))
