"""Highlights: passages of articles that the reader keeps, each with a note if he wrote one."""

import json
import os
from collections.abc import Collection, Sequence

import msgspec
from msgspec.structs import replace

from reader.document.passages import LONGEST, Passage
from reader.document.sanitize import sanitize
from reader.entries import written
from reader.store import undo_changes, undo_log
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.rows import TIME
from reader.store.said import noting
from reader.store.search import index

LONGEST_NOTE = 10_000
"""Characters of a note at most."""

MOST = 1_000
"""Highlights of an article at most."""

_COUNT = 1 << 31


class Note(msgspec.Struct, frozen=True):
    """A highlight: a passage of an article, and the reader's note, which may be empty."""

    id: str
    article: int
    at: int
    """When it was made, in UTC seconds."""
    passage: Passage
    note: str = ""


class Refused(Exception):
    """Why a highlight is not kept, in a sentence."""


def check_note(note: str) -> None:
    """Raises `Refused` for a note that is too long."""
    if len(note) > LONGEST_NOTE:
        raise Refused(f"A note has at most {LONGEST_NOTE:,} characters; this one has {len(note):,}")


def notes_of(db: Database, articles: Collection[int]) -> list[Note]:
    """Return the highlights of articles, the oldest first; a damaged one is left out."""
    found = rows(
        db,
        """SELECT n.id, n.article, n.at, n.text, n.note, n.anchor FROM carray(?) AS c
           CROSS JOIN note AS n INDEXED BY note_article ON n.article = c.value ORDER BY n.at, n.id""",
        (numbers(articles),),
    )
    return [note for row in found if (note := _note(*row)) is not None]


def _note(id: object, article: int, at: object, text: object, note: object, anchor: object) -> Note | None:
    said = {"at": at, "text": text, "note": note}
    try:
        return _sound(str(id), article, {**json.loads(str(anchor)), **said})
    except (TypeError, ValueError):
        return None


def said(note: Note) -> str:
    """Return a highlight as it is told to other machines and kept for undoing: canonical JSON."""
    told = msgspec.structs.asdict(note.passage) | {"at": note.at, "note": note.note}
    return written(told)


def read(id: str, article: int, text: str) -> Note | None:
    """Return the highlight that was written by `said`, as it can be kept; None for what is none."""
    try:
        return _sound(id, article, json.loads(text))
    except (TypeError, ValueError, RecursionError):
        return None


def _sound(id: str, article: int, told: object) -> Note | None:
    if not isinstance(told, dict) or not 0 < len(id) <= 64 or not id.isascii() or not id.isalnum():
        return None
    texts = [told.get(name, "") for name in ("text", "before", "after", "note")]
    counts = [told.get(name, 0) for name in ("copies", "places", "number", "rival")]
    if not all(isinstance(text, str) for text in texts) or not TIME.sound(told.get("at")):
        return None
    if any(type(count) is not int or not 0 <= count < _COUNT for count in counts):
        return None
    text, before, after, note = map(sanitize, texts)
    if not text.strip() or max(map(len, (text, before, after))) > LONGEST or len(note) > LONGEST_NOTE:
        return None
    return Note(id, article, told["at"], Passage(text, before, after, *counts), note)


def keep(db: Database, article: int, passage: Passage, *, note: str = "", now: int) -> Note:
    """Keep a highlight: one action. Raises `Refused` and `StoreError`."""
    check_note(note)
    kept = Note(os.urandom(8).hex(), article, now, passage, note)
    with transaction(db):
        if _count(db, article) >= MOST:
            raise Refused(f"An article has at most {MOST:,} highlights")
        put(db, kept.id, article, said(kept))
        _record(db, "highlighted a passage of", kept, None, now)
    return kept


