"""The reader's marks. Every change is written down when its function returns, and can be taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.store import undo_changes, undo_log
from reader.store.changes.work import Done, carry_out, signed, turned_words, wanted_flags
from reader.store.database.connection import Database, StoreError, transaction
from reader.store.duplicates.groups import with_duplicates
from reader.store.undo_changes import Nothing
from reader.store.undo_log import Action
from reader.store.undo_work import LARGE, Delete, Tag, Turn, Work, begin, waiting
from reader.store.unfinished import is_unfinished

__all__ = ["Action", "Turn", "act", "actions", "delete", "finish", "last_action", "mark", "tag", "undo"]


def mark(
    db: Database,
    ids: Sequence[int],
    *,
    read: bool | None = None,
    starred: bool | None = None,
    now: int,
    duplicates: bool = False,
    place: str = "",
) -> int:
    """Mark articles; None leaves a mark as it is. Returns how many articles changed.

    With `duplicates` the articles' duplicates are marked too, and a group counts as one article.
    `place`: where the reader did it, for the action's words.
    """
    return _act(db, Turn(read, starred), ids, now, duplicates, place)


def tag(
    db: Database,
    ids: Sequence[int],
    add: Iterable[str],
    remove: Iterable[str],
    *,
    now: int,
    duplicates: bool = False,
    place: str = "",
) -> int:
    """Add tags to articles and remove others. Returns how many articles changed."""
    return _act(db, Tag(_names(add), _names(remove)), ids, now, duplicates, place)


def _names(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for tag in tags if (name := " ".join(tag.split()))))


def delete(db: Database, ids: Sequence[int], *, now: int, duplicates: bool = False, place: str = "") -> int:
    """Delete articles. Returns how many there were; no feed brings them back, `undo` does."""
    return _act(db, Delete(), ids, now, duplicates, place)


def _act(
    db: Database, verb: Turn | Tag | Delete, ids: Sequence[int], now: int, duplicates: bool, place: str
) -> int:
    """Carry an action out to its end. Returns how many articles changed."""
    begun = act(db, verb, ids, now=now, duplicates=duplicates, place=place)
    if begun is None or len(ids) <= LARGE:
        return begun.count if begun else 0
    finish(db)
    done = undo_log.action(db, begun.id)
    return done.count if done else 0


def act(
    db: Database,
    verb: Turn | Tag | Delete,
    ids: Sequence[int],
    *,
    now: int,
    duplicates: bool = False,
    place: str = "",
    first: Sequence[int] = (),
) -> Action | None:
    """Begin an action, and write it down; a small one is carried out at once, a large one by `finish`.

    `first`: the articles of a large one that are done at once, as the reader sees them. Returns the action,
    or None where nothing was to be changed.
    """
    if len(ids) <= LARGE:
        return _act_at_once(db, Work(verb, now, ("", ""), duplicates), ids, place)
    work = Work(verb, now, _in_words(verb, place), duplicates)
    seen = set(first)
    slices = waiting(id for id in ids if id not in seen)
    with transaction(db):
        _settle(db, list(seen))
        action = begin(db, work, slices, len(ids), Nothing())
        if done := carry_out(db, work, seen):
            undo_log.add_slice(db, action, done.count, done.before)
        return undo_log.action(db, action)


def _act_at_once(db: Database, work: Work, ids: Sequence[int], place: str) -> Action | None:
    with transaction(db):
        wanted = with_duplicates(db, ids) if work.duplicates else ids
        _settle(db, wanted)
        done = carry_out(db, work, wanted)
        if done is None:
            return None
        only = _first_changed(ids, done) if done.count == 1 else None
        label = _label(db, work.verb, done, only, place)
        return undo_log.action(db, undo_log.record(db, label, done.count, done.before, work.at))


def _first_changed(ids: Sequence[int], done: Done) -> int:
    changed = {
        id for packed in undo_changes.packed_ids(done.before) for id in undo_changes.unpack_ids(packed)
    }
    return next((id for id in ids if id in changed), min(changed))


def _label(db: Database, verb: object, done: Done, only: int | None, place: str) -> str:
    """Return an action in words: `marked “Council votes to leave” read`, `marked 12 read in Tech`."""
    start, end = _told(verb, done.words)
    if only is not None and (name := undo_log.named(db, only)):
        return f"{start}{name}{end.removeprefix(' articles')}"
    end = end.replace(" articles", " article") if done.count == 1 else end
    return f"{start}{done.count:,}{end}{_where(place)}"


def _in_words(verb: Turn | Tag | Delete, place: str) -> tuple[str, str]:
    """Return the words before and behind the number of articles of an action."""
    match verb:
        case Turn():
            words = turned_words(wanted_flags(verb))
        case Tag():
            words = signed(verb.add, verb.remove)
        case _:
            words = ""
    start, end = _told(verb, words)
    return start, end + _where(place)


def _told(verb: object, words: str) -> tuple[str, str]:
    match verb:
        case Turn() if words in ("starred", "unstarred"):
            return f"{words} ", " articles"
        case Turn():
            return "marked ", f" {words}"
        case Tag():
            return "tagged ", f" articles {words}"
    return "deleted ", " articles"


def _where(place: str) -> str:
    return f" in {place}" if place else ""


def _settle(db: Database, ids: Sequence[int]) -> None:
    if is_unfinished(db):
        from reader.store.changes import slices  # it needs most of the store: no first paint waits

        slices.settle(db, ids)


def finish(db: Database) -> None:
    """Finish all that was begun, with room for others between its transactions. Raises `StoreError`."""
    if is_unfinished(db):
        from reader.store.changes import slices  # it needs most of the store: no first paint waits

        for _ in slices.finish(db):
            pass


def last_action(db: Database) -> Action | None:
    """Return the action that `undo` would take back; None where there is none."""
    return undo_log.last_action(db)


def actions(db: Database, limit: int) -> list[Action]:
    """Return the last actions, at most `limit`, the latest first."""
    return undo_log.actions(db, limit)


class NotUndone(StoreError):
    """Why an action cannot be taken back."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An action that was taken back, and what is there again."""

    action: Action
    articles: frozenset[int] = frozenset()
    """Articles that are there again: of very many, some."""
    feed: int | None = None
    """The feed that is subscribed again."""


