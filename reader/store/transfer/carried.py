"""Whole articles that go through a shared folder: which ones wait to go, and writing those that came."""

import json
from collections.abc import Collection
from contextlib import suppress

import msgspec

from reader.entries import Entry, written
from reader.store.accounts.folder import outbox
from reader.store.accounts.folder.subscriptions import same_feed
from reader.store.articles import said_marks
from reader.store.database.connection import Database, rows, transaction
from reader.store.said import known, sharing
from reader.store.said.entities import ARTICLE
from reader.store.transfer.reading import DAMAGES, article_record
from reader.store.transfer.records import ArticleRecord, encoder
from reader.store.transfer.writing import merge_articles
from reader.store.undo_changes import Change
from reader.store.undo_log import Entry as UndoEntry
from reader.urls.credentials import without_credentials

BODY = "body"
"""The field whose value is the hash of an article's content."""

KINDS = {"saved": ("feed IS NULL", "s:"), "starred": ("feed IS NOT NULL AND starred = 1", "a:")}
"""What may be carried: which articles these are, and how their entities begin."""

_decoder = msgspec.msgpack.Decoder(ArticleRecord)


def to_be_carried(db: Database, kinds: Collection[str]) -> list[int]:
    """Return the articles of these kinds of which no machine has carried the content."""
    wanted: list[int] = []
    for condition, _ in (KINDS[kind] for kind in kinds if kind in KINDS):
        found = rows(
            db,
            f"""SELECT id FROM article AS a WHERE {condition} AND deleted = 0 AND account = 0 AND NOT EXISTS (
                    SELECT 1 FROM said_entity AS e JOIN said_entry AS s ON s.entity = e.entity AND s.field = ?
                    WHERE e.kind = ? AND e.id = a.id) ORDER BY id""",
            (BODY, ARTICLE),
        )
        wanted += [id for (id,) in found]
    return wanted


def content(db: Database, id: int) -> bytes | None:
    """Return an article as it goes to other machines, without its marks; None where it is damaged."""
    addresses = {
        feed: without_credentials(str(url).partition("#removed-")[0])
        for feed, url in rows(
            db, "SELECT f.id, f.url FROM feed AS f JOIN article AS a ON a.feed = f.id WHERE a.id = ?", (id,)
        )
    }
    with suppress(*DAMAGES):
        record = article_record(db, id, addresses)
        bare = msgspec.structs.replace(
            record, read=0, starred=0, tags=[], corrections=[], notes=[], place=None, former=[]
        )
        return encoder.encode(bare)
    return None


def say_carried(db: Database, id: int, digest: str) -> None:
    """Say under which hash the content of an article is. Raises `StoreError`."""
    with transaction(db):
        stamp, me = sharing.tick(db), sharing.machine(db) or ""
        outbox.put(
            db,
            [Entry(name, BODY, stamp, me, written(digest)) for name in known.main_entities(db, ARTICLE, id)],
        )


def to_be_fetched(db: Database, kinds: Collection[str]) -> list[str]:
    """Return the hashes of the content of articles that are not here, nor deleted anywhere."""
    wanted: list[str] = []
    for _, beginning in (KINDS[kind] for kind in kinds if kind in KINDS):
        found = rows(
            db,
            """SELECT value FROM said_entry AS s WHERE field = ? AND entity GLOB ?
               AND NOT EXISTS (SELECT 1 FROM said_entity AS e WHERE e.entity = s.entity)
               AND NOT EXISTS (SELECT 1 FROM said_entry AS d WHERE d.entity = s.entity
                   AND d.field = 'deleted' AND d.value = 'true')""",
            (BODY, f"{beginning}*"),
        )
        wanted += [digest for (text,) in found if isinstance(digest := json.loads(text), str)]
    return list(dict.fromkeys(wanted))


class _NoAction(UndoEntry):
    """What other machines have is no action of the reader's here."""

    def note(self, db: Database, before: Change, count: int, *, now: int, label: str = "") -> None:
        """Keep nothing."""


def keep(db: Database, data: bytes, now: int) -> int:
    """Write an article that came, with the marks that wait for it. Returns how many are new: 0 or 1.

    Raises `ValueError` for what is no article.
    """
    try:
        record = _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"this is no article: {error}") from None
    bare = msgspec.structs.replace(record, read=0, starred=0, tags=[], corrections=[], place=None, former=[])
    with transaction(db):
        feeds = {}
        if bare.feed is not None and (feed := same_feed(db, bare.feed)) is not None:
            feeds[bare.feed] = feed
        merged = merge_articles(db, feeds, [bare], now=now, entry=_NoAction(str), decided=False)
        for id in merged.added:
            if bare.feed is None:
                known.add_page(db, id, bare.link)
                said_marks.welcome(db, [id], now)
    return len(merged.added)
