"""The line at the bottom that is typed into: search, filter, find."""

from dataclasses import dataclass
from typing import Literal

from textual.message import Message
from textual.widgets import Input

Purpose = Literal["search", "filter", "find"]


class Prompt(Input):
    """One line of input that tells what was typed for which purpose."""

    DEFAULT_CSS = """
    Prompt { height: 1; border: none; padding: 0 1; background: $boost; width: 1fr; }
    """

    @dataclass
    class Typed(Message):
        """The text so far."""

        purpose: Purpose
        text: str

    @dataclass
    class Done(Message):
        """Enter was pressed."""

        purpose: Purpose
        text: str

    def __init__(self, purpose: Purpose, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False)
        self.purpose = purpose

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(self.purpose, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Done(self.purpose, event.value))
