"""The list of feeds by how they fare: one line each, drawn as it comes into view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.accounts import Account
from reader.library.feeds.health import Health
from reader.ui.dialogs.feeds.health_rows import HealthRow, cells, heading_cells, is_troubled
from reader.ui.text.shown import segment
from reader.ui.widgets.line_list import LineList
from reader.ui.widgets.placed import placed


class HealthList(LineList):
    """A list of accounts and feeds with a cursor that passes over headings."""

    DEFAULT_CSS = """
    HealthList {
        height: 1fr;
        background: $reader-side;
        color: $reader-text;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        scrollbar-background: $reader-side;
        scrollbar-color: $reader-line;

        .health-list--heading { color: $reader-bright; text-style: bold; }
        .health-list--trouble { color: $reader-warning; }
        .health-list--quiet { color: $reader-muted; }
        .health-list--cursor {
            background: $reader-cursor;
            color: $reader-bright;
            text-style: $reader-cursor-style;
        }
    }
    """
    PARTS = "health-list"
    COMPONENT_CLASSES = {
        "health-list--heading",
        "health-list--trouble",
        "health-list--quiet",
        "health-list--cursor",
    }

    @dataclass
    class Moved(Message):
        """The cursor is on another feed."""

    @dataclass
    class Opened(Message):
        """The feed under the cursor was clicked a second time."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[HealthRow] = ()
        self.under_way: Mapping[int, str] = {}
        """What is being done about feeds, in words, by feed id; of accounts by their ids below zero."""

    @property
    def lit(self) -> HealthRow | None:
        """The row under the cursor; None where nothing is listed."""
        return self.rows[self.row] if self.row < len(self.rows) else None

    @property
    def current(self) -> Health | None:
        """The feed under the cursor."""
        return self.lit.health if self.lit else None

    @property
    def account(self) -> Account | None:
        """The account under the cursor."""
        return self.lit.account if self.lit else None

    def show(self, rows: Sequence[HealthRow], under_way: Mapping[int, str]) -> None:
        """Show other rows; the cursor stays on its feed, or near where it was."""
        old = self.lit.id if self.lit else None
        self.rows, self.under_way = rows, under_way
        same = (n for n, row in enumerate(rows) if row.id is not None and row.id == old)
        self.row = next(same, self._feed_near(self.row))
        self.virtual_size = Size(1, len(rows))
        self._bring_in_sight()
        self.refresh()
        self.post_message(self.Moved())

    def _feed_near(self, row: int) -> int:
        """Find the next row from there that is no heading, else the one before."""
        row = min(row, len(self.rows) - 1)
        ways = (range(row, len(self.rows)), range(row, -1, -1))
        return next((n for way in ways for n in way if n >= 0 and self.rows[n].takes_cursor), 0)

    def move_to(self, row: int, onward: int = 1) -> None:
        """Put the cursor on a row, or onward on the next that is no heading."""
        row = max(0, min(row, len(self.rows) - 1))
        while 0 <= row < len(self.rows) and not self.rows[row].takes_cursor:
            row += onward
        if not 0 <= row < len(self.rows) or row == self.row:
            self._bring_in_sight()
            return
        old, self.row = self.row, row
        self.refresh_line(old)
        self._bring_in_sight()
        self.refresh_line(row)
        self.post_message(self.Moved())

    def _bring_in_sight(self) -> None:
        """Bring the cursor in sight, with the heading above the first feed below it."""
        top, height = self.scroll_offset.y, self.size.height
        first = self.row - 1 if self.row and self.rows[self.row - 1].heading else self.row
        if height and not (top <= first and self.row < top + height):
            self.scroll_to(y=first if first < top else self.row - height + 1, animate=False, force=True)

    def on_resize(self) -> None:
        self._bring_in_sight()

    def render_line(self, y: int) -> Strip:
        row, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        if row >= len(self.rows):
            return Strip.blank(width, self._style(""))
        if self.rows[row].id is None:
            heading, label = heading_cells(self.rows[row], width)
            role, quiet = ("quiet", "quiet") if self.rows[row].left_out else ("heading", "quiet")
            if row == self.row and self.rows[row].left_out:
                role = quiet = "cursor"
            parts = [segment(heading, self._style(role)), segment(label, self._style(quiet))]
            return Strip(parts).adjust_cell_length(width, self._style(""))
        return self._draw(self.rows[row], width, on_cursor=row == self.row)

    def _draw(self, row: HealthRow, width: int, *, on_cursor: bool) -> Strip:
        drawn = cells(row, width, self.under_way.get(row.id or 0, ""))
        plain, quiet = self._style(""), self._style("quiet")
        troubled = row.health is not None and row.health.state in ("trouble", "moved")
        if row.account is not None:
            troubled = is_troubled(row.account)
        trouble = self._style("trouble") if troubled else quiet
        if on_cursor:
            plain = quiet = trouble = self._style("cursor")
        segments = [
            segment(drawn.mark, trouble),
            placed(self, drawn.title, plain),
            placed(self, drawn.cause, trouble),
            segment(drawn.day, quiet),
        ]
        return Strip(segments).adjust_cell_length(width, plain)

    def on_click(self, event: events.Click) -> None:
        row, _ = self.clicked(event) or (len(self.rows), 0)
        if row < len(self.rows) and self.rows[row].takes_cursor:
            if row == self.row and event.chain > 1:
                self.post_message(self.Opened())
            self.move_to(row)
