"""Arabic letters as they are written in a word, for terminals that draw each letter as if it stood alone."""

from functools import cache
from unicodedata import category, decomposition

_FORMS = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
"""Where Unicode has letters as they stand at the beginning, inside and at the end of a word."""

_TATWEEL, _JOINER = "\u0640", "\u200d"
"""The line that lengthens a word, and the sign that joins without being seen."""


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Return the forms of each letter by their names: `isolated`, `final`, `initial`, `medial`."""
    found: dict[str, dict[str, str]] = {}
    for first, last in _FORMS:
        for code in range(first, last + 1):
            kind, *letters = decomposition(chr(code)).split() or [""]
            if len(letters) == 1 and kind in ("<isolated>", "<final>", "<initial>", "<medial>"):
                found.setdefault(chr(int(letters[0], 16)), {})[kind[1:-1]] = chr(code)
    return found


def join_letters(text: str) -> str:
    """Return the text, in its logical order, with each Arabic letter in the form that its neighbours ask for.

    It has as many characters as before.
    """
    forms = _forms()
    if not any(character in forms for character in text):
        return text
    letters = [place for place, character in enumerate(text) if category(character) != "Mn"]
    drawn = list(text)
    for index, place in enumerate(letters):
        if (own := forms.get(text[place])) is None:
            continue
        before = text[letters[index - 1]] if index else ""
        after = text[letters[index + 1]] if index + 1 < len(letters) else ""
        joins_before = "final" in own and _reaches_on(before, forms)
        joins_after = "initial" in own and _is_reached(after, forms)
        name = (
            ("medial" if joins_after else "final")
            if joins_before
            else "initial"
            if joins_after
            else "isolated"
        )
        drawn[place] = own.get(name, text[place])
    return "".join(drawn)


def _reaches_on(character: str, forms: dict[str, dict[str, str]]) -> bool:
    """Return whether a letter joins the one behind it."""
    return character in (_TATWEEL, _JOINER) or "initial" in forms.get(character, ())


def _is_reached(character: str, forms: dict[str, dict[str, str]]) -> bool:
    """Return whether a letter joins the one before it."""
    return character in (_TATWEEL, _JOINER) or "final" in forms.get(character, ())
