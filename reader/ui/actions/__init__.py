"""What each key does, grouped by reason: plain functions that are given the main screen.

They are imported after the first paint, or with the first key: no headline waits for them.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen

ACTIONS = {
    "down": "moving:down",
    "up": "moving:up",
    "top": "moving:top",
    "bottom": "moving:bottom",
    "page_down": "moving:page_down",
    "page_up": "moving:page_up",
    "open": "moving:open_current",
    "back": "moving:back",
    "read_on": "moving:read_on",
    "scroll_back": "moving:scroll_back",
    "article_down": "moving:article_down",
    "article_up": "moving:article_up",
    "next_unread": "moving:next_unread",
    "previous_unread": "moving:previous_unread",
    "next_pane": "paning:next_pane",
    "previous_pane": "paning:previous_pane",
    "feeds": "paning:feeds",
    "narrower": "paning:narrower",
    "wider": "paning:wider",
    "zen": "paning:zen",
    "help": "paning:show_help",
    "show_all": "scoping:show_all",
    "show_unread": "scoping:show_unread",
    "show_starred": "scoping:show_starred",
    "show_saved": "scoping:show_saved",
    "next_feed": "scoping:next_feed",
    "previous_feed": "scoping:previous_feed",
    "sort": "scoping:sort",
    "search": "searching:search",
    "filter": "searching:filter_list",
    "find": "searching:find",
    "keep_search": "asking:keep_search",
    "star": "marking:star",
    "toggle_read": "marking:toggle_read",
    "unread": "marking:unread",
    "delete": "marking:delete",
    "undo": "marking:undo",
    "mark_many": "asking:mark_many",
    "tags": "asking:tags",
    "links": "asking:links",
    "add": "asking:add",
    "edit_feed": "asking:edit_feed",
    "starters": "asking:starters",
    "health": "asking:health",
    "full_text": "completing:full_text",
    "fetch_all": "completing:fetch_all",
    "refresh_feed": "fetching:refresh_feed",
    "refresh_all": "fetching:refresh_all",
    "original": "linking:original",
    "former": "linking:former",
    "browser": "linking:browser",
    "copy_link": "linking:copy_link",
    "write": "giving:write",
    "pipe": "giving:pipe",
}
"""Where the action of each binding is; `quit` and those of Textual's own are elsewhere."""

MODULES = tuple(dict.fromkeys(place.partition(":")[0] for place in ACTIONS.values()))


def action_named(name: str) -> "Callable[[MainScreen], None] | None":
    """The function that a binding's action means."""
    if name not in ACTIONS:
        return None
    module, _, function = ACTIONS[name].partition(":")
    action: Callable[[MainScreen], None] = getattr(import_module(f"{__name__}.{module}"), function)
    return action
