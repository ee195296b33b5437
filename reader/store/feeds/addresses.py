"""The addresses of all feeds, which every command hides the secrets of: nothing else is imported for them."""

from reader.store.database.connection import Database, rows


def addresses(db: Database) -> list[str]:
    """Return the addresses of all feeds, also of those that were removed. Raises `StoreError`."""
    return [url for (url,) in rows(db, "SELECT url FROM feed") if isinstance(url, str)]  # else it is damaged
