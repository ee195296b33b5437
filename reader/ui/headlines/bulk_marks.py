"""Which articles a bulk mark is about. Pure: ids in, ids out."""

from dataclasses import dataclass
from typing import Literal

from reader.model import DAY
from reader.ui.headlines.rows import Rows

Span = Literal["shown", "above", "below", "older"]
"""Which rows of a list a bulk mark is about."""


@dataclass(frozen=True, slots=True)
class BulkMark:
    """One answer to "mark what read?"."""

    span: Span
    text: str
    """The answer as the dialog shows it."""
    days: int = 0
    """The least age of the articles of `older`, in days."""


def bulk_marks(count: int) -> tuple[BulkMark, ...]:
    """Return the answers to choose from, for a list of `count` rows."""
    return (
        BulkMark("shown", f"All {count:,} listed here"),
        BulkMark("above", "All above the cursor"),
        BulkMark("below", "The cursor's and all below"),
        BulkMark("older", "Older than a day", 1),
        BulkMark("older", "Older than a week", 7),
        BulkMark("older", "Older than a month", 30),
    )


def select(rows: Rows, row: int, mark: BulkMark, now: int) -> list[int]:
    """Return the ids of the rows that a bulk mark is about; `row` is the cursor's, `now` in UTC seconds."""
    match mark.span:
        case "above":
            return list(rows.ids[:row])
        case "below":
            return list(rows.ids[row:])
        case "older":
            limit = now - mark.days * DAY
            return [identity for identity, key in zip(rows.ids, rows.keys, strict=True) if key < limit]
    return list(rows.ids)
