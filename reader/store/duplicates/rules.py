"""Which articles of different origins are duplicates: decisions only, no database.

Articles are duplicates where their links lead to the same page, or else where title and first words agree.
A duplicate that is missed stands in the list twice; an article that is wrongly called one is never seen. So
what is doubtful is no duplicate: a link that one feed has for several articles, a title that comes again
every day, a text that is too short to tell.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import msgspec

from reader.model import DAY
from reader.store.lists.normalize import normalize

OPENING = 30
"""Words at the beginning of a text that are compared."""

LEAST = 15
"""Words that both texts must have to be compared at all."""

APART = 4 * DAY
"""Seconds: articles that only look alike are no duplicates if their dates are further apart."""

_WORD = re.compile(r"[^\x00-/:-`{-\x7f]+")
"""Small letters, digits, and all beyond ASCII; said like this it compiles in a hundredth of the time."""


class Fingerprint(msgspec.Struct, frozen=True):
    """What an article is compared by, whatever its origin."""

    article: int
    feed: int
    """The id of its feed; 0 for a saved article."""
    link: str | None
    """The canonical link (`urls.canonical`); None without a link."""
    title: str
    """The normalized title (`plain_title`); "" where it tells nothing."""
    published: int | None
    """UTC seconds."""
    text_hash: int | None = None
    """The hash of the text that is shown (`identity.text_hash`); None where another text is shown."""

    def __hash__(self) -> int:
        return self.article


@lru_cache(maxsize=4096)
def plain_title(title: str) -> str:
    """Return a title's normalized words; "" where they are too few to tell anything."""
    words = _WORD.findall(normalize(title[:400]))
    return " ".join(words) if len(words) > 1 and sum(map(len, words)) > 7 else ""


def opening(text: str) -> tuple[str, ...]:
    """Return a text's first words. The last word of a short text is left out: it may have been cut."""
    words = _WORD.findall(normalize(text[: 20 * OPENING]))
    return tuple(words[:OPENING] if len(words) > OPENING else words[:-1])


def same_opening(opening: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two texts begin with the same words; one of them may end sooner."""
    length = min(len(opening), len(other))
    return length >= LEAST and opening[:length] == other[:length]


def conflicting(article: Fingerprint, other: Fingerprint) -> bool:
    """Return whether two articles cannot be duplicates: of one origin, or at two addresses of one site."""
    if article.feed == other.feed:
        return True
    if article.link is None or other.link is None or article.link == other.link:
        return False
    return article.link.partition("/")[0] == other.link.partition("/")[0]


def shared_link(article: Fingerprint, others: Iterable[Fingerprint]) -> bool:
    """Return whether some feed has the article's link for several articles, so that it identifies none."""
    feeds = [other.feed for other in others if other.link == article.link and other.feed]
    if article.feed:
        feeds.append(article.feed)
    return len(set(feeds)) < len(feeds)


Opening = Callable[[int], Sequence[str]]
"""Returns the first words of an article (`opening`); called only where titles agree."""


def find_duplicates(article: Fingerprint, others: Sequence[Fingerprint], opening_of: Opening) -> list[int]:
    """Return the ids of those of the others that are duplicates of this article, the surest first."""
    fits = [other for other in others if not conflicting(article, other)]
    linked: list[int] = []
    if article.link is not None and not shared_link(article, others):
        linked = [other.article for other in fits if other.link == article.link]
    titled = [other for other in fits if other.article not in linked and _looks_like(article, other)]
    if not titled or _comes_again(article, others, opening_of):
        return linked
    alike = [other for other in titled if _begins_alike(article, other, opening_of)]
    of_feed = Counter(other.feed for other in alike if other.feed)
    return linked + [other.article for other in alike if of_feed[other.feed] < 2]


def _looks_like(article: Fingerprint, other: Fingerprint) -> bool:
    if not article.title or article.title != other.title:
        return False
    if article.published is None or other.published is None:
        return True
    return abs(article.published - other.published) <= APART


def _comes_again(article: Fingerprint, others: Iterable[Fingerprint], opening_of: Opening) -> bool:
    """Return whether the article's own feed has several such articles."""
    own = [
        other
        for other in others
        if article.feed and other.feed == article.feed and _looks_like(article, other)
    ]
    return any(_begins_alike(article, other, opening_of) for other in own)


def _begins_alike(article: Fingerprint, other: Fingerprint, opening_of: Opening) -> bool:
    """Return whether two texts begin alike; the same text need not be read a second time."""
    mine = opening_of(article.article)
    if article.text_hash is not None and article.text_hash == other.text_hash:
        return len(mine) >= LEAST
    return same_opening(mine, opening_of(other.article))


def compatible(groups: Iterable[Sequence[Fingerprint]]) -> list[Fingerprint]:
    """Return the articles of the groups that can be one, beginning with the first group.

    A group is left out whole where any of its articles conflicts with one that is in: a group never has two
    articles of one feed, by whatever chain they might be connected.
    """
    together: list[Fingerprint] = []
    for group in groups:
        if not any(conflicting(article, other) for article in group for other in together):
            together += group
    return together
