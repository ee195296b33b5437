"""Which articles a bulk mark is about. Pure: rows in, ids out."""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Literal

from reader.model import DAY
from reader.ui.headlines.rows import Rows

Span = Literal["all", "above", "below", "seen", "older"]
"""Which rows of a list a bulk mark is about."""


@dataclass(frozen=True, slots=True)
class BulkMark:
    """One answer to "mark what read?"."""

    span: Span
    text: str
    """The answer as the dialog shows it."""
    days: int = 0
    """The least age of the articles of `older`, in days."""


BULK_MARKS = (
    BulkMark("all", "All {count:,} listed here"),
    BulkMark("above", "All above the cursor"),
    BulkMark("below", "The cursor's and all below"),
    BulkMark("seen", "Those seen on the screen"),
    BulkMark("older", "Older than a day", 1),
    BulkMark("older", "Older than a week", 7),
    BulkMark("older", "Older than a month", 30),
)
"""The answers to choose from."""


def with_count(mark: BulkMark, unread: Sequence[int], count: int) -> str:
    """Return an answer with how many unread articles it is about, in a list of so many."""
    return f"{mark.text.format(count=count)}: {len(unread):,} unread"


def select(
    rows: Rows, mark: BulkMark, now: int, *, row: int = 0, seen: range = range(0), unread: Sequence[int] = b""
) -> "array[int]":
    """Return the ids of the rows that a bulk mark is about.

    `row` is the cursor's, `seen` are the rows on the screen, `now` is in UTC seconds. `unread` tells of each
    row whether it is unread (1) or read (0); without it all rows count.
    """
    limit = now - mark.days * DAY
    match mark.span:
        case "older" if rows.descending:
            wanted = slice(bisect_left(rows.keys, -limit + 1, key=lambda at: -at), None)
        case "above":
            wanted = slice(0, row)
        case "below":
            wanted = slice(row, None)
        case "seen":
            wanted = slice(seen.start, seen.stop)
        case _:
            wanted = slice(None)
    ids, flags = rows.ids[wanted], unread[wanted] if unread else None
    if mark.span == "older" and not rows.descending:
        old = [key < limit for key in rows.keys]
        flags = old if flags is None else [flag and is_old for flag, is_old in zip(flags, old, strict=True)]
    return ids if flags is None else array("q", compress(ids, flags))
