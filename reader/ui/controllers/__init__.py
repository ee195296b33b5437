"""What each key does, grouped by reason: plain functions that are given the main screen.

They are imported after the first paint, or with the first key: no headline waits for them.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen

ACTIONS = {
    "down": "navigation:down",
    "up": "navigation:up",
    "top": "navigation:top",
    "bottom": "navigation:bottom",
    "page_down": "navigation:page_down",
    "page_up": "navigation:page_up",
    "open": "navigation:open_current",
    "back": "navigation:back",
    "read_on": "navigation:read_on",
    "scroll_back": "navigation:scroll_back",
    "article_down": "navigation:article_down",
    "article_up": "navigation:article_up",
    "next_unread": "navigation:next_unread",
    "previous_unread": "navigation:previous_unread",
    "next_pane": "panes:next_pane",
    "previous_pane": "panes:previous_pane",
    "feeds": "panes:feeds",
    "narrower": "panes:narrower",
    "wider": "panes:wider",
    "zen": "panes:zen",
    "help": "panes:show_help",
    "show_all": "scopes:show_all",
    "show_unread": "scopes:show_unread",
    "show_starred": "scopes:show_starred",
    "show_saved": "scopes:show_saved",
    "next_feed": "scopes:next_feed",
    "previous_feed": "scopes:previous_feed",
    "sort": "scopes:sort",
    "search": "search:search",
    "filter": "search:filter_list",
    "find": "search:find",
    "keep_search": "feeds:keep_search",
    "star": "marks:star",
    "toggle_read": "marks:toggle_read",
    "unread": "marks:unread",
    "delete": "marks:delete",
    "undo": "marks:undo",
    "mark_many": "feeds:mark_many",
    "tags": "feeds:tags",
    "links": "feeds:links",
    "add": "feeds:add",
    "edit_feed": "feeds:edit_feed",
    "starters": "feeds:starters",
    "health": "feeds:health",
    "full_text": "full_text:full_text",
    "fetch_all": "full_text:fetch_all",
    "refresh_feed": "jobs:refresh_feed",
    "refresh_all": "jobs:refresh_all",
    "original": "links:original",
    "former": "links:former",
    "browser": "links:browser",
    "copy_link": "links:copy_link",
    "write": "sharing:write",
    "pipe": "sharing:pipe",
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
