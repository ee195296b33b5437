"""SQLite's record format, for pages that SQLite itself can no longer reach.

See <https://www.sqlite.org/fileformat2.html>, sections 1.6 and 2.1. What is read may be anything: every
number is checked against the bytes that there are.
"""

import struct
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

TABLE_LEAF, INDEX_LEAF, TABLE_INTERIOR, INDEX_INTERIOR = 13, 10, 5, 2
"""The kinds of b-tree pages, by the first byte of the page."""

LARGEST_PAYLOAD = 80 * 1024 * 1024
"""Bytes of a row at most: an article's body and then some."""

MOST_COLUMNS = 64


class Missing(Enum):
    """Stands for a column whose bytes are lost."""

    MISSING = "missing"


MISSING = Missing.MISSING

Value = int | float | bytes | str | None | Missing
"""A column of a row; text comes as `Text`."""


class Text(bytes):
    """The bytes of a column that holds text: they may be no text any more."""


class Cell(NamedTuple):
    """A row, or an entry of an index, as it lies on a page."""

    rowid: int | None
    """The row's number; None in an index."""
    size: int
    """Bytes that it has in all."""
    local: bytes
    """Those that lie on this page."""
    overflow: int
    """The page on which it goes on; 0: nowhere."""


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of one to nine bytes. Returns it and where it ends; raises IndexError."""
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >> 63 else value, at + 9


def cells(page: bytes, kind: int, start: int, usable: int) -> Iterator[Cell | None]:
    """Yield the cells of a b-tree page that begins at `start` (100 on the first page); None for a broken one.

    Where the count of cells is impossible, as many are read as there are places that can be.
    """
    header = start + (12 if kind in (TABLE_INTERIOR, INDEX_INTERIOR) else 8)
    most = (usable - header) // 2
    count = int.from_bytes(page[start + 3 : start + 5])
    for index in range(min(count, most)):
        at = int.from_bytes(page[header + 2 * index : header + 2 * index + 2])
        if not header + 2 <= at < usable:
            yield None
            if count > most:
                return
            continue
        try:
            yield _cell(page, at, kind, usable)
        except IndexError:
            yield None


def _cell(page: bytes, at: int, kind: int, usable: int) -> Cell | None:
    rowid = None
    if kind in (TABLE_INTERIOR, INDEX_INTERIOR):
        at += 4
    size, at = varint(page, at)
    if kind == TABLE_LEAF:
        rowid, at = varint(page, at)
    if not 0 < size <= LARGEST_PAYLOAD:
        return None
    local = _local(size, kind, usable)
    overflow = 0
    if local < size:
        if at + local + 4 > usable:
            return None
        overflow = int.from_bytes(page[at + local : at + local + 4])
    elif at + local > usable:
        return None
    return Cell(rowid, size, page[at : at + local], overflow)


def _local(size: int, kind: int, usable: int) -> int:
    """Return how many bytes of a row lie on its own page (section 1.6 of the format)."""
    most = usable - 35 if kind == TABLE_LEAF else (usable - 12) * 64 // 255 - 23
    if size <= most:
        return size
    least = (usable - 12) * 32 // 255 - 23
    rest = least + (size - least) % (usable - 4)
    return rest if rest <= most else least


def columns(payload: bytes) -> list[Value] | None:
    """Decode a record. Returns its columns, `MISSING` for those that are cut off; None for no record."""
    try:
        length, at = varint(payload, 0)
        if not at <= length <= len(payload):
            return None
        kinds = []
        while at < length:
            kind, at = varint(payload, at)
            kinds.append(kind)
    except IndexError:
        return None
    if at != length or not 0 < len(kinds) <= MOST_COLUMNS:
        return None
    values: list[Value] = []
    for kind in kinds:
        if kind < 0 or kind in (10, 11):
            return None
        size = _SIZES[kind] if kind < 10 else (kind - 12) // 2
        part = payload[at : at + size]
        values.append(_value(kind, part) if len(part) == size else MISSING)
        at += size
    return values


_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
"""Bytes of a column by its kind."""


def _value(kind: int, part: bytes) -> Value:
    match kind:
        case 0:
            return None
        case 7:
            (number,) = struct.unpack(">d", part)
            return float(number)
        case 8 | 9:
            return kind - 8
        case _ if kind < 7:
            return int.from_bytes(part, signed=True)
        case _:
            return Text(part) if kind % 2 else part
