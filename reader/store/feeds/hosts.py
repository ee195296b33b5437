"""Hosts that may not be asked before a time (429, RFC 6585), whatever feed or page it is about."""

from reader.model import LONGEST_RATE_LIMIT
from reader.store.database.connection import Database, rows, transaction


def rate_limit_host(db: Database, host: str, until: int) -> None:
    """Remember that nothing of a host may be asked before `until` (UTC seconds); a later time stays.

    A time that is more than a month later was kept by a wrong clock, and is replaced.
    """
    with transaction(db):
        db.execute(
            """INSERT INTO host (name, silenced_until) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE
               SET silenced_until = iif(silenced_until > ?2 + ?3, ?2, max(?2, silenced_until))""",
            (host, until, LONGEST_RATE_LIMIT),
        )


def rate_limited_hosts(db: Database, now: int) -> dict[str, int]:
    """Return the hosts that must not be asked yet, each with the time from which on it may (UTC seconds).

    Times further ahead than a server may ask for were kept by a wrong clock, and are ignored.
    """
    return dict(
        rows(
            db,
            "SELECT name, silenced_until FROM host WHERE silenced_until > ?1 AND silenced_until <= ?1 + ?2",
            (now, LONGEST_RATE_LIMIT),
        )
    )
