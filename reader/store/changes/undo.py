"""Taking actions back, each from what the undo log kept of the time before it."""

from collections.abc import Iterator

from reader.store import undo_changes, undo_log
from reader.store.articles import corrections
from reader.store.changes import rule_work, saved_searches
from reader.store.changes.noting import note
from reader.store.changes.work import turn_all
from reader.store.database.connection import Database, numbers, rows
from reader.store.feeds import feeds
from reader.store.notes import notes
from reader.store.said import noting as said
from reader.store.undo_changes import (
    Added,
    Change,
    Corrected,
    Deleted,
    Edited,
    Kept,
    Marked,
    Noted,
    Nothing,
    Orphaned,
    Parted,
    Removed,
    Restored,
    Revived,
    Saved,
    Searched,
    Tagged,
    pack_ids,
    packed_ids,
    unpack_ids,
)
from reader.store.undo_log import GOING_BACK
from reader.store.undo_work import LARGE


def begin(db: Database, action: int, change: Change, now: int) -> None:
    """Take an action back: at once where it is small, else its slices wait. Part of the caller's transaction.

    An action that goes on is stopped.
    """
    sliced = rows(db, "SELECT 1 FROM action_slice WHERE action = ? LIMIT 1", (action,))
    if sliced:
        db.execute("DELETE FROM action_slice WHERE action = ? AND before IS NULL", (action,))
    later = take_back_slice(db, action, change, now)
    rule_work.note_undone(db, action)
    state = GOING_BACK if sliced or later else 0
    db.execute("UPDATE action SET undone = ?, unfinished = ? WHERE id = ?", (now, state, action))


def take_back_slice(db: Database, action: int, change: Change, now: int) -> bool:
    """Take a part of an action back, with the articles of its feed; what is too much of it becomes slices.

    Part of the caller's transaction. Returns whether some of it waits.
    """
    here, later = _parts(db, change)
    for part in here:
        _take_back(db, part, now)
    for part in later:
        undo_log.add_slice(db, action, 0, part)
    return bool(later)


def brought_back(db: Database, action: int, change: Change) -> tuple[frozenset[int], int | None]:
    """Return the articles that are there again once an action is taken back, of many some, and the feed."""
    if isinstance(change, Nothing):
        sql = "SELECT before FROM action_slice WHERE action = ? AND before IS NOT NULL LIMIT 1"
        for (packed,) in rows(db, sql, (action,)):
            change = undo_changes.decode(packed)
    articles = frozenset(unpack_ids(change.ids)) if isinstance(change, Deleted) else frozenset()
    return articles, change.feed if isinstance(change, Removed) else None


def _parts(db: Database, change: Change) -> tuple[list[Change], list[Change]]:
    """Part a change into what is taken back at once, and what is too much for one transaction."""
    match change:
        case Removed(sliced=False):
            ids = feeds.gone_with(db, change.feed)
            whole: list[Change] = [change]
            first: list[Change] = [Removed(change.feed, sliced=True)]
            articles: list[Change] = [Orphaned(pack_ids(ids))]
        case Added():
            articles = [Revived(pack_ids(feeds.would_go_with(db, change.feed)))]
            whole, first = [change, *articles], [change]
        case _:
            whole, first, articles = [change], [], [change]
    if sum(len(unpack_ids(packed)) for part in articles for packed in packed_ids(part)) <= LARGE:
        return whole, []
    return first, [smaller for part in articles for smaller in _smaller(part)]


def _smaller(change: Change) -> Iterator[Change]:
    """Part a change of articles into some of at most `LARGE` articles each."""
    match change:
        case Marked():
            for column, (flag, ids) in change.turned.items():
                yield from (Marked({column: (flag, some)}) for some in _packs(ids))
        case Tagged():
            for tag, ids in change.added.items():
                yield from (Tagged({tag: some}, {}) for some in _packs(ids))
            for tag, ids in change.removed.items():
                yield from (Tagged({}, {tag: some}) for some in _packs(ids))
        case Deleted() | Kept() | Orphaned() | Revived() | Restored():
            yield from (type(change)(some) for some in _packs(change.ids))


def _packs(packed: bytes) -> Iterator[bytes]:
    ids = unpack_ids(packed)
    return (pack_ids(ids[start : start + LARGE]) for start in range(0, len(ids), LARGE))


def _take_back(db: Database, change: Change, now: int) -> None:
    """Make it as it was before the action. Part of the caller's transaction."""
    match change:
        case Marked():
            _turn_back(db, change)
        case Tagged():
            _retag(db, change)
        case Deleted():
            _bring_back(db, change.ids, 1)
        case Orphaned():
            _bring_back(db, change.ids, 3)
        case Saved():
            _take_away(db, pack_ids([change.article]), 1, now)
        case Kept():
            _forget(db, change.ids, now)
        case Revived():
            _take_away(db, change.ids, 3, now)
        case Restored():
            _take_away(db, change.ids, 1, now)
        case Corrected():
            _uncorrect(db, change)
        case Edited():
            feeds.write_columns(db, change.feed, change.before, now)
        case Removed():
            feeds.take_up(db, change.feed, articles=not change.sliced)
        case Added():
            feeds.put_away(db, change.feed, change.before, now)
        case Parted():
            _take_up_account(db, change)
        case Noted():
            notes.take_back(db, change)
        case Searched():
            saved_searches.take_back(db, change)
        case Nothing():
            pass


