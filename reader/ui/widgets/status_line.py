"""The bottom line: what matters now."""

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.cells import crop


class StatusLine(Widget):
    """One line: the scope and its counts on the left, what is going on on the right."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"status-line--error"}

    scope = reactive("")
    counts = reactive("")
    news = reactive("")
    """What has just been done, or came."""
    busy = reactive("")
    """What is going on; while it does, it is told in place of the news."""
    mode = reactive("")
    """`offline`, `demo`, `read-only`: always told."""
    error = reactive("")
    """What went wrong, until the next key."""

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        scope = crop(f" {self.scope}", max(6, width // 2))
        counts = f"  {self.counts}" if self.counts else ""
        mode = f"  {self.mode} " if self.mode else " "
        room = width - cell_len(scope) - cell_len(mode) - 1
        told = crop(self.error or self.busy or self.news, max(0, room))
        if cell_len(told) + cell_len(counts) > room:
            counts = ""
        gap = " " * (room + 1 - cell_len(counts) - cell_len(told))
        if self.error:
            told_style = self.get_component_rich_style("status-line--error")
        else:
            told_style = base
        bold = base + Style(bold=True)
        segments = [
            Segment(scope, bold),
            Segment(counts + gap, base),
            Segment(told, told_style),
            Segment(mode, bold),
        ]
        return Strip(segments).adjust_cell_length(width, base)
