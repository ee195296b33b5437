"""Find the lines of a text file that are the article: the run of lines with the largest score.

Maximum-sum segmentation: a paragraph adds its width, everything else costs something. So a menu's item
between two paragraphs is stepped over, and a tail ends the article only where less of it follows than the
tail costs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from reader.sources.saved.dates.find import DatedLine, find_dates
from reader.sources.saved.lines import Line
from reader.sources.saved.text.boilerplate import (
    caption_of,
    credit_of,
    ended,
    heads_comments,
    heads_related,
    is_aside,
    is_breadcrumb,
    is_chrome,
    is_tail,
    sentences,
)
from reader.sources.saved.text.bylines import byline_of, is_name

Role = Literal[
    "paragraph",
    "sentence",
    "item",
    "short",
    "chrome",
    "crumbs",
    "date",
    "credit",
    "caption",
    "byline",
    "tail",
    "rule",
    "code",
    "row",
    "measure",
]

_COSTS: dict[Role, int] = {
    "short": -110,
    "chrome": -28,
    "crumbs": -60,
    "date": -60,
    "credit": -10,
    "caption": -10,
    "byline": -40,
    "tail": -180,
    "rule": -5,
    "code": -4,
    "row": -4,
    "measure": -12,
}
_SENTENCE = -24
_LARGEST = 300
"""The most that one paragraph adds, so that one endless line does not outweigh an article."""
_PARAGRAPH_WIDTHS = (60, 28, 10)
"""The cells from which a sentence is a paragraph; the next is tried where the last found none."""
_ITEM = re.compile(r"(?:[-*•‣▪◦·–—]|\d{1,3}[.)])\s+\S")
_CODE = re.compile(
    r".*[{};]$|[@$#/]{1,2}[\w ]|.*(?:[!=]=|=>|\+=|</?\w+[ />])|.*\w\([^)]{0,60}\)[;,.{:]?$"
    r"|[\w\"'-]+:? [={\[]|\"[\w-]+\": "
)
"""A line of a program, as technical articles quote it."""
_MEASURE = re.compile(r"(?:\d+(?:[.,/]\d+)?|[½¼¾⅓⅔⅛])(?: ?[-–] ?\d+)? ?(?:x )?[^\W\d_A-Z][^\W\d_]*\b.*")
"""An amount of something, as recipes and lists of parts have them: `200 g barley`, `4 stalks rhubarb`."""
_FIGURE = re.compile(r"[^\W\d_a-z][\w' -]{1,24}: \S.{0,60}")
"""An item of a list whose bullet was not copied: `Crossing: nine minutes`."""
_ASIDE = -28
_CAPTION = -20
"""The cost of a picture's caption that may as well be the heading of a part with a picture."""
_RELATED = -28
_RELATED_TITLE = -5
_MOST_RELATED = 6
"""The most titles in a list of other articles amid the text."""
_UNENDED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff]")
"""The scripts of Thai, Lao and Khmer, whose sentences end with nothing but a space."""
_UNENDED_WIDTH = 85
_QUOTED = re.compile(r"[\"“«„「‘'—–-]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line with its role, its dates and its score."""

    line: Line
    role: Role
    dates: DatedLine
    score: int


@dataclass(frozen=True, slots=True)
class Run:
    """The article's lines: the indices `[start, end)` in the list of pieces."""

    start: int
    end: int


def _piece(line: Line, dates: DatedLine, special: Role | None, least: int) -> Piece:
    """Return the line with its role and score; `least`: the cells from which it may be a paragraph."""
    role = special or _text_role(line, least)
    if role == "paragraph":
        return Piece(line, role, dates, min(_LARGEST, line.width))
    if role == "item":
        return Piece(line, role, dates, line.width // 3 if line.width >= 40 else -12)
    if role == "sentence":
        return Piece(line, role, dates, _SENTENCE)
    return Piece(line, role, dates, _COSTS[role])


def _text_role(line: Line, least: int) -> Role:
    match = line.match
    if _ITEM.match(match):
        return "item"
    count = sentences(match)
    if line.width >= least and (count > 1 or (count and ended(match)) or line.width > 200):
        return "paragraph"
    if line.width >= _UNENDED_WIDTH and len(_UNENDED.findall(match)) * 2 > len(match):
        return "paragraph"
    if not count and not line.text.isupper() and _CODE.match(match):
        return "code"
    if count and ended(match) and line.width >= 8:
        return "sentence"
    if (
        line.width < least
        and not line.text.isupper()
        and (_MEASURE.fullmatch(match) or _FIGURE.fullmatch(match))
    ):
        return "measure"
    return "sentence" if match.endswith((":", "：")) and line.width >= 30 else "short"


def _special(match: str, dates: DatedLine) -> Role | None:
    """Return the line's role where it is not part of the text; None where it may be."""
    if not any(map(str.isalnum, match)):
        return "rule"
    if is_chrome(match):
        return "chrome"
    if dates.bare or (dates.moments and len(match) < 140 and (_signed(dates) or _is_data_line(dates))):
        return "date"
    if is_tail(match) or heads_comments(match) or (is_aside(match) and not ended(match)):
        return "tail"
    if credit_of(match) is not None:
        return "credit"
    if byline_of(match) is not None:
        return "byline"
    if is_breadcrumb(match):
        return "crumbs"
    if caption_of(match) is not None:
        return "caption"
    return None


def _is_data_line(dates: DatedLine) -> bool:
    """Return whether only names and buttons surround the dates: `Otto Green · 27 May 2024 · 3 min read`."""
    parts = [part.strip() for text in (dates.head, dates.tail) for part in re.split(r"[|·•]", text)]
    return all(is_chrome(part) or is_name(part) for part in parts if part)


def _signed(dates: DatedLine) -> bool:
    """Return whether a byline stands before or behind the line's dates."""
    return byline_of(dates.head) is not None or byline_of(dates.tail) is not None


def find_body(lines: Sequence[Line]) -> tuple[list[Piece], Run]:
    """Return each line with its role, and the run of lines that is the article."""
    dates = [find_dates(line.match) for line in lines]
    specials = [_special(line.match, found) for line, found in zip(lines, dates, strict=True)]
    for place in _table_rows(lines):
        specials[place] = "row"
    pieces: list[Piece] = []
    for least in _PARAGRAPH_WIDTHS:
        pieces = _priced([_piece(*parts, least) for parts in zip(lines, dates, specials, strict=True)])
        run = _largest_run([piece.score for piece in pieces])
        if run.end > run.start and (least == _PARAGRAPH_WIDTHS[0] or any(specials)):
            return pieces, _grown(pieces, run)
    return pieces, _note(pieces)


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
                pieces[place] = replace(piece, role="caption", score=_COSTS["caption"])
                pieces[place - 1] = replace(pieces[place - 1], role="chrome", score=_COSTS["chrome"])
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


def _note(pieces: Sequence[Piece]) -> Run:
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
