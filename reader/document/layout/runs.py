"""A text with its spans as runs on lines: styles, link numbers, superscripts and subscripts."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from reader.document.blocks import Span
from reader.document.layout.wrap import cells, is_narrow, wrap
from reader.document.spans import stretches

Cut = Callable[[str, int], list[tuple[int, int]]]
"""How a line without newlines becomes lines of a width: `wrap.wrap` or `wrap.chop`."""


class Run(NamedTuple):
    """A piece of a line with one look."""

    text: str
    """The piece as it is shown."""
    style: str = ""
    """Role words with spaces between: `em`, `strong link`, `quote`, `marker` ..."""
    link: int = 0
    """The number of the link that it belongs to, from 1; 0 for none."""


class Row(NamedTuple):
    """A line of text before it has its place in a block."""

    runs: tuple[Run, ...]
    """The runs of the line."""
    offset: int
    """The characters of the text on the lines before."""
    cells: int
    """The width of the line."""


class Marked(NamedTuple):
    """A text as it is shown, in pieces of one look."""

    text: str
    """The text with what was added to it."""
    starts: list[int]
    """Where each piece begins."""
    styles: list[str]
    """The role words of each piece."""
    links: list[int]
    """The link number of each piece."""
    added: list[int]
    """Where characters were added, in order, with an entry for each."""


_RAISED = str.maketrans("0123456789+-=()ni−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ⁻")
_LOWERED = str.maketrans("0123456789+-=()−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋")

_ODD_SPACE = re.compile("[\u00a0\u00ad\u2007\u200b\u202f]")
_ODD_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u200b": None, "\u00ad": None})
"""Spaces that only matter for where a line may end."""


def rows(
    text: str, spans: Sequence[Span], width: int, role: str, numbers: Mapping[str, int], cut: Cut = wrap
) -> list[Row]:
    """Lay a text out in lines of at most `width` cells; its newlines are kept."""
    marked = mark(text, spans, role, numbers)
    narrow, odd = is_narrow(marked.text.replace("\n", " ")), _has_odd_space(marked.text)
    laid = []
    begin = 0
    for line in marked.text.split("\n"):
        for start, end in cut(line, width):
            runs = _cut(marked, begin + start, begin + end, odd=odd)
            shown = "".join(run.text for run in runs)
            wide = len(shown) if narrow else cells(shown)
            laid.append(Row(runs, _original(marked, begin + start), wide))
        begin += len(line) + 1
    return laid


def mark(text: str, spans: Sequence[Span], role: str, numbers: Mapping[str, int]) -> Marked:
    """Give each stretch its look, and each link its number behind it: `text³`."""
    if not spans:
        return Marked(text, [0], [role], [0], [])
    pieces: list[Run] = []
    added: list[int] = []
    size = 0
    ends = {span.end: span.href for span in spans if span.style == "link" and span.href}
    done = 0
    for stretch in stretches(text, spans):
        number = numbers.get(stretch.href, 0) if stretch.href else 0
        style = " ".join(filter(None, (role, *stretch.styles)))
        shown, extra = _shifted(stretch.text, stretch.styles, text[done - 1 : done])
        added += range(size, size + extra)
        pieces.append(Run(shown, style, number))
        size += len(shown)
        done += len(stretch.text)
        number = numbers.get(ends.get(done, ""), 0)
        if number:
            label = link_label(number, shown, numbers)
            added += range(size, size + len(label))
            pieces.append(Run(label, " ".join(filter(None, (role, "link-number"))), number))
            size += len(label)
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece.text))
    return Marked(
        "".join(piece.text for piece in pieces), starts[:-1],
        [piece.style for piece in pieces], [piece.link for piece in pieces], added,
    )  # fmt: skip


class BracketedNumbers(dict[str, int]):
    """Links' numbers that are written `[3]`, not raised, for those who listen."""


def link_label(number: int, before: str, numbers: Mapping[str, int]) -> str:
    """Return a link's number in raised digits; in brackets where they would read as a part of a number."""
    if isinstance(numbers, BracketedNumbers):
        return f"[{number}]"
    return f"⁽{_raised(number)}⁾" if before[-1:].isdigit() else _raised(number)


@lru_cache(maxsize=512)
def _raised(number: int) -> str:
    return str(number).translate(_RAISED)


def _has_odd_space(text: str) -> bool:
    return not text.isascii() and _ODD_SPACE.search(text) is not None


def _shifted(text: str, styles: Sequence[str], before: str) -> tuple[str, int]:
    """Return superscripts or subscripts in Unicode's own characters, and how many characters that added.

    Text without such characters stays on the line; a power then gets a `^`, as 10 to the 6.5 is not 106.5.
    """
    if "sup" in styles:
        if _RAISED.keys() >= set(map(ord, text)):
            return text.translate(_RAISED), 0
        return (f"^{text}", 1) if before.isalnum() and text[:1].isdigit() else (text, 0)
    if "sub" in styles and _LOWERED.keys() >= set(map(ord, text)):
        return text.translate(_LOWERED), 0
    return text, 0


def _cut(marked: Marked, start: int, end: int, *, odd: bool) -> tuple[Run, ...]:
    """Return the runs of a part of the shown text."""
    runs = []
    index = bisect_right(marked.starts, start) - 1
    while start < end:
        stop = min(end, marked.starts[index + 1]) if index + 1 < len(marked.starts) else end
        text = marked.text[start:stop]
        if odd and not text.isascii():
            text = text.translate(_ODD_SPACES)
        if text:
            runs.append(Run(text, marked.styles[index], marked.links[index]))
        start = stop
        index += 1
    return tuple(runs)


def _original(marked: Marked, position: int) -> int:
    """Return where a place in the shown text is in the original."""
    return position - bisect_right(marked.added, position - 1)
