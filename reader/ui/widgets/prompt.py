"""The line at the bottom that is typed into: search, filter, find."""

from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input

from reader.ui.widgets.field import Field

Purpose = Literal["search", "filter", "find"]
"""What is typed for: searching all articles, filtering the list, or finding in the article."""


class Prompt(Field):
    """One line of input that reports what was typed for which purpose."""

    DEFAULT_CSS = """
    Prompt { height: 1; border: none; padding: 0 2 !important; background: $reader-cursor-dim; width: 1fr; }
    """

    BINDINGS = [
        Binding("enter", "enter('search')", "Search: show what was found"),
        Binding("enter", "enter('filter')", "Filter: show what is left"),
        Binding("enter", "enter('find')", "Find: read on, n and N go on"),
        Binding("ctrl+s", "keep_search", "Keep this search"),
        Binding("escape", "leave", "Leave"),
    ]
    """The footer shows those that fit the purpose."""

    @dataclass
    class Typed(Message):
        """The text so far."""

        purpose: Purpose
        text: str

    def __init__(self, purpose: Purpose, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False)
        self.purpose = purpose

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(self.purpose, event.value))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "keep_search":
            return self.purpose != "find"
        return self.purpose in parameters if action == "enter" else True

    async def action_enter(self, purpose: Purpose) -> None:
        """Report that enter was pressed; each purpose has a binding of its own, for the footer."""
        await self.app.run_action(("", "leave_prompt", (self.purpose, self.value)), self.screen)

    async def action_keep_search(self) -> None:
        """Go to what was found, and save the search."""
        await self.action_enter(self.purpose)
        await self.app.run_action("keep_search", self.screen)

    async def action_leave(self) -> None:
        """Leave the prompt as the key for going back does."""
        await self.app.run_action("back", self.screen)
