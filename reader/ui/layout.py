"""Which panes are seen and how they lie: side by side, or the headlines above the article."""

from collections.abc import Collection, Mapping
from typing import Literal

from textual.widget import Widget

from reader.config import WantedLayout

Pane = Literal["feeds", "headlines", "article"]
"""The names of the panes, which are the ids of their widgets too."""

PANES: tuple[Pane, ...] = ("feeds", "headlines", "article")
"""The panes from left to right."""

Layout = Literal["columns", "stacked"]
"""How headlines and article lie: side by side, or one above the other."""

NORMAL, WIDE = 80, 120
"""The columns from which on two and three panes are seen at once."""

FEEDS_LEAST, FEEDS_MOST = 26, 32
"""The columns of the feeds pane beside others, in a window that has just room for it and in a wide one."""

COLUMNS_LEAST = 92
"""The columns from which on headlines and article are readable side by side."""

STACKED_LEAST = 20
"""The rows of a window from which on headlines and article are readable one above the other."""

STACKED_ROOMY = 30
"""The rows of a window from which on a blank line below each head is to be had, one above the other too."""

ARTICLE_LEAST: dict[Layout, int] = {"columns": 40, "stacked": 8}
"""The columns, or rows, that the article keeps at least."""

LIST_LEAST: dict[Layout, int] = {"columns": 24, "stacked": 4}
"""The columns, or rows, that the headlines keep at least, where there is room for both."""

STACKED_SHARE = 40
"""The headlines' percentage of the height, until the reader moves the border."""

LIST_SHARE = 16, 30
"""The headlines' columns and, on top of these, percentage of the width, until the reader moves the border: a
title needs about the same room in every window.
"""

LIST_MOST = 96
"""The columns from which on more of them show nothing more of nearly all titles."""

MARGINS = 4
"""The blank columns beside the article's text."""


def feeds_width(width: int) -> int:
    """Return the columns of the feeds pane beside others, in a window of that width."""
    return min(FEEDS_MOST, max(FEEDS_LEAST, width // 10 + 12))


def layout_for(width: int, height: int, wanted: WantedLayout, *, feeds_hidden: bool = False) -> Layout:
    """Return how headlines and article lie in a window of that size."""
    if wanted != "auto":
        return wanted
    room = width - (feeds_width(width) if width >= WIDE and not feeds_hidden else 0)
    roomy = width >= NORMAL and height >= STACKED_LEAST
    return "stacked" if room < COLUMNS_LEAST and roomy else "columns"


def visible_panes(
    width: int, pane: Pane, *, feeds_hidden: bool = False, zen: bool = False, layout: Layout = "columns"
) -> tuple[Pane, ...]:
    """Return the panes to show when `pane` has the keys."""
    if zen:
        return ("article",)
    if width < NORMAL:
        return (pane,)
    if width < WIDE and pane != "feeds":
        return ("headlines", "article")
    if width < WIDE and layout == "columns":
        return ("feeds", "headlines")
    return ("headlines", "article") if feeds_hidden and pane != "feeds" else PANES


def pane_after(pane: Pane, step: int, width: int, *, feeds_hidden: bool = False) -> Pane:
    """Return the pane `step` after this one; feeds that are hidden in a wide window are passed over."""
    skip = feeds_hidden and width >= WIDE
    order = [name for name in PANES if not (skip and name == "feeds")]
    at = order.index(pane) if pane in order else 0
    return order[(at + step) % len(order)]


def usual_split(room: int, layout: Layout, measure: int) -> int:
    """Return the columns, or rows, that the headlines want of `room` cells where the reader moved no border.

    What the article does not need for lines of its `measure` goes to the headlines, as far as it helps them.
    """
    if layout == "stacked":
        return round(room * STACKED_SHARE / 100)
    columns, share = LIST_SHARE
    return max(columns + round(room * share / 100), min(LIST_MOST, room - 1 - measure - MARGINS))


def within(room: int, wanted: int, layout: Layout) -> int:
    """Return the columns, or rows, that the headlines get of `room` cells, one of which is the line between.

    The article keeps its least, and so do the headlines where there is enough for both; else neither is
    without half of the room.
    """
    most = max(room - 1 - ARTICLE_LEAST[layout], (room - 1) // 2)
    least = min(LIST_LEAST[layout], most)
    return max(1, least, min(most, wanted))


def show_panes(slots: Mapping[Pane, Widget], visible: Collection[Pane]) -> None:
    """Show the visible panes and hide the others; one that is alone gets the class `-only`."""
    for name, slot in slots.items():
        if slot.display != (name in visible):
            slot.display = name in visible
        slot.set_class(len(visible) == 1, "-only")
