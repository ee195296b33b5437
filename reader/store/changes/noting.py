"""Noting the reader's marks for the accounts that want them, in the transaction that makes them.

Every change of a mark by the reader passes `note`: turning, tagging, deleting, and taking any of it back.
What a server says, what retention deletes and what the backlog rule marks does not.
"""

from collections.abc import Collection

from reader.store.database.connection import Database, numbers, rows
from reader.store.said import noting as said


def note(db: Database, field: str, value: bool, ids: Collection[int]) -> None:
    """Note that the reader set `read`, `starred`, `deleted` or `tag:NAME` of these articles.

    Part of the transaction that does it, and behind the change. The last value of a field counts: it replaces
    one that waits, also its opposite, which may be at the server already. What is deleted is read elsewhere,
    whatever mark is taken off it here.
    """
    said.articles(db, field, value, ids)
    found = rows(db, "SELECT id FROM account WHERE removed IS NULL AND kind <> 'folder'")
    if not found or not ids:
        return
    wanted = {"deleted": "?2 OR a.read", "read": "?2 OR a.deleted = 1"}.get(field, "?2")
    if field.startswith("tag:"):
        found = rows(db, "SELECT id FROM account WHERE removed IS NULL AND keeps_tags = 1")
    db.execute(
        f"""INSERT OR REPLACE INTO outbox (account, remote_id, field, value, article)
            SELECT a.account, a.remote_id, ?1, {wanted}, a.id
            FROM carray(?3) AS c CROSS JOIN article AS a ON a.id = c.value
            WHERE a.account IN (SELECT value FROM carray(?4)) AND a.remote_id IS NOT NULL""",
        (
            "read" if field == "deleted" else field,
            int(value),
            numbers(ids),
            numbers(account for (account,) in found),
        ),
    )
