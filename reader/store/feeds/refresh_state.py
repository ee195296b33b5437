"""The state of a feed's refreshes: when it is due, who is asking it, and what its last answer left behind."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.model import DAY, HOUR, LONGEST_RATE_LIMIT, FeedState, ParsedFeed
from reader.store.articles import ingest
from reader.store.database.connection import Database, Row, numbers, rows, transaction
from reader.store.feeds import backlog
from reader.store.feeds.feed_rows import STATE_COLUMNS, pack_update_hints, state_of
from reader.store.feeds.feeds import free_address


class Kept(NamedTuple):
    """How many articles a response brought."""

    new: int
    changed: int
    """Articles whose title or text changed."""


_DUE = f"""NOT paused AND NOT gone AND (next_due <= ?1 OR (
    (last_checked > ?1 + {HOUR} OR next_due > ?1 + {7 * DAY})
    AND ifnull(silenced_until, 0) NOT BETWEEN ?1 AND ?1 + {LONGEST_RATE_LIMIT}
))"""
"""Due, or kept waiting by times (more than an hour, or a week, ahead) that a wrong clock must have left.

Servers may ask for a silence of up to a month.
"""


def feed_states(db: Database, ids: Sequence[int] | None, due_at: int | None) -> list[FeedState]:
    """Return the refresh state of these feeds (None: of all), the longest due first.

    With `due_at` (UTC seconds) only of those due by then; a feed that is paused or gone is never due.
    """
    found = rows(
        db,
        f"""SELECT {STATE_COLUMNS} FROM feed WHERE removed IS NULL
            AND (?2 OR id IN (SELECT value FROM carray(?3))) AND (?1 IS NULL OR ({_DUE}))
            ORDER BY next_due, id""",
        (due_at, int(ids is None), numbers(ids or ())),
    )
    return [state_of(row) for row in found]


def claim(db: Database, id: int, *, now: int, until: int, due_at: int | None = None) -> bool:
    """Claim a feed for this process, so that no other asks it before the response is kept, or `until`.

    With `due_at` only if the feed is due by then: another process may have asked it meanwhile. A claim from
    beyond `until` was made before the clock was set back, and is ignored. Returns whether it is claimed.
    """
    with transaction(db, durable=False):
        db.execute(
            f"""UPDATE feed SET claimed_until = ?2 WHERE id = ?3 AND removed IS NULL
               AND (claimed_until IS NULL OR claimed_until <= ?4 OR claimed_until > ?2)
               AND (?1 IS NULL OR ({_DUE}))""",
            (due_at, until, id, now),
        )
        return db.changes() == 1


def release(db: Database, ids: Iterable[int]) -> None:
    """Release feeds that were claimed and are not asked after all: other processes may ask them at once."""
    with transaction(db, durable=False):
        db.execute(
            "UPDATE feed SET claimed_until = NULL WHERE id IN (SELECT value FROM carray(?))", (numbers(ids),)
        )


def keep_response(
    db: Database,
    state: FeedState,
    parsed: ParsedFeed | None,
    *,
    now: int,
    newest: int = backlog.ALL_UNREAD,
) -> Kept:
    """Keep, in one transaction, what a feed's response brought: articles, validators, and the next due time.

    `parsed` is None where there is nothing to read (unchanged, or failed). The response of a feed that was
    removed, or that was given another address since it was asked, is dropped. An address that the state
    changed is taken over unless another feed has it. Of a feed that is read for the first time so many
    `newest` articles stay unread. Returns how many articles are new and changed.
    """
    with transaction(db, durable=False):
        found = rows(db, "SELECT url, removed, url_edited FROM feed WHERE id = ?", (state.id,))
        if not found or _outdated(state, found[0], now):
            db.execute("UPDATE feed SET claimed_until = NULL WHERE id = ?", (state.id,))
            return Kept(0, 0)
        if state.url != found[0][0]:
            free_address(db, state.url)
        first = parsed is not None and backlog.is_expected(db, state.id)
        _write_state(db, state)
        if parsed is None:
            return Kept(0, 0)
        db.execute(
            "UPDATE feed SET title = coalesce(nullif(?, ''), title), site = coalesce(?, site) WHERE id = ?",
            (parsed.title, parsed.site, state.id),
        )
        kept = Kept(*ingest.keep_articles(db, state.id, parsed.articles, now))
        if first:
            backlog.mark_read(db, state.id, newest, now=now)
        return kept


def _outdated(state: FeedState, row: Row, now: int) -> bool:
    url, removed, edited = row
    asked = now if state.last_checked is None else state.last_checked
    return removed is not None or (url != state.url and edited is not None and edited >= asked)


def _write_state(db: Database, state: FeedState) -> None:
    db.execute(
        """UPDATE feed SET etag = ?, last_modified = ?, body_hash = ?, next_due = ?, last_checked = ?,
           last_ok = ?, failures = ?, error = ?, silenced_until = ?, gone = ?, moved_to = ?, pace = ?,
           claimed_until = NULL WHERE id = ?""",
        (
            state.etag,
            state.last_modified,
            state.body_hash,
            state.next_due,
            state.last_checked,
            state.last_ok,
            state.failures,
            state.error,
            state.rate_limited_until,
            int(state.gone),
            state.moved_to,
            pack_update_hints(state),
            state.id,
        ),
    )
    db.execute("UPDATE OR IGNORE feed SET url = ?1 WHERE id = ?2 AND url <> ?1", (state.url, state.id))
