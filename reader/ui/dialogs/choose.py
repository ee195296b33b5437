"""A dialog that asks to choose one of several."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList

from reader.document.sanitize import SafeText
from reader.ui.article.links import next_number
from reader.ui.dialogs.dialog import Dialog, hints, move_cursor
from reader.ui.text.shown import content


class ChooseDialog(Dialog[int | None]):
    """Answers with the index of what was chosen, or with None where it was left."""

    BINDINGS = [
        ("escape,q", "leave", "Leave"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    def __init__(
        self, title: SafeText, options: Sequence[SafeText], *, numbered: bool = False, at: int = 0
    ) -> None:
        """`at` is the index of the option that the cursor begins on."""
        super().__init__()
        self._title, self._options, self._numbered, self._at = title, options, numbered, at
        self._typed = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = content(self._title)
            hint = "a number or enter chooses" if self._numbered else "enter chooses"
            box.border_subtitle = content(hints(hint, "esc leaves"))
            yield OptionList(*(content(option) for option in self._options), compact=True)

    def on_mount(self) -> None:
        self._highlight(self._at)

    def action_move(self, step: int) -> None:
        """Move the cursor by a row."""
        for options in self.query(OptionList):  # none is there while the dialog goes
            move_cursor(options, step)

    def _highlight(self, option: int) -> None:
        """Put the cursor on an option; while the dialog comes or goes there may be none."""
        for options in self.query(OptionList):
            options.highlighted = option

    def on_key(self, event: events.Key) -> None:
        """Move to the option of a number that is typed, and choose it once no longer number can be meant."""
        number = next_number(self._typed, event.character or "", len(self._options))
        if self._numbered and number is not None:
            event.stop()  # it would be a key of the screen below as well
            self._typed, whole = number
            self._highlight(int(self._typed) - 1)
            if whole:
                self.dismiss(int(self._typed) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)
