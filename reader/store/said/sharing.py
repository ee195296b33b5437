"""Whether this library shares its marks through a folder, under which id, and its clock."""

from reader.clock import now
from reader.entries import EARLIEST, Stamp, next_stamp
from reader.store import state
from reader.store.database.connection import Database, rows

_MACHINE, _CLOCK = "machine", "shared_clock"
"""Names in the table of states."""


def is_shared(db: Database) -> bool:
    """Return whether the library has an account of kind folder."""
    return bool(rows(db, "SELECT 1 FROM account WHERE kind = 'folder' AND removed IS NULL LIMIT 1"))


def has_several(db: Database) -> bool:
    """Return whether the library has several accounts of kind folder."""
    return len(rows(db, "SELECT 1 FROM account WHERE kind = 'folder' AND removed IS NULL LIMIT 2")) > 1


def machine(db: Database) -> str | None:
    """Return the id that this machine has in the library; None where it has none yet."""
    return state.value(db, _MACHINE)


def keep_machine(db: Database, machine: str) -> None:
    """Give this machine an id."""
    state.keep(db, _MACHINE, machine)


def clock(db: Database) -> Stamp:
    """Return the latest stamp that this library has seen."""
    at, _, counter = (state.value(db, _CLOCK) or "").partition(" ")
    return Stamp(int(at), int(counter)) if at.isdecimal() and counter.isdecimal() else EARLIEST


def see(db: Database, stamp: Stamp) -> None:
    """Set the clock, if it is earlier, to a stamp of another machine. Part of the caller's transaction."""
    if stamp > clock(db):
        state.keep(db, _CLOCK, f"{stamp.at} {stamp.counter}")


def tick(db: Database) -> Stamp:
    """Return the stamp of a decision that is made now: later than all that was seen.

    Part of the transaction that makes it.
    """
    stamp = next_stamp(clock(db), now() * 1000)
    state.keep(db, _CLOCK, f"{stamp.at} {stamp.counter}")
    return stamp
