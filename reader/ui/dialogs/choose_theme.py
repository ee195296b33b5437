"""A dialog that chooses a theme, and shows each one on the screen behind it."""

from collections.abc import Callable, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import OptionList

from reader.document.sanitize import message_line
from reader.ui.dialogs.dialog import hints
from reader.ui.dialogs.list_dialog import ListDialog
from reader.ui.text.shown import content

PREVIEW_SECONDS = 0.06
"""Seconds for which the cursor rests on a theme before it is put on, which takes longer than a key press."""


class ThemeDialog(ListDialog[str | None]):
    """Answers with the name of the theme that was chosen, or with None where it was left."""

    def __init__(
        self, themes: Sequence[tuple[str, str]], chosen: str, preview: Callable[[str], None]
    ) -> None:
        """`themes` are their names and a word about each; `preview` puts one on."""
        super().__init__()
        self._themes, self._chosen, self._preview = themes, chosen, preview
        self._coming: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = content(message_line("Theme"))
            box.border_subtitle = content(hints("enter chooses", "esc leaves"))
            width = max(len(name) for name, _ in self._themes)
            yield OptionList(
                *(
                    content(message_line(name))
                    .pad_right(width + 2 - len(name))
                    .append(content(message_line(word), "$reader-muted"))
                    for name, word in self._themes
                ),
                compact=True,
            )

    def on_mount(self) -> None:
        names = [name for name, _ in self._themes]
        self.query_one(OptionList).highlighted = names.index(self._chosen) if self._chosen in names else 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._stop_preview()
        name, _ = self._themes[event.option_index]
        self._coming = self.set_timer(PREVIEW_SECONDS, partial(self._preview, name))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._stop_preview()
        self.dismiss(self._themes[event.option_index][0])

    def action_leave(self) -> None:
        """Answer with None."""
        self._stop_preview()
        self.dismiss(None)

    def _stop_preview(self) -> None:
        if self._coming is not None:
            self._coming.stop()
