"""What the reader wants of an account's feeds: noted where a feed changes, and sent with the next sync."""

import shlex
from collections.abc import Collection, Iterable

from reader.store.database.connection import Database, StoreError, numbers, rows


class NotEditable(StoreError):
    """The server of an account does not let its feeds be changed like this."""


def wish(db: Database, feed: int, op: str, value: str | None = None) -> None:
    """Note that a feed shall be subscribed to, unsubscribed from, or have another title or folder.

    Part of the transaction that changes it here. Nothing is noted for the reader's own feeds, nor for an
    account that was removed. Of a title or a folder the last wish counts; a subscription's value is the title
    that it had before.
    """
    found = rows(
        db,
        """SELECT f.account FROM feed AS f JOIN account AS a ON a.id = f.account
           WHERE f.id = ? AND f.account > 0 AND a.removed IS NULL AND a.feeds_editable = 1""",
        (feed,),
    )
    for (account,) in found:
        if op == "unsubscribe":
            db.execute("DELETE FROM feed_op WHERE feed = ?", (feed,))
        elif op == "subscribe":
            db.execute("DELETE FROM feed_op WHERE feed = ? AND op = 'unsubscribe'", (feed,))
        db.execute(
            "INSERT OR REPLACE INTO feed_op (account, feed, op, value) VALUES (?, ?, ?, ?)",
            (account, feed, op, value),
        )


def check_editable(db: Database, feeds: Iterable[int], columns: Collection[str] = ()) -> None:
    """Check that these feeds may be changed. Raises `NotEditable` where the server of one does not let them.

    `columns`: what shall change of them, where they stay.
    """
    found = rows(
        db,
        """SELECT DISTINCT a.name, a.kind, a.feeds_editable FROM carray(?) AS c
           CROSS JOIN feed AS f ON f.id = c.value JOIN account AS a ON a.id = f.account
           WHERE f.account > 0 AND a.removed IS NULL""",
        (numbers(feeds),),
    )
    for name, kind, editable in found:
        if not editable:
            raise NotEditable(f"the server of {name} ({kind}) does not let its feeds be changed from here")
        if "url" in columns:
            raise NotEditable(
                f"a feed of {name} keeps its address: `newsreader add NEW --account {shlex.quote(name)}`"
                " subscribes to another, and `newsreader remove` takes this one"
            )
        if "paused" in columns:
            raise NotEditable(f"{name} asks its feeds itself: they have a title and a folder here, no more")
