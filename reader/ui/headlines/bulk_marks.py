"""Which articles a bulk mark means. Pure: ids in, ids out."""

from dataclasses import dataclass
from typing import Literal

from reader.model import DAY
from reader.ui.headlines.rows import Rows

Span = Literal["shown", "above", "below", "older"]


@dataclass(frozen=True, slots=True)
class BulkMark:
    """One answer to "mark what read?"."""

    span: Span
    text: str
    days: int = 0
    """Of `older`."""


def bulk_marks(count: int) -> tuple[BulkMark, ...]:
    """The answers, for a list of that mark."""
    return (
        BulkMark("shown", f"All {count:,} listed here"),
        BulkMark("above", "All above the cursor"),
        BulkMark("below", "The cursor's and all below"),
        BulkMark("older", "Older than a day", 1),
        BulkMark("older", "Older than a week", 7),
        BulkMark("older", "Older than a month", 30),
    )


def select(rows: Rows, row: int, mark: BulkMark, now: int) -> list[int]:
    """The ids that are select, among the rows that the list has."""
    match mark.span:
        case "above":
            return list(rows.ids[:row])
        case "below":
            return list(rows.ids[row:])
        case "older":
            limit = now - mark.days * DAY
            return [identity for identity, key in zip(rows.ids, rows.keys, strict=True) if key < limit]
    return list(rows.ids)
