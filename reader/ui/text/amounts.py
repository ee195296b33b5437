"""How much there is, in words: of a list, of reading, of bytes. Pure."""

from reader.ui.text.signs import dotted
from reader.ui.text.times import reading_time

TOLD = 50_000
"""Bytes of a file whose size is told at least."""


def how_far(seen: float, minutes: int) -> str:
    """Write how much of an article was in sight and how long it is, as `40 % of 12 min`, or `about 12 min`.

    `seen`: a share from 0 to 1, which is that of the lines above the bottom of the pane.
    """
    if seen >= 1 or not minutes:
        time = reading_time(minutes)
        return f"about {time.removeprefix('about ')}" if time else ""
    return f"{max(1, int(100 * seen))} % of {reading_time(minutes)}"


def where_in_list(row: int | None, rows: int, far: str) -> str:
    """Write an article's place in its list and how far it is read, as `7 of 31, about 12 min`.

    `row` counts from 0; None where the article has none.
    """
    place = "" if row is None else f"{row + 1:,} of {rows:,}"
    return ", ".join(part for part in (place, far) if part)


def plan_words(left: int, planned: int, minutes: int) -> str:
    """Write what is left of a plan, as `4 of 6 left · 11 min`."""
    if not left:
        return f"all {planned} read"
    return dotted(f"{left} of {planned} left", f"{minutes} min")


def unread_words(articles: int, minutes: int) -> str:
    """Write counts as `37 unread · 52 min`."""
    if not articles:
        return "nothing unread"
    time = reading_time(minutes).removeprefix("about ")
    return dotted(f"{articles:,} unread", time)


def megabytes(done: int, total: int | None) -> str:
    """Say how many bytes there are, of how many in all: `12.5 MB`, `12.5 of 40.0 MB (31 %)`."""
    there = f"{done / 1_000_000:.1f}"
    return f"{there} of {total / 1_000_000:.1f} MB ({100 * done // total} %)" if total else f"{there} MB"


def size_words(length: int | None) -> str:
    """Write the size of a file behind its kind, as `, 12.5 MB`; nothing where it is unknown or small."""
    return f", {megabytes(length, None)}" if length and length > TOLD else ""
