"""The article: one line-API widget over the document's lines, wrapped as they are needed.

The first screens are wrapped at once, the rest in slices between key presses, so that no article is too long.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from time import perf_counter

from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from reader.document.layout.lines import Line
from reader.document.layout.runs import BracketedNumbers
from reader.document.sanitize import sanitize
from reader.document.stretch import Stretch
from reader.store.search.places import Finder, nothing
from reader.ui.article.page import EMPTY, Page
from reader.ui.article.pointed_links import PointedLinks
from reader.ui.article.wrapped_lines import WrappedLines
from reader.ui.images.pictures import Pictures
from reader.ui.text.hits import next_place, text_finder
from reader.ui.text.selected import highlighted, join_lines, line_text
from reader.ui.text.signs import is_plain
from reader.ui.widgets.line_drawing import (
    LEAST_WIDTH,
    between_margins,
    left_margin,
    line_segments,
    marked,
    ordered_strip,
    text_width,
)
from reader.ui.widgets.link_labels import NO_LABELS, LinkLabels, first_rows, labelled
from reader.ui.widgets.styles import ARTICLE_CSS, COLOURS, RoleStyles

SLICE_SECONDS = 0.005
"""Seconds for which wrapping what is out of sight may hold up the screen."""


class ArticleView(ScrollView, PointedLinks, can_focus=True, inherit_bindings=False):
    """Shows a page, keeps its reading position in blocks and characters, and lets text be selected."""

    ALLOW_SELECT = True
    DEFAULT_CSS = ARTICLE_CSS
    COMPONENT_CLASSES = {f"article-view--{name}" for name in COLOURS.values()}

    @dataclass
    class Scrolled(Message):
        """Another line is the top one; the reading position counts the blocks of the body."""

        identity: int
        block: int
        character: int
        by_reader: bool = True
        """Whether a reader scrolled; else the place is the one that was kept."""

    class Wrapped(Message):
        """Other lines are there, or all of them are: where they begin and how many there are is known."""

    class FindEnded(Message):
        """Another page is shown than the one in which something was found."""

    def __init__(self, measure: int = 72, *, hyperlinks: bool = False, id: str | None = None) -> None:
        """`hyperlinks`: whether the terminal is told where links lead."""
        super().__init__(id=id)
        self._hyperlinks = hyperlinks
        self.page = EMPTY
        """The page that is shown."""
        self.measure = measure
        """The greatest width of a line of text, in cells."""
        self.pictures = Pictures()
        """The pictures of the page."""
        self._wrapped = WrappedLines(EMPTY, LEAST_WIDTH, {}, self.pictures.sight)
        self._strips: LRUCache[int, Strip] = LRUCache(512)
        self._styles = RoleStyles(self)
        self.found = ""
        """What is found in the article, as it was typed; empty where nothing is."""
        self._find: Finder = nothing
        self._place: int | None = None
        """The line with what is found that was gone to last."""
        self._hits: Finder = nothing
        self._labels: LinkLabels = NO_LABELS
        self._chosen: Sequence[Stretch] = ()
        """What is chosen to be highlighted."""
        self._labelled: dict[int, Set[int]] = {}
        """The links that begin in each line in sight, while one is chosen."""
        self._timer: Timer | None = None
        self._announced = 0
        self._wrapped_for = 0
        """The width in cells for which the lines were wrapped."""
        self.reading_line = 0
        """The line that is read, on which the terminal's cursor stands in plain mode."""
        self._returns = False
        """Whether the view goes to a place that was kept: nobody has scrolled."""
        self._wanted: tuple[int, int] | None = None
        """The reading position to go to once there is room to draw in."""

    # --- the page

    def show(self, page: Page, position: tuple[int, int] | None = None, *, hits: Finder = nothing) -> None:
        """Show another page, from its top or from a reading position, with the words of a search lit.

        At its beginning (block 0, character 0) the header is shown too.
        """
        self.page = page
        if self.found:
            self.found, self._find = "", nothing
            self.post_message(self.FindEnded())
        self._hits, self._labels, self._labelled = hits, NO_LABELS, {}
        self.point_at(0)
        self._rewrap(None if position == (0, 0) else position)

    @property
    def lines(self) -> list[Line]:
        """The lines that are wrapped so far."""
        return self._wrapped.lines

    @property
    def position(self) -> tuple[int, int] | None:
        """The block of the body at the top line and the character in it; None in the header."""
        return self._wrapped.position(self.scroll_offset.y)

    def show_again(self, page: Page | None = None) -> None:
        """Show pictures that have come, or (`page`) other highlights; the line at the top stays there."""
        top, position = self.scroll_offset.y, self.position
        into = top if position is None else top - self._line_of(position)
        self.page = page or self.page
        self._rewrap(position)
        if into and (page is not None or (position is not None and self.lines[top].picture >= 0)):
            self.scroll_by(into)

    def _rewrap(self, position: tuple[int, int] | None) -> None:
        self._stop()
        self._wrapped_for = self._room
        self.pictures.begin(self.page, self.size.height)
        numbers = {href: number for number, href in enumerate(self.page.links, 1)}
        shown = BracketedNumbers(numbers) if is_plain() else numbers
        self._wrapped = WrappedLines(self.page, self.text_width, shown, self.pictures.sight)
        self._strips.clear()
        self.screen.clear_selection()
        self._wanted = None if self._wrapped_for else position
        if not self._wrapped_for:
            return
        y = 0 if position is None else self._line_of(position)
        self._wrapped.wrap(lines=y + 2 * max(self.size.height, 24))
        self._announce(force=True)
        self._returns = True
        self.scroll_to(y=y, animate=False, force=True)
        self._returns = False
        self.refresh()
        self.post_message(self.Wrapped())
        # What is in sight is drawn before anything is wrapped that is not.
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        if self._timer is None and not self._wrapped.is_whole:
            self._timer = self.set_interval(0.02, self._wrap_on)

    def _fit(self) -> None:
        """Wrap anew if the width has changed, or the room for pictures; the top line stays on top."""
        if self._room != self._wrapped_for or not self.pictures.fit(self.size.height):
            self._rewrap(self._wanted or self.position)

    def _wrap_on(self) -> None:
        self._wrapped.wrap(until=perf_counter() + SLICE_SECONDS)
        if self._wrapped.is_whole:
            self._stop()
            self.post_message(self.Wrapped())
        self._announce()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _announce(self, force: bool = False) -> None:
        """Set the scroll bar to the page's length, estimated while the page is not wrapped to its end."""
        whole = self._wrapped.is_whole
        if force or whole or len(self.lines) > self._announced:
            self._announced = self._wrapped.height
            self.virtual_size = Size(1, self._announced)

    def _line_of(self, position: tuple[int, int]) -> int:
        """Return the line that shows a reading position."""
        return self._wrapped.line_at(position[0] + self.page.first, position[1])

    # --- moving

    def step(self, lines: int) -> None:
        """Go on by lines: scroll, or in plain mode move the line that is read and scroll where it ends."""
        if not is_plain():
            self.scroll_by(lines)
            return
        line, top = max(0, min(self.reading_line + lines, len(self.lines) - 1)), self.scroll_offset.y
        if (beyond := max(line - top - self.size.height + 1, 0) or min(line - top, 0)) != 0:
            self.scroll_by(beyond)
        self.reading_line = line

    def scroll_by(self, lines: int) -> bool:
        """Scroll by lines. Returns whether there was anything to scroll."""
        before = self.scroll_offset.y
        target = max(0, before + lines)
        self._wrapped.wrap(lines=target + self.size.height + 1)
        self._announce()
        self.scroll_to(y=min(target, self._end), animate=False, force=True)
        return self.scroll_offset.y != before

    def scroll_page(self, pages: int = 1) -> bool:
        """Scroll by screenfuls, less two lines to go on from. Returns whether there was anything left."""
        return self.scroll_by(pages * max(1, self.size.height - 2))

    def scroll_to_top(self) -> None:
        """Scroll to the beginning."""
        self.scroll_to(y=0, animate=False, force=True)

    def scroll_to_bottom(self) -> None:
        """Scroll to the end, which wraps the whole page."""
        self._wrapped.wrap()
        self._announce(force=True)
        self.scroll_to(y=self._end, animate=False, force=True)

    def scroll_to_block(self, block: int) -> None:
        """Scroll a block of the page's document to the top, as far as the page goes."""
        y = self._wrapped.line_at(block, 0)
        self._wrapped.wrap(lines=y + self.size.height + 1)
        self._announce(force=True)
        self.scroll_to(y=min(y, self._end), animate=False, force=True)

    @property
    def _end(self) -> int:
        return max(0, len(self.lines) + 1 - self.size.height)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self._wrapped.is_whole and self.scroll_offset.y >= self._end

    @property
    def is_shown(self) -> bool:
        """Whether the window has room for it now."""
        return all(not isinstance(node, Widget) or node.display for node in self.ancestors_with_self)

    @property
    def share_seen(self) -> float:
        """The lines above the bottom of the view as a share of all, from 0 to 1."""
        return min(1.0, (self.scroll_offset.y + self.size.height) / max(1, self.virtual_size.height))

    def light(self, finder: Finder) -> None:
        """Light the words of the search that the article was found by."""
        self._hits = finder
        self._draw_anew()

    def find(self, text: str, step: int = 1) -> tuple[int, int]:
        """Light a text wherever it occurs, and scroll to the next place (`step` 1), to the previous one (-1),
        or, where none is in sight, to the nearest one (0). Places are lines.

        Returns the place's number, from 1, and how many there are; zeros where there is none.
        """
        self.found, self._find = text, text_finder(text)
        self._draw_anew()
        if not text:
            return 0, 0
        holding = [i for i, block in enumerate(self.page.document.blocks) if self._find(block.text)]
        self._wrapped.wrap(block=holding[-1] if holding else None, lines=None if holding else 0)
        self._announce()
        places = [y for y, line in enumerate(self.lines) if self._find(line_text(line))]
        top = self.scroll_offset.y
        sight = range(top, top + self.size.height)
        self._place = place = next_place(places, self._place, sight, step)
        if place is None:
            return 0, 0
        if step or place not in sight:
            self.scroll_to(y=min(place, self._end), animate=False, force=True)
        return places.index(place) + 1, len(places)

    def links_in_view(self) -> list[int]:
        """Return the numbers of the links in sight, in order of appearance."""
        return [number for numbers in self._links_by_row().values() for number in sorted(numbers)]

    def _links_by_row(self) -> dict[int, Set[int]]:
        top = self.scroll_offset.y
        rows = range(top, min(len(self.lines), top + self.size.height))
        return first_rows({y: {run.link for run in self.lines[y].runs if run.link} for y in rows})

    def choose(self, chosen: Sequence[Stretch], seen: tuple[int, int] | None = None) -> None:
        """Show what is chosen to be highlighted, and bring a character of a block of the page in sight."""
        self._chosen = chosen
        if seen is not None:
            y, top = self._wrapped.line_at(*seen), self.scroll_offset.y
            self.scroll_by(max(y - top - self.size.height + 1, 0) or min(y - top, 0))
        self._draw_anew()

    def line_of(self, block: int, character: int) -> int:
        """Return the line that shows a character of a block of the page; a screenful below it is wrapped."""
        y = self._wrapped.line_at(block, character)
        self._wrapped.wrap(lines=y + self.size.height)
        while not self.lines[y].runs and y + 1 < len(self.lines):  # blank lines stand before a block
            y += 1
        return y

    def label_links(self, labels: LinkLabels) -> None:
        """Put letters over links in sight; without any, take them away."""
        self._labels, self._labelled = labels, self._links_by_row() if labels.labels else {}
        self._draw_anew()

    # --- drawing

    def _draw_anew(self) -> None:
        self._strips.clear()
        self.refresh()

    @property
    def text_width(self) -> int:
        """The cells of a line of text: the measure, or what there is."""
        return text_width(self.measure, self._wrapped_for)

    @property
    def _room(self) -> int:
        """The cells of the view beside its scroll bar."""
        return self.scrollable_content_region.width

    @property
    def left(self) -> int:
        """The blank cells before a line."""
        return left_margin(self.text_width, self._wrapped_for)

    def render_line(self, y: int) -> Strip:
        row, width = self.scroll_offset.y + y, self._room
        if width != self._wrapped_for:
            self._fit()  # the first paint at a new width comes before the message that tells of it
            row = self.scroll_offset.y + y
        if row >= len(self.lines):
            return Strip.blank(width, self._styles.of(""))
        selection = self.text_selection
        if selection is None and (known := self._strips.get(row)) is not None:
            return known
        strip = self._draw(row, None if selection is None else selection.get_span(row))
        if selection is None:
            self._strips[row] = strip
        return strip

    def _draw(self, row: int, selected: tuple[int, int] | None) -> Strip:
        line, base = self.lines[row], self._styles.of("")
        segments = line_segments(line, self.page, self._styles, hyperlinks=self._hyperlinks)
        if line.picture >= 0:
            segments += self.pictures.row(line.block, line.picture)
        find = self._find if self.found else self._hits
        if find is not nothing and (spans := find(line_text(line))):
            style = self._styles.of("found here" if self.found and row == self._place else "found")
            segments = highlighted(segments, spans, style)
        for role, marks in (("highlight", self.page.marks), ("chosen", self._chosen)):
            segments = marked(segments, line, self.page, marks, self._styles.of(role))
        if selected is not None:
            style = self.screen.get_component_rich_style("screen--selection")
            segments = highlighted(segments, [selected], style)
        body = ordered_strip(self, Strip(segments).apply_offsets(0, row), line, self.page, self.text_width)
        if starting := self._labelled.get(row):
            body = labelled(body, self._labels, starting, self._styles.of("label"), self._styles.of("chosen"))
        return between_margins(body, self.left, self._wrapped_for, base)

    def notify_style_update(self) -> None:
        """Draw all lines anew in the new style."""
        super().notify_style_update()
        self._styles.forget()
        self._strips.clear()

    # --- events

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        top, bottom = round(new_value), round(new_value) + self.size.height
        # Reading goes on with the first line that came in sight.
        seen = round(old_value) + self.size.height if new_value > old_value else top
        self.reading_line = max(top, min(seen, bottom - 1))
        if bottom >= len(self.lines) and not self._wrapped.is_whole:
            self._wrapped.wrap(lines=bottom + 1)
        if self.page.identity is not None and round(old_value) != round(new_value):
            block, character = self.position or (0, 0)
            self.post_message(self.Scrolled(self.page.identity, block, character, not self._returns))

    def on_resize(self, event: events.Resize) -> None:
        self._fit()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text, with the wrapping undone, and what ends it."""
        return sanitize(join_lines(self.lines, selection)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self._draw_anew()
