"""Weigh the lines of a whole copied page by what speaks for a headline and against it.

Among menus, teasers and boxes no single sign tells the headline: each line's clues are added up.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.sources.saved.lines import normalize
from reader.sources.saved.text.anchors import is_item, is_signed, menu_below
from reader.sources.saved.text.boilerplate import ended
from reader.sources.saved.text.roles import Piece
from reader.sources.saved.text.segment import Run

CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
"""A character of Japanese, Chinese, Korean or Thai, whose words no spaces part."""
STEM = 6
"""The letters by which words are compared: what follows is often only an ending."""
COMPARED = 25
"""The lines of the text in which the title's words are looked for."""
NO_TITLE = (".", "。", "।", ":", ",", ";")
"""The ends of lines that are no titles."""
ENDS_OF_TITLES = ("?", "!", "？", "！", '"', "”", "'")
"""The ends of sentences that are titles as well."""
_WORD = re.compile(r"\d{4}|[^\W\d_][\w\u0300-\u036f\u0900-\u0dff'-]*")
WEIGHTS = {
    "signed": 2.75,
    "words in the article": 1.4,
    "words in what follows": 0.9,
    "words that recur in what follows": 1.8,
    "prose within 50 lines": 2.2,
    "prose within 12 lines": 1.25,
    "ends a sentence": -1.6,
    "amid headlines": -1.35,
    "near the article": -1.45,
    "day or byline below": 1.45,
    "set off": -1.3,
    "two or three times": 1.15,
    "part of a later line": 0.75,
    "above a line of text": 1.0,
    "a word or two": -1.6,
    "above a menu": -0.95,
    "amid a menu": -1.1,
    "a headline's width": 1.15,
    "begins small": -1.0,
    "headline above": -0.7,
    "plain": 0.95,
}
"""What each clue counts, as `tests/bench/titles.py --fit` fits it; on 160 real pages copied in a browser.

Each is between 0 and 1. A line right above the article gains by the prose within 12 lines, and loses as
much as a headline far above it by "near the article": captions and topics stand there.
"""
_CLEAR = 1.0
"""By how much another line must be better than the one that stands there already."""
_NAMED = 0.5
"""The least likeness of a title and its file's name where the file is named after it."""
_SOON, _LATER = 12, 50
"""The lines below a line within which prose speaks for it: an article's begins soon, or behind pictures."""
_FOLLOWING = 8
"""The paragraphs below a line in which its words are looked for."""
_FOLLOWS = 60
"""The lines below it in which those paragraphs stand."""
_NEAR = 40
"""The lines above the article within which a line is near to it."""
_LONG_ENOUGH = 16
"""The cells from which a line is looked for in others."""


def words_of(text: str) -> set[str]:
    """Return the words by which texts are compared; pairs of characters in scripts without spaces."""
    lowered = text.lower()
    if CJK.search(lowered):
        dense = "".join(character for character in lowered if character.isalnum())
        return {dense[start : start + 2] for start in range(len(dense) - 1)}
    return {word[:STEM] for word in _WORD.findall(lowered) if len(word) > 3}


def likeness(words: set[str], name: set[str]) -> float:
    """Return how far a line and the file's name agree, 0 to 1; a cut name may be part of the line."""
    if not words or not name:
        return 0.0
    shared = len(words & name)
    share = shared / min(len(words), len(name))
    return share if shared >= 2 or len(name) == len(words) == 1 else share / 2


def is_named_so(piece: Piece, name: str) -> bool:
    """Return whether a file of this name, "" where it says nothing, is named after the line."""
    return likeness(words_of(piece.line.match), words_of(normalize(name))) >= _NAMED


def beginnings(words: set[str]) -> set[str]:
    """Return the words' beginnings from two letters on, with which stems are compared."""
    return {word[:size] for word in words for size in range(2, STEM + 1)}


def is_headline(piece: Piece) -> bool:
    """Return whether the line is some words without a full stop, as headlines are."""
    line = piece.line
    return 25 <= line.width <= 140 and len(line.match.split()) > 3 and not line.match.endswith(NO_TITLE)


def better_headline(pieces: Sequence[Piece], run: Run, places: Sequence[int], place: int) -> int:
    """Return the line among `places` that is clearly better by its clues than `place`; else `place`."""
    page = Page(pieces, run)
    scores = {other: _weight(page, other) for other in places}
    best = max(scores, key=lambda other: scores[other], default=place)
    match = pieces[place].line.match
    rivals = [score for other, score in scores.items() if pieces[other].line.match == match]
    return best if rivals and scores[best] > max(rivals) + _CLEAR else place


