"""A dialog that asks for one line."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label

from reader.document.sanitize import EMPTY, SafeText, literal, sanitize_line
from reader.ui.dialogs.dialog import Dialog, hints
from reader.ui.dialogs.tag_words import TagField, TagSuggester
from reader.ui.text.shown import content
from reader.ui.widgets.field import Field

KEEPS = literal("enter keeps")
"""What enter does, unless another word says it better."""


class AskDialog(Dialog[str | None]):
    """Answers with the line, or with None where it was left."""

    BINDINGS = [("escape", "leave", "Leave")]

    def __init__(
        self,
        title: SafeText,
        label: SafeText,
        value: SafeText = EMPTY,
        *,
        enter: SafeText = KEEPS,
        suggester: TagSuggester | None = None,
        secret: bool = False,
    ) -> None:
        """`enter` says what that key does; `suggester` completes the tags that are typed; what is `secret` is
        not shown.
        """
        super().__init__()
        self._title, self._label, self._value, self._suggester = title, label, value, suggester
        self._enter, self._secret = enter, secret

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = content(self._title)
            completes = ("tab completes",) if self._suggester else ()
            box.border_subtitle = content(hints(self._enter, *completes, "esc leaves"))
            yield Label(content(self._label))
            if self._suggester:
                yield TagField(sanitize_line(self._value), self._suggester)
            else:
                yield Field(sanitize_line(self._value), select_on_focus=False, password=self._secret)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)
