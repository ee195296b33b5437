"""Silences: the hosts that asked to be left alone, whatever feed or page it is about."""

from reader.model import LONGEST_SILENCE
from reader.store.database.connection import Database, rows, transaction


def silence_host(db: Database, host: str, until: int) -> None:
    """Its server asked that nothing of it be asked before then; a longer silence that it asked for stays.

    One of a month longer is a wrong clock's.
    """
    with transaction(db):
        db.execute(
            """INSERT INTO host (name, silenced_until) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE
               SET silenced_until = iif(silenced_until > ?2 + ?3, ?2, max(?2, silenced_until))""",
            (host, until, LONGEST_SILENCE),
        )


def silenced_hosts(db: Database, now: int) -> dict[str, int]:
    """The hosts that must not be asked yet, and until when; a wrong clock's silences count for nothing."""
    return dict(
        rows(
            db,
            "SELECT name, silenced_until FROM host WHERE silenced_until > ?1 AND silenced_until <= ?1 + ?2",
            (now, LONGEST_SILENCE),
        )
    )
