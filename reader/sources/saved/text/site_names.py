"""Recognize the names of newspapers and stations."""

import re
from functools import cache
from operator import or_

from reader.sources.saved.text.boilerplate import is_chrome
from reader.sources.saved.vocabulary.languages import phrases
from reader.sources.saved.vocabulary.phrases import any_of

_DOMAIN = re.compile(r"(?:www\.)?(?:[a-z0-9-]+\.)+[a-z]{2,10}", re.IGNORECASE)
_ARTICLES = frozenset(
    ("The", "Le", "La", "Les", "L'", "El", "Il", "Der", "Die", "Das", "De", "Het", "O", "A")
)
"""Articles with which the names of newspapers begin."""
_INITIALS = 2
"""The most letters of a word that may be a person's initials."""
_SMALL = frozenset(
    ("of", "the", "and", "de", "du", "des", "la", "le", "del", "della", "do", "da", "der", "die", "das",
    "und", "et", "y", "e", "am", "im", "van", "com", "net", "org")
)  # fmt: skip


@cache
def _sections() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(phrases('press', 'sections'))})", re.IGNORECASE)


def is_section(text: str) -> bool:
    """Return whether the text is a part of a newspaper, as menus and overlines name them: `Local news`."""
    return _sections().fullmatch(text.strip()) is not None


def is_menu(text: str) -> bool:
    """Return whether the text is a button or a menu in one line: `Home News Sport`, `Share Adjust Print`.

    Sections without a button may be a name, and so may a button's word beside another word: `Anna Page`.
    """
    words = text.split()
    buttons = [len(word) > _INITIALS and is_chrome(word) for word in words]
    listed = any(buttons) and all(map(or_, buttons, map(is_section, words)))
    return listed or sum(buttons) > 1 or is_chrome(text)


def may_be_site_name(text: str, *, above_menu: bool = False) -> bool:
    """Return whether a first line can be its site's name: a domain, or a few words with capitals.

    Above a menu a name may be written as a sentence is, with only its first letter large.
    """
    if _DOMAIN.fullmatch(text):
        return True
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 40 or any(map(str.isdigit, text)):
        return False
    if is_section(text) or is_menu(text):
        return False
    if above_menu and len(words) <= 4 and words[0][0].isupper():
        return True
    return all(word[0].isupper() or word[0].lower() == word[0].upper() or word in _SMALL for word in words)


@cache
def _words() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(phrases('press', 'source_words'))})", re.IGNORECASE)


def names_a_source(text: str) -> bool:
    """Return whether a short text reads as a newspaper's or a station's name."""
    words = re.split(r"[\s.-]+", text.strip())
    if (
        len(text) > 45
        or len(words) > 6
        or (len(words) == 1 and text.isascii())
        or is_section(text)
        or is_menu(text)
    ):
        return False
    if any(word.islower() and word not in _SMALL for word in words if word.isascii()):
        return False
    titled = len(words) in (2, 3) and words[0] in _ARTICLES
    return titled or any(_words().fullmatch(word) for word in words)
