"""What the engine asks of a server, whatever its protocol: a backend for each kind is a class of this shape.

A backend checks the shape of every answer: one that is not as it should be is `BadShape`, never an empty
list. It repeats no request that may have been carried out, but for one login where the server wants one.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from reader.model import Enclosure


class AccountError(Exception):
    """Why a server did not do what was asked; the text is a sentence without its full stop, sanitized."""


class Offline(AccountError):
    """The server could not be reached, or broke off: the request may have been carried out."""

    def __init__(self, reason: str, *, reached: bool = False) -> None:
        super().__init__(reason)
        self.reached = reached
        """Whether the server is there, and in trouble (5xx)."""


class Busy(AccountError):
    """The server wants to be left alone (429, 503)."""

    def __init__(self, reason: str, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        """The seconds that it asks for; None where it does not say."""


class AuthNeeded(AccountError):
    """The server refuses the user or the password, also after one new login."""


class Forbidden(Offline):
    """The server, or something before it, lets nobody in (403, a page that wants a login first): the password
    may well be right.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason, reached=True)


class Gone(AccountError):
    """What was asked for is not there: no such API at the address, or no such feed."""


class Redirected(Gone):
    """The server says that the API is at another address."""


class BadShape(AccountError):
    """The answer is not what the protocol says: a page, a list of something else, or cut off."""


class PageInstead(BadShape):
    """The answer is a web page, of the server or of a network that wants a login of its own first."""


class Refused(AccountError):
    """The server refuses these ids or these words (another 4xx), and would refuse them again."""

    def __init__(self, reason: str, answer: str = "") -> None:
        super().__init__(reason)
        self.answer = answer
        """How the server's own words begin; outside text, to be looked at and not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What a server can do."""

    item_labels: bool = False
    """Whether it keeps tags of articles."""
    edit_feeds: bool = False
    """Whether feeds can be subscribed to, renamed, moved and removed."""
    edit_batch: int = 200
    """The ids of one request that sets a state."""
    contents_batch: int = 100
    """The ids of one request for contents."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose account it is, the same at every login."""

    name: str
    """The server's own words for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFeed:
    """A subscription on the server."""

    id: str
    url: str
    """The feed's address; the server's id where it tells none."""
    title: str = ""
    site: str | None = None
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteItem:
    """An article on the server. Its text is outside text: a parser process makes an article of it."""

    id: str
    """The canonical id, as `unread_ids` has it."""
    feed: str
    """The id of its feed."""
    title: str = ""
    title_html: bool = True
    """Whether the title may have tags and references to characters."""
    link: str | None = None
    author: str | None = None
    html: str = ""
    published: int | None = None
    """UTC seconds."""
    updated: int | None = None
    enclosures: tuple[Enclosure, ...] = ()
    read: bool | None = None
    """What the item itself says of its state; None where it says nothing."""
    starred: bool | None = None
    labels: tuple[str, ...] | None = None
    """The reader's tags; None where the server keeps none."""
    feed_title: str = ""
    """The title of its feed, for one that is not subscribed to."""
    feed_site: str | None = None


@dataclass(frozen=True, slots=True)
class IdSet:
    """A whole list of ids."""

    ids: frozenset[str]
    pages: int = 1
    """How many requests it took."""


@dataclass(slots=True)
class Login:
    """What a backend logs in with."""

    url: str
    """The address that the reader gave."""
    user: str
    password: Callable[[], str]
    """Returns the password when it is needed; raises `AuthNeeded` where there is none."""
    kept: dict[str, str] = field(default_factory=dict)
    """What an earlier login gave (tokens, the API's own address); a backend changes it, the engine keeps it
    beside the password."""


class Backend(Protocol):
    """A server that keeps feeds and marks. Every method may raise an `AccountError`."""

    @property
    def caps(self) -> Caps:
        """What the server can do, known once `connect` has returned."""
        ...

    async def connect(self) -> Identity:
        """Log in, unless an earlier login still holds. Returns whose account it is."""
        ...

    async def feeds(self) -> list[RemoteFeed]:
        """Return all subscriptions."""
        ...

    async def unread_ids(self) -> IdSet:
        """Return the ids of all unread articles."""
        ...

    async def starred_ids(self) -> IdSet:
        """Return the ids of all starred articles."""
        ...

    async def labels(self) -> dict[str, int | None]:
        """Return the tags of articles, each with how many unread ones have it, where the server says so."""
        ...

    async def label_ids(self, label: str) -> IdSet:
        """Return the ids of all articles with a tag that `labels` named."""
        ...

    def contents(self, ids: Sequence[str]) -> AsyncIterator[list[RemoteItem]]:
        """Yield articles in batches of `caps.contents_batch`.

        Ids that the server does not have are absent.
        """
        ...

    async def set_state(self, key: str, value: bool, ids: Sequence[str]) -> None:
        """Set `read`, `starred` or `tag:NAME` of at most `caps.edit_batch` articles: absolute, idempotent."""
        ...

    async def subscribe(self, url: str, folder: str | None) -> str | None:
        """Subscribe to a feed, in a folder. Returns the server's id for it, where it says so.

        Raises `Refused`, also where it is subscribed already: the caller compares the feeds.
        """
        ...

    async def unsubscribe(self, feed: str) -> None:
        """Unsubscribe from the feed with that id."""
        ...

    async def rename_feed(self, feed: str, title: str) -> None:
        """Give a feed another title."""
        ...

    async def move_feed(self, feed: str, folder: str | None, before: Sequence[str]) -> None:
        """Put a feed into one folder, or none, in place of those where it is (`before`)."""
        ...
