"""Where the terminal's own cursor stands in plain mode, so that screen readers follow it."""

from typing import Any

from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList

from reader.ui.widgets.article_view import ArticleView
from reader.ui.widgets.line_list import LineList


def cursor_place(screen: Screen[Any]) -> Offset:
    """Return the cell of the current row, of the line that is read, or of what is typed next."""
    widget = screen.focused or next(iter(screen.query(".dialog")), None)
    if widget is None:
        return Offset(0, 0)
    if isinstance(widget, Input):
        return widget.cursor_screen_offset
    region = widget.content_region
    line = max(0, min(_line(widget) - widget.scroll_offset.y, region.height - 1))
    column = widget.left if isinstance(widget, ArticleView) else 0
    return Offset(region.x + column, region.y + line)


def _line(widget: Widget) -> int:
    """Return the line of a widget's content that is current; without one, the first in sight."""
    match widget:
        case LineList():
            return widget.row * widget.lines
        case ArticleView():
            return widget.reading_line
        case OptionList() if widget.highlighted is not None:
            return widget._index_to_line.get(widget.highlighted, 0)
    return widget.scroll_offset.y
