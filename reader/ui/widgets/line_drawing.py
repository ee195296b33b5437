"""How a line of the article is drawn: its runs, and what is laid over its characters."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from reader.document.layout.lines import Line
from reader.document.sanitize import sanitize
from reader.document.stretch import Stretch
from reader.ui.article.highlights import spans_of
from reader.ui.article.page import Page
from reader.ui.text.bidi import has_rtl
from reader.ui.text.selected import highlighted
from reader.ui.text.shown import segment
from reader.ui.widgets.placed import direction_for, ordered_line
from reader.ui.widgets.styles import RoleStyles, link_style

LEAST_WIDTH = 8
"""Cells of a line of text at least."""

MARGIN = 2
"""Blank cells on each side of the text at least."""

BAR = 1
"""Cells of the scroll bar, which stands in the right margin."""


def text_width(measure: int, room: int) -> int:
    """Return the cells of a line of text: the measure, or what there is. `room` is without the scroll bar."""
    return max(LEAST_WIDTH, min(measure, room + BAR - 2 * MARGIN))


def left_margin(width: int, room: int) -> int:
    """Return the blank cells before a line of text of that width: it is centred, between margins."""
    beside = room - width
    return max(0, min(beside, max(MARGIN, (beside + BAR) // 2)))


def between_margins(body: Strip, left: int, room: int, ground: Style) -> Strip:
    """Return a line with so many blank cells before it, as wide as there is room."""
    blank = min(left, room)
    margin = Strip([segment(sanitize(" " * blank), ground)], blank)
    return Strip.join([margin, body]).adjust_cell_length(room, ground)


def ordered_strip(widget: Widget, strip: Strip, line: Line, page: Page, room: int) -> Strip:
    """Return a line of an article with what is read from right to left in its place."""
    if not any(has_rtl(run.text) for run in line.runs):
        return strip
    return Strip(ordered_line(list(strip), page.document.blocks[line.block], direction_for(widget), room))


def line_segments(line: Line, page: Page, styles: RoleStyles, *, hyperlinks: bool) -> list[Segment]:
    """Return a line's text, without its share of a picture; `hyperlinks`: with where its links lead."""
    header = page.header[line.block] if line.block < len(page.header) else ""
    targets = page.links if hyperlinks else ()
    segments = []
    for text, words, link in line.runs if line.picture < 0 else line.runs[:-1]:
        style = styles.of(header or words)
        segments.append(segment(sanitize(text), style + link_style(link, targets) if link else style))
    return segments


def marked(
    segments: list[Segment], line: Line, page: Page, marks: Sequence[Stretch], style: Style
) -> list[Segment]:
    """Lay a style over the characters of a line that are in marks."""
    spans = spans_of(line, page.document.blocks[line.block].text, marks) if marks else []
    return highlighted(segments, spans, style) if spans else segments
