"""Merging records into a library: what it has stays, and gets the marks that it has not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.document.sanitize import sanitize, sanitize_line
from reader.store import bodies, undo_changes
from reader.store.articles import ingest, openings, said_marks
from reader.store.articles.corrections import FIELDS, read_value
from reader.store.articles.identity import PURGED, Known
from reader.store.changes.noting import note
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.duplicates import grouping
from reader.store.notes import notes
from reader.store.said import noting
from reader.store.search import index
from reader.store.transfer.records import ArticleRecord, Former, GoneRecord, Other, Place
from reader.store.transfer.soundness import sound_body, sound_details
from reader.store.undo_changes import pack_ids
from reader.store.undo_log import Entry
from reader.urls.safe import safe_url


@dataclass(slots=True)
class Merged:
    """What merging has written."""

    added: list[int] = field(default_factory=list)
    """New articles."""
    read: list[int] = field(default_factory=list)
    """Articles that were there and unread."""
    starred: list[int] = field(default_factory=list)
    stars: int = 0
    """How many new ones have a star."""
    noted: list[tuple[int, str]] = field(default_factory=list)
    """Articles that were there, with the highlights that they got."""
    tagged: dict[str, list[int]] = field(default_factory=dict)


def merge_articles(
    db: Database,
    feeds: dict[str, int],
    articles: Sequence[ArticleRecord],
    *,
    now: int,
    entry: Entry,
    decided: bool = True,
) -> Merged:
    """Merge articles in one transaction. `feeds` are the ids of their feeds here, by address.

    `entry`: the action that this is a part of. `decided`: whether their marks are decisions that are made
    here, which other machines are told. Returns what was written.
    """
    merged = Merged()
    with transaction(db, durable=False):
        for record in articles:
            feed = None if record.feed is None else feeds.get(record.feed)
            if record.feed is not None and feed is None:
                continue
            found = ingest.known(db, feed or 0, record.keys)
            meanings = [found[key] for key in record.keys if key in found]
            known = next((meaning for meaning in meanings if isinstance(meaning, Known)), None)
            if known is not None:
                _give_marks(db, known.article, record, merged)
            elif PURGED not in meanings:
                merged.added.append(_insert(db, feed, record))
                merged.stars += record.starred
        index.again(db, merged.added)
        openings.note(db, merged.added)
        grouping.group_articles(db, merged.added)
        said_marks.welcome(db, merged.added, now)
        if decided:
            _tell(db, merged)
        _note(db, merged, entry, now)
    return merged


def _tell(db: Database, merged: Merged) -> None:
    """Note the marks that articles came with, or got, for accounts and other machines."""
    noting.as_they_are(db, merged.added)
    note(db, "read", True, merged.read)
    note(db, "starred", True, merged.starred)
    for tag, ids in merged.tagged.items():
        note(db, f"tag:{tag}", True, ids)


def _note(db: Database, merged: Merged, entry: Entry, now: int) -> None:
    turned = {
        name: (0, pack_ids(ids)) for name, ids in (("read", merged.read), ("starred", merged.starred)) if ids
    }
    if merged.added:
        entry.note(db, undo_changes.Kept(pack_ids(merged.added)), len(merged.added), now=now)
    if turned:
        entry.note(db, undo_changes.Marked(turned), len({*merged.read, *merged.starred}), now=now)
    for article, kept in merged.noted:
        entry.note(db, undo_changes.Noted(article, kept, None), 0, now=now)
    if merged.tagged:
        packed = {tag: pack_ids(ids) for tag, ids in merged.tagged.items()}
        entry.note(db, undo_changes.Tagged(packed, {}), 0, now=now)


def _give_marks(db: Database, id: int, record: ArticleRecord, merged: Merged) -> None:
    """Give an article that is there the marks, the place and the corrections that it has not."""
    for column, wanted, changed in (
        ("read", record.read, merged.read), ("starred", record.starred, merged.starred),
    ):  # fmt: skip
        if wanted:
            found = rows(
                db,
                f"UPDATE article SET {column} = 1 WHERE id = ? AND {column} = 0 AND deleted = 0 RETURNING id",
                (id,),
            )
            changed.extend(one for (one,) in found)
    for tag in _tag(db, id, record.tags):
        merged.tagged.setdefault(tag, []).append(id)
    merged.noted += [(id, note) for note in notes.add(db, id, record.notes)]
    if record.place is not None:
        _place(db, id, record.place)


def _tag(db: Database, id: int, tags: Sequence[str]) -> list[str]:
    """Give an article tags. Returns those that it had not."""
    given: list[str] = []
    for tag in dict.fromkeys(filter(None, map(sanitize_line, tags))):
        found = rows(
            db,
            """INSERT OR IGNORE INTO article_tag (tag, sort_at, article)
               SELECT ?, sort_at, id FROM article WHERE id = ? AND deleted = 0 RETURNING article""",
            (tag, id),
        )
        given += [tag] * len(found)
    return given


def _place(db: Database, id: int, place: Place) -> None:
    db.execute(
        "INSERT OR IGNORE INTO position (article, block, character, at, finished) VALUES (?, ?, ?, ?, ?)",
        (id, place.block, place.character, place.at, place.finished),
    )


def _insert(db: Database, feed: int | None, record: ArticleRecord) -> int:
    published, updated = record.published, record.updated
    db.execute(
        """INSERT INTO article (feed, sort_at, read, starred, complete, words, received, published,
               published_precision, published_zone, updated, updated_precision, title, opening, link, author,
               site, page, fingerprint, text_hash)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            feed, record.sort_at, record.read, record.starred, record.complete, record.words, record.received,
            published.at if published else None, published.precision if published else 0,
            _line(published.zone) if published else None,
            updated.at if updated else None, updated.precision if updated else 0,
            sanitize_line(record.title), _line(record.opening), safe_url(record.link or ""),
            _line(record.author), _line(record.site), record.page if record.other else 0,
            record.fingerprint, record.text_hash,
        ),
    )  # fmt: skip
    id = db.last_insert_rowid()
    packer = bodies.packer(db)
    db.execute(
        "INSERT INTO body (article, extra, packed) VALUES (?, ?, ?)",
        (id, sound_details(record.extra), packer(sound_body(record.body))),
    )
    ingest.write_keys(db, feed or 0, ((key, id) for key in record.keys))
    _tag(db, id, record.tags)
    notes.add(db, id, record.notes)
    if record.place is not None:
        _place(db, id, record.place)
    _corrections(db, id, record.corrections)
    for former in record.former:
        _former(db, id, former)
    if record.other is not None:
        _other(db, id, record.other)
    return id


