"""What is being shown: a feed, a folder, or all; unread, starred, saved, a tag, a search. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.model import Feed, Query

Kind = Literal["all", "unread", "starred", "saved", "tag", "folder", "feed", "search"]


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing to show. Two with the same kind and value are the same, whatever they are called today."""

    kind: Kind = "all"
    value: int | str | None = None
    """The feed's id, the folder's or tag's name, or the text searched for."""

    @property
    def query(self) -> Query:
        """Which articles are in it; a search's text is parsed by the library."""
        match self.kind, self.value:
            case "unread", _:
                return Query(read=False)
            case "starred", _:
                return Query(starred=True)
            case "saved", _:
                return Query(saved=True)
            case "tag", str(name):
                return Query(tags=(name,))
            case "folder", str(name):
                return Query(folder=name)
            case "feed", int(feed):
                return Query(feeds=(feed,))
        return Query()


ALL = Scope()
UNREAD, STARRED, SAVED = Scope("unread"), Scope("starred"), Scope("saved")
FIXED = {ALL: "All", UNREAD: "Unread", STARRED: "Starred", SAVED: "Saved"}


def name_of(scope: Scope, feeds: Sequence[Feed]) -> str:
    """What a scope is called on the screen."""
    if scope.kind == "feed":
        return next((feed.title for feed in feeds if feed.id == scope.value), "Feed")
    if scope.kind == "tag":
        return f"#{scope.value}"
    if scope.kind == "search":
        return f"“{scope.value}”"
    return FIXED.get(scope) or str(scope.value)
