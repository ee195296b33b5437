"""Subscriptions: their list, their state between refreshes, and what an answer leaves behind."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reader.clock import now as clock
from reader.model import Feed, FeedChange
from reader.store import undo_changes, undo_log
from reader.store.database.connection import Database, StoreError, rows, transaction
from reader.store.feeds import backfill, wishes
from reader.store.feeds.feed_rows import FEED_COLUMNS, feed_of
from reader.store.rows import FULL_TEXT, shown_title
from reader.store.said import noting
from reader.store.undo_work import LARGE, Orphan, Work, begin, waiting
from reader.urls.credentials import hide_secrets
from reader.ways import pack_ways


def add_feed(
    db: Database,
    url: str,
    *,
    title: str | None = None,
    folder: str | None = None,
    site: str | None = None,
    now: int,
    account: int = 0,
    entry: undo_log.Entry | None = None,
) -> tuple[int, bool]:
    """Subscribe. Returns the feed's id, and whether it was not subscribed before.

    The feed is due at once. One that was removed is taken up again with the articles that went with it;
    one that is there is left as it is. `account`: whose feed it is; 0: the reader's own. `entry`: the action
    that this is a part of; without one it is none.
    """
    with transaction(db):
        kept = f"id, {', '.join(_KEPT)}"
        found = rows(db, f"SELECT {kept} FROM feed WHERE account = ? AND url = ?", (account, url))
        if not found:
            db.execute(
                "INSERT INTO feed (url, name, site, folder, added, account) VALUES (?, ?, ?, ?, ?, ?)",
                (url, title or None, site, folder or None, now, account),
            )
            id = db.last_insert_rowid()
            _wish_new(db, id, title, folder)
            _note_added(db, entry, undo_changes.Added(id), now)
            return id, True
        id, *columns = found[0]
        before = dict(zip(_KEPT, columns, strict=True))
        if before["removed"] is None:
            return id, False
        back = gone_with(db, id)
        _subscribe_again(db, id, title, folder)
        _note_added(db, entry, undo_changes.Added(id, before), now)
        if entry:
            _note_revived(db, entry, back, now)
        return id, True


def _subscribe_again(db: Database, id: int, title: str | None, folder: str | None) -> None:
    take_up(db, id)
    db.execute(
        """UPDATE feed SET name = coalesce(?, name), folder = ?, gone = 0, paused = 0, next_due = 0
           WHERE id = ?""",
        (title or None, folder or None, id),
    )
    _wish_new(db, id, title, folder)


def _note_revived(db: Database, entry: undo_log.Entry, articles: Sequence[int], now: int) -> None:
    for start in range(0, len(articles), LARGE):
        ids = undo_changes.pack_ids(articles[start : start + LARGE])
        entry.note(db, undo_changes.Revived(ids), 0, now=now)


def _wish_new(db: Database, id: int, title: str | None, folder: str | None) -> None:
    wishes.wish(db, id, "subscribe")
    noting.feed(db, id)
    for op, value in (("title", title), ("folder", folder)):
        if value:
            wishes.wish(db, id, op, value)


_KEPT = ("removed", "name", "folder", "gone", "paused")
"""The columns of a removed feed that subscribing changes."""


def _note_added(db: Database, entry: undo_log.Entry | None, change: undo_changes.Added, now: int) -> None:
    if entry is not None:
        entry.note(db, change, 1, now=now, label=f"subscribed to {title_of(db, change.feed)}")


def take_up(db: Database, id: int, *, articles: bool = True) -> None:
    """Take a removal back, with the articles that went with it. Part of the caller's transaction."""
    found = rows(
        db,
        """UPDATE feed SET removed = NULL WHERE id = ?
           RETURNING iif(remote_id IS NULL, '', ifnull(name, title))""",
        (id,),
    )
    wishes.wish(db, id, "subscribe", found[0][0] or None if found else None)
    noting.feed(db, id)
    db.execute("UPDATE OR IGNORE feed SET url = replace(url, '#removed-' || id, '') WHERE id = ?", (id,))
    if articles:
        db.execute("UPDATE article SET deleted = 0, deleted_at = NULL WHERE feed = ? AND deleted = 3", (id,))


def put_away(db: Database, id: int, before: Mapping[str, str | int | None] | None, now: int) -> None:
    """Take a subscription back, but not its articles. Part of the caller's transaction.

    `before`: the columns of a feed that had been removed before it was subscribed.
    """
    db.execute("UPDATE feed SET removed = ?, claimed_until = NULL WHERE id = ?", (now, id))
    wishes.wish(db, id, "unsubscribe")
    noting.feed(db, id)
    kept = before or {}
    for name in _KEPT:
        if name in kept:
            db.execute(f"UPDATE feed SET {name} = ? WHERE id = ?", (kept[name], id))
    backfill.forget(db, id)


