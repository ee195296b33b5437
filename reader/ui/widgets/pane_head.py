"""The first line of a pane: what it shows, and how much of it there is."""

from rich.cells import cell_len
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.document.sanitize import EMPTY, SafeText, sanitize
from reader.ui.text.cells import apart, crop, fit
from reader.ui.text.shown import segment
from reader.ui.text.signs import is_plain
from reader.ui.widgets.placed import placed

MARGIN = 2
"""The blank cells at both ends, where nothing else is wanted."""

LEAST_NAME = 12
"""The cells that the name gets before the words at the right end get any."""


class PaneHead(Widget):
    """One line: a name with a detail behind it on the left, counts on the right."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"pane-head--lit", "pane-head--name", "pane-head--offer", "pane-head--quiet"}

    title: reactive[SafeText] = reactive(EMPTY)
    """What the pane shows."""
    detail: reactive[SafeText] = reactive(EMPTY)
    """In what order, or which part of it."""
    offer: reactive[SafeText] = reactive(EMPTY)
    """What came that is not seen, in the place of the detail; a click takes it."""
    right: reactive[SafeText] = reactive(EMPTY)
    """How much of it is unread, or how far one has read."""
    indent = reactive(MARGIN)
    """The blank cells in front, as many as in front of what stands below."""
    measure = reactive(0)
    """The cells from the name's first to the last of what stands at the right; 0: to the margin."""
    lit = reactive(False)
    """Whether the pane has the keys."""

    class OfferTaken(Message):
        """The offer was clicked."""

    def on_click(self) -> None:
        if self.offer:
            self.post_message(self.OfferTaken())

    def render_line(self, y: int) -> Strip:
        width, ground = self.size.width, self.rich_style
        room = max(0, width - self.indent - MARGIN)
        if self.measure:
            room = min(room, self.measure)
        offer = cell_len(self.offer) + 1 if self.offer else 0
        least = min(LEAST_NAME, cell_len(self.title)) + offer if offer else LEAST_NAME
        right = self.right if cell_len(self.right) + 2 + least <= room else EMPTY
        left = room - cell_len(right) - (2 if right else 0)
        title = apart(crop(self.title, max(0, left - offer)))
        words = self.offer or self.detail
        detail = f"{',' * is_plain()} {words}" if words else ""
        detail = fit(sanitize(detail if cell_len(title + detail) <= left else ""), left - cell_len(title))
        name = self.get_component_rich_style("pane-head--lit" if self.lit else "pane-head--name")
        quiet = self.get_component_rich_style("pane-head--quiet")
        segments = [
            segment(sanitize(" " * self.indent), ground),
            placed(self, title, name),
            segment(detail, self.get_component_rich_style("pane-head--offer") if offer else quiet),
            segment(sanitize("  " if right else ""), quiet),
            segment(right, quiet),
        ]
        return Strip(segments).adjust_cell_length(width, ground)
