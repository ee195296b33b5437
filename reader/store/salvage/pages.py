"""The pages of a library's file, as its write-ahead log changed them, read without SQLite."""

import os
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from reader.store.database.schema import PAGE_SIZE
from reader.store.salvage.records import INDEX_INTERIOR, INDEX_LEAF, TABLE_INTERIOR, TABLE_LEAF

KINDS = (TABLE_LEAF, INDEX_LEAF, TABLE_INTERIOR, INDEX_INTERIOR)

FREE, ROOT, BTREE = 2, 1, 5
"""Kinds of pages in the pointer map (section 1.8 of the file format); 3 and 4 hold the rest of long rows."""

_MAGIC = b"SQLite format 3\0"
_PENDING = 0x40000000
"""The byte that SQLite locks; the page that has it is never used."""

_WAL_MAGIC = (0x377F0682, 0x377F0683)
_WAL_HEADER, _FRAME_HEADER = 32, 24


class Pages:
    """A damaged library's pages by their numbers, the first is 1; where the log has a page, its latest."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.size = PAGE_SIZE
        """Bytes of a page."""
        self._logged: dict[int, int] = {}
        self._log = None
        self.size = self._page_size()
        length = os.fstat(self._file.fileno()).st_size
        self.count = -(-length // self.size)
        """The number of pages."""
        log = path.with_name(f"{path.name}-wal")
        if log.exists():
            self._log = log.open("rb")
            self._logged = _logged_pages(self._log.fileno(), self.size)
            self.count = max([self.count, *self._logged])
        self.mapped = self._is_map(self.page(2))
        """Whether the file has a pointer map, which tells what each page is."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if self._log:
            self._log.close()

    def page(self, number: int) -> bytes:
        """Return a page's bytes; zeros for those that are cut off or cannot be read."""
        file, at = self._file, (number - 1) * self.size
        if self._log and number in self._logged:
            file, at = self._log, self._logged[number]
        try:
            found = os.pread(file.fileno(), self.size, at)
        except OSError:
            found = b""
        return found.ljust(self.size, b"\0")

    def _page_size(self) -> int:
        """Return the size that most pages' beginnings fit, the header's first."""
        header = os.pread(self._file.fileno(), 100, 0)
        told = int.from_bytes(header[16:18])
        if header.startswith(_MAGIC) and told == PAGE_SIZE:
            return told
        sizes = dict.fromkeys(size for size in (PAGE_SIZE, told, 4096) if 512 <= size <= 32768)
        return max(sizes, key=self._fitting)

    def _fitting(self, size: int) -> int:
        """Return how many of the first pages look like b-tree pages of that size, by the bytes they cover."""
        starts = (os.pread(self._file.fileno(), 8, number * size) for number in range(1, 200))
        return size * sum(
            len(start) == 8 and start[0] in KINDS and start[7] < 64 and int.from_bytes(start[5:7]) <= size
            for start in starts
        )

    def _is_map(self, page: bytes) -> bool:
        entries = [page[at : at + 5] for at in range(0, min(5 * max(self.count - 2, 1), self.size - 5), 5)]
        sound = sum(1 <= entry[0] <= 5 and int.from_bytes(entry[1:]) <= self.count for entry in entries)
        return sound * 10 >= len(entries) * 9

    def _map_page(self, number: int) -> int:
        each = self.size // 5 + 1
        found = (number - 2) // each * each + 2
        return found + 1 if found == _PENDING // self.size + 1 else found

    def is_used_by_map(self, number: int) -> bool:
        """Return whether the page is one of the pointer map, or the one that is never used."""
        return number == _PENDING // self.size + 1 or (
            self.mapped and number >= 2 and self._map_page(number) == number
        )

    def told(self, number: int) -> tuple[int, int]:
        """Return a page's kind and its parent as the pointer map tells them; (0, 0) where it does not."""
        if not self.mapped or number < 3:
            return 0, 0
        of = self._map_page(number)
        at = 5 * (number - of - 1)
        entry = self.page(of)[at : at + 5]
        if len(entry) < 5 or not 1 <= entry[0] <= 5:
            return 0, 0
        return entry[0], int.from_bytes(entry[1:])

    def chain(self, first: int, size: int) -> bytes:
        """Return the bytes of a long row that lie on the pages after its own; fewer where these end early."""
        parts, seen, number = [], set(), first
        while size > 0 and 1 < number <= self.count and number not in seen:
            seen.add(number)
            if self.mapped and self.told(number)[0] not in (0, 3, 4):
                break
            page = self.page(number)
            part = page[4 : 4 + min(size, self.size - 4)]
            parts.append(part)
            size -= len(part)
            number = int.from_bytes(page[:4])
        return b"".join(parts)


def _logged_pages(log: int, size: int) -> dict[int, int]:
    """Return where in the log the latest committed version of each page lies."""
    found: dict[int, int] = {}
    open_transaction: dict[int, int] = {}
    for number, at, commits in _frames(log, size):
        open_transaction[number] = at
        if commits:
            found |= open_transaction
            open_transaction = {}
    return found


def _frames(log: int, size: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the page number of each frame of the log's present round, where it lies, and whether it commits.

    Frames behind a damaged one are read too, which SQLite does not: each is a whole page.
    """
    header = os.pread(log, _WAL_HEADER, 0)
    magic, _, told = struct.unpack(">III", header[:12]) if len(header) == _WAL_HEADER else (0, 0, 0)
    step = _FRAME_HEADER + size
    count = max(0, os.fstat(log).st_size - _WAL_HEADER) // step
    heads = [os.pread(log, _FRAME_HEADER, _WAL_HEADER + index * step) for index in range(count)]
    salt = header[16:24]
    if magic not in _WAL_MAGIC or told != size or (heads and salt not in [head[8:16] for head in heads]):
        first = Counter(head[8:16] for head in heads[:8]).most_common(1)
        salt = first[0][0] if first and first[0][1] > 1 else b""
    for index, head in enumerate(heads):
        if head[8:16] == salt and salt:
            number, after = struct.unpack(">II", head[:8])
            if 0 < number < 1 << 24:
                yield number, _WAL_HEADER + index * step + _FRAME_HEADER, after > 0