def gone_with(db: Database, id: int) -> list[int]:
    """Return the articles that went with a feed when it was removed."""
    return [
        article for (article,) in rows(db, "SELECT id FROM article WHERE deleted = 3 AND feed = ?", (id,))
    ]


def would_go_with(db: Database, id: int) -> list[int]:
    """Return the articles that go with a removed feed: all but starred, tagged and highlighted ones."""
    found = rows(
        db,
        """SELECT id FROM article INDEXED BY article_feed WHERE feed = ? AND deleted = 0 AND starred = 0
           AND NOT EXISTS (SELECT 1 FROM article_tag INDEXED BY article_tag_article WHERE article = id)
           AND id NOT IN (SELECT article FROM note)""",
        (id,),
    )
    return [article for (article,) in found]


def feeds(db: Database, now: int | None = None) -> list[Feed]:
    """Return all subscriptions, by folder, then title, with their status at `now` (UTC seconds)."""
    now = clock() if now is None else now
    unread = _counts(db, "article_unread_feed", "read = 0 AND")
    total = _counts(db, "article_feed", "")
    found = rows(db, f"SELECT {FEED_COLUMNS} FROM feed WHERE removed IS NULL")
    listed = [feed_of(row, unread.get(row[0], 0), total.get(row[0], 0), now) for row in found]
    return sorted(listed, key=in_order)


def in_order(feed: Feed) -> tuple[str, str, int]:
    """Return a sort key by folder, then title; feeds outside of folders come first."""
    return (feed.folder or "").casefold(), feed.title.casefold(), feed.id


def _counts(db: Database, index: str, condition: str) -> dict[int, int]:
    return dict(
        rows(
            db,
            f"""SELECT feed, count(*) FROM article INDEXED BY {index}
                WHERE {condition} deleted = 0 AND feed IS NOT NULL GROUP BY feed""",
        )
    )


def feed(db: Database, id: int, now: int | None = None) -> Feed | None:
    """Return the subscription with that id, with its status at `now` (UTC seconds).

    None where there is none.
    """
    found = rows(db, f"SELECT {FEED_COLUMNS} FROM feed WHERE id = ? AND removed IS NULL", (id,))
    if not found:
        return None
    ((unread, total),) = rows(
        db,
        """SELECT (SELECT count(*) FROM article INDEXED BY article_unread_feed
                   WHERE feed = ?1 AND read = 0 AND deleted = 0),
                  (SELECT count(*) FROM article INDEXED BY article_feed WHERE feed = ?1 AND deleted = 0)""",
        (id,),
    )
    return feed_of(found[0], unread, total, clock() if now is None else now)


class Activity(NamedTuple):
    """How much a feed brings."""

    recent: int
    """Articles since a moment that the caller chose."""
    newest: int | None
    """The sort key of its newest article, UTC seconds."""


def activity(db: Database, since: int) -> dict[int, Activity]:
    """Return how much each feed brings, from the index of articles by feed and time alone."""
    found = rows(
        db,
        """SELECT id,
           (SELECT count(*) FROM article INDEXED BY article_feed
            WHERE feed = f.id AND deleted = 0 AND sort_at >= ?),
           (SELECT max(sort_at) FROM article INDEXED BY article_feed WHERE feed = f.id AND deleted = 0)
           FROM feed AS f WHERE removed IS NULL""",
        (since,),
    )
    return {id: Activity(recent, newest) for id, recent, newest in found}


def folders(db: Database) -> list[str]:
    """Return the names of the folders that hold feeds, in order."""
    found = rows(db, "SELECT DISTINCT folder FROM feed WHERE removed IS NULL AND folder IS NOT NULL")
    return sorted(
        (name for (name,) in found if isinstance(name, str)), key=str.casefold
    )  # else it is damaged


def has_address(db: Database, url: str) -> bool:
    """Return whether a feed of the reader's own that is not removed has the address."""
    return bool(rows(db, "SELECT 1 FROM feed WHERE account = 0 AND url = ? AND removed IS NULL", (url,)))


def free_address(db: Database, url: str) -> None:
    """Take the address from a removed feed of the reader's own. Part of the caller's transaction."""
    db.execute(
        """UPDATE feed SET url = url || '#removed-' || id
           WHERE account = 0 AND url = ? AND removed IS NOT NULL""",
        (url,),
    )


