"""What the worker process does for the screen: refreshing and subscribing."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from reader.config import now
from reader.document.sanitize import clean_line
from reader.library.worker import command, events
from reader.store.feeds import feeds as feed_store
from reader.ui.text.progress import Progress, fresh_until

if TYPE_CHECKING:
    from textual.worker import Worker

    from reader.ui.main_screen import MainScreen
    from reader.ui.session import Session

TELLING_SECONDS = 0.1
"""Between two changes of the status line."""

STOPS = " · R stops"

REFRESH, ASKED = "refresh", "asked refresh"
"""Names of the worker that refreshes by the clock, and of the one that the reader wanted."""


def refresh_all(screen: "MainScreen") -> None:
    """Asks the feeds that are due; while they are asked for the reader, stops that.

    A refresh by the clock is what was wanted: it goes on, from here on as the reader's own.
    """
    for worker in _running(screen, REFRESH):
        worker.name = ASKED
        screen.status.busy += STOPS
        return
    if not stop(screen):
        refresh(screen)


def stop(screen: "MainScreen") -> bool:
    """Ends the refresh that the reader wanted; whether there was one. What came is kept."""
    found = _running(screen, ASKED)
    for worker in found:
        worker.cancel()
    return bool(found)


def _running(screen: "MainScreen", name: str) -> "list[Worker[None]]":
    return [worker for worker in screen.workers if worker.name == name and not worker.is_finished]


def refresh_feed(screen: "MainScreen") -> None:
    """Asks the feed that is meant now, be it due or not."""
    from reader.ui.controllers.feeds import current_feed

    if (feed := current_feed(screen)) is None:
        screen.tell("There is no feed to refresh here")
    elif (fresh := fresh_until(feed, now())) and screen.status.news != fresh:
        screen.tell(fresh)
    else:
        refresh(screen, str(feed.id))


def refresh(screen: "MainScreen", *names: str, quiet: bool = False) -> None:
    """Starts a refresh beside the screen, unless one is running or the network is not wanted."""
    if reason := hindrance(screen):
        if not quiet:
            screen.tell(reason)
    else:
        screen.run_worker(
            _refresh(screen, names),
            name=REFRESH if quiet else ASKED,
            group="fetching",
            exit_on_error=False,
        )


def hindrance(screen: "MainScreen", group: str = "fetching") -> str | None:
    """Why no worker of that group can ask the network now; None if one can."""
    if reason := refusal(screen.session):
        return reason
    if any(worker.group == group and not worker.is_finished for worker in screen.workers):
        return "Still busy with the last one"
    return None


def refusal(session: "Session") -> str | None:
    """Why nothing at all may be asked of the network; None if it may."""
    if session.offline:
        return "Offline: nothing is asked of the network"
    return "The library is read-only" if session.readonly else None


async def _refresh(screen: "MainScreen", names: tuple[str, ...]) -> None:
    worker = get_current_worker()
    due = len(names) or len(feed_store.feed_states(screen.db, None, due_at=now()))
    if not due:
        if worker.name == ASKED:
            screen.tell("No feed is due yet; r asks this one all the same")
        return
    progress, told = Progress(total=due), 0.0
    screen.status.busy = _busy(progress, worker)
    try:
        async for event in events(command(screen.session.paths, "refresh", "--json", *names)):
            progress = progress.after(event)
            if (moment := asyncio.get_running_loop().time()) - told > TELLING_SECONDS:
                screen.status.busy, told = _busy(progress, worker), moment
    except asyncio.CancelledError:
        screen.tell(f"Stopped after {progress.words()}")
        raise
    finally:
        screen.status.busy = ""
    quiet = worker.name == REFRESH
    if progress.error and not (quiet and progress.done):
        screen.tell_error(progress.error)
    elif progress.new or not quiet:
        screen.tell(progress.words())


def _busy(progress: Progress, worker: "Worker[None]") -> str:
    return progress.words() + (STOPS if worker.name == ASKED else "")


def subscribe(screen: "MainScreen", picked: Iterable[tuple[str, str]]) -> None:
    """Subscribes to (folder, URL) pairs, folder by folder."""
    folders: dict[str, list[str]] = defaultdict(list)
    for folder, url in picked:
        folders[folder].append(url)
    if reason := hindrance(screen):
        screen.tell(reason)
    else:
        screen.run_worker(_subscribe(screen, folders), group="fetching", exit_on_error=False)


async def _subscribe(screen: "MainScreen", folders: dict[str, list[str]]) -> None:
    total, done, problem = sum(map(len, folders.values())), 0, ""
    for folder, urls in folders.items():
        argv = command(screen.session.paths, "add", "--json", "--folder", folder, *urls)
        async for event in events(argv):
            if "exit" in event:
                problem = problem or clean_line(str(event["stderr"]).partition("\n")[0])
            else:
                done += 1
                screen.status.busy = f"Subscribing: {done} of {total}"
    screen.status.busy = ""
    screen.tell(f"Subscribed to {done} feeds")
    if problem:
        screen.tell_error(problem.removeprefix("newsreader: "))
