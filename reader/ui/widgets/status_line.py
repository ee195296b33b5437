"""The bottom line: the scope and its counts, and what goes on."""

from time import monotonic

from rich.cells import cell_len
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.document.sanitize import EMPTY, SafeText, message_line, sanitize
from reader.ui.text.cells import crop
from reader.ui.text.shown import segment

MESSAGE_SECONDS = 5.0
"""Seconds for which a message is not replaced by the number of new articles."""


class StatusLine(Widget):
    """One line: the scope and its counts on the left, what is going on on the right."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"status-line--error"}

    scope: reactive[SafeText] = reactive(EMPTY)
    """The name of the scope that is listed."""
    counts: reactive[SafeText] = reactive(EMPTY)
    """How much is unread in it, or was found."""
    message: reactive[SafeText] = reactive(EMPTY)
    """What has just been done, or how many articles came."""
    busy: reactive[SafeText] = reactive(EMPTY)
    """What is going on, which is shown in place of the message."""
    mode: reactive[SafeText] = reactive(EMPTY)
    """`offline`, `demo`, `read-only`: always shown."""
    error: reactive[SafeText] = reactive(EMPTY)
    """What went wrong, until the next key."""

    _shown_at: float | None = None
    """When the message was shown, in seconds of `monotonic`; None for the number of new articles."""

    def show_message(self, text: SafeText) -> None:
        """Show what was done."""
        self.error, self.message, self._shown_at = EMPTY, text, monotonic()

    def show_new_count(self, count: int) -> None:
        """Show how many articles came, unless the reader may still be reading a message here."""
        if self._shown_at is None or monotonic() - self._shown_at > MESSAGE_SECONDS:
            self.message, self._shown_at = message_line(f"{count:,} new"), None

    def clear_new_count(self) -> None:
        """Clear how many articles came; any other message stays."""
        if self._shown_at is None:
            self.message = EMPTY

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        scope = crop(sanitize(f" {self.scope}"), max(6, width // 2))
        counts = f"  {self.counts}" if self.counts else ""
        mode = f"  {self.mode} " if self.mode else " "
        room = width - cell_len(scope) - cell_len(mode) - 1
        text = crop(self.error or self.busy or self.message, max(0, room))
        if cell_len(text) + cell_len(counts) > room:
            counts = ""
        gap = " " * (room + 1 - cell_len(counts) - cell_len(text))
        if self.error:
            style = self.get_component_rich_style("status-line--error")
        else:
            style = base
        bold = base + Style(bold=True)
        segments = [
            segment(scope, bold),
            segment(sanitize(counts + gap), base),
            segment(text, style),
            segment(sanitize(mode), bold),
        ]
        return Strip(segments).adjust_cell_length(width, base)
