"""The rows of a headline list: which articles, in which order. A million take 16 MB."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence

Pair = tuple[int, int]
"""An article's id and its sort key, in UTC seconds."""

MOST_GONE = 10_000
"""The number of removed articles whose rows are remembered."""


class Rows:
    """Ids and sort keys side by side, in display order.

    Into rows that are not in order of time, those of a search or by feed, nothing is merged but what was
    removed from them: it goes back where it was.
    """

    __slots__ = ("descending", "gone", "groups", "highest", "ids", "keys", "reached")

    def __init__(self, pairs: Iterable[Pair] = (), *, descending: bool | None = True) -> None:
        self.ids = array("q")
        """The articles of the rows."""
        self.keys = array("q")
        """The sort keys of the rows, in UTC seconds."""
        self.descending = descending
        """Whether the newest comes first; None: the rows are not in order of time."""
        self.gone: dict[int, Pair] = {}
        """The row and the sort key of articles that were removed."""
        self.groups: dict[int, int] = {}
        """The article that has a row and represents its duplicates, by the id of their group."""
        self.reached: Pair | None = None
        """The last article that was read from the store, with or without a row; None before the first."""
        self.highest = 0
        """The largest id of all articles that were read from the store."""
        self.extend(pairs)

    def __len__(self) -> int:
        return len(self.ids)

    def extend(self, pairs: Iterable[Pair]) -> None:
        """Append rows."""
        if pairs := list(pairs):
            identities, keys = zip(*pairs, strict=True)
            self.ids.extend(identities)
            self.keys.extend(keys)
            self.reached = (self.ids[-1], self.keys[-1])

    def take(self, found: Sequence[Pair], kept: Iterable[Pair], groups: Mapping[int, int]) -> None:
        """Append the rows for a slice that was read from the store.

        `found` is the whole slice, `kept` its articles that get rows, `groups` the representatives by group.
        """
        self.extend(kept)
        self.groups.update(groups)
        if found:
            self.reached = found[-1]
            self.highest = max(self.highest, max(found)[0])

    def find(self, identity: int) -> int | None:
        """Return the row of an article; None where it has none."""
        try:
            return self.ids.index(identity)
        except ValueError:
            return None

    def has(self, pair: Pair) -> bool:
        """Tell whether an article has a row, in rows that are in order of time."""
        row = self._row_for(pair)
        return row < len(self) and self.ids[row] == pair[0]

    def place_of(self, pair: Pair) -> int | None:
        """Return the row of an article, or of what stands in its place; None where no rows reach so far."""
        row = self._row_for(pair)
        return row if row < len(self) else None

    def before(self, pair: Pair, other: Pair) -> bool:
        """Tell whether an article sorts before the other one."""
        return self._order(pair) < self._order(other)

    def merge(self, pairs: Iterable[Pair]) -> list[int]:
        """Insert articles where they belong. Returns the rows before which they went, ascending."""
        if self.descending is None:
            placed = self._former_places(pairs)
        else:
            placed = [(self._row_for(pair), pair) for pair in sorted(pairs, key=self._order)]
            placed = [(row, pair) for row, pair in placed if row == len(self) or self.ids[row] != pair[0]]
        for _, (identity, _key) in placed:
            self.gone.pop(identity, None)
        if placed:
            self.ids = _spread(self.ids, [(row, identity) for row, (identity, _) in placed])
            self.keys = _spread(self.keys, [(row, key) for row, (_, key) in placed])
        return [row for row, _ in placed]

    def remove(self, gone: Collection[int]) -> list[int]:
        """Remove articles. Returns the rows that they had, ascending."""
        if len(gone) < 16:
            found = sorted(row for identity in gone if (row := self.find(identity)) is not None)
        else:
            wanted = set(gone)
            found = [row for row, identity in enumerate(self.ids) if identity in wanted]
        self._note_gone(found)
        for row in reversed(found):
            del self.ids[row], self.keys[row]
        if self.groups:
            left = set(gone)
            self.groups = {group: shown for group, shown in self.groups.items() if shown not in left}
        return found

    def replace(self, replacements: Mapping[int, int]) -> None:
        """Give the rows of articles to others, which represent their groups from now on; nothing moves."""
        for row, identity in enumerate(self.ids):
            if identity in replacements:
                self.ids[row] = replacements[identity]
        self.groups = {group: replacements.get(shown, shown) for group, shown in self.groups.items()}

    def _note_gone(self, rows: Sequence[int]) -> None:
        """Note where articles are that are about to be removed."""
        if len(self.gone) + len(rows) > MOST_GONE:
            self.gone = {}
        self.gone.update((self.ids[row], (row, self.keys[row])) for row in rows[:MOST_GONE])

    def _former_places(self, pairs: Iterable[Pair]) -> list[tuple[int, Pair]]:
        """Return the rows before which articles go that were removed."""
        back = [(*self.gone[identity], identity) for identity, _ in pairs if identity in self.gone]
        return [
            (min(row - before, len(self)), (identity, key))
            for before, (row, key, identity) in enumerate(sorted(back))
        ]

    def _order(self, pair: Pair) -> Pair:
        identity, key = pair
        return (-key, -identity) if self.descending else (key, identity)

    def _row_for(self, pair: Pair) -> int:
        rows = range(len(self.ids))
        return bisect_left(
            rows, self._order(pair), key=lambda row: self._order((self.ids[row], self.keys[row]))
        )


def _spread(old: "array[int]", added: Sequence[tuple[int, int]]) -> "array[int]":
    """Copy values with others inserted before the given places (ascending), in one pass."""
    new, done = array("q"), 0
    for place, value in added:
        new.extend(old[done:place])
        new.append(value)
        done = place
    new.extend(old[done:])
    return new
