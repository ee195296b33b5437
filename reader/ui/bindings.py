"""Textual's bindings, made from the table of actions."""

from textual.binding import Binding, BindingType

from reader.keys import ACTIONS, Action

ELSEWHERE = {"palette": "app.command_palette", "redraw": "app.redraw"}
"""Actions that the app has a method for."""


OPEN_PROMPT = ("search", "filter", "find")
"""Actions that are done before the next key is looked at, so that what is typed right behind them goes into
the prompt and is not taken for keys.
"""


def _binding(action: Action) -> Binding:
    return Binding(
        action.keys,
        ELSEWHERE.get(action.id, action.id),
        action.name,
        tooltip=action.tooltip,
        id=action.id,
        priority=action.id in OPEN_PROMPT,
    )


BINDINGS: list[BindingType] = [_binding(action) for action in ACTIONS]

CONTROLLER_ACTIONS = frozenset(action.id for action in ACTIONS) - ELSEWHERE.keys() - {"quit"}
"""The ids of the actions that a controller has a method for; `quit` is the main screen's own."""
