"""Which accounts a refresh syncs."""

from reader.accounts import Account
from reader.library.library import Library
from reader.store.accounts.accounts import accounts

SOON_SECONDS = 20
"""Seconds by which an account is taken as due before its time: so timers of the same interval agree."""


def accounts_to_sync(library: Library, *, every: bool = False) -> list[Account]:
    """Return the accounts that are due, none where they are synced only when asked for; or `every` one."""
    if every:
        return accounts(library.db, library.clock())
    if not library.settings.sync_minutes:
        return []
    soon = library.clock() + SOON_SECONDS
    found = accounts(library.db, library.clock())
    return [account for account in found if (account.next_due or 0) <= soon]
