"""The accounts: their list, what a sync leaves behind, adding and removing them."""

import json
from collections.abc import Sequence
from typing import Any

from reader.accounts import LOST, Account, AccountStatus, refused_words
from reader.model import DAY, HOUR, LONGEST_RATE_LIMIT
from reader.store import undo_changes
from reader.store.database.connection import Database, rows, transaction
from reader.store.feeds import folders
from reader.store.rows import COUNT, FLAG, ID, TEXT, TIME, mended, optional

LONGEST_SCHEDULE = 366 * DAY
"""Seconds after which an account is due at the latest, whatever the settings say."""

_COLUMNS = """id, kind, name, url, user, password_command, identity, feeds_editable, keeps_tags, last_sync,
    next_due, failures, error, refused, silenced_until, unread, starred, details"""

_SOUND = (
    ID, TEXT, TEXT, TEXT, TEXT, optional(TEXT), optional(TEXT), FLAG, FLAG, optional(TIME), TIME, COUNT,
    optional(TEXT), FLAG, optional(TIME), COUNT, COUNT, TEXT,
)  # fmt: skip


def accounts(db: Database, now: int, *, counted: bool = True) -> list[Account]:
    """Return all accounts by name, with their status at `now` (UTC seconds).

    `counted`: with the numbers of their feeds and unread articles, and of all that waits; else in a moment,
    however large the library is.
    """
    found = rows(db, f"SELECT {_COLUMNS} FROM account WHERE removed IS NULL ORDER BY name")
    return [_account(db, row, now, counted=counted) for row in found]


def account(db: Database, id: int, now: int) -> Account | None:
    """Return the account with that id; None where there is none."""
    found = rows(db, f"SELECT {_COLUMNS} FROM account WHERE id = ? AND removed IS NULL", (id,))
    return _account(db, found[0], now) if found else None


def names(db: Database) -> dict[int, str]:
    """Return the names of the accounts by their ids."""
    return dict(rows(db, "SELECT id, name FROM account WHERE removed IS NULL ORDER BY name"))


def _account(db: Database, row: Sequence[Any], now: int, *, counted: bool = True) -> Account:
    (
        id, kind, name, url, user, command, identity, editable, tags, last_sync, next_due, failures, error,
        refused, silenced_until, unread, starred, details,
    ) = mended(row, _SOUND)  # fmt: skip
    silenced = now < (silenced_until or 0) <= now + LONGEST_RATE_LIMIT
    if not silenced and _clock_was_set_back(last_sync, next_due, failures, silenced_until, now):
        next_due = 0
    wait = waiting(db, id) if counted else waiting(db, id, MANY)
    feeds, unread_here = _counts(db, 0 if kind == "folder" else id) if counted else (0, 0)
    return Account(
        id=id,
        kind=kind,
        name=name,
        url=url,
        user=user,
        feeds=feeds,
        unread=unread_here,
        waiting=wait,
        status=_status(refused, silenced, error, last_sync),
        error=refused_words(name, error, wait) if refused and error else error,
        last_sync=last_sync,
        next_due=next_due,
        tags=bool(tags),
        feeds_editable=bool(editable),
        clock_skew=_clock_skew(details) if kind == "folder" else None,
        password_command=command,
        identity=identity,
        silenced_until=silenced_until if silenced else None,
        failures=failures,
        last_unread=unread,
        last_starred=starred,
        details=details,
    )


def _clock_was_set_back(
    last_sync: int | None, next_due: int, failures: int, silenced_until: int | None, now: int
) -> bool:
    """Return whether times are those of a clock that was ahead: no account waits for a wrong clock's time."""
    longest = HOUR if failures else LONGEST_SCHEDULE
    ahead = (last_sync or 0) > now + HOUR or (silenced_until or 0) > now + LONGEST_RATE_LIMIT
    return ahead or next_due > now + longest


def _status(refused: int, silenced: bool, error: str | None, last_sync: int | None) -> AccountStatus:
    if refused:
        return "auth"
    if silenced:
        return "silenced"
    if error:
        return "failing"
    return "never" if last_sync is None else "ok"


def _clock_skew(details: str) -> int | None:
    """Return by how many seconds a clock among the machines of a folder is off, as the last sync saw it."""
    try:
        found = json.loads(details)
    except ValueError:
        return None
    skew = found.get("clock_skew") if isinstance(found, dict) else None
    return skew if isinstance(skew, int) else None


def _counts(db: Database, account: int) -> tuple[int, int]:
    """Return how many feeds an account has, and how many unread articles they have."""
    ((feeds, unread),) = rows(
        db,
        """SELECT count(*), ifnull(sum((SELECT count(*) FROM article INDEXED BY article_unread_feed
               WHERE feed = f.id AND read = 0 AND deleted = 0)), 0)
           FROM feed AS f WHERE account = ? AND removed IS NULL""",
        (account,),
    )
    return feeds, unread


