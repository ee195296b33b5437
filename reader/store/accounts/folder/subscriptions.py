"""Feeds and saved searches as machines speak of them: what is said of one here, and what others say done."""

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from reader.document.sanitize import sanitize_line
from reader.entries import written
from reader.store.articles import said_marks
from reader.store.articles.identity import number
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.feeds import feeds
from reader.store.rows import FULL_TEXT
from reader.store.said import known
from reader.store.said.entities import FEED, SEARCH
from reader.urls.canonical import canonical, same_address
from reader.urls.credentials import without_credentials
from reader.urls.safe import is_web_url

LONGEST_ADDRESS = 4_000
"""Characters of an address that comes from outside."""

LONGEST_NAME = 500
"""Characters of a title, a folder or a search that comes from outside."""

MOST_SEARCHES = 1_000
"""Saved searches of a library from which on what others keep is not added."""

SLICE = 2_000
"""Keys that are named in one transaction."""

MOST_FEEDS = 20_000
"""Feeds of a library from which on what others subscribe to is not added."""

Fields = Mapping[str, str]
"""The values of fields, as JSON."""


def feed_fields(db: Database, id: int) -> Fields:
    """Return what is to be said of a feed. Its password is not."""
    found = rows(
        db,
        "SELECT url, name, folder, removed, full_text, paused FROM feed WHERE id = ? AND account = 0",
        (id,),
    )
    if not found:
        return {}
    url, title, folder, removed, full_text, paused = found[0]
    address, _, _ = str(url).partition("#removed-")
    values = {
        "url": without_credentials(address), "title": title, "folder": folder, "removed": removed is not None,
        "fulltext": FULL_TEXT[full_text], "paused": bool(paused),
    }  # fmt: skip
    return {field: written(value) for field, value in values.items()}


def search_fields(db: Database, id: int) -> Fields:
    """Return what is to be said of a saved search."""
    found = rows(db, "SELECT name, query FROM saved_search WHERE id = ?", (id,))
    if not found:
        return {"removed": written(True)}
    name, query = found[0]
    return {"title": written(name), "query": written(query), "removed": written(False)}


def said_of(db: Database, entity: str) -> dict[str, Any]:
    """Return the values in force of an entity's fields."""
    found = {}
    for field, value in rows(db, "SELECT field, value FROM said_entry WHERE entity = ?", (entity,)):
        with suppress(ValueError):
            found[field] = json.loads(value)
    return found


def apply_feed(db: Database, entity: str, now: int) -> bool:
    """Do to the library what is said of a feed. Part of the caller's transaction.

    Returns whether anything changed.
    """
    here = known.ids_of(db, [entity]).get(entity)
    if here is None:
        return _welcome(db, entity, now)
    if here[0] != FEED:
        return False
    entries = known.in_force(db, FEED, [here[1]]).get(here[1], {})
    said = {}
    for field, entry in entries.items():
        with suppress(ValueError):
            said[field] = json.loads(entry.value)
    return _update(db, here[1], said, now)


def _welcome(db: Database, entity: str, now: int) -> bool:
    """Subscribe to a feed that others have; where it is here under another name, it has this one besides."""
    said = said_of(db, entity)
    url = said.get("url")
    if not isinstance(url, str) or not is_web_url(url) or len(url) > LONGEST_ADDRESS:
        return False
    id, added = same_feed(db, url), False
    if id is None:
        ((count,),) = rows(db, "SELECT count(*) FROM feed WHERE removed IS NULL")
        if said.get("removed") is not False or count >= MOST_FEEDS:
            return False
        id, added = feeds.add_feed(db, url, now=now)
    first = not rows(db, "SELECT 1 FROM said_entity WHERE kind = ? AND id = ?", (FEED, id))
    if first and not added:
        known.feed_names(db, id)
        first = False
    known.name(db, entity, FEED, id, main=first)
    articles = index_articles(db, id)
    said_marks.welcome(db, articles, now)
    return apply_feed(db, entity, now) or added


def same_feed(db: Database, url: str) -> int | None:
    """Return the feed of this address, in whatever form of it, if possible one that is subscribed."""
    wanted = canonical(url) or same_address(url)
    found = rows(db, "SELECT id, url FROM feed WHERE account = 0 ORDER BY removed IS NOT NULL, id")
    for id, other in found:
        address, _, _ = str(other).partition("#removed-")
        if address == url or (canonical(address) or same_address(address)) == wanted:
            return int(id)
    return None


