"""What other machines said of articles, done to those that are here: nothing of it is noted again."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from typing import Any

from reader.document.sanitize import sanitize_line
from reader.entries import written
from reader.store.articles import corrections
from reader.store.database.connection import Database, numbers, rows
from reader.store.notes import notes
from reader.store.said.entities import ARTICLE
from reader.store.said.known import in_force
from reader.store.said.sharing import is_shared

LONGEST_TAG = 200
"""Characters of a tag that comes from outside."""

_LONGEST_FACT = 10_000
"""Characters of a corrected title, author or site that comes from outside."""


def welcome(db: Database, ids: Collection[int], now: int) -> None:
    """Give articles that have just come the marks that wait for them. Part of the caller's transaction."""
    if ids and is_shared(db):
        waiting = in_force(db, ARTICLE, ids)
        apply(
            db,
            {id: {field: entry.value for field, entry in said.items()} for id, said in waiting.items()},
            now,
        )


def apply(db: Database, said: Mapping[int, Mapping[str, str]], now: int) -> int:
    """Give articles the values of fields that are said of them, as JSON. Returns how many changed.

    A value of another type than its field's, and a field that is not known, change nothing. Part of the
    caller's transaction.
    """
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for id, fields in said.items():
        for field, value in fields.items():
            alike[field, value].append(id)
    changed: set[int] = set()
    for (field, text), ids in alike.items():
        with suppress(ValueError):
            changed |= _set(db, field, json.loads(text), ids, now)
    return len(changed)


def _set(db: Database, field: str, value: Any, ids: list[int], now: int) -> set[int]:
    kind, _, name = field.partition(":")
    match kind:
        case "read" | "starred" if isinstance(value, bool):
            return _turn(db, kind, value, ids)
        case "deleted" if isinstance(value, bool):
            return _delete(db, value, ids, now)
        case "tag" if isinstance(value, bool):
            return _tag(db, sanitize_line(" ".join(name.split()))[:LONGEST_TAG].strip(), value, ids)
        case "pos":
            return _place(db, value, ids)
        case "note" if value is None or isinstance(value, dict):
            told = None if value is None else written(value)
            return {id for id in ids if notes.put(db, name, id, told, say=False)}
        case "fix" if name in corrections.FIELDS:
            return _correct(db, name, value, ids)
    return set()


def _changed(found: Iterable[tuple[Any, ...]]) -> set[int]:
    return {id for (id,) in found}


def _turn(db: Database, column: str, value: bool, ids: list[int]) -> set[int]:
    sql = f"""UPDATE article SET {column} = ?1 WHERE id IN (SELECT value FROM carray(?2)) AND {column} <> ?1
              RETURNING id"""
    return _changed(rows(db, sql, (int(value), numbers(ids))))


def _delete(db: Database, value: bool, ids: list[int], now: int) -> set[int]:
    """Delete articles, or bring back those that the reader deleted, not those that went otherwise."""
    sql = """UPDATE article SET deleted = ?1, deleted_at = ?2 WHERE id IN (SELECT value FROM carray(?3))
             AND deleted = ?4 RETURNING id"""
    return _changed(rows(db, sql, (int(value), now if value else None, numbers(ids), int(not value))))


def _tag(db: Database, tag: str, value: bool, ids: list[int]) -> set[int]:
    if not tag:
        return set()
    if value:
        sql = """INSERT OR IGNORE INTO article_tag (tag, sort_at, article) SELECT ?, sort_at, id FROM article
                 WHERE id IN (SELECT value FROM carray(?)) RETURNING article"""
    else:
        sql = """DELETE FROM article_tag WHERE tag = ? AND article IN (SELECT value FROM carray(?))
                 RETURNING article"""
    return _changed(rows(db, sql, (tag, numbers(ids))))


def place_of(db: Database, id: int) -> list[int] | None:
    """Return where the reader is in an article, as it is said: block, character, when, whether at its end."""
    found = rows(db, "SELECT block, character, at, finished FROM position WHERE article = ?", (id,))
    return list(found[0]) if found else None


def _place(db: Database, value: Any, ids: list[int]) -> set[int]:
    if value is None:
        sql = "DELETE FROM position WHERE article IN (SELECT value FROM carray(?)) RETURNING article"
        return _changed(rows(db, sql, (numbers(ids),)))
    if not isinstance(value, list) or len(value) != 4 or any(type(part) is not int for part in value):
        return set()
    if any(not 0 <= part < 1 << 40 for part in value):
        return set()
    block, character, at, finished = value
    sql = """INSERT OR REPLACE INTO position (article, block, character, at, finished)
             SELECT id, ?, ?, ?, ? FROM article WHERE id IN (SELECT value FROM carray(?)) RETURNING article"""
    return _changed(rows(db, sql, (block, character, at, int(finished > 0), numbers(ids))))


def correction_of(db: Database, id: int, field: str) -> Any:
    """Return how the reader corrected a field of an article, as it is said; None where he did not."""
    found = rows(db, "SELECT value FROM correction WHERE article = ? AND field = ?", (id, field))
    return json.loads(found[0][0]) if found else None


def _correct(db: Database, field: str, value: Any, ids: list[int]) -> set[int]:
    read = None if value is None else corrections.read_value(json.dumps(value))
    if value is not None and (read is None or isinstance(read, str) == (field == "published")):
        return set()
    if isinstance(read, str):
        read = sanitize_line(read)[:_LONGEST_FACT]
    changed = set()
    for id in ids:
        known = next(
            (kept.value for name, kept in corrections.corrections(db, id).items() if name == field), None
        )
        if known != read:
            corrections.write(db, id, {field: read})  # type: ignore[dict-item]
            changed.add(id)
    return changed
