"""Which panes are seen: three when there is room, two when there is some, one when there is little."""

from collections.abc import Collection, Mapping
from typing import Literal

from textual.widget import Widget

Pane = Literal["feeds", "headlines", "article"]
"""The names of the panes, which are the ids of their widgets too."""

PANES: tuple[Pane, ...] = ("feeds", "headlines", "article")
"""The panes from left to right."""

NORMAL, WIDE = 80, 120
"""The columns from which on two and three panes are side by side."""


def visible_panes(
    width: int, pane: Pane, *, feeds_hidden: bool = False, zen: bool = False
) -> tuple[Pane, ...]:
    """Return the panes to show when `pane` has the keys."""
    if zen:
        return ("article",)
    if width < NORMAL:
        return (pane,)
    if width < WIDE:
        return ("feeds", "headlines") if pane == "feeds" else ("headlines", "article")
    return ("headlines", "article") if feeds_hidden and pane != "feeds" else PANES


def pane_after(pane: Pane, step: int, width: int, *, feeds_hidden: bool = False) -> Pane:
    """Return the pane `step` after this one; feeds that are hidden in a wide window are passed over."""
    skip = feeds_hidden and width >= WIDE
    order = [name for name in PANES if not (skip and name == "feeds")]
    at = order.index(pane) if pane in order else 0
    return order[(at + step) % len(order)]


def show_panes(slots: Mapping[Pane, Widget], visible: Collection[Pane]) -> None:
    """Show the visible panes and hide the others; one that is alone gets the class `-only`."""
    for name, slot in slots.items():
        if slot.display != (name in visible):
            slot.display = name in visible
        slot.set_class(len(visible) == 1, "-only")