def index_articles(db: Database, feed: int) -> list[int]:
    """Note under which entities a feed's articles are known; 0: saved ones. Returns the articles."""
    found = rows(
        db,
        """SELECT key, article, link, title FROM identity JOIN article ON id = article
           WHERE identity.feed = ? AND article > 0 ORDER BY article""",
        (feed,),
    )
    for start in range(0, len(found), SLICE):
        with transaction(db, durable=False):
            some = found[start : start + SLICE]
            known.add_keys(db, feed, [(key, id) for key, id, *_ in sorted(some, key=_is_alias)])
    return list({id for _, id, *_ in found})


def _is_alias(row: tuple[int, int, str | None, str]) -> bool:
    """Return whether a key is that of link and title: an article that has another is not spoken of by it."""
    key, _, link, title = row
    return bool(link) and key == number(f"alias {same_address(str(link))}\n{str(title).strip()}")


def _update(db: Database, id: int, said: Mapping[str, Any], now: int) -> bool:
    """Give a feed what is said of it; a value of another type than its field's changes nothing."""
    ((url, name, folder, removed, full_text, paused),) = rows(
        db, "SELECT url, name, folder, removed, full_text, paused FROM feed WHERE id = ?", (id,)
    )
    old = {"url": url, "name": name, "folder": folder, "full_text": full_text, "paused": paused}
    new: dict[str, str | int | None] = {}
    if "title" in said and isinstance(said["title"], str | None):
        new["name"] = _line(said["title"])
    if "folder" in said and isinstance(said["folder"], str | None):
        new["folder"] = (_line(said["folder"]) or "").strip("/") or None
    if said.get("fulltext") in FULL_TEXT:
        new["full_text"] = FULL_TEXT.index(said["fulltext"])
    if isinstance(said.get("paused"), bool):
        new["paused"] = int(said["paused"])
    address = said.get("url")
    if isinstance(address, str) and is_web_url(address) and len(address) <= LONGEST_ADDRESS:
        another = without_credentials(str(url).partition("#removed-")[0]) != address
        if another and not feeds.has_address(db, address) and removed is None:
            new["url"] = address
    changes = {column: value for column, value in new.items() if old[column] != value}
    if changes:
        feeds.write_columns(db, id, changes, now)
    return _subscribe(db, id, said.get("removed"), removed is not None, now) or bool(changes)


def _line(text: str | None) -> str | None:
    return sanitize_line(text)[:LONGEST_NAME].strip() or None if text else None


def _subscribe(db: Database, id: int, wanted: object, removed: bool, now: int) -> bool:
    """Take a feed away or up, with its articles, as said elsewhere."""
    if wanted is True and not removed:
        gone = numbers(feeds.would_go_with(db, id))
        feeds.put_aside(db, id, now)
        db.execute(
            "UPDATE article SET deleted = 3, deleted_at = ? WHERE id IN (SELECT value FROM carray(?))",
            (now, gone),
        )
        return True
    if wanted is False and removed:
        feeds.take_up(db, id)
        db.execute("UPDATE feed SET next_due = 0 WHERE id = ?", (id,))
        return True
    return False


def apply_search(db: Database, entity: str) -> bool:
    """Do to the library what is said of a saved search. Returns whether anything changed."""
    said = said_of(db, entity)
    here = known.ids_of(db, [entity]).get(entity)
    name, query, removed = said.get("title"), said.get("query"), said.get("removed")
    if here is not None and removed is True:
        db.execute("DELETE FROM saved_search WHERE id = ?", (here[1],))
        return db.changes() > 0
    if not isinstance(name, str) or not isinstance(query, str) or removed is not False:
        return False
    wanted = (_line(name), _line(query))
    if not all(wanted):
        return False
    if here is None:
        ((count,),) = rows(db, "SELECT count(*) FROM saved_search")
        if count >= MOST_SEARCHES:
            return False
        db.execute("INSERT INTO saved_search (name, query) VALUES (?, ?)", wanted)
        known.name(db, entity, SEARCH, db.last_insert_rowid())
        return True
    if rows(db, "SELECT 1 FROM saved_search WHERE id = ? AND name = ? AND query = ?", (here[1], *wanted)):
        return False
    db.execute("INSERT OR REPLACE INTO saved_search (id, name, query) VALUES (?, ?, ?)", (here[1], *wanted))
    return True


def fields_of(db: Database, kind: int, id: int) -> Fields:
    """Return what is to be said of a feed or a saved search."""
    return feed_fields(db, id) if kind == FEED else search_fields(db, id)


def searches(db: Database) -> Collection[tuple[int, str]]:
    """Return the saved searches with their names."""
    return rows(db, "SELECT id, name FROM saved_search")
