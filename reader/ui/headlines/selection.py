"""The articles of a list that are selected, for a key that acts on all of them. Knows no widget."""

from collections.abc import Collection

from reader.ui.headlines.rows import Rows


class Selection:
    """Ids of articles, and where a range of them would begin."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        """The articles that are selected."""
        self._anchor: int | None = None
        """The article that was selected or dropped last, where a range begins."""

    def toggle(self, identity: int) -> None:
        """Select an article, or drop it."""
        self.ids ^= {identity}
        self._anchor = identity

    def extend(self, rows: Rows, row: int) -> None:
        """Select all articles from the one that was selected last to that of the row."""
        found = None if self._anchor is None else rows.find(self._anchor)
        first, last = sorted((row if found is None else found, row))
        self.ids.update(rows.ids[first : last + 1])
        self._anchor = rows.ids[row]

    def take_all(self, rows: Rows) -> None:
        """Select all articles of the rows."""
        self.ids = set(rows.ids)

    def clear(self) -> None:
        """Drop all articles."""
        self.ids, self._anchor = set(), None

    def drop(self, gone: Collection[int]) -> None:
        """Drop articles that are not listed any more."""
        self.ids.difference_update(gone)

    def in_order(self, rows: Rows) -> list[int]:
        """Return the selected articles in the order of their rows."""
        return [identity for identity in rows.ids if identity in self.ids] if self.ids else []
