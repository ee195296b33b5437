"""Accounts of kind folder, as the commands and the clock deal with them."""

import json
from pathlib import Path

from reader.accounts import ANOTHER_NAME, Account, AccountEvent, SyncOutcome
from reader.document.sanitize import sanitize_line
from reader.library.accounts.folder import mark
from reader.library.accounts.folder.exchanging import Shared, forget, share
from reader.library.accounts.folder.mark import FolderError
from reader.library.accounts.locks import awaited
from reader.library.library import Library
from reader.library.outcome import Problem
from reader.store.accounts import accounts

LONGEST_WAIT = 30 * 60
"""Seconds that a folder waits at most after failures in a row."""


def add_folder(library: Library, path: str, name: str | None, carry: str | None) -> Account | Problem:
    """Share a folder. Returns its account, or why nothing was kept. Raises `StoreError`.

    `carry`: of which articles bodies are carried too, `saved` and `starred` with a comma between. A folder
    that is shared already gets back what marks it, where that is gone, and the name and what is carried where
    these are given.
    """
    folder = Path(path).expanduser().absolute()
    taken = accounts.accounts(library.db, library.clock())
    shared = next(
        (account for account in taken if account.kind == "folder" and account.url == str(folder)), None
    )
    called = sanitize_line(name or folder.name or "folder")[:100].strip()
    named_anew = shared is None or name is not None
    if named_anew and any(account.name == called for account in taken if account != shared):
        return Problem(called, f"there is an account of this name: {ANOTHER_NAME}")
    if sanitize_line(str(folder)) != str(folder):
        return Problem(path, "the name of a shared folder is text in UTF-8, without control characters")
    if folder.is_relative_to(library.paths.data.absolute()):
        return Problem(path, "this is in the library's own folder: share another one")
    try:
        mark.set_up(folder)
    except FolderError as error:
        return Problem(path, sanitize_line(str(error)))
    carried = {"carry": sorted(carry.split(","))} if carry else {}
    if shared is not None:
        details = json.dumps(_details(shared) | carried)
        accounts.write(library.db, shared.id, name=called if name else shared.name, details=details)
        return accounts.account(library.db, shared.id, library.clock()) or shared
    id = accounts.add(
        library.db,
        kind="folder",
        name=called,
        url=str(folder),
        user="",
        command=None,
        details=json.dumps(carried),
        now=library.clock(),
    )
    accounts.write(library.db, id, feeds_editable=1, keeps_tags=1)
    found = accounts.account(library.db, id, library.clock())
    assert found is not None, "an account that was just added is there"
    return found


def forget_machine(library: Library, account: Account, machine: str) -> str | None:
    """Answer for what a machine has said, and delete its files. Returns why not, or None."""
    return forget(library, account.id, Path(account.url), machine)


async def sync_folder(library: Library, account: Account) -> AccountEvent:
    """Write what is to be said, and do what others said. Returns how that ended. Raises `StoreError`."""
    async with awaited(library.paths.data / f"sync-{account.id}.lock") as alone:
        if not alone:
            return _event(account, "skipped", error="another newsreader syncs it")
        library.finish()
        shared = share(library, account.id, Path(account.url), _carried(account))
    _keep(library, account, shared)
    return AccountEvent(
        account=account.name,
        outcome="failed" if shared.error else "synced",
        sent=shared.sent,
        new=shared.new,
        changed=shared.changed,
        waiting=shared.waiting,
        error=shared.error,
    )


def _event(account: Account, outcome: SyncOutcome, error: str) -> AccountEvent:
    return AccountEvent(
        account=account.name,
        outcome=outcome,
        waiting=account.waiting,
        error=error,
    )


def _keep(library: Library, account: Account, shared: Shared) -> None:
    """Keep how a sync ended, and when the next one is due."""
    now, minutes = library.clock(), library.settings.sync_minutes
    details = _details(account)
    if shared.error is None:
        details["clock_skew"] = shared.skew
        due = now + minutes * 60 if minutes else 0
        accounts.write(library.db, account.id, last_sync=now, next_due=due, failures=0, error=None)
    else:
        failures = account.failures + 1
        wait = min(60 << min(failures - 1, 10), LONGEST_WAIT)
        reason = sanitize_line(shared.error)[:500]
        accounts.write(library.db, account.id, failures=failures, next_due=now + wait, error=reason)
    accounts.write(library.db, account.id, details=json.dumps(details))


def _carried(account: Account) -> list[str]:
    carried = _details(account).get("carry")
    return [kind for kind in carried if isinstance(kind, str)] if isinstance(carried, list) else []


def _details(account: Account) -> dict[str, object]:
    try:
        found = json.loads(account.details)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