@dataclass(frozen=True)
class Page:
    """A page with what is counted once for all of its lines."""

    pieces: Sequence[Piece]
    run: Run

    @cached_property
    def times(self) -> Counter[str]:
        """How often each line stands on the page."""
        return Counter(piece.line.match for piece in self.pieces)

    @cached_property
    def lines(self) -> list[str]:
        """All lines, in small letters."""
        return [piece.line.match.lower() for piece in self.pieces]

    @cached_property
    def words(self) -> list[set[str]]:
        """The words of each line."""
        return [words_of(piece.line.match) for piece in self.pieces]

    @cached_property
    def prose(self) -> list[int]:
        """The index of the first paragraph below each line; the number of lines where there is none."""
        found, nearest = [0] * len(self.pieces), len(self.pieces)
        for place in range(len(self.pieces) - 1, -1, -1):
            found[place] = nearest
            nearest = place if self.pieces[place].role == "paragraph" else nearest
        return found

    @cached_property
    def article(self) -> list[set[str]]:
        """The beginnings of the words of the article's first lines."""
        end = min(self.run.end, self.run.start + COMPARED)
        return [beginnings(self.words[place]) for place in range(self.run.start, end)]

    @cached_property
    def parted(self) -> bool:
        """Whether empty lines part some lines and not nearly all."""
        gaps = sum(piece.line.gap for piece in self.pieces)
        return 0.05 < gaps / len(self.pieces) < 0.9


def _weight(page: Page, place: int) -> float:
    """Return what speaks for a line as the headline, less what speaks against it."""
    return sum(WEIGHTS[name] * value for name, value in clues(page, place).items())


def clues(page: Page, place: int) -> dict[str, float]:
    """Return each clue of the line, between 0 and 1; without those of its words where it has none."""
    return {**_shape(page, place), **_text(page, place), **_around(page, place)}


def _shape(page: Page, place: int) -> dict[str, float]:
    """Return the clues of the line itself."""
    piece = page.pieces[place]
    line, match = piece.line, piece.line.match
    return {
        "ends a sentence": ended(match) and not match.endswith(ENDS_OF_TITLES),
        "two or three times": page.times[match] in (2, 3),
        "part of a later line": line.width >= _LONG_ENOUGH and _is_said(page, place),
        "a word or two": len(match.split()) <= 2 and line.width < 18,
        "a headline's width": 35 <= line.width <= 100,
        "begins small": line.text[0].islower(),
        "plain": piece.role in ("short", "measure"),
    }


def _is_said(page: Page, place: int) -> bool:
    """Return whether a later line has this one and a little more: comments and links back say titles."""
    line = page.lines[place]
    most = len(line) * 3 + 40
    return any(len(line) < len(other) < most and line in other for other in page.lines[place + 1 :])


def _text(page: Page, place: int) -> dict[str, float]:
    """Return the clues of the text that follows: where it is, and how many of the line's words it has."""
    soon = page.prose[place] - place - 1
    clues = {
        "prose within 12 lines": max(0.0, 1 - soon / _SOON),
        "prose within 50 lines": max(0.0, 1 - soon / _LATER),
        "near the article": max(0.0, 1 - max(0, page.run.start - place) / _NEAR),
    }
    words = page.words[place]
    if not words:
        return clues
    below: Counter[str] = Counter()
    following = page.prose[place]
    for _ in range(_FOLLOWING):
        if following >= min(len(page.pieces), place + _FOLLOWS):
            break
        below.update(beginnings(page.words[following]))
        following = page.prose[following]
    article = set[str]().union(*_others(page, place))
    return clues | {
        "words in the article": len(words & article) / len(words),
        "words in what follows": sum(below[word] > 0 for word in words) / len(words),
        "words that recur in what follows": sum(below[word] > 1 for word in words) / len(words),
    }


def _others(page: Page, place: int) -> list[set[str]]:
    """Return the words of the article's first lines below the line, without those that say the same."""
    start = page.run.start
    return [
        words
        for at, words in enumerate(page.article, start=start)
        if at > place and page.pieces[at].line.match != page.pieces[place].line.match
    ]


def _around(page: Page, place: int) -> dict[str, float]:
    """Return the clues of the lines around: byline, day, menu, other headlines."""
    pieces, piece = page.pieces, page.pieces[place]
    width, count = piece.line.width, len(piece.line.match.split())
    worded = width >= 20 and (count > 2 or CJK.search(piece.line.match) is not None)
    signed = is_signed(pieces, place)
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    above = pieces[place - 1] if place else None
    amid = [*pieces[max(0, place - 4) : place], *pieces[place + 1 : place + 5]]
    end = min(page.run.start, page.prose[place])
    return {
        "signed": signed and worded,
        "day or byline below": worded
        and any(p.role in ("date", "byline") for p in pieces[place + 1 : place + 5]),
        "set off": page.parted and piece.line.gap and after is not None and after.line.gap,
        "above a line of text": after is not None and after.role == "short" and not is_item(after),
        "above a menu": not signed and menu_below(pieces, place, end),
        "amid a menu": is_item(piece) and all(near is not None and is_item(near) for near in (above, after)),
        "amid headlines": sum(is_headline(p) and p.role in ("short", "measure", "sentence") for p in amid)
        / 8,
        "headline above": above is not None and is_headline(above) and _fits(page, place - 1),
    }


def _fits(page: Page, place: int) -> bool:
    """Return whether what follows has a quarter of the line's words."""
    return _text(page, place).get("words in what follows", 0.0) >= 0.25
