"""Accounts on servers, or in a shared folder, as plain values known to every layer."""

import shlex
from typing import Literal

import msgspec

KINDS = ("greader", "fever", "ttrss", "folder")
"""The kinds of accounts: a server's by its protocol, and a shared folder."""

LOST = "lost"
"""The kind of an account that damage took, which stays so that no other gets its number."""

ANOTHER_NAME = "give another one with --name"
USER_AND_PASSWORD = "give the user with --user, and the password when it is asked for"
USER = "give the user with --user"
"""What the command `account add` advises where it adds none; the dialog has its own words for these."""

AccountStatus = Literal["ok", "never", "failing", "auth", "silenced"]
"""How the last sync of an account ended: `auth`: the password was refused; `silenced` by a rate limit."""

SyncOutcome = Literal["synced", "offline", "failed", "auth", "skipped"]
"""How one account's sync ended."""


def refused_words(name: str, reason: str, waiting: int) -> str:
    """Return why nothing is sent to an account without a password, with what waits and what to do."""
    changes = "1 change waits" if waiting == 1 else f"{waiting:,} changes wait"
    waits = f"; {changes}" if waiting else ""
    return f"{reason}{waits} (newsreader account password {shlex.quote(name)})"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account on a server, or a shared folder, as lists show it."""

    id: int
    kind: str
    """One of `KINDS`."""
    name: str
    url: str
    user: str = ""
    feeds: int = 0
    unread: int = 0
    waiting: int = 0
    """How many of the reader's changes are not sent."""
    status: AccountStatus = "never"
    error: str | None = None
    """The last failure in words; None once a sync was good."""
    last_sync: int | None = None
    """When a whole sync ended well, UTC seconds."""
    next_due: int | None = None
    """When it is synced next, UTC seconds."""
    tags: bool = False
    """Whether the reader's tags are kept there."""
    feeds_editable: bool = False
    """Whether its feeds can be changed from here."""
    clock_skew: int | None = None
    """By how many seconds the clock of another machine is off; of a folder only."""
    password_command: str | None = None
    identity: str | None = None
    """Whose account it was at the last login."""
    silenced_until: int | None = None
    failures: int = 0
    """The number of failures in a row."""
    last_unread: int = 0
    """How many ids the server's last list of unread articles had."""
    last_starred: int = 0
    details: str = "{}"
    """JSON of what only the account's kind knows."""


class AccountEvent(msgspec.Struct, frozen=True, kw_only=True):
    """How one account's sync ended."""

    account: str
    outcome: SyncOutcome
    sent: int = 0
    """The changes that the server took."""
    new: int = 0
    changed: int = 0
    """Articles whose marks changed here."""
    waiting: int = 0
    error: str | None = None
    until: int | None = None
    """Until when the server wants to be left alone, UTC seconds."""
    notices: tuple[str, ...] = ()
    """What was refused for good, one sentence each."""
