"""What an action does to articles: turning marks, tags, deleting. Each returns what was before it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from reader.store.changes.noting import note
from reader.store.database.connection import Database, Row, numbers, rows
from reader.store.duplicates.groups import groups_of, with_duplicates
from reader.store.undo_changes import Change, Deleted, Marked, Orphaned, Restored, Tagged, pack_ids
from reader.store.undo_work import Delete, Orphan, Restore, Tag, Turn, Work

FEW = 16
"""Articles up to which each is changed by a statement of its own.

Before one that changes several rows SQLite has the search index write at once what it gathers for the end of
the transaction: with what a feed brings, rules would pay for that each time.
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done to articles."""

    before: Change
    count: int
    """How many articles changed; of duplicates, how many groups."""
    words: str
    """What happened to them, where not all that was wanted did: `read`."""
    first: int
    last: int
    """The lowest and the highest id of the articles that changed."""


def carry_out(db: Database, work: Work, ids: Iterable[int], *, deleted: bool = False) -> Done | None:
    """Do the work on these articles. Part of the caller's transaction. Returns None where nothing changed.

    `deleted`: marks of articles that are deleted are turned too: they may come back.
    """
    wanted = list(ids)
    if work.duplicates:
        wanted = with_duplicates(db, wanted)
    match work.verb:
        case Turn():
            before, changed, words = _turn(db, work.verb, wanted, deleted)
        case Tag():
            before, changed, words = _tag(db, work.verb, wanted)
        case Delete():
            changed = _delete(db, wanted, work.at)
            before, words = Deleted(pack_ids(changed)), "deleted"
        case Restore():
            changed = _restore(db, wanted)
            before, words = Restored(pack_ids(changed)), ""
        case Orphan():
            changed = _orphan(db, wanted, work.at)
            before, words = Orphaned(pack_ids(changed)), ""
    if not changed:
        return None
    return Done(before, _count(db, changed, work.duplicates), words, min(changed), max(changed))


def _count(db: Database, changed: Collection[int], duplicates: bool) -> int:
    if not duplicates:
        return len(changed)
    group_of = groups_of(db, changed)
    return len(changed) - len(group_of) + len(set(group_of.values()))


_IN_WORDS: Mapping[tuple[str, bool], str] = {
    ("read", True): "read",
    ("read", False): "unread",
    ("starred", True): "starred",
    ("starred", False): "unstarred",
}


def turned_words(flags: Iterable[tuple[str, bool]]) -> str:
    """Return what is done to articles whose marks are turned so: `read`, `read and starred`."""
    return " and ".join(_IN_WORDS[flag] for flag in flags)


def wanted_flags(turn: Turn) -> list[tuple[str, bool]]:
    """Return the columns that are turned, each with what it becomes."""
    flags = (("read", turn.read), ("starred", turn.starred))
    return [(name, flag) for name, flag in flags if flag is not None]


def _turn(db: Database, turn: Turn, ids: list[int], deleted: bool) -> tuple[Change, Collection[int], str]:
    turned = {(name, flag): _turn_column(db, name, flag, ids, deleted) for name, flag in wanted_flags(turn)}
    turned = {key: found for key, found in turned.items() if found}
    before = Marked({name: (int(not flag), pack_ids(found)) for (name, flag), found in turned.items()})
    return before, _all_of(turned.values()), turned_words(turned)


def _all_of(found: Iterable[list[int]]) -> Collection[int]:
    lists = list(found)
    return lists[0] if len(lists) == 1 else {id for ids in lists for id in ids}


def _turn_column(db: Database, column: str, flag: bool, ids: list[int], deleted: bool) -> list[int]:
    wanted = f"{column} <> ?1{'' if deleted else ' AND deleted = 0'}"
    whole = len(ids) > FEW and _are_all(db, wanted, flag, ids)
    changing = ids if whole else _those(db, wanted, flag, ids)
    turn_all(db, column, flag, changing)
    note(db, column, flag, changing)
    return changing


def _are_all(db: Database, wanted: str, flag: bool, ids: list[int]) -> bool:
    """Return whether these are neighbours of which all are wanted: to count them takes next to nothing."""
    if (span := _neighbours(ids)) is None:
        return False
    ((count,),) = rows(
        db, f"SELECT count(*) FROM article WHERE id BETWEEN ?2 AND ?3 AND {wanted}", (int(flag), *span)
    )
    return bool(count == len(ids))


def _those(db: Database, wanted: str, flag: bool, ids: list[int]) -> list[int]:
    sql = f"SELECT id FROM carray(?2) AS c CROSS JOIN article ON id = c.value WHERE {wanted}"
    return [id for (id,) in rows(db, sql, (int(flag), numbers(ids)))]


def _neighbours(ids: Collection[int]) -> tuple[int, int] | None:
    """Return the lowest and the highest of ids that are all those between; None for others."""
    first, last = min(ids, default=0), max(ids, default=0)
    return (first, last) if ids and last - first + 1 == len(ids) == len(set(ids)) else None


def turn_all(db: Database, column: str, flag: bool, ids: Collection[int]) -> None:
    """Turn a mark of articles. Of neighbours none is looked for: they are turned by their range."""
    update, value = f"UPDATE article SET {column} = ?1 WHERE", int(flag)
    if len(ids) <= FEW:
        db.executemany(f"{update} id = ?2", ((value, id) for id in ids))
    elif span := _neighbours(ids):
        db.execute(f"{update} id BETWEEN ?2 AND ?3", (value, *span))
    else:
        db.execute(f"{update} id IN (SELECT value FROM carray(?2))", (value, numbers(ids)))


def _noted(db: Database, field: str, value: bool, found: Iterable[Row]) -> list[int]:
    """Note the change for the accounts. Returns the ids of the articles that it changed."""
    changed = [id for (id,) in found]
    note(db, field, value, changed)
    return changed


def _tag(db: Database, tag: Tag, ids: list[int]) -> tuple[Change, Collection[int], str]:
    removed = {name: found for name in tag.remove if (found := _take(db, name, ids))}
    added = {name: found for name in tag.add if (found := _give(db, name, ids))}
    before = Tagged(
        {name: pack_ids(found) for name, found in added.items()},
        {name: pack_ids(found) for name, found in removed.items()},
    )
    return before, _all_of([*added.values(), *removed.values()]), signed(added, removed)


def signed(add: Iterable[str], remove: Iterable[str]) -> str:
    """Return tags as they are typed: `+boats -sea`."""
    return " ".join([*(f"+{name}" for name in add), *(f"-{name}" for name in remove)])


def _give(db: Database, name: str, ids: Collection[int]) -> list[int]:
    if len(ids) <= FEW:
        return _give_few(db, name, ids)
    found = rows(
        db,
        """INSERT OR IGNORE INTO article_tag (tag, sort_at, article)
           SELECT ?, sort_at, id FROM article WHERE id IN (SELECT value FROM carray(?)) AND deleted = 0
           RETURNING article""",
        (name, numbers(ids)),
    )
    return _noted(db, f"tag:{name}", True, found)


def _give_few(db: Database, name: str, ids: Collection[int]) -> list[int]:
    lacking = rows(
        db,
        """SELECT id, sort_at FROM carray(?1) AS c CROSS JOIN article ON id = c.value
           WHERE deleted = 0 AND NOT EXISTS (
               SELECT 1 FROM article_tag INDEXED BY article_tag_article WHERE article = id AND tag = ?2)""",
        (numbers(set(ids)), name),
    )
    db.executemany(
        "INSERT INTO article_tag (tag, sort_at, article) VALUES (?, ?, ?)",
        ((name, sort_at, id) for id, sort_at in lacking),
    )
    given = [id for id, _ in lacking]
    note(db, f"tag:{name}", True, given)
    return given


def _take(db: Database, name: str, ids: Iterable[int]) -> list[int]:
    found = rows(
        db,
        """DELETE FROM article_tag WHERE tag = ? AND article IN (SELECT value FROM carray(?))
           RETURNING article""",
        (name, numbers(ids)),
    )
    return _noted(db, f"tag:{name}", False, found)


def _delete(db: Database, ids: Collection[int], now: int) -> list[int]:
    if len(ids) <= FEW:
        deleted = _those(db, "deleted = ?1", False, list(set(ids)))
        db.executemany(
            "UPDATE article SET deleted = 1, deleted_at = ? WHERE id = ?", ((now, id) for id in deleted)
        )
        note(db, "deleted", True, deleted)
        return deleted
    found = rows(
        db,
        """UPDATE article SET deleted = 1, deleted_at = ? WHERE id IN (SELECT value FROM carray(?))
           AND deleted = 0 RETURNING id""",
        (now, numbers(ids)),
    )
    return _noted(db, "deleted", True, found)


def _restore(db: Database, ids: Iterable[int]) -> list[int]:
    found = rows(
        db,
        """UPDATE article SET deleted = 0, deleted_at = NULL WHERE id IN (SELECT value FROM carray(?))
           AND deleted = 1 RETURNING id""",
        (numbers(ids),),
    )
    return _noted(db, "deleted", False, found)


def _orphan(db: Database, ids: Iterable[int], now: int) -> list[int]:
    found = rows(
        db,
        """UPDATE article SET deleted = 3, deleted_at = ? WHERE id IN (SELECT value FROM carray(?))
           AND deleted = 0 AND starred = 0 AND NOT EXISTS (
               SELECT 1 FROM article_tag INDEXED BY article_tag_article WHERE article = id)
           AND id NOT IN (SELECT article FROM note) RETURNING id""",
        (now, numbers(ids)),
    )
    return [id for (id,) in found]
