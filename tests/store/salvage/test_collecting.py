"""What single entries of indexes tell of lost rows, in libraries of every version."""

from reader.store.database.connection import Database, rows
from reader.store.salvage.collecting import Collection


def test_an_unread_article_is_known_by_its_entry_with_and_without_its_part(db: Database) -> None:
    into = Collection(db)
    into.add_entries("article_unread", [(0, 1_764_000_000, 7), (1_764_000_000, 8), (None, 9), (10,)])
    assert rows(db, "SELECT id FROM temp.unread ORDER BY id") == [(7,), (8,)]
