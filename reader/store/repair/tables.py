"""What each column of the library may hold, and what stands in place of anything else.

SQLite's own check knows that a column is text or may not be NULL. It does not know whether text is UTF-8,
or whether a number means anything; and of a body it knows nothing at all.
"""

from collections.abc import Mapping
from typing import NamedTuple

from reader.accounts import KINDS, LOST
from reader.store.articles.details import sound_extra
from reader.store.articles.ingest import AWAITED
from reader.store.database.connection import Database
from reader.store.rows import COUNT, FLAG, ID, PRECISION, TEXT, TIME, Column, optional
from reader.store.search.index import has_text


class Table(NamedTuple):
    """A table whose rows are looked at one by one."""

    name: str
    key: str
    """The column that the rows are found by: an INTEGER PRIMARY KEY, which cannot be anything else."""
    columns: Mapping[str, Column]
    kind: str
    """What a row is, in words."""


_INTEGER = Column(lambda value: type(value) is int, AWAITED)
_BYTES = Column(lambda value: isinstance(value, bytes), b"")
_LEVEL = Column(lambda value: type(value) is int and 0 <= value <= 2, 0)
_FULL_TEXT = Column(lambda value: type(value) is int and 0 <= value <= 2, 1)
_NAME = Column(lambda value: isinstance(value, str) and value != "", "?")
_KIND = Column(lambda value: value in (*KINDS, LOST), KINDS[0])
_DELETED = Column(lambda value: type(value) is int and 0 <= value <= 3, 0)

TABLES = (
    Table(
        "feed",
        "id",
        {
            "url": TEXT, "title": TEXT, "name": optional(TEXT), "site": optional(TEXT),
            "folder": Column(lambda value: value is None or (isinstance(value, str) and value != ""), None),
            "added": TIME, "removed": optional(TIME), "url_edited": optional(TIME), "paused": FLAG,
            "gone": FLAG, "etag": optional(TEXT), "last_modified": optional(TEXT),
            "body_hash": optional(TEXT), "next_due": TIME, "last_checked": optional(TIME),
            "last_ok": optional(TIME), "failures": COUNT, "error": optional(TEXT),
            "silenced_until": optional(TIME), "claimed_until": optional(TIME), "moved_to": optional(TEXT),
            "pace": optional(_BYTES), "full_text": _FULL_TEXT, "pages_after": COUNT, "account": COUNT,
            "remote_id": optional(TEXT), "ways": optional(TEXT), "habits": optional(TEXT),
        },
        "feed",
    ),
    Table(
        "article",
        "id",
        {
            "feed": optional(ID), "sort_at": TIME, "read": FLAG, "starred": FLAG, "deleted": _DELETED,
            "complete": _LEVEL, "words": COUNT, "received": TIME, "published": optional(TIME),
            "published_precision": PRECISION, "published_zone": optional(TEXT), "updated": optional(TIME),
            "updated_precision": PRECISION, "title": TEXT, "link": optional(TEXT), "author": optional(TEXT),
            "site": optional(TEXT), "page": FLAG, "fingerprint": _INTEGER, "text_hash": _INTEGER,
            "deleted_at": optional(TIME), "opening": optional(TEXT), "account": COUNT,
            "remote_id": optional(TEXT), "gone_at": optional(TIME),
        },
        "article",
    ),
    Table("revision", "id", {"article": ID, "at": TIME, "title": TEXT, "packed": _BYTES}, "former text"),
    Table("other_version", "article", {"complete": _LEVEL, "words": COUNT, "packed": _BYTES}, "other text"),
    Table("page_failure", "article", {"at": TIME, "reason": TEXT}, "failed page"),
    Table(
        "action",
        "id",
        {"at": TIME, "label": TEXT, "count": COUNT, "before": _BYTES, "unfinished": _LEVEL},
        "action",
    ),
    Table("action_slice", "id", {"changed": COUNT, "before": optional(_BYTES)}, "part of an action"),
    Table("saved_search", "id", {"name": TEXT, "query": TEXT}, "saved search"),
    Table("rule", "id", {"query": TEXT, "deeds": TEXT}, "rule"),
    Table("rule_work", "id", {"count": COUNT, "changed": _BYTES}, "rule's work"),
    Table(
        "account",
        "id",
        {
            "kind": _KIND, "name": _NAME, "url": TEXT, "user": TEXT, "password_command": optional(TEXT),
            "identity": optional(TEXT), "feeds_editable": FLAG, "keeps_tags": FLAG, "added": TIME,
            "removed": optional(TIME), "last_sync": optional(TIME), "next_due": TIME, "failures": COUNT,
            "error": optional(TEXT), "refused": FLAG, "silenced_until": optional(TIME), "unread": COUNT,
            "starred": COUNT, "details": Column(lambda value: isinstance(value, str), "{}"),
        },
        "account",
    ),
    Table(
        "outbox",
        "id",
        {"account": ID, "remote_id": TEXT, "field": TEXT, "value": FLAG, "tries": COUNT, "sent": FLAG},
        "mark that waits",
    ),
    Table(
        "feed_op",
        "id",
        {
            "account": ID, "feed": ID, "op": TEXT, "value": optional(TEXT), "tries": COUNT,
            "error": optional(TEXT),
        },
        "change of a feed that waits",
    ),
)  # fmt: skip
"""The tables with a number for each row."""

KEYED = {
    "article_tag": {"tag": TEXT, "sort_at": TIME, "article": ID},
    "note": {"id": TEXT, "article": ID, "at": TIME, "text": TEXT, "note": TEXT, "anchor": TEXT},
    "correction": {"article": ID, "field": TEXT, "value": TEXT, "original": TEXT},
    "state": {"name": TEXT, "value": TEXT},
    "host": {"name": TEXT, "silenced_until": TIME},
    "missing_item": {"account": ID, "remote_id": TEXT, "at": TIME},
}
"""The tables whose rows are found by what they say; they are small."""


def sound_body(db: Database, extra: bytes | None, packed: bytes | None) -> tuple[bool, bool]:
    """Return whether an article's details, and whether its text, can be read."""
    return sound_extra(extra)[1], has_text(db, packed)
