"""An account's articles: those that come, and their states as its server has them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reader.model import ParsedArticle
from reader.store import state
from reader.store.accounts.outbox import pending
from reader.store.accounts.parts import in_parts
from reader.store.articles import ingest
from reader.store.articles.identity import entry_of, number, text_hash
from reader.store.database.connection import Database, numbers, rows, texts, transaction


class Incoming(NamedTuple):
    """An article that a server gave."""

    remote_id: str
    feed: int
    parsed: ParsedArticle
    read: bool
    starred: bool
    tags: tuple[str, ...]


class Change(NamedTuple):
    """Articles whose states differ from what a server's whole lists say."""

    read: list[str]
    """Those that would become read."""
    unread: list[str]
    starred: list[str]
    unstarred: list[str]
    back: list[str]
    """Those that the server had not, and has again."""


def unknown(db: Database, account: int, ids: Iterable[str], asked_before: int) -> list[str]:
    """Return those of a server's articles that are not here, the newest by their ids first.

    Those that it listed and did not give are left out until `asked_before` (UTC seconds) is later than that,
    and what was deleted here for good for ever.
    """
    found = rows(
        db,
        """SELECT c.value FROM carray(?1) AS c
           WHERE NOT EXISTS (
               SELECT 1 FROM article WHERE account > 0 AND account = ?2 AND remote_id = c.value
           ) AND NOT EXISTS (
               SELECT 1 FROM missing_item WHERE account = ?2 AND remote_id = c.value AND at > ?3
           )""",
        (texts(ids), account, asked_before),
    )
    return sorted((id for (id,) in found), key=lambda id: (len(id), id), reverse=True)


def newest(db: Database, account: int, most: int) -> list[tuple[str, str]]:
    """Return the articles that came last: the server's id, and the link, "" where there is none."""
    return rows(
        db,
        """SELECT remote_id, ifnull(link, '') FROM article
           WHERE account > 0 AND account = ? AND gone_at IS NULL AND deleted = 0 ORDER BY id DESC LIMIT ?""",
        (account, most),
    )


def awaited(db: Database, account: int) -> list[str]:
    """Return those of a server's articles whose texts were lost here, if damage has left any."""
    if state.value(db, f"awaited {account}") is None:
        return []
    found = rows(
        db,
        f"""SELECT remote_id FROM article WHERE account > 0 AND account = ? AND fingerprint = {ingest.AWAITED}
            AND deleted = 0 AND gone_at IS NULL""",
        (account,),
    )
    return [id for (id,) in found]


def have_asked(db: Database, account: int) -> None:
    """Note that the server was asked for all that `awaited` returned."""
    if state.value(db, f"awaited {account}") is not None:
        state.forget(db, f"awaited {account}")


def keep(
    db: Database,
    account: int,
    incoming: Sequence[Incoming],
    *,
    now: int,
    arrived: ingest.Arrived | None = None,
) -> int:
    """Keep articles that are not here yet, in one transaction. Returns how many were new.

    `arrived` is called with the new ones of each feed. An article whose text was lost gets it again.
    """
    by_feed: dict[int, list[Incoming]] = defaultdict(list)
    for one in incoming:
        by_feed[one.feed].append(one)
    count = 0
    with transaction(db, durable=False):
        known = here(db, account, {one.remote_id for one in incoming})
        _fill(db, account, [one for one in incoming if one.remote_id in known], now)
        for feed, ones in by_feed.items():
            new = list({one.remote_id: one for one in ones if one.remote_id not in known}.values())
            ids = ingest.insert(db, feed, [_arrival(one) for one in new], now)
            for id, one in zip(ids, new, strict=True):
                _mark(db, account, id, one)
            if new and arrived:
                arrived(db, feed, [(id, one.parsed) for id, one in zip(ids, new, strict=True)])
            count += len(new)
    return count


