"""The lines of a machine's file: `crc32 json`, one for up to 200 entities that have a value in common."""

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from reader.entries import LONGEST_FIELD, Entry, Stamp, is_author, is_entity, is_stamp, written

BATCH = 200
"""Entities in a line."""

LONGEST = 1 << 20
"""Bytes of a line. A longer one is left where it stands."""

_LONGEST_VALUE = LONGEST - 2048
"""Bytes of a value: a line must hold it with all that stands beside it."""


def encoded(entries: Iterable[Entry], author: str) -> Iterator[bytes]:
    """Write entries as lines of an author's file. Those that no line can hold are left out.

    Neighbours that differ only in their entity share a line.
    """
    batch: list[Entry] = []
    for entry in entries:
        if len(entry.value.encode("utf-8", "replace")) > _LONGEST_VALUE or len(entry.field) > LONGEST_FIELD:
            continue
        if batch and (len(batch) == BATCH or not _belong(batch[0], entry)):
            yield _line(batch, author)
            batch = []
        batch.append(entry)
    if batch:
        yield _line(batch, author)


def _belong(one: Entry, other: Entry) -> bool:
    return one[1:] == other[1:] and len(one.value) < BATCH


def _line(batch: list[Entry], author: str) -> bytes:
    first = batch[0]
    said: dict[str, Any] = {
        "t": list(first.stamp),
        "e": [entry.entity for entry in batch],
        "f": first.field,
        "v": json.loads(first.value),
    }
    if first.author != author:
        said["m"] = first.author
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return b"%08x %s\n" % (zlib.crc32(text), text)


def decoded(line: bytes, author: str) -> list[Entry] | None:
    """Read a line of an author's file, without its end.

    Returns None for a line that is not whole. A whole one may say nothing that this program knows: that is no
    entry, and no error.
    """
    crc, space, text = line.partition(b" ")
    if not space or len(crc) != 8 or len(line) > LONGEST:
        return None
    if crc != b"%08x" % zlib.crc32(text):
        return None
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return list(_entries(said, author)) if isinstance(said, dict) else []


def _entries(said: dict[str, Any], author: str) -> Iterator[Entry]:
    stamp, entities, field = _stamp(said.get("t")), said.get("e"), said.get("f")
    author = said.get("m", author)
    if stamp is None or not is_author(author) or not isinstance(entities, list) or "v" not in said:
        return
    if not isinstance(field, str) or not 0 < len(field) <= LONGEST_FIELD or not field.isprintable():
        return
    try:
        value = written(said["v"])
        value.encode()
    except (ValueError, RecursionError):
        return
    for entity in entities[:BATCH]:
        if is_entity(entity):
            yield Entry(entity, field, stamp, author, value)


def _stamp(told: object) -> Stamp | None:
    if not isinstance(told, list) or len(told) != 2 or any(type(number) is not int for number in told):
        return None
    stamp = Stamp(*told)
    return stamp if is_stamp(stamp) else None
