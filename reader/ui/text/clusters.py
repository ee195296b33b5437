"""Text as clusters of characters that share cells, and those about whose width terminals disagree."""

import re
import unicodedata
from functools import cache, lru_cache

from reader.document.layout.wrap import graphemes, is_even
from reader.document.sanitize import is_usual

_MORE_AGREED = (
    "\u0531-\u0556\u0561-\u0587\u05d0-\u05ea\u0e01-\u0e30\u0e40-\u0e46\u0e50-\u0e59\u10d0-\u10fa"
    "\u1e00-\u1eff\u20a0-\u20bf\u2100-\u218b\u2190-\u2319\u231c-\u2328\u232b-\u23e8\u23ed-\u23ef"
    "\u23f1-\u23f2\u2400-\u2426\u2460-\u25fc\u25ff-\u2613\u2616-\u262f\u2638-\u2647\u2654-\u267e"
    "\u2680-\u2689\u2690-\u2692\u2694-\u26a0\u26a2-\u26a9\u2701-\u2704\u2706-\u2709\u270c-\u2727"
    "\u2729-\u274b\u2756\u2758-\u2794\u2798-\u27af\u27b1-\u27be\u27c0-\u2b1a"
)
"""More characters that are one cell wide everywhere and combine with no others: further scripts without
marks, arrows, lines and blocks, signs that have no emoji of two cells."""

_LETTERS = "LMN"
"""First letters of the Unicode categories whose characters a terminal may draw as one shape."""

JOINER = "\u200d"


@cache
def _agreed() -> re.Pattern[str]:
    """Compile on first use: a screen in Latin letters and with our own signs starts without it."""
    return re.compile(f"[{_MORE_AGREED}]")


@lru_cache(4096)
def is_disputed(text: str) -> bool:
    """Return whether terminals may disagree about the text's width in cells.

    They do about scripts whose letters join or stack (Bengali, Hindi, Tamil, Thai and Arabic with their
    marks), and about emoji, the more so joined ones, flags and those with variation selectors.
    """
    if text.isascii():
        return not text.isprintable()
    return not (is_usual(text) or is_even(text) or is_even(_agreed().sub("", text)))


def is_shaped(cluster: str) -> bool:
    """Return whether a terminal may draw a disputed cluster and its neighbours as one shape, as a word."""
    return unicodedata.category(cluster[0])[0] in _LETTERS


def clusters(text: str) -> tuple[tuple[str, int], ...]:
    """Return the clusters of a text with their widths in cells.

    Only the first cluster may have a width of zero: marks that belong to what stands before the text.
    """
    if not is_disputed(text):
        return tuple((character, 2 if character > "\u2e7f" else 1) for character in text)
    found: list[tuple[str, int]] = []
    for start, end, width in graphemes(text):
        piece = text[start:end]
        if found and (not width or _belongs(piece, found[-1][0])):
            found[-1] = (found[-1][0] + piece, found[-1][1] + width)
        else:
            found.append((piece, width))
    return tuple(found)


def _belongs(piece: str, before: str) -> bool:
    """Return whether a piece is the second half of a flag, a skin's colour, or joined to what is before."""
    if _is_flag_half(piece[0]):
        return len(before) == 1 and _is_flag_half(before)
    return "\U0001f3fb" <= piece[0] <= "\U0001f3ff" or before.endswith(JOINER)


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
