"""Find the lines of a text file that are the article: the run of lines with the largest score.

Maximum-sum segmentation: a paragraph adds its width, everything else costs something. So a menu's item
between two paragraphs is stepped over, and a tail ends the article only where less of it follows than the
tail costs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reader.sources.saved.dates.find import find_dates
from reader.sources.saved.lines import Line
from reader.sources.saved.text.boilerplate import (
    heads_related,
    is_aside,
)
from reader.sources.saved.text.roles import COSTS, Piece, piece_of, role_around_text

_PARAGRAPH_WIDTHS = (60, 28, 10)
"""The cells from which a sentence is a paragraph; the next is tried where the last found none."""
_ASIDE = -28
_CAPTION = -20
"""The cost of a picture's caption that may as well be the heading of a part with a picture."""
_RELATED = -28
_RELATED_TITLE = -5
_MOST_RELATED = 6
"""The most titles in a list of other articles amid the text."""
_RIGHT_BELOW = 12
"""The lines below a headline in which its article begins."""
_ARTICLE = 600
"""The least score of such an article: two long paragraphs."""
_PART = 0.4
"""The least share of it in the score of a longer run, farther below."""
_QUOTED = re.compile(r"[\"“«„「‘'—–-]")


@dataclass(frozen=True, slots=True)
class Run:
    """The article's lines: the indices `[start, end)` in the list of pieces."""

    start: int
    end: int


def find_body(lines: Sequence[Line]) -> tuple[list[Piece], Run]:
    """Return each line with its role, and the run of lines that is the article."""
    dates = [find_dates(line.match) for line in lines]
    specials = [role_around_text(line.match, found) for line, found in zip(lines, dates, strict=True)]
    for place in _table_rows(lines):
        specials[place] = "row"
    pieces: list[Piece] = []
    for least in _PARAGRAPH_WIDTHS:
        pieces = _priced([piece_of(*parts, least) for parts in zip(lines, dates, specials, strict=True)])
        run = _largest_run([piece.score for piece in pieces])
        if run.end > run.start and (least == _PARAGRAPH_WIDTHS[0] or any(specials)):
            return pieces, _grown(pieces, run)
    return pieces, _everything_below_first_line(pieces)


def run_below(pieces: Sequence[Piece], place: int, run: Run) -> Run:
    """Return the article right below its headline where `run` is longer but far below, as comments are."""
    first = next(
        (
            at
            for at in range(place + 1, min(place + _RIGHT_BELOW, run.start))
            if pieces[at].role == "paragraph"
        ),
        None,
    )
    if first is None:
        return run
    total, best, end = 0, 0, first
    for at in range(first, run.start):
        total += pieces[at].score
        if total > best:
            best, end = total, at + 1
    whole = sum(piece.score for piece in pieces[run.start : run.end])
    if best < max(_ARTICLE, whole * _PART):
        return run
    return _grown(pieces, Run(first, end))


def _table_rows(lines: Sequence[Line]) -> set[int]:
    """Return the indices of lines with as many tabs as a neighbour."""
    rows: set[int] = set()
    for place, (above, line) in enumerate(pairwise(lines), start=1):
        if line.cells and len(line.cells) == len(above.cells):
            rows |= {place - 1, place}
    return rows


def _priced(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with lower costs for what a page inserts between two paragraphs.

    That is a pointer to another article, or a short list of some where two paragraphs follow it: the cards of
    a page's end alternate titles and teasers, so one paragraph is not enough.
    """
    for place, piece in enumerate(pieces):
        if piece.role == "short" and _is_caption(pieces, place):
            pieces[place] = replace(piece, score=_CAPTION)
            if place and pieces[place - 1].line.match.isdigit():
                pieces[place] = replace(piece, role="caption", score=COSTS["caption"])
                pieces[place - 1] = replace(pieces[place - 1], role="chrome", score=COSTS["chrome"])
        if piece.role not in ("tail", "chrome"):
            continue
        if is_aside(piece.line.match):
            pieces[place] = replace(piece, score=_ASIDE)
        elif heads_related(piece.line.match):
            end = place + 1
            while end < len(pieces) and pieces[end].role in ("short", "item", "measure", "chrome"):
                end += 1
            if end - place - 1 <= _MOST_RELATED and _goes_on(pieces, end):
                pieces[place] = replace(piece, score=max(piece.score, _RELATED))
                for inserted in range(place + 1, end):
                    pieces[inserted] = replace(pieces[inserted], role="chrome", score=_RELATED_TITLE)
    return pieces


def _is_caption(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether a line is some words above a picture's credit; before them may be its number."""
    credited = place + 1 < len(pieces) and pieces[place + 1].role == "credit"
    return credited and len(pieces[place].line.match.split()) > 3


def _goes_on(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether two paragraphs stand here, with nothing but inserted lines between them."""
    between = ("chrome", "rule", "credit", "caption")
    texts = [
        piece for piece in pieces[place : place + 6] if piece.role not in between and piece.score != _ASIDE
    ][:2]
    if len(texts) < 2 or (place < len(pieces) and pieces[place].role != "paragraph"):
        return False
    second = texts[1]
    return texts[0].role == "paragraph" and (
        second.role in ("paragraph", "sentence") or is_aside(second.line.match)
    )


def _everything_below_first_line(pieces: Sequence[Piece]) -> Run:
    """Return the run of verse, a list or a few words: all below the first line, or the only line."""
    return Run(1 if len(pieces) > 1 else 0, len(pieces))


def _largest_run(scores: Sequence[int]) -> Run:
    """Return the run of scores with the largest sum (Kadane's algorithm); empty where none is positive."""
    best, best_run = 0, Run(0, 0)
    total, start = 0, 0
    for index, score in enumerate(scores):
        if total <= 0:
            total, start = 0, index
        total += score
        if total > best:
            best, best_run = total, Run(start, index + 1)
    return best_run


def _grown(pieces: Sequence[Piece], run: Run) -> Run:
    """Return the run with short sentences right before and after it: an article's last line may be short."""
    end = run.end
    while end < len(pieces) and _belongs(pieces, end):
        end += 1
    if not any(piece.role in ("tail", "chrome", "crumbs", "date", "byline") for piece in pieces[end:]):
        end = len(pieces)
    start = run.start
    while start > 0 and _leads(pieces, start):
        start -= 1
    return Run(start, end)


def _leads(pieces: Sequence[Piece], start: int) -> bool:
    """Return whether the line above the run is of it: a short sentence, or a line of the same stanza."""
    above = pieces[start - 1]
    if above.role in ("sentence", "item"):
        return _is_prose(above.line)
    apart = sum(piece.line.gap for piece in pieces) * 4 >= len(pieces)
    return above.role == "short" and apart and not pieces[start].line.gap and start - 1 > 0


def _belongs(pieces: Sequence[Piece], index: int) -> bool:
    piece = pieces[index]
    if piece.role in ("sentence", "item", "paragraph"):
        return (_is_prose(piece.line) and piece.line.match[-1] not in ":：") or piece.role == "item"
    if piece.role not in ("rule", "credit", "caption", "chrome") or index + 1 >= len(pieces):
        return False
    if piece.role == "chrome" and not any(before.line.match == piece.line.match for before in pieces[:index]):
        return False
    return pieces[index + 1].role in ("sentence", "paragraph") and _is_prose(pieces[index + 1].line)


def _is_prose(line: Line) -> bool:
    """Return whether a short line reads as a sentence of a text: it has a few words and begins like one."""
    words = line.match.split()
    enough = len(words) >= 2 or line.width != len(line.text)
    return enough and (not line.match[0].islower() or _QUOTED.match(line.match) is not None)
