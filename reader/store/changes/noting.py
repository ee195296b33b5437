"""Noting the reader's marks for the accounts that want them, in the transaction that makes them.

Every change of a mark by the reader passes `note`: turning, tagging, deleting, and taking any of it back.
What a server says, what retention deletes and what the backlog rule marks does not.
"""

from collections.abc import Iterable

from reader.store.database.connection import Database, numbers, rows


def note(db: Database, field: str, value: bool, ids: Iterable[int]) -> None:
    """Note that the reader set `read`, `starred` or `tag:NAME` of these articles. Part of the transaction.

    The last value of a field counts; it replaces one that waits, also where that was its opposite: the first
    may be at the server already.
    """
    if not rows(db, "SELECT 1 FROM account WHERE removed IS NULL LIMIT 1"):
        return
    db.execute(
        """INSERT OR REPLACE INTO outbox (account, remote_id, field, value, article)
           SELECT a.account, a.remote_id, ?, ?, a.id FROM carray(?) AS c
           CROSS JOIN article AS a ON a.id = c.value
           WHERE a.account > 0 AND a.remote_id IS NOT NULL""",
        (field, int(value), numbers(ids)),
    )