def annotate(db: Database, kept: Note, note: str, *, now: int, fresh: bool = False) -> bool:
    """Give a highlight another note: one action, or a part of that which has just made it (`fresh`).

    Returns whether anything changed. Raises `Refused` and `StoreError`.
    """
    check_note(note)
    with transaction(db):
        there = next((one for one in notes_of(db, [kept.article]) if one.id == kept.id), None)
        if there is None or there.note == note:
            return False
        put(db, kept.id, kept.article, said(replace(there, note=note)))
        if not fresh:
            _record(db, "changed a note in", there, said(there), now)
    return True


def remove(db: Database, kept: Note, *, now: int) -> bool:
    """Remove a highlight: one action. Returns whether it was there."""
    with transaction(db):
        there = next((one for one in notes_of(db, [kept.article]) if one.id == kept.id), None)
        if there is None:
            return False
        put(db, kept.id, kept.article, None)
        _record(db, "removed a highlight of", there, said(there), now)
    return True


def _record(db: Database, what: str, kept: Note, before: str | None, now: int) -> None:
    label = f"{what} {undo_log.named(db, kept.article) or '1 article'}"
    undo_log.record(db, label, 1, undo_changes.Noted(kept.article, kept.id, before), now)


def take_back(db: Database, change: undo_changes.Noted) -> None:
    """Make a highlight as it was before the action. Part of the caller's transaction."""
    put(db, change.note, change.article, change.before)


def put(db: Database, id: str, article: int, told: str | None, *, say: bool = True) -> bool:
    """Write what `said` told of a highlight, or remove it (None). Part of the caller's transaction.

    `say`: whether it is a decision of this machine. Returns whether anything changed.
    """
    before = db.total_changes()
    if told is None:
        db.execute("DELETE FROM note WHERE id = ? AND article = ?", (id, article))
    elif (kept := read(id, article, told)) is not None:
        _write(db, kept)
    if db.total_changes() == before:
        return False
    index.again(db, [article])
    if say:
        noting.value(db, article, f"note:{id}", told or "null")
    return True


def _write(db: Database, kept: Note) -> None:
    around = msgspec.structs.asdict(kept.passage)
    text = around.pop("text")
    db.execute(
        """INSERT INTO note (id, article, at, text, note, anchor)
           SELECT ?1, id, ?3, ?4, ?5, ?6 FROM article WHERE id = ?2
           ON CONFLICT (id) DO UPDATE SET at = ?3, text = ?4, note = ?5, anchor = ?6
           WHERE article = ?2 AND (at, text, note, anchor) <> (?3, ?4, ?5, ?6)""",
        (kept.id, kept.article, kept.at, text, kept.note, written(around)),
    )


def add(db: Database, article: int, told: Sequence[tuple[str, str]]) -> list[str]:
    """Give an article the highlights of another library, as `said` told them, that it has not.

    Part of the caller's transaction. Returns the ids of those that were added.
    """
    there = {id for (id,) in rows(db, "SELECT id FROM note WHERE article = ?", (article,))}
    return [id for id, text in told[:MOST] if id not in there and put(db, id, article, text)]


def copy(db: Database, kept: Note, article: int) -> str:
    """Give another article the same highlight. Part of the caller's transaction. Returns its id."""
    id = os.urandom(8).hex()
    put(db, id, article, said(kept))
    return id


def move(db: Database, old: int, new: int) -> None:
    """Give the highlights of an article to another one that takes its place. Part of the transaction."""
    db.execute("UPDATE note SET article = ? WHERE article = ?", (new, old))
    if db.changes():
        index.again(db, [new])


def _count(db: Database, article: int) -> int:
    return int(rows(db, "SELECT count(*) FROM note WHERE article = ?", (article,))[0][0])


def count_articles(db: Database) -> int:
    """Return how many articles have highlights."""
    sql = """SELECT count(*) FROM (SELECT DISTINCT article FROM note) AS n
             CROSS JOIN article AS a ON a.id = n.article WHERE a.deleted = 0"""
    return int(rows(db, sql)[0][0])
