"""From a headline's row to the model's value, and the words that columns hold as numbers.

A row that a failing disk has damaged may hold anything: no text where there must be one, a number that means
nothing. It is mended as it is read, and its headline says so; no other row suffers.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from reader.model import Complete, Date, FullText, Headline, Precision
from reader.store.database.damaged import DamagedText
from reader.urls.credentials import hide_secrets, hide_secrets_in
from reader.urls.parts import place_of

COMPLETE: tuple[Complete, ...] = ("none", "summary", "full")
FULL_TEXT: tuple[FullText, ...] = ("never", "asked", "always")
PRECISIONS: tuple[Precision, ...] = ("second", "minute", "hour", "day", "month", "year")

EARLIEST, LATEST = -62_135_596_800, 253_402_300_799
"""The first second of year 1 and the last of year 9999: other times have no calendar."""

HEADLINE_COLUMNS = """a.id, a.feed, a.title, a.link, a.author, a.site, a.published, a.published_precision,
    a.published_zone, a.updated, a.updated_precision, a.received, a.read, a.starred, a.words, a.complete,
    a.sort_at, a.opening, f.name, f.title, f.url,
    iif(a.account > 0, (SELECT c.name FROM account AS c WHERE c.id = a.account), NULL)"""
"""The columns of a headline, from `article a LEFT JOIN feed f`."""

NOTES = "SELECT group_concat(text || char(10) || note, char(10)) FROM note WHERE article = a.id"
"""The words of the highlights and notes of an article: they find it, also where it says something else."""


class Column(NamedTuple):
    """What a column may hold, and what stands in place of anything else."""

    sound: Callable[[Any], bool]
    instead: Any

    def mended(self, value: Any) -> Any:
        """Return the value, as plain text if it is damaged text, or what stands in its place."""
        value = str(value) if isinstance(value, DamagedText) else value
        return value if self.sound(value) else self.instead


def _number(lowest: int, highest: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and lowest <= value <= highest


def optional(column: Column) -> Column:
    """Return a column that may hold NULL besides, and does where it is damaged."""
    return Column(lambda value: value is None or column.sound(value), None)


ID = Column(_number(1, 2**63 - 1), 0)
TEXT = Column(lambda value: isinstance(value, str), "")
TIME = Column(_number(EARLIEST, LATEST), 0)
FLAG = Column(_number(0, 1), 0)
COUNT = Column(_number(0, 2**40), 0)
PRECISION = Column(_number(0, len(PRECISIONS) - 1), 0)

_HEADLINE: tuple[Column, ...] = (
    ID, optional(ID), TEXT, optional(TEXT), optional(TEXT), optional(TEXT), optional(TIME), PRECISION,
    optional(TEXT), optional(TIME), PRECISION, TIME, FLAG, FLAG, COUNT, Column(_number(0, 2), 0), TIME,
    optional(TEXT), optional(TEXT), optional(TEXT), optional(TEXT), optional(TEXT),
)  # fmt: skip

_OWN = 18
"""How many of them are the article's own; the others are its feed's."""

_sound_types: set[tuple[type, ...]] = set()
"""The types of the values in sound rows: a library has a few dozen combinations of them."""


def mended(row: Sequence[Any], columns: Sequence[Column]) -> tuple[Any, ...]:
    """Return the row with something in place of what no column may hold."""
    return tuple(column.mended(value) for column, value in zip(columns, row, strict=True))


def _is_sound(row: Sequence[Any]) -> bool:
    """Return whether a headline's row is surely sound: cheap, as every row that is shown is asked for it."""
    return (
        tuple(map(type, row)) in _sound_types
        and 0 <= row[7] < len(PRECISIONS)
        and 0 <= row[10] < len(PRECISIONS)
        and 0 <= row[15] < len(COMPLETE)
        and EARLIEST <= (row[6] or 0) <= LATEST
        and EARLIEST <= (row[9] or 0) <= LATEST
        and EARLIEST <= row[11] <= LATEST
        and EARLIEST <= row[16] <= LATEST
    )


def headline_of(row: Sequence[Any], tags: tuple[str, ...]) -> Headline:
    """Make a headline of a row of `HEADLINE_COLUMNS`, mended where it is damaged."""
    damaged = False
    if not _is_sound(row):
        kept = mended(row, _HEADLINE)
        damaged = any(old is not new for old, new in zip(row[:_OWN], kept, strict=False))
        if kept == tuple(row) and not any(isinstance(value, DamagedText) for value in row):
            _sound_types.add(tuple(map(type, row)))
        row = kept
    (
        id, feed, title, link, author, site, published, precision, zone, updated, updated_precision, received,
        read, starred, words, complete, sort_at, opening, name, feed_title, url, account,
    ) = row  # fmt: skip
    return Headline(
        id=id,
        feed=feed,
        feed_title=(site or "") if feed is None else shown_title(name, feed_title or "", url or ""),
        title=title,
        link=link,
        author=author,
        published=None if published is None else Date(published, PRECISIONS[precision], zone),
        updated=None if updated is None else Date(updated, PRECISIONS[updated_precision]),
        received=received,
        read=bool(read),
        starred=bool(starred),
        saved=feed is None,
        tags=tags,
        words=words,
        complete=COMPLETE[complete],
        sort_at=sort_at,
        opening=opening or "",
        damaged=damaged,
        account=account,
    )


def unreadable(id: int) -> Headline:
    """Return what stands in place of an article of which nothing can be read but its id."""
    return Headline(
        id=id, feed=None, feed_title="", title="", link=None, author=None, published=None, updated=None,
        received=0, read=False, starred=False, saved=False, tags=(), words=0, complete="none", damaged=True,
    )  # fmt: skip


def shown_title(name: str | None, title: str, url: str) -> str:
    """Return a feed's title as lists show it: the reader's name for it, else the feed's, else its address.

    The address stands there without its scheme: a host alone would be the name of each of its feeds.
    """
    if known := name or title:
        return hide_secrets_in(known) if "://" in known else known
    address = hide_secrets(url)
    return place_of(address) or address
