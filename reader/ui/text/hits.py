"""Where words that are looked for stand in a text, and which place is the next. Pure."""

import re
from collections.abc import Callable, Collection, Sequence
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


def text_finder(wanted: str) -> Finder:
    """Return what finds a text as it was typed, in any case; nothing where nothing was typed."""
    if not wanted:
        return nothing
    pattern = re.compile(re.escape(wanted), re.IGNORECASE)
    return lambda text: [found.span() for found in pattern.finditer(text)]


def term_finder(terms: Collection[Term], *, titles: bool = False) -> Finder:
    """Return what finds the words of a search as the index does: without accents, at the beginnings of words.

    `titles`: whether words that only a title must have count too.
    """
    if titles:
        terms = [Term(term.text, negated=term.negated) if term.field == "title" else term for term in terms]
    words = wanted_words(terms)
    return nothing if words is None else lambda text: _spans(text, words)


def next_place(places: Sequence[int], here: int | None, sight: range, step: int) -> int | None:
    """Choose the line to go to.

    `places`: the lines that have what is looked for, in order. `here`: the line gone to last; it counts while
    it is in `sight`, the lines that are seen. `step`: 1 for the next place, -1 for the previous one, 0 for
    the first one in sight, else the next one. At an end it begins anew from the other. Returns None where
    there is no place.
    """
    if not places:
        return None
    known = here if here is not None and here in sight else None
    if step < 0:
        before = sight.stop if known is None else known
        return next((place for place in reversed(places) if place < before), places[-1])
    after = sight.start - 1 if known is None or not step else known
    return next((place for place in places if place > after), places[0])


def _spans(text: str, words: re.Pattern[str]) -> Spans:
    """Find words in a text's normalized form. Returns where they stand in the text itself."""
    pieces = [_normalized(character) for character in text]
    starts = [index for index, piece in enumerate(pieces) for _ in piece]
    found = []
    for match in words.finditer("".join(pieces)):
        if match.end() > match.start():
            found.append((starts[match.start()], starts[match.end() - 1] + 1))
    return found
