"""The rows of a headline list: which articles, in which order. A million take 16 MB."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence

Pair = tuple[int, int]
"""An article's id and where it sorts."""


class Rows:
    """Ids and sort keys side by side, in display order.

    `descending`: newest first. None: the order is not one of time (ranked, by feed); nothing is merged in.
    """

    __slots__ = ("descending", "groups", "highest", "ids", "keys", "reached")

    def __init__(self, pairs: Iterable[Pair] = (), *, descending: bool | None = True) -> None:
        self.ids = array("q")
        self.keys = array("q")
        self.descending = descending
        self.groups: dict[int, int] = {}
        """Of articles that are one, by their group: the one that has a row, and stands for them all."""
        self.reached: Pair | None = None
        """Where reading on begins: the last article that was read, be there a row for it or not."""
        self.highest = 0
        """The largest id among all that were read."""
        self.extend(pairs)

    def __len__(self) -> int:
        return len(self.ids)

    def extend(self, pairs: Iterable[Pair]) -> None:
        """More rows at the end."""
        if pairs := list(pairs):
            identities, keys = zip(*pairs, strict=True)
            self.ids.extend(identities)
            self.keys.extend(keys)
            self.reached = (self.ids[-1], self.keys[-1])

    def take(self, found: Sequence[Pair], kept: Iterable[Pair], groups: Mapping[int, int]) -> None:
        """More rows at the end: of what was found, those that are kept, and what they stand for."""
        self.extend(kept)
        self.groups.update(groups)
        if found:
            self.reached = found[-1]
            self.highest = max(self.highest, max(found)[0])

    def find(self, identity: int) -> int | None:
        """The row of an article."""
        try:
            return self.ids.index(identity)
        except ValueError:
            return None

    def has(self, pair: Pair) -> bool:
        """Whether an article has a row, found by where it sorts in time."""
        row = self._place(pair)
        return row < len(self) and self.ids[row] == pair[0]

    def before(self, pair: Pair, other: Pair) -> bool:
        """Whether one sorts before the other."""
        return self._order(pair) < self._order(other)

    def merge(self, pairs: Iterable[Pair]) -> list[int]:
        """Puts articles where they belong in time; the rows before which they were put, ascending."""
        if self.descending is None:
            return []
        placed = [(self._place(pair), pair) for pair in sorted(pairs, key=self._order)]
        placed = [(row, pair) for row, pair in placed if row == len(self) or self.ids[row] != pair[0]]
        if placed:
            self.ids = _spread(self.ids, [(row, identity) for row, (identity, _) in placed])
            self.keys = _spread(self.keys, [(row, key) for row, (_, key) in placed])
        return [row for row, _ in placed]

    def remove(self, gone: Collection[int]) -> list[int]:
        """Takes articles out; the rows at which they were, ascending."""
        if len(gone) < 16:
            found = sorted(row for identity in gone if (row := self.find(identity)) is not None)
        else:
            wanted = set(gone)
            found = [row for row, identity in enumerate(self.ids) if identity in wanted]
        for row in reversed(found):
            del self.ids[row], self.keys[row]
        if self.groups:
            left = set(gone)
            self.groups = {group: stands for group, stands in self.groups.items() if stands not in left}
        return found

    def replace(self, replacements: Mapping[int, int]) -> None:
        """Lets articles take others' rows, and stand for what those stood for; nothing moves."""
        for row, identity in enumerate(self.ids):
            if identity in replacements:
                self.ids[row] = replacements[identity]
        self.groups = {group: replacements.get(stands, stands) for group, stands in self.groups.items()}

    def _order(self, pair: Pair) -> Pair:
        identity, key = pair
        return (-key, -identity) if self.descending else (key, identity)

    def _place(self, pair: Pair) -> int:
        rows = range(len(self.ids))
        return bisect_left(
            rows, self._order(pair), key=lambda row: self._order((self.ids[row], self.keys[row]))
        )


def _spread(old: "array[int]", added: Sequence[tuple[int, int]]) -> "array[int]":
    """A copy with values put in before the given places (ascending): one pass, whatever their number."""
    new, done = array("q"), 0
    for place, value in added:
        new.extend(old[done:place])
        new.append(value)
        done = place
    new.extend(old[done:])
    return new
