"""An account's feeds as its server has them, and what the reader wants of them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.accounts import LOST
from reader.store.accounts.accounts import keep_lost_numbers
from reader.store.database.connection import Database, rows, transaction

MOST_TRIES = 3
"""How often a server may refuse one wish before it is dropped."""


class There(NamedTuple):
    """A feed as the server has it."""

    remote_id: str
    url: str
    title: str
    site: str | None
    folder: str | None


class Wish(NamedTuple):
    """What the reader wants of a feed."""

    id: int
    feed: int
    op: str
    value: str | None
    tries: int
    url: str
    remote_id: str | None
    title: str
    folder: str | None


def wishes(db: Database, account: int) -> list[Wish]:
    """Return what the reader wants of an account's feeds, in order; subscriptions come first."""
    found = rows(
        db,
        """SELECT o.id, o.feed, o.op, o.value, o.tries, f.url, f.remote_id, ifnull(f.name, f.title), f.folder
           FROM feed_op AS o JOIN feed AS f ON f.id = o.feed WHERE o.account = ?
           ORDER BY o.op <> 'subscribe', o.id""",
        (account,),
    )
    return [Wish(*row) for row in found]


def fulfil(db: Database, wish: Wish, remote_id: str | None = None) -> None:
    """Note that the server did what was wanted, and its id for the feed; a later wish waits on."""
    with transaction(db, durable=False):
        db.execute("DELETE FROM feed_op WHERE id = ?", (wish.id,))
        if remote_id:
            db.execute("UPDATE feed SET remote_id = ? WHERE id = ?", (remote_id, wish.feed))


def refuse(db: Database, wish: Wish, reason: str, most: int = MOST_TRIES) -> bool:
    """Note that the server refuses a wish. Returns whether it was dropped, as it was refused too often."""
    with transaction(db, durable=False):
        db.execute("UPDATE feed_op SET tries = tries + 1, error = ? WHERE id = ?", (reason, wish.id))
        db.execute("DELETE FROM feed_op WHERE id = ? AND tries >= ?", (wish.id, most))
        dropped = bool(db.changes())
        if dropped and wish.op == "subscribe":
            db.execute("DELETE FROM feed_op WHERE feed = ?", (wish.feed,))
        return dropped


def known(db: Database, account: int) -> set[str]:
    """Return the server's ids of the account's feeds that are subscribed to here."""
    found = rows(
        db,
        "SELECT remote_id FROM feed WHERE account = ? AND removed IS NULL AND remote_id IS NOT NULL",
        (account,),
    )
    return {id for (id,) in found}


def apply(db: Database, account: int, listed: Sequence[There], *, now: int) -> dict[str, int]:
    """Make the account's feeds what the server says, but for what the reader wants otherwise.

    What the server no longer has is unsubscribed; starred, tagged and highlighted articles stay.
    Returns the ids of the feeds here by the server's ids.
    """
    with transaction(db, durable=False):
        wanted = {
            (feed, op) for feed, op in rows(db, "SELECT feed, op FROM feed_op WHERE account = ?", (account,))
        }
        known = rows(
            db,
            "SELECT id, remote_id, url, removed FROM feed WHERE account = ? ORDER BY removed IS NULL",
            (account,),
        )
        ids = {there.remote_id for there in listed}
        by_remote = {remote: id for id, remote, _, _ in known if remote}
        by_url = {url: id for id, remote, url, _ in known if remote not in ids}
        here = {id for id, _, _, removed in known if removed is None}
        found: dict[str, int] = {}
        for there in listed:
            id = by_remote.get(there.remote_id) or by_url.get(there.url)
            if id is None:
                id = _insert(db, account, there, now)
            elif (id, "unsubscribe") not in wanted and id not in here:
                _take_up(db, id)
            _update(db, id, there, wanted, now)
            found[there.remote_id] = id
        gone = here - set(found.values()) - {feed for feed, op in wanted if op == "subscribe"}
    for feed in gone:
        with transaction(db, durable=False):  # one feed a transaction: some have very many articles
            _archive(db, [feed], now)
    return found


def _insert(db: Database, account: int, there: There, now: int) -> int:
    found = rows(db, "SELECT id FROM feed WHERE account = ? AND url = ?", (account, there.url))
    url = f"{there.url}#{there.remote_id}" if found else there.url
    db.execute(
        "INSERT INTO feed (account, url, added, remote_id) VALUES (?, ?, ?, ?)",
        (account, url, now, there.remote_id),
    )
    return db.last_insert_rowid()


def _take_up(db: Database, id: int) -> None:
    db.execute("UPDATE feed SET removed = NULL WHERE id = ?", (id,))
    db.execute("UPDATE article SET deleted = 0, deleted_at = NULL WHERE feed = ? AND deleted = 3", (id,))


def _update(db: Database, id: int, there: There, wanted: set[tuple[int, str]], now: int) -> None:
    db.execute(
        """UPDATE feed SET remote_id = ?, title = ?, site = ?, last_checked = ?, last_ok = ?, next_due = 0
           WHERE id = ?""",
        (there.remote_id, there.title, there.site, now, now, id),
    )
    db.execute("UPDATE OR IGNORE feed SET url = ? WHERE id = ? AND instr(url, '#') = 0", (there.url, id))
    if (id, "title") not in wanted:
        db.execute("UPDATE feed SET name = NULL WHERE id = ?", (id,))
    if (id, "folder") not in wanted:
        db.execute("UPDATE feed SET folder = ? WHERE id = ?", (there.folder, id))


def _archive(db: Database, feeds: Iterable[int], now: int) -> None:
    """Unsubscribe from feeds that the server no longer has."""
    for id in feeds:
        db.execute("UPDATE feed SET removed = ? WHERE id = ?", (now, id))
        db.execute(
            """UPDATE article SET deleted = 3, deleted_at = ? WHERE feed = ? AND deleted = 0 AND starred = 0
               AND id NOT IN (SELECT article FROM article_tag UNION ALL SELECT article FROM note)""",
            (now, id),
        )


def of_lost_accounts(db: Database) -> list[int]:
    """Return the feeds that are subscribed to in an account that damage took."""
    found = rows(
        db,
        """SELECT id FROM feed WHERE removed IS NULL AND account > 0
           AND account NOT IN (SELECT id FROM account WHERE kind <> ?)""",
        (LOST,),
    )
    return [id for (id,) in found]


def archive_lost(db: Database, now: int) -> int:
    """Unsubscribe from the feeds of accounts that damage took. Returns how many feeds that were."""
    with transaction(db):
        keep_lost_numbers(db, now)
        found = of_lost_accounts(db)
        _archive(db, found, now)
    return len(found)


def unlisted(db: Database, account: int, remote_id: str, title: str, site: str | None, now: int) -> int:
    """Return the feed of an article that the server is not subscribed to, making it as a removed one."""
    found = rows(db, "SELECT id FROM feed WHERE account = ? AND remote_id = ?", (account, remote_id))
    if found:
        return int(found[0][0])
    db.execute(
        """INSERT OR IGNORE INTO feed (account, url, title, site, added, removed, remote_id)
           VALUES (?, 'removed://' || ?, ?, ?, ?, ?, ?)""",
        (account, remote_id, title, site, now, now, remote_id),
    )
    return db.last_insert_rowid()
