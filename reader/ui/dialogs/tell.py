"""A dialog that shows a text whole, for what no line has room for."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from reader.document.sanitize import SafeText
from reader.ui.dialogs.dialog import SCROLL_KEYS, Dialog, hints, scroll
from reader.ui.text.shown import content


class TellDialog(Dialog[None]):
    """Shows a text until a key leaves it."""

    AUTO_FOCUS = "VerticalScroll"

    BINDINGS = [
        Binding("escape,enter,q", "leave", "Leave", show=False),
        *SCROLL_KEYS,
    ]

    def __init__(self, title: SafeText, text: SafeText) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = content(self._title)
            box.border_subtitle = content(hints("esc leaves"))
            with VerticalScroll():
                yield Static(content(self._text))

    def action_scroll(self, way: str) -> None:
        """Scroll the text; where all of it is in sight, leave with the key that turns pages."""
        body = self.query_one(VerticalScroll)
        if way == "page_down" and not body.max_scroll_y:
            self.action_leave()
        else:
            scroll(body, way)
