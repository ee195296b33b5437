"""The feeds pane: fixed scopes, saved searches, tags, folders and feeds with their unread counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.document.sanitize import sanitize, sanitize_line
from reader.ui.headlines.scope import ALL, Scope
from reader.ui.text.cells import fit
from reader.ui.text.shortened import name_in
from reader.ui.text.shown import segment
from reader.ui.text.signs import is_plain
from reader.ui.widgets.feed_rows import FeedRow, spoken
from reader.ui.widgets.line_list import LineList, edge
from reader.ui.widgets.placed import placed
from reader.ui.widgets.styles import PLAIN


class FeedsPane(LineList):
    """A list of scopes with a cursor; the listed scope has an edge. It takes thousands of feeds."""

    DEFAULT_CSS = """
    FeedsPane {
        height: 1fr;
        background: $reader-side;
        color: $reader-text;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-background: $reader-side;
        scrollbar-color: $reader-line;

        .feeds-pane--quiet { color: $reader-muted; }
        .feeds-pane--trouble { color: $reader-warning; }
        .feeds-pane--folder { color: $reader-bright; text-style: bold; }
        .feeds-pane--tag { color: $reader-accent; }
        .feeds-pane--edge { color: $reader-accent; }
        .feeds-pane--listed { background: $reader-cursor-dim; }
        .feeds-pane--cursor { background: $reader-cursor; text-style: $reader-cursor-style; }
    }
    """
    PARTS = "feeds-pane"
    COMPONENT_CLASSES = {
        "feeds-pane--quiet",
        "feeds-pane--trouble",
        "feeds-pane--folder",
        "feeds-pane--tag",
        "feeds-pane--edge",
        "feeds-pane--listed",
        "feeds-pane--cursor",
    }

    @dataclass
    class Chosen(Message):
        """A row was chosen."""

        scope: Scope

    @dataclass
    class Toggled(Message):
        """A folder's arrow was clicked."""

        folder: str

    @dataclass
    class Moved(Message):
        """The cursor is on another row."""

        row: FeedRow

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[FeedRow] = ()
        self.shown = ALL
        self._wanted: Scope | None = None
        """The scope that the cursor goes to as soon as it has a row."""

    def show(self, rows: Sequence[FeedRow], shown: Scope) -> None:
        """Show other rows; the cursor stays on its scope, or goes to the one that is listed.

        Where only some rows say something else, no others are painted again.
        """
        before, lit = self.rows, (self.row, self.shown)
        keep = self.rows[self.row].scope if self.row < len(self.rows) and shown == self.shown else shown
        if self._wanted is not None and any(row.scope == self._wanted for row in rows):
            keep, self._wanted = self._wanted, None
        self.rows, self.shown = rows, shown
        self.row = next((i for i, row in enumerate(rows) if row.scope == keep), 0)
        self.virtual_size = Size(1, len(rows))
        self._bring_in_sight()
        if len(rows) != len(before) or (self.row, self.shown) != lit:
            self.refresh()
            return
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.refresh_row(number)

    def go_to(self, scope: Scope) -> None:
        """Put the cursor on the row of a scope, once it has one."""
        row = next((number for number, row in enumerate(self.rows) if row.scope == scope), None)
        if row is not None:
            self.move_to(row)
        self._wanted = scope if row is None else None

    @property
    def current(self) -> FeedRow | None:
        """The row under the cursor."""
        return self.rows[self.row] if self.row < len(self.rows) else None

    def move_to(self, row: int, onward: int = 1) -> None:
        """Put the cursor on a row, or onward past an empty line; back from one that is the last."""
        row = max(0, min(row, len(self.rows) - 1))
        if row < len(self.rows) and self.rows[row].gap:
            row += onward if row + onward < len(self.rows) else -1
        self._wanted = None
        if row == self.row or not self.rows:
            return
        old, self.row = self.row, row
        self.refresh_line(old)
        self.refresh_line(row)
        self._bring_in_sight()
        self.post_message(self.Moved(self.rows[row]))

    def _bring_in_sight(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if height and not top <= self.row < top + height:
            self.scroll_to(y=self.row if self.row < top else self.row - height + 1, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        row, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        if row >= len(self.rows) or self.rows[row].gap:
            return Strip.blank(width, self._style(""))
        return self._draw(self.rows[row], row == self.row and self.has_focus, width)

    def _draw(self, row: FeedRow, on_cursor: bool, width: int) -> Strip:
        shown = row.scope == self.shown
        ground = self._ground("cursor" if on_cursor else "listed") if on_cursor or shown else PLAIN
        lit = on_cursor or (shown and not self.has_focus)
        if is_plain():
            words = sanitize(f" {'  ' * row.depth}{sanitize_line(spoken(row, shown=shown))}")
            return Strip([segment(fit(words, width), self._over(self._style(_role(row)), ground))], width)
        count = str(row.count) if row.count else ""
        before = "  " * row.depth + (row.mark or " ") + " "
        room = max(1, width - 1 - len(before) - len(count) - 3)
        name = fit(name_in(sanitize_line(row.name), room), room)
        segments = [
            segment(edge(keys=on_cursor) if lit else sanitize(" "), self._beside(ground)),
            segment(sanitize(before), self._over(self._style("trouble" if row.trouble else "quiet"), ground)),
            placed(self, name, self._over(self._style(_role(row)), ground)),
            segment(sanitize(f" {count}  "), self._over(self._style("quiet"), ground)),
        ]
        return Strip(segments).adjust_cell_length(width, self._over(self._style(""), ground))

    def on_click(self, event: events.Click) -> None:
        row, column = self.clicked(event) or (len(self.rows), 0)
        if row >= len(self.rows) or self.rows[row].gap:
            return
        self.move_to(row)
        chosen = self.rows[row]
        if chosen.scope.kind == "folder" and column <= 2 + 2 * chosen.depth:
            self.post_message(self.Toggled(str(chosen.scope.value)))
        else:
            self.post_message(self.Chosen(chosen.scope))


def _role(row: FeedRow) -> str:
    """Return the end of the component class for the name of a row."""
    if row.scope.kind == "tag":
        return "tag"
    if row.scope.kind in ("folder", "account"):
        return "folder"
    return "" if row.count else "quiet"
