"""A dialog that asks to choose one of several."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList

from reader.document.sanitize import SafeText
from reader.ui.dialogs.dialog import Dialog, hints, move_cursor
from reader.ui.text.shown import content


class ChooseDialog(Dialog[int | None]):
    """Answers with the index of what was chosen, or with None where it was left."""

    BINDINGS = [
        ("escape,q", "leave", "Leave"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    def __init__(self, title: SafeText, options: Sequence[SafeText], *, numbered: bool = False) -> None:
        super().__init__()
        self._title, self._options, self._numbered = title, options, numbered
        self._typed = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = content(self._title)
            hint = "a number or enter chooses" if self._numbered else "enter chooses"
            box.border_subtitle = content(hints(hint, "esc leaves"))
            yield OptionList(*(content(option) for option in self._options), compact=True)

    def action_move(self, step: int) -> None:
        """Move the cursor by a row."""
        move_cursor(self.query_one(OptionList), step)

    def on_key(self, event: events.Key) -> None:
        """Move to the option of a number that is typed, and choose it once no longer number can be meant."""
        if not (self._numbered and event.character and event.character.isdigit()):
            return
        for typed in (self._typed + event.character, event.character):
            if 1 <= int(typed) <= len(self._options):
                self._typed = typed
                self.query_one(OptionList).highlighted = int(typed) - 1
                if int(typed) * 10 > len(self._options):
                    self.dismiss(int(typed) - 1)
                return

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)
