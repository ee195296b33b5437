"""What machines say to each other through a shared folder: entries, the stamps that order them, the clock.

An entry says that a field of an entity has a value, since when, and who says so. Of all entries of a field
the greatest holds: the one with the latest stamp, then author, then value. So it does not matter in which
order, how often or from whom a machine hears of them.
"""

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

LIMIT = 7_668_432_000_000
"""Milliseconds since 1970 of the first moment of 2213: a stamp from then on is no honest clock's."""

COUNTS = 1 << 16
"""How many stamps there are in a millisecond."""

LONGEST_FIELD = 400
"""Characters of a field's name."""

_ENTITY = re.compile(r"[a-z]:[A-Za-z0-9_-]{1,64}")
_AUTHOR = re.compile(r"[a-z0-9]{8}")


class Stamp(NamedTuple):
    """When something was decided: milliseconds since 1970, and a number among those of one millisecond."""

    at: int
    counter: int


EARLIEST = Stamp(0, 0)


def next_stamp(last: Stamp, wall: int) -> Stamp:
    """Return a stamp later than the last one that was seen; where the wall clock is ahead, it is its time.

    `wall`: milliseconds since 1970. A wall clock that no machine would believe does not count.
    """
    if 0 <= wall < LIMIT and wall > last.at:
        return Stamp(wall, 0)
    if last.counter + 1 < COUNTS:
        return Stamp(last.at, last.counter + 1)
    return Stamp(last.at + 1, 0) if last.at + 1 < LIMIT else last


class Entry(NamedTuple):
    """That a field of an entity has a value."""

    entity: str
    field: str
    stamp: Stamp
    author: str
    """The machine on which it was decided."""
    value: str
    """Canonical JSON (`written`)."""

    @property
    def key(self) -> tuple[str, str]:
        """Return what the entry is about: the entity and the field."""
        return self.entity, self.field

    @property
    def rank(self) -> tuple[Stamp, str, str]:
        """Return by what entries of one field are compared: the greatest holds."""
        return self.stamp, self.author, self.value


def written(value: Any) -> str:
    """Return a value as canonical JSON: equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)


def is_entity(text: object) -> bool:
    """Return whether a text from outside can name an entity."""
    return isinstance(text, str) and _ENTITY.fullmatch(text) is not None


def is_author(text: object) -> bool:
    """Return whether a text from outside can name a machine."""
    return isinstance(text, str) and _AUTHOR.fullmatch(text) is not None


def is_stamp(stamp: Stamp) -> bool:
    """Return whether a stamp from outside is one: all machines drop the same ones."""
    return 0 <= stamp.at < LIMIT and 0 <= stamp.counter < COUNTS


def greatest(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    """Return the entries in force, by entity and field."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        known = found.get(entry.key)
        if known is None or entry.rank > known.rank:
            found[entry.key] = entry
    return found
