"""The headlines: one line-API widget that knows ids, and asks for headlines as they scroll into view."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import NamedTuple

from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from reader.document.sanitize import EMPTY, SafeText, joined, literal, sanitize, sanitize_line
from reader.library.output.titles import title_of
from reader.model import Headline
from reader.ui.headlines.rows import Pair, Rows
from reader.ui.text.cells import crop, fit, fit_right
from reader.ui.text.shown import segment
from reader.ui.text.times import age
from reader.ui.widgets.line_list import LineList

PAGE = 64
"""The number of headlines that are asked for at once."""

MARGIN = 3
"""The number of rows that are kept in sight above and below a cursor that moves."""

ROOMY = 60
"""The width in cells from which on a row has blanks at its ends, and a broad source."""

TITLE_LEAST = 20
"""The cells that a title gets before the source gets any."""

UNREAD, STAR = "●", "★"
"""The marks of unread and of starred articles."""

_BOLD = Style(bold=True)

KINDS = {"saved": "▤", "summary": "◐", "none": "○", "edited": "±"}
"""The marks of an article's kind, readable without colour."""


class Columns(NamedTuple):
    """The cells of a row's parts. `source` may be 0: none. `tight` rows have no blank at either end."""

    title: int
    source: int
    tight: bool
    age: int = 6


