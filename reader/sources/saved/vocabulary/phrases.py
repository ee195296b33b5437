"""How the word lists write phrases, and what such a phrase is as a regular expression."""

import re
from collections.abc import Iterable
from unicodedata import normalize

_WORD = r"[^\s\d,.;:!?/|]+"

_SIGNS = {
    "(#)": r"\(?\d+\)?",
    "{words}": f"{_WORD}(?: {_WORD}){{0,3}}",
    "…+": ".+",
    "…": ".*",
    "#": r"\d+",
    "[": "(?:",
    "]": ")?",
    "(": "(?:",
    ")": ")",
    "|": "|",
}
"""The signs of phrases, longer ones before those that they begin with."""

_SIGN = re.compile(r"…(?P<least>\d+)-(?P<most>\d+)…|" + "|".join(map(re.escape, _SIGNS)))


def pattern_of(phrase: str) -> str:
    """Return a phrase as a regular expression.

    `[x]` may be missing, `(a|b)` is one of several, `#` is a number, `(#)` a number that may stand in
    brackets, `…` is anything or nothing, `…+` anything, `…2-20…` anything of so many characters, `{words}` is
    one to four words. All else stands for itself, in NFC.
    """
    pattern, end = "", 0
    phrase = normalize("NFC", phrase)
    for sign in _SIGN.finditer(phrase):
        pattern += re.escape(phrase[end : sign.start()])
        pattern += f".{{{sign['least']},{sign['most']}}}" if sign["least"] else _SIGNS[sign[0]]
        end = sign.end()
    return pattern + re.escape(phrase[end:])


def any_of(phrases: Iterable[str]) -> str:
    """Return a regular expression for any of the phrases, without a group around it; long ones go first."""
    return "|".join(map(pattern_of, sorted(set(phrases), key=len, reverse=True)))
