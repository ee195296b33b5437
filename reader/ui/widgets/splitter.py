"""The line between the headlines and the article, which can be dragged."""

from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.document.sanitize import sanitize
from reader.ui.text.shown import segment
from reader.ui.text.signs import is_plain


class Splitter(Widget):
    """A line that says where it was dragged to."""

    ALLOW_SELECT = False

    stacked = reactive(False)
    """Whether it lies between what is above and below it."""

    class Dragged(Message):
        """It was dragged to a column and a row of the screen."""

        def __init__(self, column: int, row: int) -> None:
            super().__init__()
            self.column, self.row = column, row

    _drawn: Strip | None = None
    """One of its lines, which are all the same."""

    def watch_stacked(self) -> None:
        self._drawn = None
        self.set_class(self.stacked, "-flat")

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._drawn is None or self._drawn.cell_length != width:
            sign = " " if is_plain() else "─" if self.stacked else "│"
            self._drawn = Strip([segment(sanitize(sign * width), self.rich_style)], width)
        return self._drawn

    def notify_style_update(self) -> None:
        """Draw it anew in the new style."""
        super().notify_style_update()
        self._drawn = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.capture_mouse()
        event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is self:
            self.post_message(self.Dragged(event.screen_x, event.screen_y))
            event.stop()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self.release_mouse()
        event.stop()
