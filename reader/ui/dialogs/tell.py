"""A dialog that shows a text whole, for what no line has room for."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from reader.document.sanitize import SafeText
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.text.shown import content


class TellDialog(Dialog[None]):
    """Shows a text until a key leaves it."""

    BINDINGS = [("escape,enter,q,space", "leave", "Leave")]

    def __init__(self, title: SafeText, text: SafeText) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = content(self._title)
            box.border_subtitle = content(hints("esc leaves"))
            yield Static(content(self._text))
