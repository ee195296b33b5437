"""Syncing accounts for a command: each one's line as it ends, and what failed."""

from collections.abc import Iterable, Sequence

from reader.accounts import Account, AccountEvent
from reader.commands.context import Failures, put_each
from reader.commands.shared.running import run_to_the_end
from reader.library.accounts.subscribe import subscribe_there
from reader.library.library import Library
from reader.library.outcome import Problem
from reader.library.output.json import account_event_shape
from reader.library.output.text import account_event_line
from reader.model import Feed
from reader.sources.opml import Subscription
from reader.store.accounts.accounts import accounts
from reader.store.feeds.feeds import feed
from reader.store.feeds.wishes import NotEditable

FAILED = ("failed", "offline", "auth")
"""How a sync ends that is a failure."""


def sync_now(
    library: Library,
    wanted: Sequence[Account],
    as_json: bool,
    failures: Failures,
    *,
    most_tries: int = 3,
    quiet: bool = False,
) -> list[AccountEvent]:
    """Sync accounts, print how each one's sync ended, and add what failed. Returns the events.

    `most_tries`: how often a server may refuse a change of a feed. `quiet`: only failures are told, and not a
    missing network: what was changed waits.
    """
    events: list[AccountEvent] = []
    if not wanted:
        return events
    from reader.library.accounts.sync import sync  # a refresh without accounts does without

    async def run() -> None:
        async for event in sync(library, wanted, most_tries=most_tries):
            events.append(event)
            _put(event, as_json, failures, quiet=quiet)

    run_to_the_end(run())
    return events


def _put(event: AccountEvent, as_json: bool, failures: Failures, *, quiet: bool) -> None:
    failed = event.outcome in FAILED and not (quiet and event.outcome == "offline")
    if not quiet and (as_json or not failed):
        put_each([event], as_json, account_event_shape, account_event_line)
    if failed:
        failures.add(account_event_line(event))
    for notice in event.notices:
        failures.add(f"{event.account}: {notice}")


def send_changes(library: Library, feeds: Iterable[Feed], failures: Failures) -> None:
    """Send what was changed of these feeds to their accounts, if any is an account's and there is a network.

    What the server refuses is told, and not tried again; without a network it waits.
    """
    names = {feed.account for feed in feeds if feed.account}
    if names and not library.offline:
        wanted = [account for account in accounts(library.db, library.clock()) if account.name in names]
        sync_now(library, wanted, False, failures, most_tries=1, quiet=True)


def subscribed_there(
    library: Library, account: Account, wanted: Sequence[Subscription], failures: Failures
) -> list[Feed]:
    """Subscribe to feeds in an account: at once, or with its next sync where there is no network.

    Returns the feeds that are subscribed to, or will be.
    """
    try:
        ids = subscribe_there(library, account, wanted)
    except NotEditable as error:
        failures.add(Problem(account.name, str(error)))
        return []
    if not library.offline and ids:
        sync_now(library, [account], False, failures, most_tries=1, quiet=True)
    found = (feed(library.db, id, library.clock()) for id in ids)
    return [account for account in found if account is not None]


def named_accounts(library: Library, names: Iterable[str], failures: Failures) -> list[Account]:
    """Find the accounts with these names; a name that no account has is a failure."""
    by_name = {account.name: account for account in accounts(library.db, library.clock())}
    found = []
    for name in dict.fromkeys(names):
        if name in by_name:
            found.append(by_name[name])
        else:
            failures.add(Problem(name, "there is no account of this name"))
    return found


def accounts_on_servers(library: Library, names: Iterable[str], failures: Failures) -> list[Account]:
    """Find the accounts with these names that have a server of their own; a shared folder is a failure."""
    found = named_accounts(library, names, failures)
    for account in found:
        if account.kind == "folder":
            failures.add(
                Problem(account.name, "it is a shared folder: it has no feeds but your own, no password")
            )
    return [account for account in found if account.kind != "folder"]
