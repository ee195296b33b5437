"""Text as a piece of a widget's line, in the order that the terminal needs."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.widget import Widget

from reader.document.sanitize import SafeText
from reader.ui.text.bidi import reads_rtl
from reader.ui.text.direction import PLAIN, Direction, ordered, ordered_segments
from reader.ui.text.shown import segment

if TYPE_CHECKING:  # headlines need nothing of an article
    from reader.document.blocks import Block


def direction_for(widget: Widget) -> Direction:
    """Return what the terminal needs of text from right to left: its app knows."""
    direction = getattr(widget.app, "direction", PLAIN)
    return direction if isinstance(direction, Direction) else PLAIN


def placed(widget: Widget, text: SafeText, style: Style | None = None) -> Segment:
    """Return a text that stands for itself, as a title or a name, as a piece of a widget's line."""
    return segment(text if text.isascii() else ordered(text, direction_for(widget)), style)


def ordered_line(
    segments: Sequence[Segment], block: "Block", direction: Direction, room: int
) -> list[Segment]:
    """Put a line of a block in order, each column of a table by itself; text ends where `room` cells do."""
    if block.kind != "table":
        rtl = block.kind != "code" and (block.rtl or reads_rtl(block.text))
        return ordered_segments(segments, direction, rtl=rtl, room=room)
    columns = [list(run) for _, run in groupby(segments, lambda piece: piece.text.isspace())]
    return [piece for column in columns for piece in ordered_segments(column, direction, rtl=False, room=0)]
