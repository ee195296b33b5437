"""Selected text: how it looks in a line, and what of it is copied."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.selection import Selection

from reader.document.layout.lines import Line
from reader.document.sanitize import sanitize
from reader.ui.text.shown import segment


def highlighted(segments: Iterable[Segment], spans: Sequence[tuple[int, int]], style: Style) -> list[Segment]:
    """Lay a style over spans of characters of segments; an end of -1 is the line's end."""
    done: list[Segment] = []
    at = 0
    for text, own, _ in segments:
        cuts = {0, len(text)}
        for start, end in spans:
            cuts |= {cut - at for cut in (start, end) if at < cut < at + len(text)}
        edges = sorted(cuts)
        for first, last in pairwise(edges):
            inside = any(start <= at + first and (end == -1 or at + last <= end) for start, end in spans)
            shown = (own + style if own else style) if inside else own
            done.append(segment(sanitize(text[first:last]), shown))
        at += len(text)
    return done


def join_lines(lines: Sequence[Line], selection: Selection) -> str:
    """Return the text under a selection, unwrapped: a block's lines are one paragraph again."""
    text, last = "", None
    for y, line in enumerate(lines):
        span = selection.get_span(y)
        if span is None or not line.runs:
            continue
        whole = "".join(run.text for run in line.runs)
        piece = whole[span[0] : len(whole) if span[1] == -1 else span[1]].rstrip()
        if not piece:
            continue
        if last is not None:
            text += "\n\n" if line.block != last.block else _seam(text, piece, line)
        text, last = text + piece.lstrip() if last is not None else piece, line
    return text


def _seam(before: str, after: str, line: Line) -> str:
    """Return what joins two lines again: nothing between Chinese characters, a line break in code."""
    if any("code" in run.style.split() or "table" in run.style.split() for run in line.runs):
        return "\n"
    return "" if before[-1:] > "⺀" and after[:1] > "⺀" else " "


def line_text(line: Line) -> str:
    """Return the characters of a line."""
    return "".join(run.text for run in line.runs)