def _bring_back(db: Database, ids: bytes, deleted: int) -> None:
    db.execute(
        """UPDATE article SET deleted = 0, deleted_at = NULL
           WHERE id IN (SELECT value FROM carray(?)) AND deleted = ?""",
        (numbers(unpack_ids(ids)), deleted),
    )
    if deleted == 1:
        note(db, "deleted", False, unpack_ids(ids))


def _take_away(db: Database, ids: bytes, deleted: int, now: int) -> None:
    db.execute(
        """UPDATE article SET deleted = ?, deleted_at = ?
           WHERE id IN (SELECT value FROM carray(?)) AND deleted = 0""",
        (deleted, now, numbers(unpack_ids(ids))),
    )
    if deleted == 1:
        note(db, "deleted", True, unpack_ids(ids))


def _forget(db: Database, packed: bytes, now: int) -> None:
    """Take articles away as if they had never come: what brings them again brings them anew.

    Those that went with their feed a moment ago go for themselves, and do not come back with it besides.
    """
    ids = numbers(unpack_ids(packed))
    db.execute(
        """UPDATE article SET deleted = 1, deleted_at = ?
           WHERE id IN (SELECT value FROM carray(?)) AND deleted IN (0, 3)""",
        (now, ids),
    )
    db.execute(  # keys are kept by feed: those of all feeds are too many to look through
        """DELETE FROM identity WHERE feed IN (
               SELECT ifnull(feed, 0) FROM article WHERE id IN (SELECT value FROM carray(?1))
           ) AND article IN (SELECT value FROM carray(?1))""",
        (ids,),
    )


def _turn_back(db: Database, change: Marked) -> None:
    for column, (flag, ids) in change.turned.items():
        name = "read" if column == "read" else "starred"
        turned = unpack_ids(ids)
        turn_all(db, name, bool(flag), turned)
        note(db, name, bool(flag), turned)


def _retag(db: Database, change: Tagged) -> None:
    for tag, ids in change.added.items():
        db.execute(
            "DELETE FROM article_tag WHERE tag = ? AND article IN (SELECT value FROM carray(?))",
            (tag, numbers(unpack_ids(ids))),
        )
        note(db, f"tag:{tag}", False, unpack_ids(ids))
    for tag, ids in change.removed.items():
        db.execute(
            """INSERT OR IGNORE INTO article_tag (tag, sort_at, article)
               SELECT ?, sort_at, id FROM article WHERE id IN (SELECT value FROM carray(?))""",
            (tag, numbers(unpack_ids(ids))),
        )
        note(db, f"tag:{tag}", True, unpack_ids(ids))


def _take_up_account(db: Database, parted: Parted) -> None:
    """Bring an account back, with what waited. It has no password, unless a command tells it; where another
    one has its name, it gets one of its own.
    """
    for changed in ("name", "name || ' (2)'", "name || ' (' || id || ')'"):
        db.execute(
            f"""UPDATE OR IGNORE account SET name = {changed}, removed = NULL, error = NULL, next_due = 0,
                refused = kind <> 'folder' AND password_command IS NULL
                WHERE id = ? AND removed IS NOT NULL""",
            (parted.account,),
        )
    for remote_id, field, value, article in parted.marks:
        db.execute(
            "INSERT OR IGNORE INTO outbox (account, remote_id, field, value, article) VALUES (?, ?, ?, ?, ?)",
            (parted.account, remote_id, field, _said_since(db, article, field, value), article),
        )
    for feed, op, wanted in parted.wishes:
        db.execute(
            "INSERT OR IGNORE INTO feed_op (account, feed, op, value) VALUES (?, ?, ?, ?)",
            (parted.account, feed, op, wanted),
        )


def _said_since(db: Database, article: int | None, field: str, value: int) -> int:
    """Return the value of an article's field: it may have been changed while the account was away."""
    found: list[tuple[int]] = []
    if field in ("read", "starred"):
        found = rows(db, f"SELECT {field} FROM article WHERE id = ?", (article,))
    elif field.startswith("tag:"):
        tag = (article, field.removeprefix("tag:"))
        found = rows(db, "SELECT EXISTS (SELECT 1 FROM article_tag WHERE article = ? AND tag = ?)", tag)
    return int(found[0][0]) if found and article is not None else value


def _uncorrect(db: Database, change: Corrected) -> None:
    before = {
        field: None if value is None else corrections.read_value(value)
        for field, value in change.before.items()
    }
    corrections.write(
        db, change.article, {field: before[field] for field in corrections.FIELDS if field in before}
    )
    said.article(db, change.article, *(f"fix:{field}" for field in before))
