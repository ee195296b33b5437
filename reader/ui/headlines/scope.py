"""What is being shown: a feed, a folder, or all; unread, starred, saved, a tag, a search. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from reader.model import Feed, Query, SavedSearch

Kind = Literal["all", "unread", "starred", "saved", "tag", "folder", "feed", "search", "kept"]
"""`search`: what is being typed, or was; `kept`: a search that is kept under a name."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing to show. Two with the same kind and value are the same, whatever they are called today."""

    kind: Kind = "all"
    value: int | str | None = None
    """The feed's or kept search's id, the folder's or tag's name, or the text searched for."""
    words: str = field(default="", compare=False)
    """Of a search: the whole of it in the query language, with what a filter narrowed."""

    @property
    def query(self) -> Query:
        """Which articles are in it; the text of searches is parsed by the library."""
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


def words_of(scope: Scope) -> str:
    """A scope in the query language; empty for all articles."""
    match scope.kind:
        case "unread" | "starred" | "saved":
            return f"is:{scope.kind}"
        case "tag" | "folder":
            name = str(scope.value)
            return f'{scope.kind}:"{name}"' if " " in name else f"{scope.kind}:{name}"
        case "feed":
            return f"feed:{scope.value}"
    return scope.words


def name_of(scope: Scope, feeds: Sequence[Feed], searches: Sequence[SavedSearch] = ()) -> str:
    """What a scope is called on the screen."""
    if scope.kind == "kept":
        return next((search.name for search in searches if search.id == scope.value), "Search")
    if scope.kind == "feed":
        return next((feed.title for feed in feeds if feed.id == scope.value), "Feed")
    if scope.kind == "tag":
        return f"#{scope.value}"
    if scope.kind == "search":
        return f"“{scope.value}”"
    return FIXED.get(scope) or str(scope.value)
