"""A block's text cut at the edges of its spans, for every output that shows emphasis and links."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from reader.document.blocks import Span, Style

RUBY = re.compile(r"(.*)\((.+)\)", re.DOTALL)
"""The form of a `ruby` span's text: its base, and the reading in brackets."""


class Stretch(NamedTuple):
    """A piece of text in which no span begins or ends."""

    text: str
    """The piece."""
    styles: tuple[Style, ...]
    """Its styles in the order of their beginnings, outermost first, each once."""
    href: str
    """The address that it links to; empty for no link."""


def stretches(text: str, spans: Sequence[Span]) -> Iterator[Stretch]:
    """Cut a text at its spans' edges; the pieces joined are the text."""
    if not spans:
        if text:
            yield Stretch(text, (), "")
        return
    size = len(text)
    edges = sorted({0, size, *(min(edge, size) for span in spans for edge in (span.start, span.end))})
    waiting = sorted(spans, key=lambda span: (span.start, -span.end), reverse=True)
    active: list[Span] = []
    for start, end in pairwise(edges):
        while waiting and waiting[-1].start <= start:
            active.append(waiting.pop())
        active = [span for span in active if span.end > start]
        styles = tuple(dict.fromkeys(span.style for span in active))
        href = next((span.href for span in reversed(active) if span.style == "link"), "")
        yield Stretch(text[start:end], styles, href)


def trimmed(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """Return the spans of `text[start:end]`, moved to begin there; parts outside are left out."""
    kept = []
    for span in spans:
        first, last = max(span.start, start) - start, min(span.end, end) - start
        if first < last:
            kept.append(Span(first, last, span.style, span.href))
    return tuple(kept)


class Edge(NamedTuple):
    """The begin or end of a style, or the text between two of them."""

    kind: Literal["open", "close", "text"]
    """Which of the three it is."""
    style: Style
    """The style that begins or ends."""
    value: str
    """The text; for the edge of a link, its address."""
    start: int
    """Where the style's text, or the text, begins in the whole text."""
    end: int
    """Where the style's text, or the text, ends in the whole text."""


def nested(text: str, spans: Sequence[Span]) -> list[Edge]:
    """Return a text as edges that nest as tags do: styles that overlap are closed and opened again."""
    edges: list[Edge] = []
    opened: list[int] = []
    """Indexes of the edges whose ends are missing."""
    place = 0
    for stretch in stretches(text, spans):
        looks = [(style, stretch.href if style == "link" else "") for style in stretch.styles]
        kept = 0
        while kept < min(len(opened), len(looks)) and edges[opened[kept]][1:3] == looks[kept]:
            kept += 1
        _close(edges, opened, kept, place)
        for style, href in looks[kept:]:
            opened.append(len(edges))
            edges.append(Edge("open", style, href, place, place))
        edges.append(Edge("text", "em", stretch.text, place, place + len(stretch.text)))
        place += len(stretch.text)
    _close(edges, opened, 0, place)
    return edges


def _close(edges: list[Edge], opened: list[int], kept: int, place: int) -> None:
    while len(opened) > kept:
        index = opened.pop()
        edge = edges[index]._replace(end=place)
        edges[index] = edge
        edges.append(edge._replace(kind="close"))
