"""A dialog that asks for one line."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label

from reader.document.sanitize import EMPTY, SafeText, sanitize_line
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.text.shown import content
from reader.ui.widgets.field import Field


class AskDialog(Dialog[str | None]):
    """Answers with the line, or with None where it was left."""

    BINDINGS = [("escape", "leave", "Leave")]

    def __init__(self, title: SafeText, label: SafeText, value: SafeText = EMPTY) -> None:
        super().__init__()
        self._title, self._label, self._value = title, label, value

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = content(self._title)
            box.border_subtitle = content(hints("enter keeps", "esc leaves"))
            yield Label(content(self._label))
            yield Field(sanitize_line(self._value), select_on_focus=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)