def edit_feed(db: Database, id: int, change: FeedChange, *, now: int) -> bool:
    """Change a feed. Returns whether anything is different now.

    A new address is due at once, and nothing is remembered of the old one's answers; the articles stay. A
    full text of `always` is fetched for articles that come from now on. Raises `StoreError` where another
    feed has the address.
    """
    given = _columns(change)
    with transaction(db):
        found = rows(
            db,
            """SELECT iif(account > 0, ifnull(name, title), name), folder, url, paused, full_text, ways
               FROM feed WHERE id = ? AND removed IS NULL""",
            (id,),
        )
        if not found:
            return False
        old = dict(zip(("name", "folder", "url", "paused", "full_text", "ways"), found[0], strict=True))
        before = undo_log.changed_columns(old, given)
        if not before:
            return False
        if before.keys() - {"full_text", "ways"}:
            wishes.check_editable(db, [id], before)
        if "url" in before and has_address(db, str(given["url"])):
            raise StoreError(f"{hide_secrets(str(given['url']))} is the address of another feed")
        write_columns(db, id, given, now)
        undo_log.record(db, f"edited {title_of(db, id)}", 1, undo_changes.Edited(id, before), now)
    return True


def _columns(change: FeedChange) -> dict[str, str | int | None]:
    """Return the values of the columns that a change sets, by column."""
    given: dict[str, str | int | None] = {}
    if change.title is not None:
        given["name"] = change.title or None
    if change.folder is not None:
        given["folder"] = change.folder.strip("/") or None
    if change.url is not None:
        given["url"] = change.url
    if change.paused is not None:
        given["paused"] = int(change.paused)
    if change.full_text is not None:
        given["full_text"] = FULL_TEXT.index(change.full_text)
    if change.ways is not None:
        given["ways"] = pack_ways(change.ways)
    return given


def write_columns(db: Database, id: int, columns: Mapping[str, str | int | None], now: int) -> None:
    """Write a feed's columns; not an address that another feed has."""
    noting.feed(db, id)
    for name in ("name", "folder", "paused", "full_text", "ways"):
        if name in columns:
            db.execute(f"UPDATE feed SET {name} = ? WHERE id = ?", (columns[name], id))
    for name, op in (("name", "title"), ("folder", "folder")):
        if name in columns:
            wishes.wish(db, id, op, None if columns[name] is None else str(columns[name]))
    if columns.get("full_text") == FULL_TEXT.index("always"):
        db.execute(
            "UPDATE feed SET pages_after = (SELECT ifnull(max(id), 0) FROM article) WHERE id = ?", (id,)
        )
    if "url" in columns:
        free_address(db, str(columns["url"]))
        db.execute(
            """UPDATE OR IGNORE feed SET url = ?1, url_edited = ?2, etag = NULL, last_modified = NULL,
               body_hash = NULL, next_due = 0, failures = 0, error = NULL, silenced_until = NULL, gone = 0,
               moved_to = NULL, pace = NULL, claimed_until = NULL WHERE id = ?3 AND url <> ?1""",
            (columns["url"], now, id),
        )


def remove_feed(db: Database, id: int, *, now: int, entry: undo_log.Entry | None = None) -> bool:
    """Unsubscribe. Returns whether there was such a feed.

    Its articles go too, but for starred, tagged and highlighted ones; where there are very many, by and by,
    as `changes.slices.finish` carries it out. `entry`: the action that this is a part of, if it is not one.
    """
    wishes.check_editable(db, [id])
    articles = would_go_with(db, id)
    with transaction(db):
        title = title_of(db, id)
        if not put_aside(db, id, now):
            return False
        label = f"unsubscribed from {title}"
        if len(articles) > LARGE:
            work = Work(Orphan(), now, (label, None))
            begin(db, work, waiting(articles), 1, undo_changes.Removed(id, sliced=True))
            return True
        db.execute(
            """UPDATE article SET deleted = 3, deleted_at = ? WHERE feed = ? AND deleted = 0 AND starred = 0
               AND id NOT IN (SELECT article FROM article_tag UNION ALL SELECT article FROM note)""",
            (now, id),
        )
        entry = entry or undo_log.Entry(lambda count: label)
        entry.note(db, undo_changes.Removed(id), 1, now=now, label=label)
    return True


def put_aside(db: Database, id: int, now: int) -> bool:
    """End a subscription, but leave its articles. Part of the caller's transaction.

    Returns whether there was one.
    """
    db.execute(
        "UPDATE feed SET removed = ?, claimed_until = NULL WHERE id = ? AND removed IS NULL", (now, id)
    )
    if not db.changes():
        return False
    wishes.wish(db, id, "unsubscribe")
    noting.feed(db, id)
    backfill.forget(db, id)
    return True


def title_of(db: Database, id: int) -> str:
    """Return a feed's title as lists show it; "" where there is no such feed."""
    found = rows(db, "SELECT name, title, url FROM feed WHERE id = ?", (id,))
    return shown_title(*found[0]) if found else ""
