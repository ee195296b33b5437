"""Feeds that another reader had: what it knew of them completes what is kept here."""

from reader.store import undo_log
from reader.store.database.connection import Database, rows
from reader.store.said import noting
from reader.store.undo_changes import Edited
from reader.store.undo_log import Entry
from reader.ways import FeedHabits, FeedWays, pack_habits, pack_ways


def all_addresses(db: Database) -> dict[str, int]:
    """Return the ids of all feeds by their addresses; a subscribed one counts more than a removed one."""
    found = rows(db, "SELECT url, id FROM feed WHERE account = 0 ORDER BY removed IS NULL")
    return {url.partition("#removed-")[0]: id for url, id in found}


def address(db: Database, id: int) -> str | None:
    """Return the address of a feed, also of a removed one, as it is kept."""
    found = rows(db, "SELECT url FROM feed WHERE id = ?", (id,))
    return found[0][0] if found else None


def complete(db: Database, id: int, *, name: str | None, folder: str | None, now: int, entry: Entry) -> bool:
    """Give a feed a name and a folder where it has none. Part of the caller's transaction.

    Returns whether anything is different now.
    """
    ((had_name, had_folder),) = rows(db, "SELECT name, folder FROM feed WHERE id = ?", (id,))
    old = {"name": had_name, "folder": had_folder}
    before = undo_log.changed_columns(old, {"name": had_name or name, "folder": had_folder or folder})
    if before:
        db.execute(
            "UPDATE feed SET name = ?, folder = ? WHERE id = ?", (had_name or name, had_folder or folder, id)
        )
        noting.feed(db, id)
        entry.note(db, Edited(id, before), 1, now=now)
    return bool(before)


def set_up(db: Database, id: int, *, paused: int, full_text: int, own: tuple[FeedWays, FeedHabits]) -> None:
    """Let a new feed rest, its pages be fetched, and its own ways and habits be, as elsewhere."""
    ways, habits = own
    db.execute(
        "UPDATE feed SET paused = ?, full_text = ?, ways = ?, habits = ? WHERE id = ?",
        (paused, full_text, pack_ways(ways), pack_habits(habits), id),
    )
    noting.feed(db, id)


def tell_source(db: Database, id: int, *, title: str, site: str | None) -> None:
    """Note the title and site that a feed has given itself, where it was never read here."""
    db.execute(
        "UPDATE feed SET title = iif(title = '', ?, title), site = coalesce(site, ?) WHERE id = ?",
        (title, site, id),
    )


def removed_feed(db: Database, url: str, title: str, now: int) -> int:
    """Return the feed that articles come from which is not subscribed, making it as a removed one."""
    found = all_addresses(db).get(url)
    if found is not None:
        return found
    db.execute("INSERT INTO feed (url, title, added, removed) VALUES (?, ?, ?, ?)", (url, title, now, now))
    return db.last_insert_rowid()
