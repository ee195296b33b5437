"""A dialog that asks for one line."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.suggester import Suggester
from textual.widgets import Input, Label

from reader.document.sanitize import EMPTY, SafeText, sanitize_line
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.text.shown import content
from reader.ui.widgets.field import Field


class AskDialog(Dialog[str | None]):
    """Answers with the line, or with None where it was left."""

    BINDINGS = [("escape", "leave", "Leave"), Binding("tab", "complete", show=False)]

    def __init__(
        self,
        title: SafeText,
        label: SafeText,
        value: SafeText = EMPTY,
        *,
        suggester: Suggester | None = None,
        secret: bool = False,
    ) -> None:
        """`suggester` completes what is typed; what is `secret` is not shown."""
        super().__init__()
        self._title, self._label, self._value, self._suggester = title, label, value, suggester
        self._secret = secret

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = content(self._title)
            completes = ("tab completes",) if self._suggester else ()
            box.border_subtitle = content(hints("enter keeps", *completes, "esc leaves"))
            yield Label(content(self._label))
            yield Field(
                sanitize_line(self._value),
                suggester=self._suggester,
                select_on_focus=False,
                password=self._secret,
            )

    async def action_complete(self) -> None:
        """Take what is suggested, also where the suggestion is not painted yet."""
        field = self.query_one(Field)
        if self._suggester and field.cursor_at_end:
            found = await self._suggester.get_suggestion(field.value)
            if found is not None:
                field.value, field.cursor_position = found, len(found)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)
