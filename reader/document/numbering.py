"""Markers of list items: bullets by depth, numbers, letters, Roman numerals."""

import re
from typing import Literal

Numbering = Literal["1", "a", "A", "i", "I"]
"""How a list is numbered, as the `type` of HTML's `ol` names it."""

_BULLETS = ("•", "◦", "▪")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def bullet(depth: int) -> str:
    """Return the bullet of a list at this depth; 1 is the outermost."""
    return _BULLETS[min(max(depth, 1), len(_BULLETS)) - 1]


def is_bullet(text: str) -> bool:
    """Return whether the marker is a bullet and not a number."""
    return text in _BULLETS


def marker(numbering: Numbering, number: int) -> str:
    """Return the marker for a number: `3.`, `c.`, `III.`; plain numbers where letters have none."""
    match numbering:
        case "a" | "A" if number > 0:
            letters = _letters(number)
        case "i" | "I" if 0 < number < 4000:
            letters = _roman(number)
        case _:
            return f"{number}."
    return (letters.upper() if numbering.isupper() else letters) + "."


def number_of(text: str, numbering: Numbering | None = None) -> tuple[Numbering, int] | None:
    """Return how a marker is numbered and its number; None for bullets.

    It is read as the numbering of its list, if that is known.
    """
    if re.fullmatch(r"-?\d{1,9}\.", text):
        return numbering or "1", int(text[:-1])
    if numbering:
        kinds: tuple[Numbering, ...] = (numbering,)
    else:
        # One letter is a letter, but for the first Roman numeral.
        kinds = ("a", "A", "i", "I") if len(text) == 2 and text not in ("i.", "I.") else ("i", "I", "a", "A")
    for kind in kinds:
        number = _roman_value(text[:-1].lower()) if kind in "iI" else _letter_value(text[:-1].lower())
        if number and marker(kind, number) == text:
            return kind, number
    return None


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        times, number = divmod(number, value)
        letters += letter * times
    return letters


def _letter_value(letters: str) -> int:
    value = 0
    for letter in letters[:6]:
        value = value * 26 + ord(letter) - ord("a") + 1
    return value


def _roman_value(letters: str) -> int:
    value = 0
    for amount, letter in _ROMAN:
        while letters.startswith(letter):
            value += amount
            letters = letters[len(letter) :]
    return 0 if letters else value
