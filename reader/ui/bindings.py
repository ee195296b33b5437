"""Textual's bindings, made from the table of actions."""

from collections.abc import Mapping

from textual.binding import Binding, BindingsMap

from reader.key_names import key_list
from reader.keys import ACTIONS, FINDING, Action

ELSEWHERE = {"palette": "app.command_palette", "redraw": "app.redraw"}
"""Actions that the app has a method for."""


OPEN_PROMPT = ("search", "filter", "find")
"""Actions that are done before the next key is looked at, so that what is typed right behind them goes into
the prompt and is not taken for keys.
"""


def bindings(own: Mapping[str, str]) -> BindingsMap:
    """Make the bindings of all actions; `own` are the keys that the settings give to some, by action.

    Of those that share a key, the first one that may act does: what is found in the article comes first.
    """
    actions = sorted(ACTIONS, key=lambda action: action.id not in FINDING)
    return BindingsMap(_binding(action, own.get(action.id, action.keys)) for action in actions)


def _binding(action: Action, keys: str) -> Binding:
    return Binding(
        ",".join(key_list(keys)),
        ELSEWHERE.get(action.id, action.id),
        action.name,
        tooltip=action.tooltip,
        id=action.id,
        priority=action.id in OPEN_PROMPT,
    )


CONTROLLER_ACTIONS = frozenset(action.id for action in ACTIONS) - ELSEWHERE.keys() - {"quit", "quit_at_once"}
"""The ids of the actions that a controller has a method for; the main screen itself ends the program."""
