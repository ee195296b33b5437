"""A dialog that asks to choose one of several."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList

from reader.document.sanitize import SafeText, literal
from reader.ui.dialogs.dialog import hints
from reader.ui.dialogs.list_dialog import ListDialog
from reader.ui.text.shown import content

CHOOSES = literal("enter chooses")
"""What enter does, unless other words say it better."""


class ChooseDialog(ListDialog[int | None]):
    """Answers with the index of what was chosen, or with None where it was left."""

    def __init__(
        self,
        title: SafeText,
        options: Sequence[SafeText],
        *,
        enter: SafeText = CHOOSES,
        numbered: bool = False,
        at: int = 0,
    ) -> None:
        """`enter` says what that key does; `at` is the index of the option that the cursor begins on."""
        super().__init__()
        self._enter = enter
        self._title, self._options, self._numbered, self._at = title, options, numbered, at

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = content(self._title)
            hint = f"a number or {self._enter}" if self._numbered else self._enter
            box.border_subtitle = content(hints(hint, "esc leaves"))
            yield OptionList(*(content(option) for option in self._options), compact=True)

    def on_mount(self) -> None:
        self.highlight(self._at)

    def on_key(self, event: events.Key) -> None:
        """Move to the option of a number that is typed, and choose it once no longer number can be meant."""
        if self._numbered and (index := self.type_number(event, len(self._options))) is not None:
            self.dismiss(index)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)
