"""What is done to all feeds of a folder, or to several feeds, as one action."""

from collections.abc import Callable, Sequence
from itertools import chain

from reader.model import is_inside
from reader.store import undo_changes, undo_log
from reader.store.database.connection import Database, rows, transaction
from reader.store.feeds import feeds, wishes
from reader.store.undo_changes import Change, Edited, Removed, Searched
from reader.store.undo_log import Entry
from reader.store.undo_work import LARGE, Orphan, Work, begin, waiting


def rename_folder(
    db: Database, folder: str, name: str, *, now: int, requery: Callable[[str], str] = str
) -> int:
    """Rename a folder: its feeds move, and those of the folders in it. Returns how many moved.

    Where there is a folder of that name, the feeds join those in it. `requery` says in a saved search's query
    what the folders are called from here on.
    """
    entry = Entry(lambda count: f"renamed the folder {folder} to {name}")
    moved = 0
    with transaction(db):
        for id, old in rows(db, "SELECT id, folder FROM feed WHERE removed IS NULL AND folder IS NOT NULL"):
            if not is_inside(str(old), folder):
                continue
            new = name + str(old).removeprefix(folder)
            if new != old:
                wishes.check_editable(db, [id])
                feeds.write_columns(db, id, {"folder": new}, now)
                entry.note(db, Edited(id, {"folder": old}), 1, now=now)
                moved += 1
        for id, title, query in rows(db, "SELECT id, name, query FROM saved_search") if moved else ():
            if (asked := requery(str(query))) != query:
                db.execute("UPDATE saved_search SET query = ? WHERE id = ?", (asked, id))
                entry.note(db, Searched(id, (title, query)), 0, now=now)
    return moved


def pause_feeds(db: Database, ids: Sequence[int], *, place: str, paused: bool, now: int) -> int:
    """Let the feeds of a folder rest, or ask them again, as one action. Returns how many changed."""
    wishes.check_editable(db, ids)
    entry = Entry(lambda count: f"{'paused' if paused else 'resumed'} {count:,} feeds in {place}")
    changed = 0
    with transaction(db):
        for id in ids:
            found = rows(db, "SELECT paused FROM feed WHERE id = ? AND removed IS NULL", (id,))
            if found and bool(found[0][0]) != paused:
                feeds.write_columns(db, id, {"paused": int(paused)}, now)
                entry.note(db, Edited(id, {"paused": found[0][0]}), 1, now=now)
                changed += 1
    return changed


def remove_feeds(
    db: Database,
    ids: Sequence[int],
    *,
    now: int,
    place: str = "",
    label: str = "",
    along: Change | None = None,
) -> int:
    """Unsubscribe from feeds. Returns how many there were.

    `place`: the folder that they are in, for the action's words; `label` are these words where they are
    others. Very many articles go by and by, as `changes.slices.finish` carries it out. `along`: what changed
    with them, in the caller's transaction.
    """
    wishes.check_editable(db, ids)
    articles = {id: feeds.would_go_with(db, id) for id in dict.fromkeys(ids)}
    if sum(map(len, articles.values())) > LARGE:
        return _remove_large(db, articles, now, label or place, along)
    entry = Entry(lambda count: label or _words(count, place))
    with transaction(db):
        if along is not None:  # taken back last of all: the row itself is first, then the latest part
            entry.note(db, undo_changes.Nothing(), 1, now=now, label=label)
            entry.note(db, along, 0, now=now)
        return sum(feeds.remove_feed(db, id, now=now, entry=entry) for id in articles)


def _words(count: int, place: str) -> str:
    return f"unsubscribed from {count:,} feeds{f' in {place}' if place else ''}"


def _remove_large(
    db: Database, articles: dict[int, list[int]], now: int, place: str, along: Change | None
) -> int:
    with transaction(db):
        gone = [id for id in articles if feeds.put_aside(db, id, now)]
        if not gone:
            return 0
        alone = f"unsubscribed from {feeds.title_of(db, gone[0])}"
        label = place if along else alone if len(gone) == 1 else _words(len(gone), place)
        parts = waiting(chain.from_iterable(articles[id] for id in gone))
        first, *others = (Removed(id, sliced=True) for id in gone)
        action = begin(db, Work(Orphan(), now, (label, None)), parts, len(gone), first)
        for change in (*([along] if along else []), *others):
            undo_log.add_slice(db, action, 0, change)
    return len(gone)
