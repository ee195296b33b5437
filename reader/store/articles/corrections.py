"""The reader's own corrections of an article's facts: they win over its source, also over later versions."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Literal, NamedTuple

from msgspec.structs import replace

from reader.model import DAY, Date, ParsedArticle
from reader.store.articles import openings
from reader.store.database.connection import Database, rows
from reader.store.duplicates import grouping
from reader.store.rows import PRECISIONS, TIME
from reader.store.search import index

Field = Literal["title", "author", "site", "published"]

FIELDS: tuple[Field, ...] = ("title", "author", "site", "published")

Value = str | Date | None


class Correction(NamedTuple):
    """What the reader says, and what the source says."""

    value: Value
    original: Value


def corrections(db: Database, article: int) -> dict[Field, Correction]:
    """Return an article's corrected fields with their values; a damaged correction is left out."""
    found = rows(db, "SELECT field, value, original FROM correction WHERE article = ?", (article,))
    kept: dict[Field, Correction] = {}
    for field, value, original in found:
        with suppress(ValueError):
            if field in FIELDS:
                kept[field] = Correction(read_value(value), read_value(original))
    return kept


def read_value(text: str) -> Value:
    """Read a correction's value from its JSON. Raises `ValueError` for what is none."""
    try:
        value = json.loads(text)
        if not isinstance(value, list):
            return value if isinstance(value, str) else None
        at, precision, zone = value
    except (TypeError, ValueError):
        raise ValueError("The correction is damaged") from None
    if not TIME.sound(at) or precision not in PRECISIONS:
        raise ValueError("The correction is damaged: this is no date")
    return Date(at, precision, zone if isinstance(zone, str) else None)


def written_value(value: Value) -> str:
    """Write a correction's value as JSON; a date is [seconds, precision, zone]."""
    if isinstance(value, Date):
        return json.dumps((value.at, value.precision, value.zone))
    return json.dumps(value)


def under_corrections(
    db: Database, article: int, parsed: ParsedArticle, corrected: Mapping[Field, Correction]
) -> ParsedArticle:
    """Put the reader's corrections into a new version of an article.

    The source's values are kept beside them.
    """
    for field in corrected:
        original: Value = getattr(parsed, field)
        db.execute(
            "UPDATE correction SET original = ? WHERE article = ? AND field = ?",
            (written_value(original), article, field),
        )
    # Each field's value has that field's type since it was written; a mapping cannot say so.
    changes = {field: correction.value for field, correction in corrected.items()}
    return replace(parsed, **changes)


def write(db: Database, article: int, values: Mapping[Field, Value]) -> None:
    """Set corrections; None takes one back, so that the source's value shows again."""
    kept = corrections(db, article)
    for field, value in values.items():
        if value is None:
            if field in kept:
                db.execute("DELETE FROM correction WHERE article = ? AND field = ?", (article, field))
                _show(db, article, field, kept[field].original)
            continue
        original = kept[field].original if field in kept else _shown(db, article, field)
        db.execute(
            "INSERT OR REPLACE INTO correction (article, field, value, original) VALUES (?, ?, ?, ?)",
            (article, field, written_value(value), written_value(original)),
        )
        _show(db, article, field, value)
    index.again(db, [article])
    openings.note(db, [article])
    if "title" in values:
        grouping.group_articles(db, [article])


def _shown(db: Database, article: int, field: Field) -> Value:
    if field == "published":
        found = rows(
            db, "SELECT published, published_precision, published_zone FROM article WHERE id = ?", (article,)
        )
        at, precision, zone = found[0]
        return None if at is None else Date(at, PRECISIONS[precision], zone)
    value = rows(db, f"SELECT {field} FROM article WHERE id = ?", (article,))[0][0]
    return value if isinstance(value, str) else None


def _show(db: Database, article: int, field: Field, value: Value) -> None:
    if isinstance(value, Date) or field == "published":
        date = value if isinstance(value, Date) else None
        db.execute(
            "UPDATE article SET published = ?, published_precision = ?, published_zone = ? WHERE id = ?",
            (
                date.at if date else None,
                PRECISIONS.index(date.precision) if date else 0,
                date.zone if date else None,
                article,
            ),
        )
        received = int(rows(db, "SELECT received FROM article WHERE id = ?", (article,))[0][0])
        move(db, article, place(date, received))
    else:
        db.execute(f"UPDATE article SET {field} = ? WHERE id = ?", (value, article))


def place(published: Date | None, received: int) -> int:
    """Return an article's sort key in UTC seconds.

    Undated, or more than a day ahead, it is when it was first seen.

    A date known to the day only lies ahead when the day itself does, wherever on Earth it was written.
    """
    if published is None:
        return received
    begins = published.at if published.to_the_day else published.sort_at
    return received if begins > received + DAY else published.sort_at


def move(db: Database, article: int, sort_at: int) -> None:
    """Give an article another sort key, in all lists."""
    db.execute("UPDATE article SET sort_at = ?1 WHERE id = ?2 AND sort_at <> ?1", (sort_at, article))
    db.execute("UPDATE article_tag SET sort_at = ?1 WHERE article = ?2 AND sort_at <> ?1", (sort_at, article))
