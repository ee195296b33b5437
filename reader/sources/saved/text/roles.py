"""Recognize what a line of a text file is: a paragraph, a date, a byline, a button."""

import re
from dataclasses import dataclass
from typing import Literal

from reader.sources.saved.dates.find import DatedLine
from reader.sources.saved.lines import Line
from reader.sources.saved.text.boilerplate import (
    caption_of,
    credit_of,
    ended,
    heads_comments,
    is_aside,
    is_breadcrumb,
    is_chrome,
    is_tail,
    sentences,
)
from reader.sources.saved.text.bylines import byline_of
from reader.sources.saved.text.names import is_name

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
"""What a line can be: a "paragraph", "sentence" or "item" of prose, or what seldom is part of it."""

COSTS: dict[Role, int] = {
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
"""The score of a line that is no prose, by its role."""
_SENTENCE = -24
_LARGEST = 300
"""The most that one paragraph adds, so that one endless line does not outweigh an article."""
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
_UNENDED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff]")
"""The scripts of Thai, Lao and Khmer, whose sentences end with nothing but a space."""
_UNENDED_WIDTH = 85


@dataclass(frozen=True, slots=True)
class Piece:
    """A line with its role, its dates and its score."""

    line: Line
    role: Role
    dates: DatedLine
    score: int


def piece_of(line: Line, dates: DatedLine, special: Role | None, least: int) -> Piece:
    """Return the line with its role and score; `least`: the cells from which it may be a paragraph."""
    role = special or _text_role(line, least)
    if role == "paragraph":
        return Piece(line, role, dates, min(_LARGEST, line.width))
    if role == "item":
        return Piece(line, role, dates, line.width // 3 if line.width >= 40 else -12)
    if role == "sentence":
        return Piece(line, role, dates, _SENTENCE)
    return Piece(line, role, dates, COSTS[role])


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


def role_around_text(match: str, dates: DatedLine) -> Role | None:
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
