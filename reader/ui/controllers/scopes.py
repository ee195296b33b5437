"""Choosing what is listed: a scope, the feed beside it, an order."""

from typing import TYPE_CHECKING

from reader.ui.headlines.listing import SORT_NAMES
from reader.ui.headlines.scope import ALL, SAVED, STARRED, UNREAD
from reader.ui.widgets.feed_rows import beside

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen


def show_all(screen: "MainScreen") -> None:
    screen.show_scope(ALL)


def show_unread(screen: "MainScreen") -> None:
    screen.show_scope(UNREAD)


def show_starred(screen: "MainScreen") -> None:
    screen.show_scope(STARRED)


def show_saved(screen: "MainScreen") -> None:
    screen.show_scope(SAVED)


def _go_beside(screen: "MainScreen", step: int) -> None:
    scope = beside(screen.feeds_pane.rows, screen.listing.scope, step)
    if scope is None:
        screen.tell("There is no other feed there")
    else:
        screen.show_scope(scope)


def next_feed(screen: "MainScreen") -> None:
    _go_beside(screen, 1)


def previous_feed(screen: "MainScreen") -> None:
    _go_beside(screen, -1)


def sort(screen: "MainScreen") -> None:
    """The next order; the cursor goes to the first row."""
    if screen.listing.scope.kind == "search":
        screen.tell("A search lists the best first")
        return
    order = screen.listing.next_sort()
    if screen.listing.scope.kind == "kept":
        screen.show_scope(screen.listing.scope)
    else:
        screen.shown.show(screen.listing.restart())
        screen.fill()
    screen.tell(SORT_NAMES[order].capitalize())