def _fill(db: Database, account: int, ones: Sequence[Incoming], now: int) -> None:
    """Give articles whose texts were lost what their server says."""
    for one in ones:
        found = rows(
            db,
            f"""SELECT id FROM article WHERE account > 0 AND account = ? AND remote_id = ?
                AND fingerprint = {ingest.AWAITED} AND deleted = 0""",
            (account, one.remote_id),
        )
        for (id,) in found:
            ingest.update(db, id, _arrival(one), now)


def _arrival(one: Incoming) -> ingest.Arrival:
    entry = entry_of(one.parsed)
    keys = (number(f"remote {one.remote_id}"), *([entry.alias] if entry.alias is not None else []))
    return ingest.Arrival(one.parsed, keys, text_hash(one.parsed.text), read=one.read)


def _mark(db: Database, account: int, id: int, one: Incoming) -> None:
    db.execute(
        "UPDATE article SET account = ?, remote_id = ?, starred = ? WHERE id = ?",
        (account, one.remote_id, int(one.starred), id),
    )
    for tag in one.tags:
        db.execute(
            """INSERT OR IGNORE INTO article_tag (tag, sort_at, article)
               SELECT ?, sort_at, id FROM article WHERE id = ?""",
            (tag, id),
        )


def note_missing(db: Database, account: int, ids: Iterable[str], now: int) -> None:
    """Note articles that the server listed and did not give."""
    with transaction(db, durable=False):
        db.executemany(
            "INSERT OR REPLACE INTO missing_item (account, remote_id, at) VALUES (?, ?, ?)",
            [(account, id, now) for id in ids],
        )


def compare(db: Database, account: int, unread: Collection[str], starred: Collection[str]) -> Change:
    """Return which articles here differ from a server's whole lists, but for what the reader changed."""
    waits = pending(db, account)
    lists = {"account": account, "unread": texts(unread), "starred": texts(starred)}
    read, not_read, stars, no_stars, back = (
        [id for (id,) in rows(db, f"SELECT remote_id FROM article AS a WHERE {condition}", lists)]
        for condition in _DIFFERENT
    )
    return Change(
        [id for id in read if id not in waits["read"]],
        [id for id in not_read if id not in waits["read"]],
        [id for id in stars if id not in waits["starred"]],
        [id for id in no_stars if id not in waits["starred"]],
        back,
    )


_OF_ACCOUNT = "a.account > 0 AND a.account = :account"
_UNREAD, _STARRED = "(SELECT value FROM carray(:unread))", "(SELECT value FROM carray(:starred))"

_DIFFERENT = (
    f"{_OF_ACCOUNT} AND a.read = 0 AND a.deleted = 0 AND a.gone_at IS NULL AND a.remote_id NOT IN {_UNREAD}",
    f"{_OF_ACCOUNT} AND a.read = 1 AND a.deleted IN (0, 2) AND a.remote_id IN {_UNREAD}",
    f"{_OF_ACCOUNT} AND a.starred = 0 AND a.deleted IN (0, 2) AND a.remote_id IN {_STARRED}",
    f"""{_OF_ACCOUNT} AND a.starred = 1 AND a.deleted = 0 AND a.gone_at IS NULL
        AND a.remote_id NOT IN {_STARRED}""",
    f"""{_OF_ACCOUNT} AND a.gone_at IS NOT NULL AND a.deleted IN (0, 2)
        AND (a.remote_id IN {_UNREAD} OR a.remote_id IN {_STARRED})""",
)
"""Which articles differ, in the order of `Change`: as many are looked at as the lists and the marks have."""


def apply(
    db: Database, account: int, change: Change, *, gone: Collection[str] = (), now: int
) -> Iterator[int]:
    """Make the states of articles what the server says, some articles a transaction.

    Yields how many changed, after each. What the reader has changed since `compare` stays. `gone`: those that
    the server no longer has; they keep what they are. A star brings back what only the limits of the library
    had deleted.

    Each article gets all that is said of it at once: where a sync ends between two transactions, every
    article is as the server has it or as it was, and the next sync finds the latter as this one did.
    """
    said: dict[str, list[_Step]] = defaultdict(list)
    for column, value, ids in (
        ("read", 1, change.read),
        ("read", 0, change.unread),
        ("starred", 1, change.starred),
        ("starred", 0, change.unstarred),
        ("gone_at", None, change.back),
        ("gone_at", now, gone),
    ):
        for id in ids:
            said[id].append((column, value))
    ordered = rows(
        db,
        """SELECT remote_id FROM article WHERE account > 0 AND account = ?
           AND remote_id IN (SELECT value FROM carray(?)) ORDER BY sort_at""",
        (account, texts(said)),
    )
    yield from in_parts([id for (id,) in ordered], lambda some: _apply_to(db, account, some, said))