def columns(width: int, *, source: bool) -> Columns:
    """Share out a row of that many cells: marks, kind and age take 12 to 14.

    Where the source would leave too little for the title there is none: the article names it.
    """
    tight = width < ROOMY
    room = width - (12 if tight else 14)
    wanted = 8 if tight else min(22, width // 5)
    if not source or room - wanted - 1 < TITLE_LEAST:
        wanted = 0
    return Columns(title=max(1, room - wanted - bool(wanted)), source=wanted, tight=tight)


def kind_mark(headline: Headline) -> str:
    """Return the mark of an article's kind, one cell; of one from several origins that of the fullest."""
    if headline.complete != "full":
        return KINDS[headline.complete]
    if headline.edited:
        return KINDS["edited"]
    return KINDS["saved"] if any(one.saved for one in (headline, *headline.duplicates)) else " "


DAMAGED = literal("(damaged) ")
"""What stands before the title of an article that is damaged in the library."""


def _title(headline: Headline) -> SafeText:
    return joined(DAMAGED, title_of(headline)) if headline.damaged else title_of(headline)


def more_mark(headline: Headline) -> str:
    """Return how many more origins an article has, as ` +1`."""
    return f" +{len(headline.duplicates)}" if headline.duplicates else ""


def source_mark(headline: Headline, width: int) -> SafeText:
    """Name an article's origin in at most `width` cells: `BBC`, or `BBC +1` if it has more."""
    more = more_mark(headline)
    titles = (sanitize_line(one.feed_title) for one in (headline, *headline.duplicates))
    return sanitize(crop(next(filter(None, titles), EMPTY), width - len(more)) + more)


class HeadlineList(LineList):
    """A list of headlines with a cursor. Its owner gives it rows; it keeps the cursor and the scrolling."""

    PARTS = "headline-list"
    COMPONENT_CLASSES = {
        "headline-list--read",
        "headline-list--faint",
        "headline-list--mark",
        "headline-list--cursor",
        "headline-list--offer",
    }

    show_source = reactive(True, repaint=False)
    """Whether rows name their feed, which is needless where all are of one feed."""

    @dataclass
    class Moved(Message):
        """The cursor rests on another row."""

        identity: int | None

    @dataclass
    class Opened(Message):
        """A row was clicked that had the cursor already."""

        identity: int

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Sequence[Headline]],
        now: Callable[[], int],
        rows: Rows | None = None,
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._fetch = fetch
        self._now = now
        self.rows = rows if rows is not None else Rows()
        self.new_above = 0
        """The number of new rows above the visible ones that were not seen yet."""
        self._headlines: LRUCache[int, Headline] = LRUCache(1024)
        self._strips: LRUCache[tuple[int, bool], Strip] = LRUCache(512)
        self._width = 0
        """The width in cells for which the strips were drawn."""
        self._placeholder = ""
        """The words in place of rows where there are none, if no other pane shows them."""
        self.set_reactive(LineList.virtual_size, Size(1, len(self.rows)))

    # --- what is shown

    def show(self, rows: Rows, row: int = 0) -> None:
        """Show other rows, with the cursor on one of them."""
        self.rows, self.new_above = rows, 0
        self.row = max(0, min(row, len(rows) - 1))
        self._headlines.clear()
        self.resize_rows()
        self.scroll_to(y=max(0, self.row - self.size.height // 2), animate=False, force=True)
        self.repaint()
        self.post_message(self.Moved(self.current_id))

    def show_placeholder(self, words: str) -> None:
        """Set the words for a list without rows that stands alone; beside it the article pane says more."""
        self._placeholder = words
        self.refresh()

    def resize_rows(self) -> None:
        """Take notice of rows that were appended."""
        self.virtual_size = Size(1, len(self.rows))

    def merge(self, pairs: Iterable[Pair]) -> int:
        """Insert articles where they belong; the visible rows stay. Returns how many were new."""
        empty, top = not self.rows, self.scroll_offset.y
        added = self.rows.merge(pairs)
        if added and not empty:
            above = sum(row <= top for row in added)
            self._shift(sum(row <= self.row for row in added), above)
            self.new_above = min(self.new_above + above, self.scroll_offset.y)
        elif added:
            self.show(self.rows)
        return len(added)

    def drop(self, gone: Collection[int]) -> None:
        """Remove articles; the cursor goes on to the next one that stays."""
        before, top = self.current_id, self.scroll_offset.y
        removed = self.rows.remove(gone)
        if removed:
            self._shift(-sum(row < self.row for row in removed), -sum(row < top for row in removed))
        if self.current_id != before:
            self.post_message(self.Moved(self.current_id))

    def _shift(self, cursor: int, top: int) -> None:
        """Follow rows that came or went above: the cursor keeps its article, and the top row stays on top."""
        y = self.scroll_offset.y + top
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

    def repaint(self) -> None:
        """Draw all rows anew."""
        self._strips.clear()
        self.refresh()

    # --- the cursor

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
        self.refresh_line(old)
        self.refresh_line(row)
        self._bring_in_sight(MARGIN)
        self.post_message(self.Moved(self.current_id))

    def _bring_in_sight(self, margin: int) -> None:
        """Scroll as little as it takes to have the cursor in sight, with `margin` rows around it."""
        top, height = self.scroll_offset.y, self.size.height
        margin = min(margin, max(0, (height - 1) // 2))
        if self.row < top + margin:
            self.scroll_to(y=max(0, self.row - margin), animate=False, force=True)
        elif self.row > top + height - 1 - margin:
            self.scroll_to(y=self.row - height + 1 + margin, animate=False, force=True)

    # --- drawing

    def headline(self, identity: int, row: int) -> Headline | None:
        """Return a headline, reading the page around its row where it is not known.

        Returns None where the article was deleted.
        """
        if (known := self._headlines.get(identity)) is None:
            first = row - row % PAGE
            wanted = [i for i in self.rows.ids[first : first + PAGE] if i not in self._headlines]
            for headline in self._fetch(wanted):
                self._headlines[headline.id] = headline
            known = self._headlines.get(identity)
        return known

    def render_line(self, y: int) -> Strip:
        row, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        if width != self._width:
            self._width = width
            self._strips.clear()
        if row >= len(self.rows):
            return self._blank(y, width)
        strip = self._row(row, width)
        return self._with_new_above(strip, width) if self.new_above and not y else strip

    def _blank(self, y: int, width: int) -> Strip:
        """Draw a line without a row."""
        lines = (
            wrap(self._placeholder, max(1, width - 4)) if not self.rows and self.has_class("-only") else []
        )
        words = f"  {lines[y - 1]}" if 0 < y <= len(lines) else ""
        return Strip([segment(fit(sanitize(words), width), self._style(""))], width)

    def _row(self, row: int, width: int) -> Strip:
        identity, on_cursor = self.rows.ids[row], row == self.row
        if (strip := self._strips.get((identity, on_cursor))) is None:
            headline = self.headline(identity, row)
            strip = self._draw(headline, on_cursor, width)
            self._strips[identity, on_cursor] = strip
        return strip

    def _with_new_above(self, strip: Strip, width: int) -> Strip:
        """Draw over the end of the first visible row how many articles came above, and the key for them."""
        words = crop(sanitize(self._new_above_words()), width)
        return Strip.join(
            [strip.crop(0, width - len(words)), Strip([segment(words, self._style("offer"))], len(words))]
        )

    def _new_above_words(self) -> str:
        return f" ↑ {self.new_above:,} new · g "

    def _draw(self, headline: Headline | None, on_cursor: bool, width: int) -> Strip:
        if headline is None:
            return Strip([segment(fit(literal("     (deleted)"), width), self._style("read"))], width)
        shares = columns(width, source=self.show_source)
        blank = "" if shares.tight else " "
        when = age(headline.published, headline.received, self._now())
        ground = self._style("cursor") if on_cursor else self._style("read" if headline.read else "")
        base = ground if headline.read else ground + _BOLD
        mark, faint = (ground, ground) if on_cursor else (self._style("mark"), self._style("faint"))
        more = "" if shares.source else more_mark(headline)
        segments = [
            segment(sanitize(blank + (" " if headline.read else UNREAD)), mark),
            segment(sanitize(STAR if headline.starred else " "), mark),
            segment(literal(" "), base),
            segment(fit(_title(headline), shares.title - len(more)), base),
            segment(sanitize(f"{more} {kind_mark(headline)} "), faint),
        ]
        if shares.source:
            segments.append(segment(fit(source_mark(headline, shares.source), shares.source + 1), faint))
        segments.append(segment(sanitize(fit_right(sanitize(when), shares.age) + blank), faint))
        return Strip(segments).adjust_cell_length(width, base)

    def notify_style_update(self) -> None:
        """Draw all rows anew in the new style."""
        super().notify_style_update()
        self._strips.clear()

    def watch_show_source(self) -> None:
        self.repaint()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.new_above = min(self.new_above, round(new_value))

    # --- events

    def on_resize(self, event: events.Resize) -> None:
        self._bring_in_sight(0)  # nobody moved: rows go only where the cursor would be lost

    def on_click(self, event: events.Click) -> None:
        row, column = self.clicked(event) or (len(self.rows), 0)
        if row >= len(self.rows):
            return
        on_top = row == self.scroll_offset.y
        if self.new_above and on_top and column >= self.size.width - len(self._new_above_words()):
            row = 0
        elif row == self.row:
            self.post_message(self.Opened(self.rows.ids[row]))
        self.move_to(row)
