"""The headlines: one line-API widget that knows ids, and asks for headlines as they scroll into view."""

from collections.abc import Callable, Collection, Iterable, Sequence
from textwrap import wrap

from textual import events
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader import config
from reader.document.sanitize import EMPTY, SafeText, literal, sanitize
from reader.model import Headline
from reader.ui.headlines.rows import Pair, Rows
from reader.ui.headlines.selection import Selection
from reader.ui.text.cells import fit
from reader.ui.text.shown import segment
from reader.ui.text.signs import dotted, is_plain
from reader.ui.widgets.headline_rows import Role, draw_row, light_title, lines_of
from reader.ui.widgets.line_list import LineList, edge
from reader.ui.widgets.placed import placed
from reader.ui.widgets.styles import PLAIN

PAGE = 64
"""The number of headlines that are asked for at once."""

MARGIN = 3
"""The number of rows that are kept in sight above and below a cursor that moves."""


class HeadlineList(LineList):
    """A list of headlines with a cursor. Its owner gives it rows; it keeps the cursor and the scrolling."""

    PARTS = "headline-list"
    COMPONENT_CLASSES = {
        "headline-list--title",
        "headline-list--calm",
        "headline-list--dot",
        "headline-list--star",
        "headline-list--quiet",
        "headline-list--faint",
        "headline-list--found",
        "headline-list--edge",
        "headline-list--cursor",
    }

    show_source = reactive(True, repaint=False)
    """Whether rows name their feed, which is needless where all are of one feed."""
    new_above = reactive(0, repaint=False, init=False)
    """The number of new rows above the visible ones that were not seen yet."""

    class Moved(Message):
        """The cursor rests on another row."""

    class Selected(Message):
        """So many articles are selected."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    class Opened(Message):
        """A row was clicked that had the cursor already."""

    class CameAbove(Message):
        """Another number of new rows is above the visible ones."""

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Sequence[Headline]],
        now: Callable[[], int],
        rows: Rows | None = None,
        row: int = 0,
        *,
        lines: config.Rows = "auto",
        top_key: str = "g",
        id: str | None = None,
    ) -> None:
        """`top_key` is the key that goes to the first row."""
        super().__init__(id=id)
        self._top_key = top_key
        self._wanted_lines = lines
        self._fetch = fetch
        self._now = now
        self.rows = rows if rows is not None else Rows()
        self.row = row
        self._placed = False
        """Whether the cursor was brought in sight for the first time."""
        self.selection = Selection()
        """The articles that are selected; who changes it calls `selection_changed`."""
        self.find_hits: Callable[[str], Sequence[tuple[int, int]]] | None = None
        """Finds in a title what the list was found by, where it was; this is lit."""
        self._headlines: LRUCache[int, Headline] = LRUCache(1024)
        self._strips: LRUCache[tuple[int, bool], list[Strip]] = LRUCache(512)
        self._width = 0
        """The width in cells for which the strips were drawn."""
        self._stands_out: bool | None = None
        """Whether unread titles are bold; None before any headline is known."""
        self._placeholder = ""
        """The words in place of rows where there are none, if no other pane shows them."""
        self.set_reactive(LineList.virtual_size, Size(1, len(self.rows)))

    # --- what is shown

    @property
    def offer(self) -> SafeText:
        """How many articles came above what is seen, and the key that goes there; nothing where none did."""
        if not self.new_above:
            return EMPTY
        new = f"{self.new_above:,} new"
        return sanitize(dotted(f"{new} above" if is_plain() else f"↑ {new}", self._top_key))

    def show(self, rows: Rows, row: int = 0) -> None:
        """Show other rows, with the cursor on one of them."""
        if rows is not self.rows and self.selection.ids:
            self.selection.clear()
            self.selection_changed()
        self.rows, self.new_above, self._stands_out = rows, 0, None
        self.row = max(0, min(row, len(rows) - 1))
        self._headlines.clear()
        self.resize_rows()
        self._scroll_to_row(self.row - self._rows_in_sight // 2)
        self.repaint()
        self.post_message(self.Moved())

    def show_placeholder(self, words: str) -> None:
        """Set the words for a list without rows that stands alone; beside it the article pane says more."""
        self._placeholder = words
        self.refresh()

    def resize_rows(self) -> None:
        """Take notice of rows that were appended.

        Where they fill the list, blank lines behind the last one let the end begin with a whole row.
        """
        height = len(self.rows) * self.lines
        rest = self.size.height % self.lines if height > self.size.height else 0
        self.virtual_size = Size(1, height + rest)

    def merge(self, pairs: Iterable[Pair], *, new: bool = True, at_top: bool = False) -> int:
        """Insert articles where they belong; a visible cursor keeps its line, else the top row does.

        Returns how many there were. `new`: whether those above the visible rows are offered as new ones.
        `at_top`: the cursor is on the first row afterwards, whatever article that is.
        """
        empty, top = at_top or not self.rows, self._top_row
        added = self.rows.merge(pairs)
        if added and not empty:
            above, before = sum(row <= top for row in added), sum(row <= self.row for row in added)
            in_sight = top <= self.row < top + self._rows_in_sight
            self._shift(before, before if in_sight else above)
            self.new_above = min(self.new_above + above * new, self._top_row)
        elif added:
            self.show(self.rows)
        return len(added)

    def drop(self, gone: Collection[int]) -> None:
        """Remove articles; the cursor goes on to the next one that stays."""
        before, top = self.current_id, self._top_row
        removed = self.rows.remove(gone)
        if not self.selection.ids.isdisjoint(gone):
            self.selection.drop(gone)
            self.selection_changed()
        if removed:
            self._shift(-sum(row < self.row for row in removed), -sum(row < top for row in removed))
        if self.current_id != before:
            self.post_message(self.Moved())

    def _shift(self, cursor: int, top: int) -> None:
        """Follow rows that came or went above: the cursor keeps its article, and the top row stays on top."""
        y = self.scroll_offset.y + top * self.lines
        self.row = max(0, min(self.row + cursor, len(self.rows) - 1))
        self.resize_rows()
        self.scroll_to(y=y, animate=False, force=True)
        self.refresh()

    def invalidate(self, identities: Collection[int] | None = None) -> None:
        """Read these articles' headlines anew (None: all), and repaint."""
        if identities is None:
            self._headlines.clear()
        else:
            for identity in identities:
                self._headlines.discard(identity)
        self.repaint()

    def shows_deleted(self) -> bool:
        """Tell whether a row in sight is that of an article that was deleted."""
        first = self._top_row
        rows = range(first, min(len(self.rows), first + self._rows_in_sight + 1))
        return any(self.headline(self.rows.ids[row], row) is None for row in rows)

    def repaint(self) -> None:
        """Draw all rows anew."""
        self._strips.clear()
        self.refresh()

    def selection_changed(self) -> None:
        """Show what is selected now."""
        self.repaint()
        self.post_message(self.Selected(len(self.selection.ids)))

    # --- the cursor

    @property
    def seen(self) -> range:
        """The rows that are on the screen, be it with one of two lines."""
        bottom = self.scroll_offset.y + self.size.height
        return range(self._top_row, min(len(self.rows), -(-bottom // self.lines)))

    @property
    def seen_ids(self) -> Sequence[int]:
        """The articles whose rows are on the screen."""
        return self.rows.ids[self.seen.start : self.seen.stop]

    def go_to_one_of(self, identities: Collection[int]) -> None:
        """Put the cursor on the first row of these articles, if one of them has any."""
        row = next((row for row, identity in enumerate(self.rows.ids) if identity in identities), None)
        if row is not None:
            self.move_to(row)

    @property
    def current_id(self) -> int | None:
        """The article under the cursor."""
        return self.rows.ids[self.row] if self.row < len(self.rows) else None

    @property
    def current(self) -> Headline | None:
        """The headline under the cursor; None also if it was deleted meanwhile."""
        identity = self.current_id
        return None if identity is None else self.headline(identity, self.row)

    def move_to(self, row: int, onward: int = 1) -> None:
        """Put the cursor on a row and bring it in sight."""
        row = max(0, min(row, len(self.rows) - 1))
        if row == self.row:
            return
        old, self.row = self.row, row
        self.refresh_row(old)
        self.refresh_row(row)
        self._bring_in_sight(MARGIN)
        self.post_message(self.Moved())

    def _bring_in_sight(self, margin: int) -> None:
        """Scroll as little as it takes to have the cursor in sight, with `margin` rows around it."""
        top, rows = self._top_row, self._rows_in_sight
        margin = min(margin, max(0, (rows - 1) // 2))
        if self.row < top + margin or (self.row == top and self.scroll_offset.y > top * self.lines):
            self._scroll_to_row(self.row - margin)
        elif (self.row + 1 + margin) * self.lines > self.scroll_offset.y + self.size.height:
            self._scroll_to_row(self.row + 1 + margin - rows)

    @property
    def _top_row(self) -> int:
        """The first row that is in sight, be it with one of two lines."""
        return self.scroll_offset.y // self.lines

    @property
    def _rows_in_sight(self) -> int:
        """The number of rows that are in sight with all their lines, if the first one is."""
        return self.size.height // self.lines

    def _scroll_to_row(self, row: int) -> None:
        self.scroll_to(y=max(0, row) * self.lines, animate=False, force=True)

    def _fit_lines(self, width: int) -> None:
        """Give rows the lines that suit the width; the top row stays on top."""
        lines = lines_of(self._wanted_lines, width, source=self.show_source, plain=is_plain())
        if lines != self.lines:
            top = self._top_row
            self.lines = lines
            self._strips.clear()
            self.resize_rows()
            self._scroll_to_row(top)

    # --- drawing

    def headline(self, identity: int, row: int) -> Headline | None:
        """Return a headline, reading the page around its row where it is not known.

        Returns None where the article was deleted.
        """
        if (known := self._headlines.get(identity)) is None:
            first = row - row % PAGE
            wanted = [i for i in self.rows.ids[first : first + PAGE] if i not in self._headlines]
            page = self._fetch(wanted)
            for headline in page:
                self._headlines[headline.id] = headline
            if self._stands_out is None and page:  # it stays as the list was found
                self._stands_out = any(headline.read for headline in page)
            known = self._headlines.get(identity)
        return known

    def _role(self, role: Role) -> str:
        """Return what a piece of a row looks like: where all is unread, the dot is enough."""
        return "calm" if role == "title" and not self._stands_out else role

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines; before the first ones are drawn, the cursor is brought in sight."""
        if not self._placed and self.size.height:
            self._placed = True
            self._fit_lines(self.scrollable_content_region.width)
            self._scroll_to_row(self.row - self._rows_in_sight // 2)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if width != self._width:
            self._width = width
            self._strips.clear()
            self._fit_lines(width)
        row, line = divmod(self.scroll_offset.y + y, self.lines)
        if row >= len(self.rows):
            return self._blank(y, width)
        return self._row(row, width)[line]

    def _blank(self, y: int, width: int) -> Strip:
        """Draw a line without a row."""
        lines = wrap(self._placeholder, max(1, width - 4)) if not self.rows and self._alone else []
        words = f"  {lines[y - 1]}" if 0 < y <= len(lines) else ""
        return Strip([segment(fit(sanitize(words), width), self._style(""))], width)

    @property
    def _alone(self) -> bool:
        """Whether no other pane is seen."""
        return self.parent is not None and isinstance(self.parent, Widget) and self.parent.has_class("-only")

    def _row(self, row: int, width: int) -> list[Strip]:
        identity, on_cursor = self.rows.ids[row], row == self.row
        if (strips := self._strips.get((identity, on_cursor))) is None:
            headline = self.headline(identity, row)
            strips = self._draw(headline, on_cursor, width)
            self._strips[identity, on_cursor] = strips
        return strips

    def _draw(self, headline: Headline | None, on_cursor: bool, width: int) -> list[Strip]:
        ground = self._ground("cursor") if on_cursor else PLAIN
        base = self._over(self._style(""), ground)
        if headline is None:
            words = [fit(literal("    (deleted)"), width), sanitize(" " * width)][: self.lines]
            return [Strip([segment(line, base)], width) for line in words]
        first = segment(edge(keys=self.has_focus) if on_cursor else sanitize(" "), self._beside(ground))
        drawn = draw_row(
            headline,
            self._now(),
            width,
            lines=self.lines,
            source=self.show_source,
            plain=is_plain(),
            selected=headline.id in self.selection.ids,
        )
        if self.find_hits is not None:
            drawn = [light_title(pieces, self.find_hits) for pieces in drawn]
        lines = []
        for pieces in drawn:
            shown = (
                placed(self, text, self._over(self._style(self._role(role)), ground)) for text, role in pieces
            )
            lines.append(Strip([first, *shown]).adjust_cell_length(width, base))
        return lines

    def notify_style_update(self) -> None:
        """Draw all rows anew in the new style."""
        super().notify_style_update()
        self._strips.clear()

    def watch_new_above(self) -> None:
        self.post_message(self.CameAbove())

    def watch_show_source(self) -> None:
        self._fit_lines(self._width)
        self.repaint()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.new_above = min(self.new_above, round(new_value) // self.lines)

    # --- events

    def on_resize(self, event: events.Resize) -> None:
        self._fit_lines(self.scrollable_content_region.width)
        self.resize_rows()
        self._bring_in_sight(0)  # nobody moved: rows go only where the cursor would be lost

    def on_click(self, event: events.Click) -> None:
        row, _ = self.clicked(event) or (len(self.rows), 0)
        if row >= len(self.rows):
            return
        if row == self.row:
            self.post_message(self.Opened())
        self.move_to(row)
