"""The Unicode Bidirectional Algorithm (UAX #9) on one line: which text stands where. Pure.

Embeddings, overrides and isolates are no part of it: `document.sanitize` lets none of them through.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, groupby
from typing import NamedTuple
from unicodedata import bidirectional

from reader.document.sanitize import is_usual
from reader.ui.text.clusters import clusters

_RIGHT_TO_LEFT = "\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""The blocks of scripts that are read from right to left, and the mark that says so."""

_MIRRORS = "()[]{}<>«»‹›≤≥⟨⟩⟪⟫⟦⟧⁅⁆❨❩❪❫❬❭❲❳❴❵「」『』【】〈〉《》〔〕〖〗（）［］｛｝"
"""Characters that are each other's mirror image, in pairs."""

_MIRRORED = dict(
    zip(_MIRRORS, "".join(b + a for a, b in zip(_MIRRORS[::2], _MIRRORS[1::2], strict=True)), strict=True)
)

_NOT_BRACKETS = "<>«»‹›≤≥"
"""Mirrored characters that are no brackets by Unicode, which need not stand in pairs."""

_CLOSING = {
    opening: closing
    for opening, closing in zip(_MIRRORS[::2], _MIRRORS[1::2], strict=True)
    if opening not in _NOT_BRACKETS
}
"""The closing bracket of each opening one."""

_NESTED = 63
"""Open brackets that are kept; where there are more, none is paired (BD16)."""

_NUMBERS = ("EN", "AN")


class Placed(NamedTuple):
    """A cluster of characters in its place on the line."""

    start: int
    """Where it begins in the text."""
    text: str
    """The cluster as it is drawn: a bracket in text that is read from right to left is mirrored."""
    level: int
    """The depth of its embedding: odd where it is read from right to left."""


@cache
def _compiled() -> re.Pattern[str]:
    """Compile on first use: most screens show no such script."""
    return re.compile(f"[{_RIGHT_TO_LEFT}]")


def has_rtl(text: str) -> bool:
    """Return whether any of the text is read from right to left."""
    return not is_usual(text) and _compiled().search(text) is not None


def reads_rtl(text: str) -> bool:
    """Return whether the text as a whole is read from right to left: its first letter decides (P2, P3)."""
    if not has_rtl(text):
        return False
    return next((kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), "L") != "L"


def in_order(text: str, rtl: bool) -> list[Placed]:
    """Return the clusters of a line from left to right, as they stand on the screen.

    `rtl`: whether the paragraph of which it is a line is read from right to left.
    """
    found = levels(text, rtl)
    pieces = [piece for piece, _ in clusters(text)]
    starts = [0, *accumulate(map(len, pieces))]
    placed = [
        Placed(start, _MIRRORED.get(piece, piece) if found[start] % 2 else piece, found[start])
        for start, piece in zip(starts, pieces, strict=False)
    ]
    for depth in range(max((each.level for each in placed), default=0), 0, -1):
        turned: list[Placed] = []
        for deep, run in groupby(placed, lambda each: each.level >= depth):  # noqa: B023 - used at once
            stretch = list(run)
            turned += reversed(stretch) if deep else stretch
        placed = turned
    return placed


def levels(text: str, rtl: bool) -> list[int]:
    """Return the embedding level of each character of a line (W1 to I2, L1)."""
    base = int(rtl)
    side = "R" if rtl else "L"
    given = [bidirectional(character) or "L" for character in text]
    kinds = _resolve_weak(given, side)
    _resolve_brackets(text, given, kinds, side)
    _resolve_neutral(kinds, side)
    found = [_level(kind, base) for kind in kinds]
    # White space at the end of a line, and before a tab, is the paragraph's (L1).
    trailing = True
    for place in range(len(text) - 1, -1, -1):
        if given[place] in ("S", "B"):
            trailing = True
        elif given[place] not in ("WS", "BN"):
            trailing = False
        if trailing:
            found[place] = base
    return found


def _level(kind: str, base: int) -> int:
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)


def _resolve_weak(given: Sequence[str], side: str) -> list[str]:
    """Return the kinds of characters without the weak ones but numbers (W1 to W7); AL is R then."""
    kinds: list[str] = []
    strong, before = side, side
    for kind in given:
        if kind in ("NSM", "BN"):
            kind = before
        before = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        kinds.append("AN" if kind == "EN" and strong == "AL" else kind)
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for place in range(1, len(kinds) - 1):
        one, other = kinds[place - 1], kinds[place + 1]
        if one == other and (
            (kinds[place] == "CS" and one in _NUMBERS) or (kinds[place] == "ES" and one == "EN")
        ):
            kinds[place] = one
    _join_signs(kinds)
    strong = side
    for place, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"
        elif kind in ("ES", "ET", "CS"):
            kinds[place] = "ON"
    return kinds


def _join_signs(kinds: list[str]) -> None:
    """Make signs of currencies, per cent and degrees beside a number a part of it (W5)."""
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > place and "EN" in (*kinds[max(0, place - 1) : place], *kinds[end : end + 1]):
            kinds[place:end] = ["EN"] * (end - place)
        place = max(end, place + 1)


def _resolve_brackets(text: str, given: Sequence[str], kinds: list[str], side: str) -> None:
    """Give brackets in pairs the direction of what is inside them, or before them (N0)."""
    for opening, closing in _pairs(text, kinds):
        inside = {_side(kind) for kind in kinds[opening + 1 : closing]} - {""}
        if not inside:
            continue
        before = next((found for kind in reversed(kinds[:opening]) if (found := _side(kind))), side)
        chosen = side if side in inside else before
        for place in (opening, closing):
            kinds[place] = chosen
            while place + 1 < len(given) and given[place + 1] in ("NSM", "BN"):
                place += 1
                kinds[place] = chosen


def _side(kind: str) -> str:
    """Return the direction of a strong kind, or of a number, which counts as R; nothing for others."""
    return kind if kind in ("L", "R") else "R" if kind in _NUMBERS else ""


def _pairs(text: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the pairs of brackets begin and end, in the order of their beginnings (BD16)."""
    waiting: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        if kinds[place] != "ON":
            continue
        if character in _CLOSING:
            if len(waiting) == _NESTED:
                return []
            waiting.append((_CLOSING[character], place))
            continue
        for depth in range(len(waiting) - 1, -1, -1):
            if waiting[depth][0] == character:
                found.append((waiting[depth][1], place))
                del waiting[depth:]
                break
    return sorted(found)


def _resolve_neutral(kinds: list[str], side: str) -> None:
    """Give what has no direction that of both neighbours, else the paragraph's (N1, N2)."""
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and not _side(kinds[end]):
            end += 1
        if end > place:
            before = _side(kinds[place - 1]) if place else side
            after = _side(kinds[end]) if end < len(kinds) else side
            kinds[place:end] = [before if before == after else side] * (end - place)
        place = max(end, place + 1)