_Step = tuple[str, int | None]
"""A column of an article, and what it becomes."""


def _apply_to(db: Database, account: int, some: Sequence[str], said: Mapping[str, Sequence[_Step]]) -> int:
    """Do to some articles what is said of them, in one transaction. Returns how many changed."""
    steps: dict[_Step, list[int]] = defaultdict(list)
    with transaction(db, durable=False):
        waits = pending(db, account, some)
        for remote, id in here(db, account, some).items():
            for step in said[remote]:
                if remote not in waits[step[0]]:
                    steps[step].append(id)
        for (column, value), ids in steps.items():
            db.execute(
                f"UPDATE article SET {column} = ? WHERE id IN (SELECT value FROM carray(?))",
                (value, numbers(ids)),
            )
        db.execute(
            """UPDATE article SET deleted = 0, deleted_at = NULL
               WHERE deleted = 2 AND id IN (SELECT value FROM carray(?))""",
            (numbers(steps[("starred", 1)]),),
        )
    return len({id for (column, _), ids in steps.items() if column != "gone_at" for id in ids})


def here(db: Database, account: int, ids: Iterable[str]) -> dict[str, int]:
    """Return the articles here by the server's ids for them."""
    found = rows(
        db,
        """SELECT a.remote_id, a.id FROM carray(?) AS c CROSS JOIN article AS a
           ON a.account > 0 AND a.account = ? AND a.remote_id = c.value""",
        (texts(ids), account),
    )
    return dict(found)


def label_counts(db: Database, account: int) -> dict[str, int]:
    """Return how many of an account's unread articles have each tag."""
    return dict(
        rows(
            db,
            """SELECT t.tag, count(*) FROM article_tag AS t JOIN article AS a ON a.id = t.article
               WHERE a.account = ? AND a.read = 0 AND a.deleted = 0 GROUP BY t.tag""",
            (account,),
        )
    )


def labelled(db: Database, account: int, label: str) -> list[str]:
    """Return the server's ids of the articles with a tag that it still has."""
    found = rows(
        db,
        """SELECT a.remote_id FROM article_tag AS t JOIN article AS a ON a.id = t.article
           WHERE t.tag = ? AND a.account = ? AND a.gone_at IS NULL""",
        (label, account),
    )
    return [id for (id,) in found]


def set_label(db: Database, account: int, label: str, ids: Collection[str]) -> Iterator[int]:
    """Make the articles with a tag what the server says, some a transaction. Yields how many changed."""
    has = set(labelled(db, account, label))
    change = [id for id in ids if id not in has] + [id for id in has if id not in ids]
    yield from in_parts(change, lambda some: _set_label(db, account, label, some, ids))


def _set_label(db: Database, account: int, label: str, some: Sequence[str], listed: Collection[str]) -> int:
    """Give the tag to those of some articles that are listed, and take it from the others."""
    with transaction(db, durable=False):
        waits = pending(db, account, some)[f"tag:{label}"]
        wanted = here(db, account, [id for id in some if id not in waits])
        given = [id for remote, id in wanted.items() if remote in listed]
        taken = [id for remote, id in wanted.items() if remote not in listed]
        db.execute(
            """INSERT OR IGNORE INTO article_tag (tag, sort_at, article)
               SELECT ?, sort_at, id FROM article WHERE id IN (SELECT value FROM carray(?))""",
            (label, numbers(given)),
        )
        db.execute(
            "DELETE FROM article_tag WHERE tag = ? AND article IN (SELECT value FROM carray(?))",
            (label, numbers(taken)),
        )
    return len(wanted)
