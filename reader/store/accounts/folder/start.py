"""Beginning to share a library: what is in it is named, and what the reader has decided so far is said.

It is said with the times of the articles themselves, so that it never wins over a later decision.
"""

from contextlib import suppress

from reader.entries import LIMIT, Entry, Stamp, written
from reader.store import undo_changes
from reader.store.accounts.folder import outbox
from reader.store.accounts.folder.subscriptions import fields_of, index_articles, searches
from reader.store.articles import said_marks
from reader.store.database.connection import Database, rows, transaction
from reader.store.notes import notes
from reader.store.said import known
from reader.store.said.entities import ARTICLE, FEED, SEARCH
from reader.store.said.sharing import machine
from reader.store.undo_changes import Backlog, unpack_ids

SLICE = 2_000
"""Articles that are looked at in one transaction."""


def begin(db: Database) -> None:
    """Name all that is in the library, and say what the reader has decided so far. Raises `StoreError`."""
    feeds = [id for (id,) in rows(db, "SELECT id FROM feed WHERE account = 0")]
    for feed in (*feeds, 0):
        index_articles(db, feed)
    with transaction(db):
        for id, link in rows(db, "SELECT id, link FROM article WHERE feed IS NULL AND link IS NOT NULL"):
            known.add_page(db, id, link)
    with transaction(db):
        for feed, added, removed in rows(db, "SELECT id, added, removed FROM feed WHERE account = 0"):
            if removed is None:
                names = known.feed_names(db, feed)[:1]
                _say_all(db, FEED, feed, names, added)
        for id, name in searches(db):
            _say_all(db, SEARCH, id, [known.search_name(db, id, name)], 0)
    _say_marks(db)


def _say_all(db: Database, kind: int, id: int, names: list[str], since: int) -> None:
    stamp, me = _stamp(since), machine(db) or ""
    outbox.put(
        db,
        [
            Entry(name, field, stamp, me, value)
            for name in names
            for field, value in fields_of(db, kind, id).items()
            if field in ("url", "removed", "query") or value not in ("null", "false", '"asked"')
        ],
    )


def _stamp(seconds: int) -> Stamp:
    return Stamp(min(max(0, seconds * 1000), LIMIT - 1), 0)


def _say_marks(db: Database) -> None:
    """Say which articles have which marks, corrections and highlights, and where the reader is in them.

    What is not so is not said, nor what the backlog rule marked.
    """
    backlog = _of_backlogs(db)
    for field, sql in _FLAGS.items():
        found = [(id, at) for id, at in rows(db, sql) if field != "read" or id not in backlog]
        _say(db, [(id, field, written(True), at) for id, at in found])
    tags = rows(
        db, "SELECT article, tag, received FROM article_tag JOIN article ON id = article WHERE account = 0"
    )
    _say(db, [(id, f"tag:{tag}", written(True), at) for id, tag, at in tags])
    places = rows(db, "SELECT article, at FROM position")
    _say(db, [(id, "pos", written(said_marks.place_of(db, id)), at) for id, at in places])
    kept = rows(db, "SELECT DISTINCT article FROM note JOIN article AS a ON a.id = article WHERE account = 0")
    highlights = notes.notes_of(db, [id for (id,) in kept])
    _say(db, [(one.article, f"note:{one.id}", notes.said(one), one.at) for one in highlights])
    noted = [article for (article,) in rows(db, "SELECT DISTINCT article FROM note")]
    _say(db, [(one.article, f"note:{one.id}", notes.said(one), one.at) for one in notes.notes_of(db, noted)])
    fixed = rows(db, "SELECT article, field, received FROM correction JOIN article ON id = article")
    for id, field, at in fixed:
        with suppress(ValueError):
            _say(db, [(id, f"fix:{field}", written(said_marks.correction_of(db, id, field)), at)])


_FLAGS = {
    "read": "SELECT id, received FROM article WHERE read = 1 AND account = 0 AND deleted = 0",
    "starred": "SELECT id, received FROM article WHERE starred = 1 AND account = 0 AND deleted = 0",
    "deleted": "SELECT id, received FROM article WHERE deleted = 1 AND account = 0",
}


def _of_backlogs(db: Database) -> set[int]:
    """Return the articles that the backlog rule marked read, as far as the undo log remembers."""
    marked: set[int] = set()
    for (packed,) in rows(db, "SELECT before FROM action WHERE undone IS NULL"):
        with suppress(ValueError):
            change = undo_changes.read_change(packed)
            if isinstance(change, Backlog):
                marked |= {id for _, ids in change.turned.values() for id in unpack_ids(ids)}
    return marked


def _say(db: Database, said: list[tuple[int, str, str, int]]) -> None:
    me = machine(db) or ""
    for start in range(0, len(said), SLICE):
        with transaction(db):
            outbox.put(
                db,
                [
                    Entry(name, field, _stamp(at), me, value)
                    for id, field, value, at in said[start : start + SLICE]
                    for name in known.main_entities(db, ARTICLE, id)
                ],
            )
