"""Where the words of a search stand in a text. Pure."""

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from reader.model import Term
from reader.store.lists.normalize import normalize
from reader.store.search.snippets import wanted_words

Spans = list[tuple[int, int]]
"""Stretches `[start, end)` of a text, in characters, in order."""

Finder = Callable[[str], Spans]
"""Finds the places in a text that are lit."""

_normalized = lru_cache(maxsize=4096)(normalize)
"""Normalizes one character."""


def nothing(text: str) -> Spans:
    """Find no place."""
    return []


def term_finder(terms: Collection[Term], *, titles: bool = False) -> Finder:
    """Return what finds the words of a search as the index does: without accents, at the beginnings of words.

    `titles`: whether words that only a title must have count too.
    """
    if titles:
        terms = [Term(term.text, negated=term.negated) if term.field == "title" else term for term in terms]
    words = wanted_words(terms)
    return nothing if words is None else lambda text: _spans(text, words)


def _spans(text: str, words: re.Pattern[str]) -> Spans:
    """Find words in a text's normalized form. Returns where they stand in the text itself."""
    pieces = [_normalized(character) for character in text]
    starts = [index for index, piece in enumerate(pieces) for _ in piece]
    found = []
    for match in words.finditer("".join(pieces)):
        if match.end() > match.start():
            found.append((starts[match.start()], starts[match.end() - 1] + 1))
    return found
