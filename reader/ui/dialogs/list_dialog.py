"""What the dialogs with a list have in common: the cursor's keys, and numbers that are typed."""

from textual import events
from textual.binding import Binding
from textual.widgets import OptionList

from reader.ui.article.links import next_number
from reader.ui.dialogs.dialog import Answer, Dialog


class ListDialog(Dialog[Answer]):
    """A question with a list of answers."""

    BINDINGS = [
        ("escape,q", "leave", "Leave"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]

    _typed = ""
    """The digits of a number that were typed so far."""

    def action_move(self, step: int) -> None:
        """Move the cursor by a row, over the rows that cannot be chosen."""
        for options in self.query(OptionList):  # none is there while the dialog goes
            if step > 0:
                options.action_cursor_down()
            else:
                options.action_cursor_up()

    def highlight(self, option: int) -> None:
        """Put the cursor on an option; while the dialog comes or goes there may be none."""
        for options in self.query(OptionList):
            options.highlighted = option

    def type_number(self, event: events.Key, count: int) -> int | None:
        """Put the cursor on the option of a number from 1 to `count` that is typed, digit by digit.

        Returns the option's index once no longer number can be meant, else None.
        """
        if (number := next_number(self._typed, event.character or "", count)) is None:
            return None
        event.stop()  # it would be a key of the screen below as well
        self._typed, whole = number
        index = int(self._typed) - 1
        self.highlight(index)
        return index if whole else None
