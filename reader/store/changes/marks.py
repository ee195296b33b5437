"""The reader's marks. Every change is on disk when its function returns, and can be taken back."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from reader.store import undo_log
from reader.store.database.connection import Database, StoreError, numbers, rows, transaction
from reader.store.duplicates.groups import groups_of, with_duplicates
from reader.store.undo_log import Action, Deleted, Marked, Tagged, articles_in_words, pack_ids

__all__ = ["Action", "actions", "delete", "last_action", "mark", "tag", "undo"]


def mark(
    db: Database,
    ids: Sequence[int],
    *,
    read: bool | None = None,
    starred: bool | None = None,
    now: int,
    duplicates: bool = False,
) -> int:
    """Mark articles; None leaves a mark as it is. Returns how many articles changed.

    With `duplicates` the articles' duplicates are marked too, and a group counts as one article.
    """
    wanted = [(name, flag) for name, flag in (("read", read), ("starred", starred)) if flag is not None]
    with transaction(db):
        ids = with_duplicates(db, ids) if duplicates else ids
        turned = {name: (flag, _turn(db, name, flag, ids)) for name, flag in wanted}
        changed = {id for _, found in turned.values() for id in found}
        if changed:
            words = " and ".join(_IN_WORDS[name, flag] for name, (flag, found) in turned.items() if found)
            before = {
                name: (int(not flag), pack_ids(found)) for name, (flag, found) in turned.items() if found
            }
            count = _count(db, changed, duplicates)
            undo_log.record(db, f"{articles_in_words(count)} {words}", count, Marked(before), now)
            return count
    return 0


def _count(db: Database, changed: Collection[int], duplicates: bool) -> int:
    """Count the articles that were changed; with `duplicates` a group counts once."""
    if not duplicates:
        return len(changed)
    group_of = groups_of(db, changed)
    return len(changed) - len(group_of) + len(set(group_of.values()))


_IN_WORDS: Mapping[tuple[str, bool], str] = {
    ("read", True): "marked read",
    ("read", False): "marked unread",
    ("starred", True): "starred",
    ("starred", False): "unstarred",
}


def _turn(db: Database, column: str, flag: bool, ids: Iterable[int]) -> list[int]:
    found = rows(
        db,
        f"""UPDATE article SET {column} = ?1 WHERE id IN (SELECT value FROM carray(?2))
            AND {column} <> ?1 AND deleted = 0 RETURNING id""",
        (int(flag), numbers(ids)),
    )
    return [id for (id,) in found]


def tag(
    db: Database,
    ids: Sequence[int],
    add: Iterable[str],
    remove: Iterable[str],
    *,
    now: int,
    duplicates: bool = False,
) -> int:
    """Add tags to articles and remove others. Returns how many articles changed."""
    with transaction(db):
        ids = with_duplicates(db, ids) if duplicates else ids
        removed = {name: _take(db, name, ids) for name in _names(remove)}
        added = {name: _give(db, name, ids) for name in _names(add)}
        changed = {id for found in (*added.values(), *removed.values()) for id in found}
        if changed:
            names = f"{_signed(added, '+')} {_signed(removed, '-')}".strip()
            count = _count(db, changed, duplicates)
            label = f"{articles_in_words(count)} tagged {names}"
            before = Tagged(_packed(added), _packed(removed))
            undo_log.record(db, label, count, before, now)
            return count
    return 0


def _names(tags: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for tag in tags if (name := " ".join(tag.split()))))


def _signed(tags: Mapping[str, list[int]], sign: str) -> str:
    return " ".join(f"{sign}{name}" for name, found in tags.items() if found)


def _packed(tags: Mapping[str, list[int]]) -> dict[str, bytes]:
    return {name: pack_ids(found) for name, found in tags.items() if found}


def _give(db: Database, name: str, ids: Iterable[int]) -> list[int]:
    found = rows(
        db,
        """INSERT OR IGNORE INTO article_tag (tag, sort_at, article)
           SELECT ?, sort_at, id FROM article WHERE id IN (SELECT value FROM carray(?)) AND deleted = 0
           RETURNING article""",
        (name, numbers(ids)),
    )
    return [id for (id,) in found]


def _take(db: Database, name: str, ids: Iterable[int]) -> list[int]:
    found = rows(
        db,
        """DELETE FROM article_tag WHERE tag = ? AND article IN (SELECT value FROM carray(?))
           RETURNING article""",
        (name, numbers(ids)),
    )
    return [id for (id,) in found]


def delete(db: Database, ids: Sequence[int], *, now: int, duplicates: bool = False) -> int:
    """Delete articles. Returns how many there were; no feed brings them back, `undo` does."""
    with transaction(db):
        ids = with_duplicates(db, ids) if duplicates else ids
        found = rows(
            db,
            """UPDATE article SET deleted = 1, deleted_at = ? WHERE id IN (SELECT value FROM carray(?))
               AND deleted = 0 RETURNING id""",
            (now, numbers(ids)),
        )
        gone = [id for (id,) in found]
        count = _count(db, gone, duplicates)
        if gone:
            label = f"{articles_in_words(count)} deleted"
            undo_log.record(db, label, count, Deleted(pack_ids(gone)), now)
    return count


def last_action(db: Database) -> Action | None:
    """Return the action that `undo` would take back; None where there is none."""
    return undo_log.last_action(db)


def actions(db: Database, limit: int) -> list[Action]:
    """Return the last actions, at most `limit`, the latest first."""
    return undo_log.actions(db, limit)


def undo(db: Database, *, now: int) -> Action | None:
    """Take back the last action that was not taken back yet. Returns it, or None where there is none."""
    from reader.store.changes import undo as undo_actions  # it needs most of the store: no first paint waits

    with transaction(db):
        action = undo_log.last_action(db)
        if action is not None:
            try:
                before = undo_log.before(db, action.id)
            except ValueError:
                words = f"“{action.label}” cannot be undone, as its record is damaged"
                raise StoreError(f"{words}: `newsreader doctor --repair` removes it") from None
            undo_actions.take_back(db, before, now)
            db.execute("UPDATE action SET undone = ? WHERE id = ?", (now, action.id))
    return action
