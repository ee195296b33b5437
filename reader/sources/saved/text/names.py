"""Recognize names of persons, roles and agencies in short texts."""

import re
from functools import cache

from reader.sources.saved.vocabulary.languages import phrases
from reader.sources.saved.vocabulary.phrases import any_of

_PARTICLES = frozenset(
    ("de", "del", "della", "di", "da", "das", "dos", "van", "von", "der", "den", "het", "ten", "ter", "la",
    "le", "el", "al", "bin", "binti", "ibn", "abu", "af", "av", "zu", "zur", "y", "e", "i", "bint", "ul",
    "st")
)  # fmt: skip
_AND = re.compile(
    r"\s*(?:,|;|&|、|・|،)\s*|\s+(?:and|AND|und|UND|et|ET|y|Y|e|i|en|og|och|ve|avec|и|và|dan|a|ja|ও|और|و)\s+"
)
_CJK_NAME = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af・·\s]{2,12}")
_INDIC_NAME = re.compile(r"(?:[\u0900-\u0dff.]+\s?){2,5}")
_ARABIC_NAME = re.compile(r"(?:[\u0600-\u06ff]+\s?){2,4}")
_TOPICS = 3
"""The least parts of a list of topics."""
_TOPIC_WORDS = 3
"""The most words of each."""


@cache
def _roles() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(phrases('press', 'roles'))})", re.IGNORECASE)


def is_role(text: str) -> bool:
    """Return whether the text is a role or a desk instead of a name: `Staff Reporter`."""
    return _roles().fullmatch(text.strip(" .()[]")) is not None


def is_name(text: str) -> bool:
    """Return whether the text looks like one person's name of two to five words."""
    text = text.strip()
    if _CJK_NAME.fullmatch(text) or _INDIC_NAME.fullmatch(text) or _ARABIC_NAME.fullmatch(text):
        return len(text) <= 30
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 45 or any(character.isdigit() for character in text):
        return False
    named = [word for word in words if word.lower() not in _PARTICLES]
    return len(named) >= 2 and all(_is_name_word(word) for word in named)


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and all(
        character.isalpha() or character in ".'-\u2019\u00b4" or not character.isascii() for character in word
    )


def names_in(text: str) -> list[str]:
    """Return the names of which the text consists; none where it is something else."""
    parts = [part.strip(" .") for part in _AND.split(text) if part and part.strip(" .")]
    named = [part for part in parts if is_name(part) or is_role(part) or is_agency(part)]
    single = len(parts) == 1 and len(parts[0].split()) == 1 and _is_name_word(parts[0]) and len(parts[0]) > 2
    if single:
        return parts
    if not named or any(not _may_be_name(part) for part in parts):
        return []
    return parts


def _may_be_name(part: str) -> bool:
    words = part.split()
    return len(words) <= 6 and (
        is_role(part)
        or is_agency(part)
        or (not part.isascii() and is_name(part))
        or all(_is_name_word(w) or w.lower() in _PARTICLES for w in words)
    )


@cache
def _agencies() -> re.Pattern[str]:
    return re.compile(f"(?:the )?(?:{any_of(phrases('press', 'agencies'))})", re.IGNORECASE)


def is_agency(text: str) -> bool:
    """Return whether the text is a news agency: `Reuters`, `the Associated Press`."""
    return _agencies().fullmatch(text) is not None


def lists_topics(line: str) -> bool:
    """Return whether the line is a list of topics: `Harbour, From the archives, Boats`."""
    parts = [part.split() for part in line.split(",")]
    short = len(parts) >= _TOPICS and all(0 < len(part) <= _TOPIC_WORDS for part in parts)
    return short and all(part[0][:1].isupper() for part in parts)
