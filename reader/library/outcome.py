"""How a use case ends for one thing, and what a worker process reports of it to the screen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import fields

from reader.accounts import AccountEvent
from reader.document.sanitize import message_line
from reader.model import Candidate, Complete, RefreshEvent
from reader.urls.credentials import hide_secrets, hide_secrets_in

NO_NETWORK = "there is no network"
"""The error of each feed that could not be asked because this machine reaches no host."""


class Problem(msgspec.Struct, frozen=True):
    """Something that could not be done."""

    subject: str
    """The address, file or article that it is about, as the reader named it."""
    reason: str
    """Why it could not be done, in words."""

    def __str__(self) -> str:
        return f"{hide_secrets(self.subject)}: {hide_secrets_in(self.reason)}"


class FeedAdded(msgspec.Struct, frozen=True):
    """A feed that a worker has subscribed to, or that was subscribed already."""

    url: str
    title: str
    total: int
    """The number of its articles."""
    unread: int
    """How many of them are not marked read: of a long backlog only the newest."""


class AccountAdded(msgspec.Struct, frozen=True):
    """An account that a worker has logged in to and kept."""

    name: str


class ArticleKept(msgspec.Struct, frozen=True):
    """An article that a worker has saved, or completed from its page."""

    id: int
    title: str
    complete: Complete


class PictureKept(msgspec.Struct, frozen=True):
    """A picture of an article that is kept, or that could not be had."""

    article: int
    """The article's id."""
    address: str
    """Where the picture is, as the article's document names it."""
    error: str | None = None
    """Why it could not be had, in a few words; None where it is kept."""
    fetched: bool = False
    """Whether it came only now; else it was kept already."""


class DownloadProgress(msgspec.Struct, frozen=True):
    """How much of an enclosure is there, or that all of it is."""

    done: int
    """The bytes that are there."""
    total: int | None
    """The bytes of the whole, where the server says so."""
    file: str | None
    """The path of the file; None while it is not whole."""


class News(msgspec.Struct, frozen=True):
    """What came and is to be told outside the screen, which only its terminal can do."""

    words: str


WorkerEvent = (
    RefreshEvent
    | AccountEvent
    | News
    | FeedAdded
    | AccountAdded
    | ArticleKept
    | Candidate
    | PictureKept
    | DownloadProgress
)
"""What one line of a worker's output says."""


def worker_event(shape: Mapping[str, Any]) -> WorkerEvent | None:
    """Read one JSON object that `refresh`, `sync`, `add`, `account add`, `save`, `import`, `fulltext`,
    `images`, `download` or `edit --find` printed.

    Returns None for what the screen has no use for, as the totals at the end. Raises `KeyError`, `TypeError`
    or `ValueError` where a field is missing; unknown fields are passed over, so that a newer version may run.
    """
    match shape:
        case {"outcome": _, "feed": _}:
            return RefreshEvent(**_known(shape, RefreshEvent))
        case {"outcome": _, "account": _, "sent": _}:
            until = shape["until"] and int(datetime.fromisoformat(shape["until"]).timestamp())
            return AccountEvent(**(_known(shape, AccountEvent) | {"until": until}))
        case {"done": True, "notify": str(words)}:
            return News(words)
        case {"kind": _, "name": str(name), "waiting": _}:
            return AccountAdded(name)
        case {"next_due": _}:
            return FeedAdded(shape["url"], shape["title"], shape["total"], shape["unread"])
        case {"complete": complete, "received": _}:
            return ArticleKept(shape["id"], shape["title"], complete)
        case {"picture": address}:
            return PictureKept(shape["article"], address, shape["error"], shape["outcome"] == "fetched")
        case {"downloaded": done, "total": total, "file": file}:
            return DownloadProgress(done, total, file)
        case {"newest": newest}:
            seconds = None if newest is None else int(datetime.fromisoformat(newest).timestamp())
            return Candidate(**(_known(shape, Candidate) | {"newest": seconds}))
    return None


def _known(shape: Mapping[str, Any], kind: type[RefreshEvent | AccountEvent | Candidate]) -> dict[str, Any]:
    return {field.name: shape[field.name] for field in fields(kind) if field.name in shape}


class WorkerResult(msgspec.Struct, frozen=True):
    """How a worker process ended."""

    code: int = 0
    """Its exit code."""
    complaints: tuple[str, ...] = ()
    """The lines that it wrote to stderr, without its own name."""

    @classmethod
    def of(cls, code: int, stderr: str) -> "WorkerResult":
        """Return the result of a process by its exit code and what it wrote to stderr."""
        complaints = (message_line(line).removeprefix("newsreader: ") for line in stderr.splitlines())
        return cls(code, tuple(complaints))

    @property
    def failed(self) -> bool:
        """Whether anything went wrong."""
        return self.code != 0

    @property
    def first_complaint(self) -> str:
        """The first line of stderr; empty where there is none."""
        return self.complaints[0] if self.complaints else ""

    @property
    def last_complaint(self) -> str:
        """The last line of stderr; empty where there is none."""
        return self.complaints[-1] if self.complaints else ""
