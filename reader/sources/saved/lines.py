"""The lines of a text file, as shown and normalized for matching; hard-wrapped text is joined again."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import quantiles

from reader.document.sanitize import sanitize

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LOOK_ALIKE = str.maketrans(
    {
        "：": ":",
        "／": "/",
        "，": ",",
        "（": "(",
        "）": ")",
        "｜": "|",
        "．": ".",
        "\u2011": "-",
        "’": "'",
        "‘": "'",
    }
)
_EDGES = (
    " \t\x0b\x0c\x1c\x1d\x1e\x1f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u202f\u205f\u3000\u00ad\u200b\u200e\u200f\u2060\ufeff"
)
"""The invisible characters that are stripped from a line's ends."""
_NO_BREAK = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007", " "))
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_DIGIT = re.compile(r"(?![0-9])\d")
_SPACES = re.compile(r"\s+")
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av) [^\W\d_a-zß-ÿ]")
_LIST_MARKER = re.compile(r"\s*(?:[-*•‣▪◦·–]|\d{1,3}[.)])\s+\S")
_HALF_SENTENCE = 55
"""The cells from which a row may be half a sentence in a file that is not wrapped as a whole."""
_WIDEST_WRAP = 100
"""The most cells at which terminals, mail and databases wrap text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with text, or several that were one before they were wrapped."""

    number: int
    """The line's number in the file, from 1; the first one's where several were joined."""
    text: str
    """The text as it is shown."""
    match: str
    """The text as `normalize` makes it for rules."""
    width: int
    """The width in cells: a Chinese character counts two."""
    gap: bool
    """Whether an empty line, or the file's beginning, precedes it."""
    cells: tuple[str, ...] = ()
    """The parts between tabs: a copied table's row has two or more."""


def width(text: str) -> int:
    """Return a text's width in cells of a terminal, exact enough for comparing lines."""
    if text.isascii():
        return len(text)
    return len(text) + sum(map(_is_wide, text))


@lru_cache(4096)
def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def normalize(text: str) -> str:
    """Return the text as rules match it, on one line; it is never shown.

    It has no invisible characters, Western digits, ASCII colons, slashes and brackets, and single spaces.
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_LOOK_ALIKE)
        text = _DIGIT.sub(_western, text)
    return _SPACES.sub(" ", text).strip()


def spaced(text: str) -> str:
    """Return the text with plain spaces for no-break spaces."""
    return text.translate(_NO_BREAK)


def _western(digit: re.Match[str]) -> str:
    """Return a decimal digit of any script as 0 to 9."""
    return str(unicodedata.decimal(digit[0]))


def read_lines(text: str) -> list[Line]:
    """Return the non-empty lines of a file's text, unwrapped where it was hard-wrapped."""
    whole = spaced(_LINE_END.sub("\n", text))
    rows = sanitize(whole).split("\n")
    tabbed = whole.split("\n") if "\t" in whole else rows
    wrap = _wrap_width(rows)
    lines: list[Line] = []
    pending: list[str] = []
    first = 0
    gap = True
    for number, row in enumerate([*rows, ""], start=1):
        if pending and not (row.strip(_EDGES) and _continues(pending[-1], row, wrap)):
            lines.append(_line(pending, first, gap, tabbed[first - 1]))
            gap = False
            pending = []
        if not row.strip(_EDGES):
            gap = True
            continue
        if not pending:
            first = number
        pending.append(row)
    return lines


def _line(rows: list[str], number: int, gap: bool, tabbed: str) -> Line:
    rows = [row.strip(_EDGES) for row in rows]
    said = rows[:1]
    for before, row in pairwise(rows):
        said += (_between(before, row), row)
    text = "".join(said)
    cells = tuple(sanitize(cell).strip(_EDGES) for cell in tabbed.strip(_EDGES).split("\t"))
    cells = cells if len(cells) > 1 and len(rows) == 1 else ()
    return Line(number, text, normalize(text), width(text), gap, cells)


def _between(before: str, row: str) -> str:
    """Return what joins two rows: a space, but not for Chinese and Japanese, nor for a hyphenated word."""
    if unicodedata.east_asian_width(before[-1]) in "WF" and unicodedata.east_asian_width(row[0]) in "WF":
        return ""
    if before.endswith("-") and before[-2:-1].islower() and row[0].islower():
        return ""
    return " "


def _wrap_width(rows: list[str]) -> int:
    """Return the width in cells at which the text was wrapped; 0 where it was not."""
    widths = [width(row.rstrip()) for row in rows if row.strip()]
    long = sum(size for size in widths if size > _WIDEST_WRAP)
    if len(widths) < 6 or long * 10 > sum(widths):
        return 0
    followed = [width(row.rstrip()) for row, after in pairwise(rows) if row.strip() and after.strip()]
    followed = [size for size in followed if size <= _WIDEST_WRAP]
    if len(followed) < 4:
        return 0
    wrap = round(quantiles(followed, n=20)[-1])
    full = sum(wrap - 12 <= size <= wrap + 2 for size in followed)
    return wrap if wrap >= 34 and full * 2 >= len(followed) else 0


def _continues(row: str, after: str, wrap: int) -> bool:
    """Return whether a paragraph continues on the next row, whose first word did not fit on this one.

    In a file that was not wrapped (`wrap` is 0) only where a long row stops in the middle of a sentence.
    """
    if not wrap:
        long = _HALF_SENTENCE <= width(row.rstrip()) <= _WIDEST_WRAP and row.rstrip()[-1].isalpha()
        return long and _goes_on(after) and not row.startswith(" ")
    if _LIST_MARKER.match(after) or (len(after) - len(after.lstrip()) >= 2 and not row.startswith(" ")):
        return False
    size = width(row.rstrip())
    if width(after) < wrap * 0.4 and after.strip()[0].isupper() and after.rstrip()[-1].isalpha():
        return False
    first = after.split(maxsplit=1)[0]
    needed = 2 if unicodedata.east_asian_width(first[0]) in "WF" else width(first) + 1
    return size + needed > wrap - 3 or (size > wrap * 0.6 and _goes_on(after))


def _goes_on(row: str) -> bool:
    """Return whether a row begins inside a sentence: with a small letter, but as no label and no byline."""
    start = row.lstrip()
    return start[0].islower() and ":" not in start[:25] and not _BYLINE.match(start)
