"""A dialog that saves a search under a name, renames it, or removes it."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Label

from reader.document.sanitize import literal, message_line, sanitize_line
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.text.shown import content
from reader.ui.widgets.field import Field


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """What the reader wants a saved search to be."""

    name: str
    query: str
    remove: bool = False


class KeepSearchDialog(Dialog[KeptSearch | None]):
    """Answers with the name and the query, or with None where it was left."""

    BINDINGS = [("escape", "leave", "Leave")]

    def __init__(self, name: str, query: str, *, kept: bool) -> None:
        """`kept` says whether the search is saved already, and may be removed."""
        super().__init__()
        self._called, self._looks_for, self._kept = name, query, kept

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = content(literal("Saved search" if self._kept else "Keep this search"))
            box.border_subtitle = content(hints("enter keeps", "esc leaves"))
            yield Label("Name, as the feeds pane will show it")
            yield Field(sanitize_line(self._called), id="name", select_on_focus=not self._kept)
            yield Label("What to look for")
            yield Field(sanitize_line(self._looks_for), id="query", select_on_focus=False)
            yield Label("", id="answer", classes="answer -error", markup=False)
            with Horizontal(classes="buttons"):
                if self._kept:
                    yield Button("Remove", id="remove", variant="error", compact=True)
                yield Button("Keep", id="keep", variant="primary", compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._keep()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "remove":
            self.dismiss(KeptSearch(self._called, self._looks_for, remove=True))
        else:
            self._keep()

    def _keep(self) -> None:
        name = sanitize_line(self.query_one("#name", Input).value)
        query = sanitize_line(self.query_one("#query", Input).value)
        if name and query:
            self.dismiss(KeptSearch(name, query))
        else:
            missing = "a name" if query else "what to look for"
            self.query_one("#answer", Label).update(content(message_line(f"It needs {missing}")))
