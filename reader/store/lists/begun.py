"""Articles that were begun and not finished, from the reading positions that are kept."""

from reader.store.database.connection import Database, rows
from reader.store.lists.index_scan import Key

BEGUN = """position AS p INDEXED BY position_begun CROSS JOIN article AS a ON a.id = p.article
    WHERE p.finished = 0 AND a.deleted = 0"""
"""Where they are: in an index of their own, which has as many entries as there are."""


def begun(db: Database, *, limit: int) -> list[Key]:
    """Return the articles that were begun, each as (id, UTC seconds of its reading), the latest first."""
    sql = f"SELECT p.article, p.at FROM {BEGUN} ORDER BY p.at DESC, p.article DESC LIMIT ?"
    return rows(db, sql, (limit,))


def count(db: Database) -> int:
    """Count the articles that were begun."""
    return int(rows(db, f"SELECT count(*) FROM {BEGUN}")[0][0])
