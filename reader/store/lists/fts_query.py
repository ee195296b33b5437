"""From the words that a reader types to what FTS5 is asked. Whatever is typed, the result is well-formed."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from reader.model import Term
from reader.store.lists.normalize import is_name, normalize, spaceless

_TOKEN = re.compile(r"[^\x00-/:-`{-\x7f]+")
"""A word as the index's `ascii` tokenizer takes it from normalized text: digits, a to z, and all that is no
ASCII. What is left out is named, as that is compiled in a hundredth of the time.
"""

SHORTEST_BEGINNING = 3
"""Letters that a word must have to be taken as the beginning of longer ones: two are in most articles."""


LONGEST = 24
"""Words of a term, and terms of a query, that are looked for; nobody types more."""


class Match(NamedTuple):
    """What to ask of the index."""

    exact: str
    """An expression for all words as they stand; empty where no word has to be found."""
    begins: str
    """The same with the words as beginnings too; empty where that finds nothing more."""
    merged: bool
    """Whether the index merges all places of the words of a beginning, before it tells of any article."""
    excluded: str
    """Articles that match this are not meant; empty for none."""
    sites: tuple[Term, ...]
    """The terms that the site's name must hold, or must not: feeds are searched for them too."""
    nothing: bool
    """Whether nothing can match: there are words, but not one letter or digit in them."""


WordsWith = Callable[[str], Sequence[str] | None]
"""Returns the index's words that begin so; None for too many."""


def tokens(text: str) -> list[str]:
    """Return the words of a text as the index has them."""
    return _TOKEN.findall(normalize(text[:1_000]))[:LONGEST]


def match_of(terms: Sequence[Term], words_with: WordsWith = lambda _: None) -> Match:
    """Make the FTS5 expressions for terms: all of them that are not negated, and none that is.

    A beginning is spelled out where `words_with` returns the words that begin so.
    """
    told = [(term, found) for term in terms[:LONGEST] if (found := tokens(term.text))]
    wanted = [(term, found) for term, found in told if not term.negated and term.field != "site"]
    unwanted = [(term, found) for term, found in told if term.negated and term.field != "site"]
    exact = " AND ".join(_phrase(term, found, begins=False) for term, found in wanted)
    begins = [_beginning(term, found, words_with) for term, found in wanted]
    return Match(
        exact=exact,
        begins=" AND ".join(begins) if " AND ".join(begins) != exact else "",
        merged=any(expression.endswith("*") for expression in begins),
        excluded=" OR ".join(_phrase(term, found, begins=False) for term, found in unwanted),
        sites=tuple(term for term, _ in told if term.field == "site"),
        nothing=bool(terms) and not told,
    )


def _beginning(term: Term, found: list[str], words_with: WordsWith) -> str:
    """Return the FTS5 phrase of a term, or phrases; in one column a beginning takes less than its words."""
    words = words_with(found[-1]) if is_beginning(term, found) and term.field == "any" else None
    if words is None:
        return _phrase(term, found, begins=True)
    if not set(words) - {found[-1]}:
        return _phrase(term, found, begins=False)
    return f"({' OR '.join(_phrase(term, [*found[:-1], word], begins=False) for word in words)})"


def _phrase(term: Term, found: list[str], *, begins: bool) -> str:
    """Return the FTS5 phrase of a term; its last word may be a beginning where the term is no phrase."""
    phrase = f'"{" ".join(found)}"'
    if begins and is_beginning(term, found):
        phrase += " *"
    return phrase if term.field == "any" else f"{{{term.field}}} : {phrase}"


def in_columns(terms: Sequence[Term]) -> bool:
    """Return whether all words that must be found are sought in one column each, which is not the text."""
    return all(term.field != "any" for term in terms if not term.negated)


def is_beginning(term: Term, found: Sequence[str]) -> bool:
    """Return whether a term with these words finds longer words that begin with its last one, too."""
    return not term.phrase and _begins_longer_ones(found[-1])


def _begins_longer_ones(word: str) -> bool:
    """Return whether a word is searched as a beginning too: `c++` is short, yet begins few but `c++20`."""
    return (len(word) >= SHORTEST_BEGINNING or is_name(word)) and not spaceless(word[-1])


def site_match(term: Term) -> str:
    """Return the FTS5 expression for a saved article's site."""
    return f'{{site}} : "{" ".join(tokens(term.text))}" *'
