"""Accounts beside the screen: marks are sent after a quiet while, states and articles come by the clock."""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from reader.accounts import Account, AccountEvent
from reader.document.sanitize import EMPTY, literal, message_line
from reader.library.accounts.due import accounts_to_sync
from reader.library.library import Library
from reader.library.outcome import News, WorkerEvent
from reader.store.accounts.accounts import accounts, latest_change
from reader.store.database.connection import open_store
from reader.ui.controllers.jobs import GROUP, SYNC, Jobs
from reader.ui.dialogs.feeds.add_account import AddAccountDialog
from reader.ui.shell import Shell
from reader.ui.text.account_words import account_words

LOOK_SECONDS = 1.0
"""Seconds between two looks at what waits to be sent."""

FOLDER_SECONDS = 10.0
"""Seconds between two looks whether another machine has written into a shared folder."""


class Accounts:
    """Sends what waits, syncs by the clock, and says in the bottom line how the accounts are."""

    def __init__(self, shell: Shell, jobs: Jobs) -> None:
        self._shell, self._jobs = shell, jobs
        self._waiting: dict[int, int] = {}
        """How many changes of each account waited at the last look, by its id."""
        self._latest = 0
        """The latest change of the reader's at the last look."""
        self._unreachable: set[str] = set()
        """The names of the accounts that could not be reached when they were synced last."""
        self._quiet_since: float | None = None
        """When something to send came last, in the event loop's seconds; None once it was tried."""

    def action_add_account(self) -> None:
        """Add an account, and sync it for the first time."""
        if self._shell.library.readonly:
            self._shell.show_message(literal("The library is read-only"))
        else:
            self._shell.ask(self._add)

    async def _add(self) -> None:
        dialog = AddAccountDialog(self._jobs.read, offline=self._shell.library.offline)
        if (added := await self._shell.answer(dialog)) is None:
            return
        told = added.warning or f"{added.name} is added: its first sync begins"
        self._shell.show_message(message_line(told))
        self._shell.run(partial(self._sync_first, added.name), "first sync")

    async def _sync_first(self, name: str) -> None:
        """Sync an account that is new, behind what asks the network already."""
        while self._shell.jobs(GROUP):
            await self._shell.wait_for(GROUP, cancelled=True)
        library = self._shell.library
        every = accounts(library.db, library.clock(), counted=False)
        self._sync([account for account in every if account.name == name])

    def watch(self) -> None:
        """Begin to look at the accounts, also at those that are added meanwhile."""
        screen, minutes = self._shell.screen, self._shell.library.settings.sync_minutes
        screen.set_interval(LOOK_SECONDS, self.look)
        screen.set_interval(FOLDER_SECONDS, self._look_at_folders)
        if minutes:
            screen.set_interval(minutes * 60, self._sync_what_is_due)

    def look(self) -> None:
        """Show what waits, and send it once nothing was marked for `send_seconds`."""
        library = self._shell.library
        with self._shell.errors_shown():
            listed = accounts(library.db, library.clock(), counted=False)
            words = account_words(
                listed, offline=library.offline, unreachable=self._unreachable, key=self._shell.key
            )
            self._shell.status.accounts = message_line(words)
            self._send(listed, asyncio.get_running_loop().time())

    def _send(self, listed: Sequence[Account], now: float) -> None:
        waiting = {one.id: one.waiting for one in listed}
        latest = latest_change(self._shell.library.db)
        if latest > self._latest or any(n > self._waiting.get(id, 0) for id, n in waiting.items()):
            self._quiet_since = now
        self._waiting, self._latest = waiting, latest
        quiet = self._shell.library.settings.send_seconds
        if not quiet or self._jobs.hindrance():
            return  # what waits is sent with a later look
        wanted = [account for account in listed if account.waiting and self._is_due_again(account)]
        if self._quiet_since is not None and now - self._quiet_since >= quiet:
            self._quiet_since = None
            wanted += [account for account in listed if account.waiting and account.status in ("ok", "never")]
        self._sync(wanted)

    def _is_due_again(self, account: Account) -> bool:
        """Return whether an account that could not be synced is to be tried again."""
        tried = account.status in ("failing", "silenced")
        return tried and (account.next_due or 0) <= self._shell.library.clock()

    def _sync_what_is_due(self) -> None:
        with self._shell.errors_shown():
            self._sync(accounts_to_sync(self._shell.library))

    def _sync(self, wanted: Sequence[Account]) -> None:
        """Sync accounts in a worker process, unless one asks the network already."""
        if wanted and not self._jobs.hindrance():
            self._shell.run(partial(self._run, [one.name for one in wanted]), GROUP, name=SYNC)

    async def _run(self, names: Sequence[str]) -> None:
        new = 0

        def follow(event: WorkerEvent) -> None:
            nonlocal new
            if isinstance(event, AccountEvent):
                new += event.new
                self._unreachable.discard(event.account)
                if event.outcome == "offline":
                    self._unreachable.add(event.account)
            elif isinstance(event, News):
                self._jobs.tell(event)

        self._shell.status.busy = message_line(f"syncing {', '.join(names)}")
        try:
            await self._jobs.read("sync", "--json", "--", *names, on_event=follow)
        finally:
            self._shell.status.busy = EMPTY
        self.look()  # which says what went wrong, for as long as it does
        if new:
            self._shell.show_message(message_line(f"{new:,} new"))

    def _look_at_folders(self) -> None:
        if self._jobs.hindrance():
            return
        with self._shell.errors_shown():
            library = self._shell.library
            listed = accounts(library.db, library.clock(), counted=False)
            shared = [account for account in listed if account.kind == "folder"]
        if shared:
            self._shell.run(partial(self._sync_where_news_is, shared), "folders", exclusive=True)

    async def _sync_where_news_is(self, shared: Sequence[Account]) -> None:
        self._sync(await asyncio.to_thread(_with_news, self._shell.library, shared))


def _with_news(library: Library, shared: Sequence[Account]) -> list[Account]:
    """Return the accounts in whose folders another machine has written."""
    from reader.library.accounts.folder.exchanging import has_news  # most readers have no shared folder

    db = open_store(library.paths.library, readonly=True)
    try:
        return [account for account in shared if has_news(library.reading(db), account.id, Path(account.url))]
    finally:
        db.close()
