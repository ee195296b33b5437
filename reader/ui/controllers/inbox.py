"""The reader's inbox while the screen is open: files that appear there become articles within seconds."""

import asyncio
import time
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from reader.config import Paths, Settings
from reader.document.sanitize import clean_line
from reader.library.articles.inbox import Marks, arrived, remember
from reader.library.worker import command, events
from reader.store.database.connection import open_store

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen

LOOK_SECONDS = 3.0
"""Between two looks into the folder."""

BATCH = 200
"""Files that one worker process saves: a command line has an end."""

GROUP = "inbox"


def look(screen: "MainScreen") -> None:
    """Looks for new files and has them saved, beside the screen; unless the last look is not over yet."""
    if not any(worker.group == GROUP and not worker.is_finished for worker in screen.workers):
        screen.run_worker(_take_in(screen), group=GROUP, exit_on_error=False)


async def _take_in(screen: "MainScreen") -> None:
    paths, settings = screen.session.paths, screen.session.settings
    files = await asyncio.to_thread(_arrived, paths, settings)
    saved, problem = 0, ""
    for batch in _batches(files):
        async for event in events(command(paths, "save", "--json", "--", *batch)):
            saved += "id" in event
            if event.get("exit"):
                problem = problem or clean_line(str(event["stderr"]).partition("\n")[0])
        remember(screen.db, batch)
    if saved:
        screen.tell("1 file taken in" if saved == 1 else f"{saved} articles taken in from files")
    if problem:
        screen.tell_error(problem.removeprefix("newsreader: "))


def _arrived(paths: Paths, settings: Settings) -> Marks:
    db = open_store(paths.library, readonly=True)
    try:
        return arrived(db, settings, time.time())
    finally:
        db.close()


def _batches(files: Marks) -> Iterator[Marks]:
    left = iter(files.items())
    while batch := dict(islice(left, BATCH)):
        yield batch
