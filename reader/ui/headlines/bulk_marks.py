"""Which articles a bulk mark means. Pure: ids in, ids out."""

from dataclasses import dataclass
from typing import Literal

from reader.model import DAY
from reader.ui.headlines.rows import Rows

Span = Literal["shown", "above", "below", "older"]


@dataclass(frozen=True, slots=True)
class Many:
    """One answer to "mark what read?"."""

    span: Span
    text: str
    days: int = 0
    """Of `older`."""


def choices(count: int) -> tuple[Many, ...]:
    """The answers, for a list of that many."""
    return (
        Many("shown", f"All {count:,} listed here"),
        Many("above", "All above the cursor"),
        Many("below", "The cursor's and all below"),
        Many("older", "Older than a day", 1),
        Many("older", "Older than a week", 7),
        Many("older", "Older than a month", 30),
    )


def meant(rows: Rows, row: int, many: Many, now: int) -> list[int]:
    """The ids that are meant, among the rows that the list has."""
    match many.span:
        case "above":
            return list(rows.ids[:row])
        case "below":
            return list(rows.ids[row:])
        case "older":
            limit = now - many.days * DAY
            return [identity for identity, key in zip(rows.ids, rows.keys, strict=True) if key < limit]
    return list(rows.ids)