def _line(text: str | None) -> str | None:
    return None if text is None else sanitize_line(text) or None


def _corrections(db: Database, id: int, corrections: Sequence[tuple[str, str, str]]) -> None:
    for name, value, original in corrections:
        try:
            read_value(value), read_value(original)
        except ValueError:
            continue
        if name in FIELDS:
            db.execute(
                "INSERT OR REPLACE INTO correction (article, field, value, original) VALUES (?, ?, ?, ?)",
                (id, name, sanitize(value), sanitize(original)),
            )


def _former(db: Database, id: int, former: Former) -> None:
    if body := sound_body(former.body):
        db.execute(
            "INSERT INTO revision (article, at, title, packed) VALUES (?, ?, ?, ?)",
            (id, former.at, sanitize_line(former.title), bodies.packer(db)(body)),
        )


def _other(db: Database, id: int, other: Other) -> None:
    db.execute(
        """INSERT INTO other_version (article, complete, words, packed, block, character)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (
            id, other.complete, other.words, bodies.packer(db)(sound_body(other.body)), other.block,
            other.character,
        ),
    )  # fmt: skip


def keep_gone(db: Database, feeds: dict[str, int], gone: Sequence[GoneRecord]) -> None:
    """Note what was deleted and does not come back, where nothing is known of it here."""
    with transaction(db, durable=False):
        for record in gone:
            feed = 0 if record.feed is None else feeds.get(record.feed)
            if feed is None:
                continue
            known = {
                key
                for (key,) in rows(
                    db,
                    """SELECT key FROM carray(?) AS c CROSS JOIN identity AS i
                       ON i.feed = ? AND i.key = c.value""",
                    (numbers(record.keys), feed),
                )
            }
            ingest.write_keys(db, feed, ((key, PURGED) for key in record.keys if key not in known))
