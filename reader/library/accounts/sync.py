"""Syncing: what the reader did goes to each account's server, and what the server has comes here."""

from collections.abc import AsyncIterator, Sequence
from importlib import import_module
from typing import Any

from msgspec.structs import replace

from reader.accounts import Account, AccountEvent, SyncOutcome
from reader.document.sanitize import sanitize_line
from reader.library.accounts.connection import Work, backend_for, secret_of
from reader.library.accounts.locks import awaited
from reader.library.accounts.pull import pull
from reader.library.accounts.push import push, push_marks
from reader.library.accounts.same_server import check_articles
from reader.library.accounts.secrets import SecretFile
from reader.library.library import Library
from reader.library.network.session import Network, open_network
from reader.model import LONGEST_RATE_LIMIT
from reader.sources.accounts.backend import AccountError, AuthNeeded, Busy, Offline
from reader.sources.accounts.kinds import BACKENDS
from reader.store.accounts import accounts, adoption, outbox
from reader.urls.credentials import hide_secrets_in

SILENCE = 3_600
"""Seconds for which a server is left alone that asks for it without saying how long."""

PASSWORD_REFUSED = "the server refuses the password"

LONGEST_WAIT = 30 * 60
"""Seconds that an account waits at most after failures in a row."""


async def sync(
    library: Library, wanted: Sequence[Account], *, most_tries: int = 3
) -> AsyncIterator[AccountEvent]:
    """Sync these accounts, one after the other. Yields how each one's sync ended. Raises `StoreError`.

    `most_tries`: how often a server may refuse a change of a feed before it is dropped.
    """
    if not wanted:
        return
    async with open_network(library) as network:
        for account in wanted:
            yield await sync_account(library, network, account, most_tries=most_tries)


async def sync_account(
    library: Library, network: Network, account: Account, *, most_tries: int = 3
) -> AccountEvent:
    """Sync one account, unless there is a reason not to. Returns how that ended."""
    if account.kind == "folder":
        ended: AccountEvent = await in_folder("sync_folder")(library, account)
        return ended
    if account.kind not in BACKENDS:
        return _event(account, "failed", error="it is of a kind that this newsreader does not know")
    if library.offline:
        return _event(account, "offline", error="offline")
    if account.status == "auth":
        return _event(account, "auth", error=account.error)
    if account.silenced_until:
        return _event(account, "skipped", until=account.silenced_until)
    async with awaited(library.paths.data / f"sync-{account.id}.lock") as alone:
        current = accounts.account(library.db, account.id, library.clock())
        if not alone or current is None:
            return _event(account, "skipped", error="another newsreader syncs it")
        library.finish()
        return await _sync_alone(library, network, current, most_tries)


def in_folder(name: str) -> Any:
    """Return a function of shared folders by its name; most readers have a server, or nothing."""
    return getattr(import_module("reader.library.accounts.folder.sync"), name)


async def _sync_alone(library: Library, network: Network, account: Account, most_tries: int) -> AccountEvent:
    secret = secret_of(library, account)
    before = dict(secret.kept)
    backend = backend_for(network, account.kind, secret, account.password_command)
    work = Work(library, network, account, backend, secret.kept, most_tries)
    try:
        try:
            await _run(work)
        finally:
            if secret.kept != before:
                SecretFile.of(library.paths).keep(account.id, secret)
    except AccountError as error:
        return _failed(work, error)
    return _succeeded(work)


async def _run(work: Work) -> None:
    """Push, pull, and push what came meanwhile. Raises an `AccountError`."""
    identity = await work.backend.connect()
    if work.account.identity not in (None, identity.name):
        raise AccountError(
            "its server has another account under this name, and nothing is sent to it: remove the account"
            " here, and add it again"
        )
    accounts.write(
        work.library.db,
        work.account.id,
        identity=identity.name,
        feeds_editable=int(work.backend.caps.edit_feeds),
    )
    if work.kept.get("new_login") and work.account.last_sync:
        await check_articles(work)
    work.kept.pop("new_login", None)
    before = outbox.last(work.library.db)
    await push(work)
    await pull(work)
    work.changed += adoption.carry_over(work.library.db, work.account.id, now=work.library.clock())
    if not work.trouble:
        await push_marks(work, after=before)


def _succeeded(work: Work) -> AccountEvent:
    library, now = work.library, work.library.clock()
    minutes = library.settings.sync_minutes
    accounts.write(
        library.db,
        work.account.id,
        last_sync=now,
        next_due=now + minutes * 60 if minutes else 0,
        failures=0,
        error=work.trouble,
        silenced_until=None,
    )
    return _done(work, "failed" if work.trouble else "synced", error=work.trouble)


def _failed(work: Work, error: AccountError) -> AccountEvent:
    """Note a failure, and when the server is asked again. Returns how the sync ended."""
    library, account, now = work.library, work.account, work.library.clock()
    reason = hide_secrets_in(sanitize_line(str(error)))[:500]
    if isinstance(error, Busy):
        seconds = SILENCE if error.retry_after is None else error.retry_after
        until = now + min(seconds, LONGEST_RATE_LIMIT)
        accounts.write(library.db, account.id, silenced_until=until, next_due=until, error=reason)
        return _done(work, "skipped", error=reason, until=until)
    if isinstance(error, AuthNeeded):
        reason = PASSWORD_REFUSED if "refuses" in reason else reason
        accounts.write(library.db, account.id, refused=1, error=reason, next_due=0)
        return _done(work, "auth", error=_again(work).error)
    failures = account.failures + 1
    wait = min(60 << min(failures - 1, 10), LONGEST_WAIT)
    accounts.write(library.db, account.id, failures=failures, next_due=now + wait, error=reason)
    is_offline = isinstance(error, Offline) and not error.reached
    return _done(work, "offline" if is_offline else "failed", error=reason)


def _again(work: Work) -> Account:
    found = accounts.account(work.library.db, work.account.id, work.library.clock())
    return found or work.account


def _done(
    work: Work, outcome: SyncOutcome, *, error: str | None = None, until: int | None = None
) -> AccountEvent:
    event = _event(_again(work), outcome, error=error, until=until)
    return replace(
        event,
        sent=work.sent,
        new=work.new,
        changed=work.changed,
        notices=tuple(map(sanitize_line, work.notices)),
    )


def _event(
    account: Account, outcome: SyncOutcome, *, error: str | None = None, until: int | None = None
) -> AccountEvent:
    return AccountEvent(
        account=account.name,
        outcome=outcome,
        waiting=account.waiting,
        error=error,
        until=until,
    )
