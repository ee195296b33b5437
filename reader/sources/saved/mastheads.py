"""Which short texts are names of newspapers and stations."""

import re
from functools import cache

from reader.sources.saved import press_words

_ARTICLES = frozenset(
    ("The", "Le", "La", "Les", "L'", "El", "Il", "Der", "Die", "Das", "De", "Het", "O", "A")
)
"""What the names of newspapers begin with."""
_SMALL = frozenset(
    ("of", "the", "and", "de", "du", "des", "la", "le", "del", "della", "do", "da", "der", "die", "das",
    "und", "et", "y", "e", "am", "im", "van", "com", "net", "org")
)  # fmt: skip


@cache
def _words() -> re.Pattern[str]:
    return re.compile(f"(?:{press_words.SITE_WORDS})", re.IGNORECASE)


def names_a_source(text: str) -> bool:
    """Whether a short text reads as a newspaper's or a station's name."""
    words = re.split(r"[\s.-]+", text.strip())
    if len(text) > 45 or len(words) > 6 or (len(words) == 1 and text.isascii()):
        return False
    if any(word.islower() and word not in _SMALL for word in words if word.isascii()):
        return False
    titled = len(words) in (2, 3) and words[0] in _ARTICLES
    return titled or any(_words().fullmatch(word) for word in words)
