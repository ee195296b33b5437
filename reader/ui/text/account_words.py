"""What the bottom line says of accounts: what waits to be sent, and what hinders that. Pure."""

from collections.abc import Sequence

from reader.accounts import Account
from reader.keys import KeyOf, key_of
from reader.library.output.text import local
from reader.ui.text.signs import dotted, is_plain


def account_words(accounts: Sequence[Account], *, offline: bool, key: KeyOf = key_of) -> str:
    """Say how many changes wait, and the worst trouble; nothing where nothing waits and all is well."""
    waiting = sum(account.waiting for account in accounts)
    changes = "1 change waits" if waiting == 1 else f"{waiting:,} changes wait"
    arrow = "" if not waiting else changes if is_plain() else f"↑{waiting:,}"
    return dotted(*filter(None, (arrow, _trouble(accounts, offline=offline, key=key))))


def _trouble(accounts: Sequence[Account], *, offline: bool, key: KeyOf) -> str:
    for account in accounts:
        if account.status == "auth":
            return f"{account.name}: password refused ({key('health')})"
    if offline:
        return ""  # it stands beside this
    for account in accounts:
        if account.status == "silenced" and account.silenced_until and account.waiting:
            return f"{account.name} asks to wait until {local(account.silenced_until)[-5:]}"
    failing = [account for account in accounts if account.status == "failing"]
    return f"{failing[0].name}: {failing[0].error}" if failing else ""