MANY = 10_000
"""Changes that wait from which on they are not counted where nobody shall wait for the number."""


def latest_change(db: Database) -> int:
    """Return a number that grows with each change that is to be sent to a server, and never falls."""
    found = rows(db, "SELECT ifnull(sum(seq), 0) FROM sqlite_sequence WHERE name IN ('outbox', 'feed_op')")
    return int(found[0][0])


def waiting(db: Database, id: int, most: int = -1) -> int:
    """Return how many of the reader's changes an account's server, or its folder, has not got.

    `most`: how many are counted of each kind; all by default.
    """
    ((marks, feeds, said),) = rows(
        db,
        """SELECT (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE account = ?1 AND sent = 0 LIMIT ?2)),
                  (SELECT count(*) FROM feed_op WHERE account = ?1),
                  (SELECT (SELECT count(*) FROM (SELECT 1 FROM said_outbox LIMIT ?2)) +
                       (SELECT count(*) FROM (SELECT 1 FROM said_entry INDEXED BY said_entry_change
                        WHERE change > ifnull((SELECT written FROM said_own WHERE account = ?1), 0) LIMIT ?2))
                   FROM account WHERE id = ?1 AND kind = 'folder')""",
        (id, most),
    )
    return int(marks) + int(feeds) + int(said or 0)


def keep_lost_numbers(db: Database, now: int) -> None:
    """Keep the numbers of accounts that damage took, in the caller's transaction.

    No account to come may take the feeds and articles of another server for its own.
    """
    db.execute(
        """INSERT INTO account (id, kind, name, url, added, removed)
           SELECT DISTINCT account, ?2, ?2, '', ?1, ?1 FROM (
               SELECT account FROM feed WHERE account > 0
               UNION SELECT account FROM article WHERE account > 0
           ) WHERE account NOT IN (SELECT id FROM account)""",
        (now, LOST),
    )


def add(
    db: Database, *, kind: str, name: str, url: str, user: str, command: str | None, details: str, now: int
) -> int:
    """Add an account. Returns its id. Raises `StoreError` where one has the name."""
    with transaction(db):
        keep_lost_numbers(db, now)
        rows(
            db,
            """INSERT INTO account (kind, name, url, user, password_command, details, added)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            (kind, name, url, user, command, details, now),
        )
        id = db.last_insert_rowid()
        for table in ("outbox", "feed_op", "missing_item"):  # of one that damage took, and that had this id
            db.execute(f"DELETE FROM {table} WHERE account = ?", (id,))
        return id


def take_out(db: Database, id: int) -> None:
    """Take out an account that was just added and cannot be used: nothing of it is kept."""
    with transaction(db):
        db.execute("DELETE FROM account WHERE id = ?", (id,))


def write(db: Database, id: int, **columns: str | int | None) -> None:
    """Write columns of an account, by their names in the database."""
    with transaction(db, durable=False):
        for name, value in columns.items():
            db.execute(f"UPDATE account SET {name} = ? WHERE id = ?", (value, id))


def detail(db: Database, id: int, name: str) -> Any:
    """Return one of the details of an account; None where there is none of that name."""
    found = rows(db, "SELECT details FROM account WHERE id = ?", (id,))
    try:
        return json.loads(found[0][0]).get(name) if found else None
    except (ValueError, AttributeError):
        return None


def set_detail(db: Database, id: int, name: str, value: Any) -> None:
    """Write one of the details of an account; None removes it."""
    with transaction(db, durable=False):
        db.execute(
            """UPDATE account SET details = json_patch(iif(json_valid(details), details, '{}'), ?)
               WHERE id = ?""",
            (json.dumps({name: value}), id),
        )


def remove(db: Database, id: int, *, now: int) -> bool:
    """Remove an account with its feeds and what waits, as one action. Returns whether there was such a one.

    Starred and tagged articles stay. Very many articles are left to `changes.slices.finish`.
    """
    with transaction(db):
        found = rows(
            db, "UPDATE account SET removed = ? WHERE id = ? AND removed IS NULL RETURNING name", (now, id)
        )
        for (name,) in found:
            parted = undo_changes.Parted(
                id,
                list(
                    rows(
                        db,
                        """SELECT remote_id, field, value, article FROM outbox
                           WHERE account = ? AND sent = 0 ORDER BY id""",
                        (id,),
                    )
                ),
                list(rows(db, "SELECT feed, op, value FROM feed_op WHERE account = ? ORDER BY id", (id,))),
            )
            for table in ("outbox", "feed_op", "missing_item"):
                db.execute(f"DELETE FROM {table} WHERE account = ?", (id,))
            feeds = [feed for (feed,) in rows(db, "SELECT id FROM feed WHERE account = ?", (id,))]
            label = f"removed the account {name}"
            folders.remove_feeds(db, feeds, now=now, label=label, along=parted)
    return bool(found)
