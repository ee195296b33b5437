"""Which articles, feeds and saved searches of the library the entities are that other machines speak of."""

from collections.abc import Collection, Iterable

from reader.entries import Entry, Stamp
from reader.store.database.connection import Database, numbers, rows
from reader.store.said.entities import (
    ARTICLE,
    FEED,
    SEARCH,
    article_entity,
    feed_entity,
    page_entity,
    saved_entity,
    search_entity,
)
from reader.store.said.sharing import is_shared, tick

NAMES = "names"
"""The field under which is noted that an article is known by another name besides."""


def feed_names(db: Database, feed: int) -> list[str]:
    """Return the entities of a feed, the first one named first; one that has none is named by its address.

    Part of the caller's transaction.
    """
    found = rows(
        db,
        "SELECT entity FROM said_entity WHERE kind = ? AND id = ? ORDER BY main DESC, entity",
        (FEED, feed),
    )
    if not found:
        for (url,) in rows(db, "SELECT url FROM feed WHERE id = ? AND account = 0", (feed,)):
            address, _, _ = str(url).partition("#removed-")
            name(db, feed_entity(address), FEED, feed)
            found = rows(db, "SELECT entity FROM said_entity WHERE kind = ? AND id = ?", (FEED, feed))
    return [entity for (entity,) in found]


def search_name(db: Database, search: int, first: str) -> str:
    """Return the entity of a saved search; one that has none is named by the name that it has first."""
    found = rows(db, "SELECT entity FROM said_entity WHERE kind = ? AND id = ?", (SEARCH, search))
    if found:
        return str(found[0][0])
    entity = search_entity(first)
    db.execute("DELETE FROM said_entity WHERE entity = ?", (entity,))
    name(db, entity, SEARCH, search)
    return entity


def name(db: Database, entity: str, kind: int, id: int, *, main: bool = True) -> None:
    """Note that an entity is here, unless it is something else. Part of the caller's transaction."""
    db.execute(
        "INSERT OR IGNORE INTO said_entity (entity, kind, id, main) VALUES (?, ?, ?, ?)",
        (entity, kind, id, int(main)),
    )


def add_keys(db: Database, feed: int, keys: Collection[tuple[int, int]]) -> None:
    """Note under which entities articles are known by these keys (hash, article) of a feed; 0: saved ones.

    Of each article the first key is the one that it is spoken of by. Part of the caller's transaction.
    """
    real = [(key, id) for key, id in keys if id > 0]
    if not real or not is_shared(db):
        return
    feeds = feed_names(db, feed) if feed else []
    if feed and not feeds:  # it is an account's
        return
    before = _named(db, {id for _, id in real})
    seen: set[int] = set()
    for key, id in real:
        for number, entity in enumerate(_entities(feeds, key)):
            name(db, entity, ARTICLE, id, main=id not in seen and not number)
        seen.add(id)
    for id in before & seen:
        db.execute(
            """INSERT OR REPLACE INTO said_outbox (kind, id, field, value, at, counter)
               VALUES (?, ?, ?, NULL, ?, ?)""",
            (ARTICLE, id, NAMES, *tick(db)),
        )


def _named(db: Database, ids: Iterable[int]) -> set[int]:
    found = rows(
        db,
        """SELECT DISTINCT e.id FROM carray(?) AS c
           CROSS JOIN said_entity AS e ON e.kind = ? AND e.id = c.value""",
        (numbers(ids), ARTICLE),
    )
    return {id for (id,) in found}


def _entities(feeds: list[str], key: int) -> list[str]:
    return [article_entity(feed, key) for feed in feeds] if feeds else [saved_entity(key)]


def add_page(db: Database, id: int, link: str | None) -> None:
    """Note that a saved article is a page of this address, too. Part of the caller's transaction."""
    if link and is_shared(db) and (entity := page_entity(link)):
        name(db, entity, ARTICLE, id)


def ids_of(db: Database, entities: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return the kinds and ids of those of the entities that are here."""
    found = {}
    for entity in entities:
        for kind, id in rows(db, "SELECT kind, id FROM said_entity WHERE entity = ?", (entity,)):
            found[entity] = (kind, id)
    return found


def main_entities(db: Database, kind: int, id: int) -> list[str]:
    """Return the entities that something is spoken of by."""
    found = rows(db, "SELECT entity FROM said_entity WHERE kind = ? AND id = ? AND main = 1", (kind, id))
    return [entity for (entity,) in found]


def in_force(db: Database, kind: int, ids: Collection[int]) -> dict[int, dict[str, Entry]]:
    """Return the entries in force of articles, feeds or searches, by id and field."""
    found = rows(
        db,
        """SELECT e.id, s.entity, s.field, s.at, s.counter, s.author, s.value FROM carray(?) AS c
           CROSS JOIN said_entity AS e ON e.kind = ? AND e.id = c.value
           CROSS JOIN said_entry AS s ON s.entity = e.entity""",
        (numbers(ids), kind),
    )
    known: dict[int, dict[str, Entry]] = {}
    for id, entity, field, at, counter, author, value in found:
        entry, fields = Entry(entity, field, Stamp(at, counter), author, value), known.setdefault(id, {})
        if field not in fields or entry.rank > fields[field].rank:
            fields[field] = entry
    return known
