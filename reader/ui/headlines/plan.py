"""A plan: unread articles that can be read in so many minutes. Pure."""

from collections.abc import Iterable

from reader.ui.headlines.rows import Pair
from reader.ui.text.times import reading_minutes

MINUTES = 15
"""How long a plan is, where its reader has not said otherwise."""

LONGEST = 600
"""The most minutes that a plan can be made for."""


def minutes_of(words: int) -> int:
    """Return how long an article takes in a plan: a minute at least, also one that has no text."""
    return max(1, reading_minutes(words))


def fit(candidates: Iterable[tuple[Pair, int]], minutes: int) -> list[Pair]:
    """Choose from articles with their words, the most wanted first, those that fit into the minutes.

    What is too long for the rest of the time is left out, and the next one taken that fits. Returns them in
    their order.
    """
    chosen, left = [], minutes
    for pair, words in candidates:
        if left < 1:
            break
        if (needed := minutes_of(words)) <= left:
            chosen.append(pair)
            left -= needed
    return chosen