def undo(db: Database, id: int | None = None, *, now: int) -> Action | None:
    """Take back an action; without its id, the last that was not taken back yet.

    Returns it, or None where there is none. A large one is taken back to its end. Raises `NotUndone` where a
    newer action depends on it.
    """
    back = begin_undo(db, id, now=now)
    finish(db)
    return back.action if back else None


def begin_undo(db: Database, id: int | None = None, *, now: int, own: bool = False) -> TakenBack | None:
    """Take back an action as `undo` does; a large one waits for `finish`, and one that goes on is stopped.

    `own`: without an id it is the reader's own last action (`undo_log.last_own_action`).
    """
    from reader.store.changes import dependence, undo  # they need most of the store: no first paint waits

    with transaction(db):
        action = _last(db, own) if id is None else undo_log.action(db, id)
        if action is None or action.undone:
            return None
        try:
            before = undo_log.before(db, action.id)
        except ValueError:
            words = f"“{action.label}” cannot be undone, as its record is damaged"
            raise StoreError(f"{words}: `newsreader doctor --repair` removes it") from None
        if id is not None and (newer := dependence.newer_that_depends(db, action)):
            words = f"action {action.id} ({action.label}) cannot be taken back before action {newer.id}"
            raise NotUndone(f"{words} ({newer.label}), which depends on it")
        articles, feed = undo.brought_back(db, action.id, before)
        undo.begin(db, action.id, before, now)
    return TakenBack(action, articles, feed)


def _last(db: Database, own: bool) -> Action | None:
    return undo_log.last_own_action(db) if own else undo_log.last_action(db)
