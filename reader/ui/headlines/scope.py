"""What is listed: a feed, a folder, or all; unread, starred, saved, a tag, a search. Pure."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from reader.model import Feed, Query, SavedSearch

Kind = Literal[
    "all", "unread", "today", "starred", "saved", "tag", "folder", "feed", "account", "search", "kept",
    "begun", "highlights", "plan",
]  # fmt: skip
"""The kinds of scopes; `search` is what is being typed, or was, and `kept` is a saved search.

What is from `today` is found as a search is: on another day it is something else.

`account` is what an account has, or one of its folders (`account_scope`).

`begun` is what was begun and not finished, `plan` what fits into so many minutes.
"""


class Scope(msgspec.Struct, frozen=True):
    """Something to list. Two with the same kind and value are equal, whatever they are called today."""

    kind: Kind = "all"
    value: int | str | None = None
    """The feed's or saved search's id, the folder's or tag's name, the text searched for, or minutes."""
    words: str = ""
    """The whole of a search in the query language, with the scope that a filter narrowed."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scope) and (self.kind, self.value) == (other.kind, other.value)

    def __hash__(self) -> int:
        return hash((self.kind, self.value))

    @property
    def query(self) -> Query:
        """The query that selects its articles; that of a search is parsed by the library."""
        match self.kind, self.value:
            case "unread", _:
                return Query(read=False)
            case "starred", _:
                return Query(starred=True)
            case "highlights", _:
                return Query(highlighted=True)
            case "saved", _:
                return Query(saved=True)
            case "tag", str(name):
                return Query(tags=(name,))
            case "folder", str(name):
                return Query(folder=name)
            case "feed", int(feed):
                return Query(feeds=(feed,))
        return Query()


TYPED = ("kept", "today", "account")
"""The kinds of scopes whose query is kept as it was typed, and means what it does when it is listed."""

UNQUERIED = ("search", "begun", "plan")
"""The kinds of scopes whose articles are a list that was made, and not what a query finds."""

ALL = Scope()
"""The scope of all articles."""

UNREAD, STARRED, SAVED = Scope("unread"), Scope("starred"), Scope("saved")
"""The scopes of unread, of starred, and of saved articles."""

TODAY = Scope("today", words="after:today")
"""The scope of today's articles."""

BEGUN = Scope("begun")
"""The scope of articles that were begun and not finished."""


def account_scope(name: str, folder: str = "") -> Scope:
    """Return the scope of an account's articles, or of those in one of its folders."""
    return Scope("account", f"{name}\n{folder}" if folder else name)


HIGHLIGHTS = Scope("highlights")
"""The scope of articles of which passages are kept."""

FIXED = {
    ALL: "All", UNREAD: "Unread", TODAY: "Today", STARRED: "Starred", SAVED: "Saved",
    BEGUN: "Continue reading", HIGHLIGHTS: "Highlights",
}  # fmt: skip
"""The scopes that are always there, with their names."""


def words_of(scope: Scope) -> str:
    """Write a scope in the query language. Returns nothing for all articles."""
    match scope.kind:
        case "unread" | "starred" | "saved":
            return f"is:{scope.kind}"
        case "tag" | "folder":
            name = str(scope.value)
            return f'{scope.kind}:"{name}"' if " " in name else f"{scope.kind}:{name}"
        case "feed":
            return f"feed:{scope.value}"
        case "highlights":
            return "is:highlighted"
        case "today":
            return TODAY.words
        case "account":
            account, _, inside = str(scope.value).partition("\n")
            return f'account:"{account}" folder:"{inside}"' if inside else f'account:"{account}"'
    return scope.words


def name_of(scope: Scope, feeds: Sequence[Feed], searches: Sequence[SavedSearch] = ()) -> str:
    """Return what a scope is called on the screen."""
    if scope.kind == "kept":
        return next((search.name for search in searches if search.id == scope.value), "Search")
    if scope.kind == "feed":
        return next((feed.title for feed in feeds if feed.id == scope.value), "Feed")
    if scope.kind == "tag":
        return f"#{scope.value}"
    if scope.kind == "search":
        return f"“{scope.value}”"
    if scope.kind == "account":
        return str(scope.value).rpartition("\n")[2]
    if scope.kind == "plan":
        return f"{scope.value} minutes"
    return FIXED.get(scope) or str(scope.value)
