"""Accounts in words: what waits to be sent, what hinders that, and what can be done. Pure."""

from collections.abc import Collection, Sequence

from reader.accounts import Account
from reader.document.sanitize import SafeText, message_line, sanitize_line
from reader.keys import KeyOf, key_of
from reader.library.output.text import local
from reader.model import HOUR
from reader.ui.text.signs import dotted, is_plain
from reader.urls.credentials import hide_secrets, hide_secrets_in


def account_words(
    accounts: Sequence[Account], *, offline: bool, unreachable: Collection[str] = (), key: KeyOf = key_of
) -> str:
    """Say how many changes wait, and the worst trouble; nothing where nothing waits and all is well.

    `offline`: whether the screen asks nothing of the network, as it says elsewhere; `unreachable`: the names
    of the accounts that could not be reached.
    """
    waiting = sum(account.waiting for account in accounts)
    changes = "1 change waits" if waiting == 1 else f"{waiting:,} changes wait"
    arrow = "" if not waiting else changes if is_plain() else f"↑{waiting:,}"
    refused = [account for account in accounts if account.status == "auth"]
    if refused:
        return dotted(*filter(None, (arrow, f"{refused[0].name}: password refused ({key('health')})")))
    trouble = "" if offline else _trouble([one for one in accounts if one.name not in unreachable], key)
    if not (offline or trouble) and unreachable:
        trouble = f"offline, {changes}" if waiting else "offline"
    return dotted(*filter(None, (arrow, trouble)))


def _trouble(accounts: Sequence[Account], key: KeyOf) -> str:
    for account in accounts:
        if account.status == "silenced" and account.silenced_until and account.waiting:
            return f"{account.name} asks to wait until {local(account.silenced_until)[-5:]}"
    failing = [account for account in accounts if account.status == "failing"]
    if not failing:
        return ""
    reason, _, _ = (failing[0].error or "no answer").partition(": ")  # what can be done stands in health
    return f"{failing[0].name}: {reason} ({key('health')})"


def state_of(account: Account) -> str:
    """Say in a few words how an account is."""
    match account.status:
        case "auth":
            return "the server refuses the password"
        case "silenced":
            until = local(account.silenced_until)[-5:] if account.silenced_until else "later"
            return f"asks to wait until {until}"
        case "failing":
            return hide_secrets_in(account.error or "no answer")
        case "never":
            return "not synced yet"
        case _:
            feeds = "1 feed" if account.feeds == 1 else f"{account.feeds:,} feeds"
            return dotted(f"{account.unread:,} unread", feeds)


def account_details(account: Account, now: int) -> list[SafeText]:
    """Describe an account in lines: its name, its address, how it is, and the times."""
    waiting = "1 change waits" if account.waiting == 1 else f"{account.waiting:,} changes wait"
    last = f"last synced {local(account.last_sync)}" if account.last_sync else "never synced"
    due = account.next_due or 0
    following = () if account.status == "auth" else (f"next {local(due)}" if due > now else "due",)
    state = state_of(account)
    skew = account.clock_skew or 0
    clock = (f"a machine's clock is {abs(skew) // 3600} h off",) if abs(skew) >= HOUR else ()
    return [
        sanitize_line(f"{account.name} ({account.kind})"),
        sanitize_line(hide_secrets(account.url)),
        message_line(f"{state[:1].upper()}{state[1:]}"),
        sanitize_line(dotted(last, waiting if account.waiting else "nothing waits", *following, *clock)),
    ]
