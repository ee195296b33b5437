"""Whether articles of different origins are one and the same: decisions only, no database.

They are where their links lead to the same page, or else where title and first words agree. Wrongly taken
apart, an article is in the list twice; wrongly taken for one, it is never seen. So what is doubtful is not
the same: a link that one feed has for several articles, a title that comes again every day, a text that is
too short to tell.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reader.model import DAY
from reader.store.lists.normalize import fold

OPENING = 30
"""Words of a text that are compared, and ..."""

LEAST = 15
"""... how many there must be."""

APART = 4 * DAY
"""Articles with dates further apart that only look alike are two: columns come again every week."""

_WORD = re.compile(r"[0-9a-z\x80-\U0010ffff]+")


@dataclass(frozen=True, slots=True)
class Face:
    """What an article is known by, wherever it comes from."""

    article: int
    feed: int
    """0: saved."""
    link: str | None
    """As `canonical` has it."""
    title: str
    """As `plain_title` has it."""
    published: int | None


@lru_cache(maxsize=4096)
def plain_title(title: str) -> str:
    """The title's words; "" where they are too few to tell anything."""
    words = _WORD.findall(fold(title[:400]))
    return " ".join(words) if len(words) > 1 and sum(map(len, words)) > 7 else ""


def opening(text: str) -> tuple[str, ...]:
    """A text's first words. The last one of a short text is left out: it may have been cut."""
    words = _WORD.findall(fold(text[: 20 * OPENING]))
    return tuple(words[:OPENING] if len(words) > OPENING else words[:-1])


def same_opening(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the texts begin alike; one of them may end sooner."""
    length = min(len(one), len(other))
    return length >= LEAST and one[:length] == other[:length]


def at_odds(one: Face, other: Face) -> bool:
    """Whether two articles cannot be one: of one origin, or at two places of one site."""
    if one.feed == other.feed:
        return True
    if one.link is None or other.link is None or one.link == other.link:
        return False
    return one.link.partition("/")[0] == other.link.partition("/")[0]


def shared_link(face: Face, others: Iterable[Face]) -> bool:
    """Whether some feed has the article's link for several articles: it tells none of them then."""
    having = Counter(other.feed for other in (face, *others) if other.link == face.link and other.feed)
    return any(count > 1 for count in having.values())


Opening = Callable[[int], Sequence[str]]
"""The first words of an article; asked for where a title agrees only."""


def partners(face: Face, others: Sequence[Face], opening_of: Opening) -> list[int]:
    """Which of the others are this article too, the surest first."""
    fits = [other for other in others if not at_odds(face, other)]
    linked: list[int] = []
    if face.link is not None and not shared_link(face, others):
        linked = [other.article for other in fits if other.link == face.link]
    titled = [other for other in fits if other.article not in linked and _looks_like(face, other)]
    if not titled or _comes_again(face, others, opening_of):
        return linked
    mine = opening_of(face.article)
    alike = [other for other in titled if same_opening(mine, opening_of(other.article))]
    of_feed = Counter(other.feed for other in alike if other.feed)
    return linked + [other.article for other in alike if of_feed[other.feed] < 2]


def _looks_like(face: Face, other: Face) -> bool:
    if not face.title or face.title != other.title:
        return False
    if face.published is None or other.published is None:
        return True
    return abs(face.published - other.published) <= APART


def _comes_again(face: Face, others: Iterable[Face], opening_of: Opening) -> bool:
    """Whether the article's own feed has the like several times."""
    own = [other for other in others if face.feed and other.feed == face.feed and _looks_like(face, other)]
    return any(same_opening(opening_of(face.article), opening_of(other.article)) for other in own)


def united(units: Iterable[Sequence[Face]]) -> list[Face]:
    """The articles of as many units as can be one together, beginning with the first unit.

    Whatever speaks against any two of them keeps a whole unit out: of one feed there is never more than one
    article in a group, by whatever chain they might be held together.
    """
    together: list[Face] = []
    for unit in units:
        if not any(at_odds(one, other) for one in unit for other in together):
            together += unit
    return together
