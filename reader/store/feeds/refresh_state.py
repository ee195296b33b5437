"""The state of a feed's refreshes: when it is due, and who is asking it."""

from collections.abc import Iterable, Sequence

from reader.model import DAY, HOUR, LONGEST_RATE_LIMIT, FeedState
from reader.store.database.connection import Database, numbers, rows, transaction
from reader.store.feeds.feed_rows import STATE_COLUMNS, state_of

_DUE = f"""NOT paused AND NOT gone AND (next_due <= ?1 OR (
    (last_checked > ?1 + {HOUR} OR next_due > ?1 + {7 * DAY})
    AND ifnull(silenced_until, 0) NOT BETWEEN ?1 AND ?1 + {LONGEST_RATE_LIMIT}
)) AND (ways IS NULL OR NOT json_valid(ways) OR next_due = 0 OR last_checked IS NULL
    OR last_checked > ?1 + {HOUR} OR last_checked + 60 * ifnull(ways ->> 'interval', 0) <= ?1)"""
"""Due, or kept waiting by times (more than an hour, or a week, ahead) that a wrong clock must have left.

Servers may ask for a silence of up to a month. The feed's own interval lengthens the wait.
"""


def feed_states(db: Database, ids: Sequence[int] | None, due_at: int | None) -> list[FeedState]:
    """Return the refresh state of these feeds (None: of all), the longest due first.

    With `due_at` (UTC seconds) only of those due by then; a feed that is paused or gone is never due.
    """
    found = rows(
        db,
        f"""SELECT {STATE_COLUMNS} FROM feed WHERE removed IS NULL AND account = 0
            AND (?2 OR id IN (SELECT value FROM carray(?3))) AND (?1 IS NULL OR ({_DUE}))
            ORDER BY next_due, id""",
        (due_at, int(ids is None), numbers(ids or ())),
    )
    return [state_of(row) for row in found]


def claim(db: Database, id: int, *, now: int, until: int, due_at: int | None = None) -> FeedState | None:
    """Claim a feed for this process, so that no other asks it before the response is kept, or `until`.

    With `due_at` only if the feed is due by then: another process may have asked it meanwhile. A claim from
    beyond `until` was made before the clock was set back, and is ignored. Returns the state that the feed's
    last answer left, or None where the feed is not claimed.
    """
    with transaction(db, durable=False):
        db.execute(
            f"""UPDATE feed SET claimed_until = ?2 WHERE id = ?3 AND removed IS NULL
               AND (claimed_until IS NULL OR claimed_until <= ?4 OR claimed_until > ?2)
               AND (?1 IS NULL OR ({_DUE}))""",
            (due_at, until, id, now),
        )
        if db.changes() != 1:
            return None
        # Read by its id alone, as that is done for every feed that is asked.
        return state_of(rows(db, f"SELECT {STATE_COLUMNS} FROM feed WHERE id = ?", (id,))[0])


def release(db: Database, ids: Iterable[int]) -> None:
    """Release feeds that were claimed and are not asked after all: other processes may ask them at once."""
    with transaction(db, durable=False):
        db.execute(
            "UPDATE feed SET claimed_until = NULL WHERE id IN (SELECT value FROM carray(?))", (numbers(ids),)
        )
