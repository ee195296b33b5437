"""Reading the pages of a damaged library one by one, for rows that SQLite can no longer reach."""

import time
from collections.abc import Iterator
from pathlib import Path

from reader.store.database import schema
from reader.store.database.schema import APPLICATION
from reader.store.salvage.collecting import INDEXES, Collection
from reader.store.salvage.pages import BTREE, FREE, KINDS, ROOT, Pages
from reader.store.salvage.records import (
    INDEX_INTERIOR,
    TABLE_INTERIOR,
    TABLE_LEAF,
    Cell,
    Text,
    Value,
    cells,
    columns,
)
from reader.store.salvage.tables import SAVED, guessed

DEEPEST = 20
"""Pages between a leaf and its root; more are a circle."""


def walk(path: Path, into: Collection, deadline: float) -> None:
    """Save the rows of all pages that hold rows and are not free, in addition to those that were saved."""
    with Pages(path) as pages:
        walker = _Walker(pages, into)
        for number in range(1, pages.count + 1):
            if time.monotonic() > deadline:
                into.broken[""] += 1
                return
            walker.read_page(number)
        walker.note_lost_pages()


def is_ours(path: Path) -> bool:
    """Return whether a file that is not marked as a library of this version holds a library's tables.

    A damaged byte may have changed the mark or the version; a library of a newer version has other tables.
    """
    try:
        with Pages(path) as pages:
            first = pages.page(1)
            listed = set(_listed(first, pages.size, 100).values())
    except OSError:
        return False
    version = int.from_bytes(first[60:64])
    newer = schema.VERSION < version < schema.VERSION + NEWER and int.from_bytes(first[68:72]) == APPLICATION
    return not newer and {"feed", "article", "identity", "article_tag"} <= listed


NEWER = 50
"""Versions by which a library may be newer than the program; a larger number is a damaged one."""


class _Walker:
    def __init__(self, pages: Pages, into: Collection) -> None:
        self._pages, self._into = pages, into
        self._parents = _parents(pages)
        self._names = _roots(pages, into)

    def read_page(self, number: int) -> None:
        """Save the rows of a page."""
        told, _ = self._pages.told(number)
        if self._pages.is_used_by_map(number) or told in (FREE, 3, 4):
            return
        page = self._pages.page(number)
        start = 100 if number == 1 else 0
        owner = self._owner(number)
        if page[start] not in KINDS:
            if told in (ROOT, BTREE) or number in self._parents:
                self._into.broken[owner or ""] += 1
                self._read_cells(page, TABLE_LEAF, start, owner, damaged=True)
            return
        if page[start] != TABLE_INTERIOR:
            self._read_cells(page, page[start], start, owner, damaged=False)

    def _read_cells(self, page: bytes, kind: int, start: int, owner: str | None, *, damaged: bool) -> None:
        for cell in cells(page, kind, start, self._pages.size):
            values = self._values(cell)
            if cell is not None and values is not None and self._keep(cell, values, owner):
                continue
            if not damaged and (owner in self._into.tables or owner in INDEXES):
                self._into.broken[owner or ""] += 1

    def _values(self, cell: Cell | None) -> list[Value] | None:
        if cell is None:
            return None
        payload = cell.local
        if cell.overflow:
            payload += self._pages.chain(cell.overflow, cell.size - len(payload))
        return columns(payload)

    def _keep(self, cell: Cell, values: list[Value], owner: str | None) -> bool:
        """Keep a row of the table that the page is of, or seems to be. Returns whether it was one."""
        into = self._into
        if owner in INDEXES:
            into.add_entries(owner, [tuple(values)])
            return True
        if owner == "sqlite_sequence" and isinstance(values[0], Text) and isinstance(values[1], int):
            into.used_ids([(values[0].decode("utf-8", "replace"), values[1])])
            return True
        if owner is not None and owner not in into.tables:
            return True
        name = owner or guessed(into.tables, cell.rowid, values)
        row = into.tables[name].row(cell.rowid, values) if name else None
        if name is None or row is None:
            return False
        into.add(name, [row])
        return True

    def _owner(self, number: int) -> str | None:
        """Return the table or index that a page is of, by the pages above it; None where that is lost."""
        for _ in range(DEEPEST):
            if number in self._names:
                return self._names[number]
            told, parent = self._pages.told(number)
            number = parent if told == BTREE and parent else self._parents.get(number, 0)
            if not number:
                return None
        return None

    def note_lost_pages(self) -> None:
        """Note the pages that interior pages name and that the file has no longer, as after a cut."""
        for child, parent in self._parents.items():
            if child > self._pages.count:
                self._into.broken[self._owner(parent) or ""] += 1
        roots = {name: root for root, name in self._names.items()}
        for name in () if self._into.is_reached else (*SAVED, *INDEXES):
            root = roots.get(name, self._pages.count + 1)
            if root > self._pages.count or self._pages.page(root)[0] not in KINDS:
                self._into.broken[name] += 1


def _parents(pages: Pages) -> dict[int, int]:
    """Return the page above each page, as the interior pages tell it."""
    found: dict[int, int] = {}
    for number in range(1, pages.count + 1):
        if pages.is_used_by_map(number) or pages.told(number)[0] in (FREE, 3, 4):
            continue
        page = pages.page(number)
        start = 100 if number == 1 else 0
        if page[start] in (TABLE_INTERIOR, INDEX_INTERIOR):
            for child in _children(page, start, pages.size):
                if 1 < child < 1 << 24 and child != number:
                    found.setdefault(child, number)
    return found


def _children(page: bytes, start: int, usable: int) -> Iterator[int]:
    yield int.from_bytes(page[start + 8 : start + 12])
    count = int.from_bytes(page[start + 3 : start + 5])
    for index in range(min(count, (usable - start - 12) // 2)):
        place = start + 12 + 2 * index
        at = int.from_bytes(page[place : place + 2])
        if start + 12 <= at <= usable - 4:
            yield int.from_bytes(page[at : at + 4])


def _roots(pages: Pages, into: Collection) -> dict[int, str]:
    """Return the names of tables and indexes by their first pages: the file's own list, else a new library's.

    A library's tables are always made in the same order, and its first pages never move.
    """
    made = into.db.execute("SELECT rootpage, name FROM sqlite_schema WHERE rootpage > 0")
    names = {int(str(root)): str(name) for root, name in made} if pages.mapped else {}
    first = pages.page(1)
    told = _listed(first, pages.size, 100) if first[100] == TABLE_LEAF else {}
    return names | told | {1: "sqlite_schema"}


def _listed(page: bytes, usable: int, start: int) -> dict[int, str]:
    found = {}
    for cell in cells(page, TABLE_LEAF, start, usable):
        values = columns(cell.local) if cell else None
        if values is None or len(values) != 5:
            continue
        kind, name, _, root, _ = values
        listed = isinstance(kind, Text) and kind in (b"table", b"index")
        if listed and isinstance(name, Text) and isinstance(root, int) and root > 1:
            found[root] = name.decode("utf-8", "replace")
    return found
