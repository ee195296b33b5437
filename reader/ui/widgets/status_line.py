"""The bottom line: the keys of the pane that has them, and what goes on or has just happened."""

from collections.abc import Sequence
from time import monotonic

from rich.cells import cell_len
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.document.layout.wrap import wrap
from reader.document.sanitize import EMPTY, SafeText, message_line, sanitize
from reader.ui.text.cells import crop
from reader.ui.text.shown import segment
from reader.ui.widgets.placed import placed

MESSAGE_SECONDS = 5.0
"""Seconds for which a message is not replaced by the number of new articles."""

MARGIN = 2
"""The blank cells at both ends."""

BETWEEN = 3
"""The blank cells between two keys, and in front of a message."""

Key = tuple[str, str]
"""A key's sign, and a word or two of what it does."""


MOST_LINES = 4
"""The lines that what is wrong with the settings gets at most."""


class StatusLine(Widget):
    """One line: keys on the left, what is going on on the right.

    What is wrong with the settings stands above it, where it is too long for it.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {
        "status-line--key",
        "status-line--quiet",
        "status-line--message",
        "status-line--mode",
        "status-line--error",
    }

    keys: reactive[Sequence[Key]] = reactive(())
    """The keys that are named, the most needed first; the first one is always shown, at the end."""
    guide_keys: reactive[Sequence[Key]] = reactive(())
    """The keys to begin with, which are shown instead while there is nothing to read."""
    prompt_keys: reactive[Sequence[Key]] = reactive(())
    """The keys of what is typed into, which are shown instead while it is open."""
    message: reactive[SafeText] = reactive(EMPTY)
    """What has just been done, or how many articles came."""
    target: reactive[SafeText] = reactive(EMPTY)
    """Where the link under the mouse leads, which is shown in place of the message."""
    busy: reactive[SafeText] = reactive(EMPTY)
    """What is going on, which is shown in place of the message."""
    mode: reactive[SafeText] = reactive(EMPTY)
    """`offline`, `demo`, `read-only`: always shown."""
    accounts: reactive[SafeText] = reactive(EMPTY)
    """What waits to be sent to accounts, and what hinders that: shown as long as it is so."""
    selected = reactive(0)
    """The number of selected articles, which is always shown where there are any."""
    error: reactive[SafeText] = reactive(EMPTY)
    """What went wrong, until a key does something else."""

    _whole = False
    """Whether the error is shown whole, in lines of its own where it is too long for one."""
    _error_at = 0.0
    """When the error was shown, in seconds of `monotonic`."""
    _shown_at: float | None = None
    """When the message was shown, in seconds of `monotonic`; None for the number of new articles."""

    def show_message(self, text: SafeText) -> None:
        """Show what was done."""
        self.error, self.message, self._shown_at = EMPTY, text, monotonic()

    def clear_message(self) -> None:
        """Clear what was done, and an error that could be read; how many articles came stays."""
        if self._shown_at is not None:
            self.message, self._shown_at = EMPTY, None
        if monotonic() - self._error_at > MESSAGE_SECONDS:
            self.error = EMPTY

    def watch_error(self) -> None:
        self._error_at = monotonic()
        self._whole = self._whole and bool(self.error)
        self._make_room()

    def on_resize(self) -> None:
        self._make_room()

    def show_whole(self, error: SafeText) -> None:
        """Show an error as long as it takes, until a key does something else."""
        self.error, self._whole = error, True
        self._make_room()

    def _make_room(self) -> None:
        self.styles.height = 1 + len(self._error_lines())

    def _error_lines(self) -> list[SafeText]:
        """Return the lines of an error that is shown whole; none where there is room beside the keys."""
        room = self.size.width - 2 * MARGIN
        beside = cells_of((self.prompt_keys or self.guide_keys or self.keys)[:1]) + BETWEEN
        if not self._whole or room < 1 or cell_len(self.error) <= room - beside - cell_len(self._mode(room)):
            return []
        lines = wrap(self.error, room)
        return [sanitize(self.error[start:end]) for start, end in lines[:MOST_LINES]]

    def _mode(self, room: int) -> str:
        """Return what is always shown at the end of the line, with blanks before it."""
        chosen = f"{self.selected:,} selected" if self.selected else ""
        parts = (chosen, crop(self.accounts, room // 2), self.mode)
        return "".join(f"{' ' * BETWEEN}{words}" for words in parts if words)

    def show_new_count(self, count: int) -> None:
        """Show how many articles came, unless the reader may still be reading a message here."""
        if self._shown_at is None or monotonic() - self._shown_at > MESSAGE_SECONDS:
            self.message, self._shown_at = message_line(f"{count:,} new"), None

    def clear_new_count(self) -> None:
        """Clear how many articles came; any other message stays."""
        if self._shown_at is None:
            self.message = EMPTY

    def render_line(self, y: int) -> Strip:
        width, ground = self.size.width, self.rich_style
        style = self.get_component_rich_style
        room = max(0, width - 2 * MARGIN)
        keys = self.prompt_keys or self.guide_keys or self.keys
        always, others = keys[:1], keys[1:]
        mode, above = self._mode(room), self._error_lines()
        if y < len(above):
            blanks = segment(sanitize(" " * MARGIN), ground)
            told = placed(self, above[y], style("status-line--error"))
            return Strip([blanks, told]).adjust_cell_length(width, ground)
        text = (EMPTY if above else self.error) or self.target or self.busy or self.message
        text = crop(text, room - cells_of(always) - cell_len(mode) - BETWEEN) if text else EMPTY
        left = room - cell_len(text) - cell_len(mode) - (BETWEEN if text else 0)
        shown = [*fitting(others, left - cells_of(always)), *always]
        gap = max(0, room - cells_of(shown) + BETWEEN - cell_len(text) - cell_len(mode))
        role = "error" if self.error and not above else "message"
        segments = [segment(sanitize(" " * MARGIN), ground)]
        for sign, words in shown:
            segments += [
                segment(sanitize(sign), style("status-line--key")),
                segment(sanitize(f" {words}{' ' * BETWEEN}"), style("status-line--quiet")),
            ]
        segments += [
            segment(sanitize(" " * (gap - BETWEEN)), ground),
            placed(self, text, style(f"status-line--{role}")),
            segment(sanitize(mode), style("status-line--mode")),
        ]
        return Strip(segments).adjust_cell_length(width, ground)


def cells_of(keys: Sequence[Key]) -> int:
    """Return the cells that keys take, with the blanks behind each of them."""
    return sum(cell_len(sign) + 1 + cell_len(words) + BETWEEN for sign, words in keys)


def fitting(keys: Sequence[Key], room: int) -> list[Key]:
    """Return the first of the keys, as many as there is room for."""
    count = 0
    while count < len(keys) and cells_of(keys[: count + 1]) <= room:
        count += 1
    return list(keys[:count])
