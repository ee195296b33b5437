"""Local feeds that go to an account: subscribed there, their marks carried over once it has the articles.

All of it is one action, which `undo` takes back.
"""

from collections.abc import Callable, Sequence

from reader.store import undo_changes, undo_log
from reader.store.accounts import accounts
from reader.store.changes.work import carry_out
from reader.store.database.connection import Database, rows, transaction
from reader.store.feeds import feeds
from reader.store.notes import notes
from reader.store.undo_log import Entry
from reader.store.undo_work import Delete, Tag, Turn, Work

_DETAIL = "adopted"
"""What an account's details call the feeds on their way: the action, its count, and pairs of feeds."""


def begin(db: Database, account: int, name: str, local: Sequence[int], *, now: int) -> int:
    """Subscribe in an account to feeds of the reader's own. Returns how many."""
    entry = Entry(_words(name))
    pairs: list[tuple[int, int]] = []
    with transaction(db):
        for id in local:
            found = rows(
                db,
                "SELECT url, name, folder FROM feed WHERE id = ? AND account = 0 AND removed IS NULL",
                (id,),
            )
            for url, title, folder in found:
                if (
                    not pairs
                ):  # what is in the row itself is taken back first, and feeds go behind their marks
                    entry.note(db, undo_changes.Nothing(), 1, now=now)
                there, _ = feeds.add_feed(
                    db, url, title=title, folder=folder, now=now, account=account, entry=entry
                )
                pairs.append((id, there))
        waiting = accounts.detail(db, account, _DETAIL)
        before = waiting["pairs"] if isinstance(waiting, dict) else []
        _keep(db, account, entry.action, len(pairs), [*before, *pairs])
    return len(pairs)


def _words(name: str) -> Callable[[int], str]:
    return lambda count: f"moved feeds to {name}"


def _keep(db: Database, account: int, action: int, count: int, pairs: Sequence[Sequence[int]]) -> None:
    value = {"action": action, "count": count, "pairs": [list(pair) for pair in pairs]} if pairs else None
    accounts.set_detail(db, account, _DETAIL, value)


def carry_over(db: Database, account: int, *, now: int) -> int:
    """Carry the marks of feeds that were moved over to their articles in the account, and remove the feeds.

    A feed whose articles the account has not got yet waits for the next sync. Returns how many articles were
    marked.
    """
    waiting = accounts.detail(db, account, _DETAIL)
    if not isinstance(waiting, dict):
        return 0
    action = undo_log.action(db, int(waiting["action"]))
    if waiting["action"] and (action is None or action.undone):
        _keep(db, account, 0, 0, [])
        return 0
    names = accounts.names(db)
    entry = Entry(_words(names.get(account, "")), action=int(waiting["action"]), count=int(waiting["count"]))
    left, marked = [], 0
    for local, there in waiting["pairs"]:
        with transaction(db):
            if not _is_there(db, there):
                if rows(db, "SELECT 1 FROM feed WHERE id = ? AND removed IS NULL", (there,)):
                    left.append((local, there))
                continue
            marked += _carry(db, local, there, entry, now)
            feeds.remove_feed(db, local, now=now, entry=entry)
    _keep(db, account, entry.action, int(waiting["count"]), left)
    return marked


def _is_there(db: Database, feed: int) -> bool:
    found = rows(
        db,
        """SELECT 1 FROM feed AS f WHERE id = ? AND removed IS NULL AND remote_id IS NOT NULL
           AND EXISTS (SELECT 1 FROM article INDEXED BY article_feed WHERE feed = f.id AND deleted = 0)""",
        (feed,),
    )
    return bool(found)


def _same(db: Database, local: int, there: int) -> dict[int, int]:
    """Return the same articles of two feeds, those of `there` by those of `local`.

    They are the same by what they are known by, else by their links.
    """
    links = (
        "SELECT link, id FROM article INDEXED BY article_feed WHERE feed = ? AND deleted = 0 AND link <> ''"
    )
    by_link: dict[str, int] = dict(rows(db, links, (there,)))
    found = {id: by_link[link] for link, id in rows(db, links, (local,)) if link in by_link}
    return found | dict(rows(db, _KNOWN_BY, (local, there)))


_KNOWN_BY = """SELECT a.id, b.id FROM identity AS i
    CROSS JOIN identity AS j ON j.feed = ?2 AND j.key = i.key
    CROSS JOIN article AS a ON a.id = i.article AND a.deleted = 0
    CROSS JOIN article AS b ON b.id = j.article AND b.deleted = 0
    WHERE i.feed = ?1"""
"""The articles of two feeds that are known by the same key, in pairs."""


def _carry(db: Database, local: int, there: int, entry: Entry, now: int) -> int:
    """Give the account's articles the marks of the same local ones, which go. Returns how many got some."""
    same = _same(db, local, there)
    states = rows(
        db,
        "SELECT id, read, starred FROM article INDEXED BY article_feed WHERE feed = ? AND deleted = 0",
        (local,),
    )
    tags: dict[str, list[int]] = {}
    for tag, article in rows(
        db,
        """SELECT t.tag, t.article FROM article_tag AS t JOIN article AS a ON a.id = t.article
           WHERE a.feed = ? AND a.deleted = 0""",
        (local,),
    ):
        tags.setdefault(tag, []).append(article)
    noted = notes.notes_of(db, same)
    of_notes = {note.article for note in noted}
    for note in noted:
        copied = notes.copy(db, note, same[note.article])
        entry.note(db, undo_changes.Noted(same[note.article], copied, None), 0, now=now)
    verbs: list[tuple[Turn | Tag | Delete, list[int]]] = [
        (Turn(read=True), [same[id] for id, read, _ in states if read and id in same]),
        (Turn(starred=True), [same[id] for id, _, starred in states if starred and id in same]),
        *((Tag((tag,), ()), [same[id] for id in ids if id in same]) for tag, ids in tags.items()),
        (
            Delete(),
            [
                id
                for id, _, starred in states
                if id in same and (starred or id in of_notes or any(id in ids for ids in tags.values()))
            ],
        ),
    ]
    marked = 0
    for verb, ids in verbs:
        done = carry_out(db, Work(verb, now, ("", "")), ids) if ids else None
        if done:
            entry.note(db, done.before, done.count, now=now)
            marked += 0 if isinstance(verb, Delete) else done.count
    return marked
