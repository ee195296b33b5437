"""Noting what the reader decides, in the transaction that does it, for the machines that share a folder.

What retention and the backlog rule do is no decision, and what other machines have said is not said again.
"""

from collections.abc import Collection

from reader.entries import written
from reader.store.database.connection import Database, numbers, rows
from reader.store.said.entities import ARTICLE, FEED, SEARCH
from reader.store.said.sharing import is_shared, tick


def articles(db: Database, field: str, value: bool, ids: Collection[int]) -> None:
    """Note that `read`, `starred`, `deleted` or `tag:NAME` of articles was set.

    Articles of accounts on servers are left out: their server tells the other machines.
    """
    if not ids or not is_shared(db):
        return
    stamp = tick(db)
    db.execute(
        """INSERT OR REPLACE INTO said_outbox (kind, id, field, value, at, counter)
           SELECT ?1, a.id, ?2, ?3, ?4, ?5 FROM carray(?6) AS c CROSS JOIN article AS a ON a.id = c.value
           WHERE a.account = 0""",
        (ARTICLE, field, written(value), *stamp, numbers(ids)),
    )


def as_they_are(db: Database, ids: Collection[int]) -> None:
    """Note the marks, places and corrections that articles came with, as by an import."""
    if not ids or not is_shared(db):
        return
    for column in ("read", "starred"):
        sql = f"SELECT id FROM article WHERE id IN (SELECT value FROM carray(?)) AND {column} = 1"
        articles(db, column, True, [id for (id,) in rows(db, sql, (numbers(ids),))])
    for id in ids:
        for (tag,) in rows(db, "SELECT tag FROM article_tag WHERE article = ?", (id,)):
            articles(db, f"tag:{tag}", True, [id])
        fixed = rows(db, "SELECT field FROM correction WHERE article = ?", (id,))
        places = rows(db, "SELECT 1 FROM position WHERE article = ?", (id,))
        article(db, id, *(f"fix:{field}" for (field,) in fixed), *("pos" for _ in places))


def article(db: Database, id: int, *fields: str) -> None:
    """Note that fields of an article were set: `pos`, `fix:FIELD`. What is said is what the library holds."""
    if fields and is_shared(db):
        stamp = tick(db)
        db.executemany(
            """INSERT OR REPLACE INTO said_outbox (kind, id, field, value, at, counter)
               SELECT ?1, id, ?3, NULL, ?4, ?5 FROM article WHERE id = ?2 AND account = 0""",
            [(ARTICLE, id, field, *stamp) for field in fields],
        )


def value(db: Database, id: int, field: str, said: str) -> None:
    """Note that a field of an article has a value from now on, which is given as canonical JSON."""
    if is_shared(db):
        db.execute(
            """INSERT OR REPLACE INTO said_outbox (kind, id, field, value, at, counter)
               SELECT ?1, id, ?3, ?4, ?5, ?6 FROM article WHERE id = ?2 AND account = 0""",
            (ARTICLE, id, field, said, *tick(db)),
        )


def feed(db: Database, id: int) -> None:
    """Note that a feed was subscribed, edited or removed. What is said is what differs from what was said."""
    if is_shared(db):
        db.execute(
            """INSERT OR REPLACE INTO said_outbox (kind, id, field, value, at, counter)
               SELECT ?1, id, '', NULL, ?3, ?4 FROM feed WHERE id = ?2 AND account = 0""",
            (FEED, id, *tick(db)),
        )


def search(db: Database, id: int, name: str | None = None) -> None:
    """Note that a saved search was kept, edited or removed. `name`: the one that it was kept under first."""
    if is_shared(db):
        db.execute(
            """INSERT OR REPLACE INTO said_outbox (kind, id, field, value, at, counter)
               VALUES (?, ?, '', ?, ?, ?)""",
            (SEARCH, id, name, *tick(db)),
        )
