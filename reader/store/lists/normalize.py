"""Text as search sees it, in every script: the same for what is kept and for what is asked.

Case is normal, and accents of Latin, Greek and Cyrillic are dropped, with the points that Arabic and Hebrew
readers leave out when they type; the vowel signs of Indic scripts are letters and stay. Scripts without
spaces are taken apart into characters, so that a word of two of them is found inside a sentence as a
phrase. Whatever is no letter, digit or sign of a script becomes a space.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_PLUS, _SHARP = "\ue000", "\ue001"
"""Stand for the signs that are part of a name, as in `c++` and `c#`; of a text's own, none gets through."""

_NAMES = r"(?<=[a-z0-9])\+\+|(?<=[a-z])#(?![a-z0-9])"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")

_ASCII = bytes(range(128))

_MOST_ALONE = 64
"""Characters of a text that are replaced one by one; of more a pattern finds all at once."""

_SPACELESS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # ideographic iteration mark, zero
    (0x3040, 0x312F),  # kana, bopomofo
    (0x31A0, 0x31FF),
    (0x3400, 0x9FFF),  # CJK ideographs
    (0xA9E0, 0xA9FF),  # Myanmar, extended
    (0xAA60, 0xAA7F),
    (0xAC00, 0xD7A3),  # Hangul syllables
    (0xF900, 0xFAFF),
    (0x1B000, 0x1B16F),
    (0x20000, 0x3FFFF),
)

_DROPPED = (
    "[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640"
    "\u064b-\u0652\u0670\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]"
)
"""Marks that readers do not type: accents, Hebrew and Arabic points, joiners, variation selectors."""

_PLAIN = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
    "й": "й",
}
"""Letters that Unicode does not take apart, and one that it does though its mark is no accent."""


def normalize(text: str) -> str:
    """Normalize a text. Returns its words with spaces between, ready for the index or for comparing.

    ASCII punctuation is left: the index's tokenizer ends words there.
    """
    if not text.isascii():
        text = replaced_alone(text, _alone) or _NOT_ASCII.sub(_normalize_run, text)
    text = text.lower()
    if "++" in text or "#" in text:
        text = re.sub(_NAMES, lambda found: _SHARP if found[0] == "#" else _PLUS, text)
    return text


def replaced_alone(text: str, alone: Callable[[str], str | None]) -> str | None:
    """Replace each character that is not ASCII by what `alone` says of it; None where it says None of one.

    None too where there are too many: the few of a text in Latin or Cyrillic are replaced several times as
    fast as a pattern would find them. What `alone` says must stay as it is if it were replaced again.
    """
    beyond = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    distinct = set(beyond.decode("utf-8", "surrogatepass"))
    if len(distinct) > _MOST_ALONE:
        return None
    for character in distinct:
        said = alone(character)
        if said is None:
            return None
        if said != character:
            text = text.replace(character, said)
    return text


@lru_cache(maxsize=4096)
def _alone(character: str) -> str | None:
    """Return what becomes of a character whatever stands beside it; None where that depends, or may."""
    code, first = ord(character), unicodedata.normalize("NFKD", character)[0]
    if 0x1100 <= code < 0x1200 or 0x2E80 <= code < 0x1F000 or unicodedata.category(first)[0] == "M":
        return None
    normal = _normalize_characters(character)
    return normal if all(each.isascii() or _normalize_characters(each) == each for each in normal) else None


def is_name(word: str) -> bool:
    """Return whether a normalized word ends in a sign that makes it a name, as `c++` does."""
    return word.endswith((_PLUS, _SHARP))


def spaceless(character: str) -> bool:
    """Return whether the character is of a script that puts no spaces between words."""
    code = ord(character)
    return code >= 0x0E00 and any(first <= code <= last for first, last in _SPACELESS)


def _normalize_run(found: re.Match[str]) -> str:
    run = found[0]
    return _normalize_short(run) if len(run) < 16 else _normalize_characters(run)


class _Normalized(dict[int, str]):
    """Each character's normal form, found when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = normal = _normalize_character(chr(code))
        return normal


_NORMALIZED = _Normalized()


def _normalize_characters(run: str) -> str:
    return unicodedata.normalize("NFKC", run).translate(_NORMALIZED)


_normalize_short = lru_cache(maxsize=4096)(_normalize_characters)


def _normalize_character(character: str) -> str:
    if re.match(_DROPPED, character):
        return ""
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category[0] not in "LNM":
        return " "
    if category[0] != "N" and spaceless(character):
        return f" {character} "
    return "".join(_without_accent(letter) for letter in re.sub(_DROPPED, "", character.casefold()))


def _without_accent(letter: str) -> str:
    if letter in _PLAIN:
        return _PLAIN[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    name = unicodedata.name(base, "")
    return _PLAIN.get(base, base) if name.startswith(("LATIN", "GREEK", "CYRILLIC")) else letter
