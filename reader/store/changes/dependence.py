"""Which newer action depends on an older one, so that the older one cannot be taken back before it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from reader.store import undo_log
from reader.store.database.connection import Database, numbers, rows
from reader.store.undo_changes import (
    Added,
    Change,
    Corrected,
    Deleted,
    Edited,
    Kept,
    Marked,
    Noted,
    Orphaned,
    Parted,
    Removed,
    Restored,
    Revived,
    Saved,
    Searched,
    Tagged,
    unpack_ids,
)
from reader.store.undo_log import Action


@dataclass
class Footprint:
    """What an action has changed."""

    aspects: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """What is what it is because of it, as ids by aspect: `read`, `tag boats`, `feed 3 name`."""
    articles: set[int] = field(default_factory=set)
    """The articles of which it changed more than whether they are read."""
    made: set[int] = field(default_factory=set)
    """The articles that are there because of it."""
    feeds: set[int] = field(default_factory=set)
    """The feeds that it changed."""
    whole: set[int] = field(default_factory=set)
    """The feeds that came or went with it."""
    addresses: set[str] = field(default_factory=set)
    """The addresses that feeds had before."""


def newer_that_depends(db: Database, action: Action) -> Action | None:
    """Return the latest action that depends on this one and is not taken back; None where there is none."""
    found = rows(db, "SELECT id FROM action WHERE id > ? AND undone IS NULL ORDER BY id DESC", (action.id,))
    if not found:
        return None
    older = _footprint(db, action.id)
    for (id,) in found:
        if _depends(db, _footprint(db, id), older):
            return undo_log.action(db, id)
    return None


def _depends(db: Database, newer: Footprint, older: Footprint) -> bool:
    shared = newer.aspects.keys() & older.aspects.keys()
    return (
        any(newer.aspects[name] & older.aspects[name] for name in shared)
        or bool(newer.whole & older.feeds or newer.feeds & older.whole)
        or bool(newer.articles & older.made)
        or _has_address(db, newer.feeds, older.addresses)
        or _has_one_of(db, newer.whole, older.articles)
        or _has_one_of(db, older.whole, newer.articles)
    )


def _has_one_of(db: Database, feeds: Iterable[int], articles: Iterable[int]) -> bool:
    """Return whether one of the articles is one of the feeds'."""
    if not feeds or not articles:
        return False
    found = rows(
        db,
        """SELECT 1 FROM carray(?) AS c CROSS JOIN article ON id = c.value
           WHERE feed IN (SELECT value FROM carray(?)) LIMIT 1""",
        (numbers(articles), numbers(feeds)),
    )
    return bool(found)


def _has_address(db: Database, feeds: Iterable[int], addresses: set[str]) -> bool:
    """Return whether one of the feeds, removed or not, has an address that another one had before."""
    if not feeds or not addresses:
        return False
    found = rows(db, "SELECT url FROM feed WHERE id IN (SELECT value FROM carray(?))", (numbers(feeds),))
    return any(url in addresses for (url,) in found)


def _footprint(db: Database, action: int) -> Footprint:
    """Return what an action has changed; what cannot be read of it has changed nothing."""
    footprint = Footprint()
    try:
        changes: list[Change] = [undo_log.before(db, action), *undo_log.slices(db, action)]
    except ValueError:
        return footprint
    for change in changes:
        _add(footprint, change)
    for feed in footprint.whole:
        for (url,) in rows(db, "SELECT url FROM feed WHERE id = ?", (feed,)):
            footprint.addresses.add(url.removesuffix(f"#removed-{feed}"))
    return footprint


def _add(footprint: Footprint, change: Change) -> None:
    aspects = footprint.aspects
    match change:
        case Marked():
            for column, (_, ids) in change.turned.items():
                aspects[column].update(unpack_ids(ids))
                if column != "read":
                    footprint.articles.update(unpack_ids(ids))
        case Tagged():
            for tag, ids in (*change.added.items(), *change.removed.items()):
                aspects[f"tag {tag}"].update(unpack_ids(ids))
                footprint.articles.update(unpack_ids(ids))
        case Deleted() | Restored():
            aspects["deleted"].update(unpack_ids(change.ids))
            footprint.articles.update(unpack_ids(change.ids))
        case Saved() | Kept():
            made = [change.article] if isinstance(change, Saved) else unpack_ids(change.ids)
            aspects["deleted"].update(made)
            footprint.made.update(made)
        case Orphaned() | Revived():
            aspects["deleted"].update(unpack_ids(change.ids))
        case Corrected():
            for name in change.before:
                aspects[f"corrected {name}"].add(change.article)
            footprint.articles.add(change.article)
        case Edited():
            for name in change.before:
                aspects[f"feed {name}"].add(change.feed)
            if url := change.before.get("url"):
                footprint.addresses.add(str(url))
            footprint.feeds.add(change.feed)
        case Removed() | Added():
            footprint.feeds.add(change.feed)
            footprint.whole.add(change.feed)
        case Parted():
            aspects["account"].add(change.account)
        case Noted():
            aspects[f"note {change.note}"].add(change.article)
            footprint.articles.add(change.article)
        case Searched():
            aspects["search"].add(change.search)
