"""Worker processes beside the screen: their one reader, refreshing, and subscribing."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from typing import Any

from textual.worker import Worker, get_current_worker

from reader.document.sanitize import EMPTY, SafeText, literal, message_line, sanitize_line
from reader.library.notifying import terminal_code
from reader.library.outcome import News, WorkerEvent, WorkerResult, worker_event
from reader.library.worker import command, events
from reader.model import RefreshEvent
from reader.store.feeds import feeds, refresh_state
from reader.ui.controllers.scopes import Scopes
from reader.ui.shell import Shell
from reader.ui.text.cells import crop
from reader.ui.text.progress import Progress, fresh_until
from reader.ui.text.signs import dotted

GROUP = "fetching"
"""The group of the jobs that refresh and subscribe: there is one at a time."""

NEXT = "refresh next"
"""The group of the refresh that waits for those jobs."""

FIRST_REFRESH_SECONDS = 1.0
"""Seconds from the first paint to the first refresh."""

STATUS_SECONDS = 0.1
"""Seconds between two changes of the progress in the status line."""

NAME_WIDTH = 30
"""The cells that the name of the feed that was asked last has in the status line."""

REFRESH, ASKED, SYNC = "refresh", "asked refresh", "sync"
"""The names of the jobs that refresh by the clock, that refresh for the reader, and that sync accounts."""


class Jobs:
    """Runs worker processes and shows how far they are."""

    def __init__(self, shell: Shell, scopes: Scopes) -> None:
        self._shell, self._scopes = shell, scopes
        self._told_fresh: tuple[int, str] | None = None
        """The feed of which the last key only said until when it is fresh, and those words."""
        self._progress = Progress()
        """How far the last refresh is."""
        self._to_come: frozenset[str] = frozenset()
        """The accounts that a refresh by the clock had to ask still when it became the reader's own."""

    async def read(
        self,
        *words: str,
        given: str = "",
        offline: bool = False,
        on_event: Callable[[WorkerEvent], None] = lambda event: None,
    ) -> WorkerResult:
        """Run `newsreader WORDS...` in a worker process, and call `on_event` with each event it prints.

        `given` is what it reads on its standard input. Returns how it ended. Cancelling ends the process.
        """
        result = WorkerResult()
        argv = command(self._shell.library.paths, *words, offline=offline)
        async with aclosing(events(argv, given)) as outputs:  # also where `on_event` fails
            async for output in outputs:
                if isinstance(output, WorkerResult):
                    result = output
                elif (event := worker_event(output)) is not None:
                    on_event(event)
        return result

    def refusal(self) -> str | None:
        """Return why nothing at all may be asked of the network; None if it may."""
        if self._shell.library.offline:
            return "Offline: nothing is asked of the network"
        return "The library is read-only" if self._shell.library.readonly else None

    def hindrance(self, group: str = GROUP) -> str | None:
        """Return why no job of that group can ask the network now; None if one can."""
        if reason := self.refusal():
            return reason
        return "Still busy with the last one" if self._shell.jobs(group) else None

    def tell(self, news: News) -> None:
        """Let the terminal tell of new articles."""
        self._shell.tell_terminal(terminal_code(message_line(news.words)))

    # --- refreshing

    def refresh_by_the_clock(self) -> None:
        """Refresh soon, and then every `refresh_minutes`, if the network may be asked and that is not 0."""
        minutes = self._shell.library.settings.refresh_minutes
        if minutes and not self.refusal():
            refresh = partial(self.refresh, quiet=True)
            self._shell.screen.set_timer(FIRST_REFRESH_SECONDS, refresh)
            self._shell.screen.set_interval(minutes * 60, refresh)

    def action_refresh_all(self) -> None:
        """Ask the feeds that are due, and all accounts; while they are asked for the reader, stop that.

        A refresh by the clock is what was wanted: it goes on, from here on as the reader's own. This comes
        behind anything else that asks the network.
        """
        if reason := self.refusal():
            self._shell.show_message(message_line(reason))
        elif not (self._shell.jobs(NEXT) or self._take_over() or self.stop()):
            self._shell.run(self._refresh_next, NEXT)

    def _take_over(self) -> bool:
        """Make the refresh by the clock the reader's own. Returns whether there is one."""
        jobs = self._refreshes(REFRESH)
        for job in jobs:
            job.name, self._to_come = ASKED, frozenset(self._progress.accounts_to_come)
            status = self._shell.status
            status.busy = message_line(dotted(status.busy, self._stops()))
        return bool(jobs)

    async def _refresh_next(self) -> None:
        """Refresh, behind what asks the network already, as a sync that the screen began by itself."""
        while self._shell.jobs(GROUP):
            if self._take_over():
                return
            if self._shell.status.busy:
                self._shell.status.busy = message_line(dotted(self._shell.status.busy, "a refresh follows"))
            await self._shell.wait_for(GROUP, cancelled=True)
        self.refresh()

    def _stops(self) -> str:
        """Say which key stops a refresh."""
        return f"{self._shell.key('refresh_all')} stops"

    def stop(self) -> bool:
        """Stop the refresh that the reader wanted. Returns whether there was one; what came is kept."""
        asked = self._refreshes(ASKED)
        for job in asked:
            job.cancel()
        return bool(asked)

    def _refreshes(self, name: str) -> list[Worker[Any]]:
        return [job for job in self._shell.jobs(GROUP) if job.name == name]

    def action_refresh_feed(self) -> None:
        """Ask the selected feed now; one that is not due only when the key is pressed again."""
        if (feed := self._scopes.selected_feed()) is None:
            self._shell.show_message(literal("There is no feed to refresh here"))
            return
        fresh = fresh_until(feed, self._shell.library.clock(), self._shell.key)
        if fresh and self._told_fresh != (feed.id, fresh):
            self._told_fresh = (feed.id, fresh)
            self._shell.show_message(message_line(fresh))
        else:
            self._told_fresh = None
            self.refresh(str(feed.id))

    def refresh(self, *names: str, quiet: bool = False) -> None:
        """Refresh these feeds (none: those that are due) beside the screen, if the network may be asked.

        A `quiet` refresh is one by the clock: it shows no more than its progress and what is new.
        """
        if reason := self.hindrance():
            if not quiet:
                self._shell.show_message(message_line(reason))
        else:
            self._shell.run(partial(self._refresh, names), GROUP, name=REFRESH if quiet else ASKED)

    async def _refresh(self, names: tuple[str, ...]) -> None:
        job = get_current_worker()
        was_quiet = job.name == REFRESH
        feeds_due, accounts_due = self._awaited(names, every_account=not was_quiet)
        due = feeds_due + len(accounts_due)
        if not due:
            if job.name == ASKED:
                asks = f"{self._shell.key('refresh_feed')} asks this one all the same"
                self._shell.show_message(message_line(f"No feed is due yet; {asks}"))
            return
        self._progress, status = Progress(total=due, accounts=accounts_due), self._shell.status
        status.busy = self._progress_words(job)
        self._say_asking(due)
        follow = self._follow(job)
        try:
            options = ["--accounts"] if not (was_quiet or names) else []
            result = await self.read("refresh", "--json", *options, *names, on_event=follow)
            if was_quiet and job.name == ASKED:
                await self._sync_the_rest(follow)
            self._progress = self._progress.ended_with(result)
        except asyncio.CancelledError:
            self._shell.show_message(message_line(f"Stopped after {self._progress.words()}"))
            raise
        finally:
            status.busy = EMPTY
            self._say_asking(0)
        progress, quiet = self._progress, job.name == REFRESH
        if progress.error and not (quiet and progress.done):
            self._shell.show_error(message_line(progress.error))
        elif progress.new or not quiet:
            self._shell.show_message(message_line(progress.words()))

    def _follow(self, job: Worker[Any]) -> Callable[[WorkerEvent], None]:
        """Return what shows how far a refresh is, event by event."""
        shown_at = 0.0

        def follow(event: WorkerEvent) -> None:
            nonlocal shown_at
            self._progress = self._progress.after(event)
            if isinstance(event, News):
                self.tell(event)
            elif isinstance(event, RefreshEvent) and event.new and not len(self._shell.headlines.rows):
                self._scopes.check_for_changes()  # the first headlines do not wait for the next look
            if (moment := asyncio.get_running_loop().time()) - shown_at > STATUS_SECONDS:
                self._shell.status.busy, shown_at = self._progress_words(job), moment

        return follow

    async def _sync_the_rest(self, follow: Callable[[WorkerEvent], None]) -> None:
        """Sync the accounts that a refresh by the clock did not ask after it had become the reader's own."""
        _, every = self._awaited((), every_account=True)
        rest = [name for name in every if name not in self._to_come]
        if rest:
            self._progress = self._progress.with_accounts(rest)
            await self.read("sync", "--json", "--", *rest, on_event=follow)

    def _awaited(self, names: Sequence[str], *, every_account: bool) -> tuple[int, tuple[str, ...]]:
        """Return how many feeds a refresh would ask, and which accounts: those that are due, or every one."""
        if names:
            return len(names), ()
        from reader.library.accounts.due import accounts_to_sync  # no first paint waits

        library = self._shell.library
        states = refresh_state.feed_states(library.db, None, due_at=library.clock())
        accounts = accounts_to_sync(library, every=every_account)
        return len(states), tuple(sanitize_line(account.name) for account in accounts)

    def _say_asking(self, count: int) -> None:
        """Note how many feeds are being asked; a list without articles says so."""
        self._shell.asking = count
        self._scopes.show_nothing_anew()

    def _progress_words(self, job: Worker[Any]) -> SafeText:
        """Say which feed was asked last, and how far it is."""
        progress = self._progress
        name = "" if progress.last is None else feeds.title_of(self._shell.library.db, progress.last)
        stops = self._stops() if job.name == ASKED else ""
        return message_line(dotted(progress.words(), crop(sanitize_line(name), NAME_WIDTH), stops))

    # --- subscribing

    def subscribe(self, picked: Iterable[tuple[str, str]]) -> None:
        """Subscribe to (folder, address) pairs, folder by folder."""
        folders: dict[str, list[str]] = defaultdict(list)
        for folder, url in picked:
            folders[folder].append(url)
        if reason := self.hindrance():
            self._shell.show_message(message_line(reason))
        else:
            self._shell.run(partial(self._subscribe, folders), GROUP)

    async def _subscribe(self, folders: Mapping[str, list[str]]) -> None:
        total, done, problem = sum(map(len, folders.values())), 0, ""

        def follow(event: WorkerEvent) -> None:
            nonlocal done
            done += 1
            self._shell.status.busy = message_line(f"Subscribing: {done} of {total}")

        for folder, urls in folders.items():
            given = "\n".join(urls)
            result = await self.read("add", "--json", "--folder", folder, "-", given=given, on_event=follow)
            problem = problem or result.first_complaint
        self._shell.status.busy = EMPTY
        self._shell.show_message(message_line(f"Subscribed to {done} feeds"))
        if problem:
            self._shell.show_error(message_line(problem))
