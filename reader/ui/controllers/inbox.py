"""The reader's inbox while the screen is open: files that appear there become articles within seconds."""

import asyncio
import time
from collections.abc import Iterator
from itertools import islice

from reader.config import Paths, Settings
from reader.document.sanitize import message_line
from reader.library.articles.inbox import Marks, remember_saved, unsaved_files
from reader.library.outcome import ArticleKept, WorkerEvent
from reader.store.database.connection import open_store
from reader.ui.controllers.jobs import Jobs
from reader.ui.shell import Shell

LOOK_SECONDS = 3.0
"""Seconds between two looks into the folder."""

BATCH = 200
"""The number of files that one worker process saves: a command line has an end."""

GROUP = "inbox"
"""The group of the job that looks into the folder: there is one at a time."""


class Inbox:
    """Looks into the reader's inbox and has its new files saved."""

    def __init__(self, shell: Shell, jobs: Jobs) -> None:
        self._shell, self._jobs = shell, jobs

    def watch(self) -> None:
        """Look into the inbox from now on, if there is one and the library can be written."""
        if self._shell.library.settings.inbox and not self._shell.library.readonly:
            self._shell.screen.set_interval(LOOK_SECONDS, self.look)

    def look(self) -> None:
        """Look for new files and have them saved, unless the last look is not over yet."""
        if not self._shell.jobs(GROUP):
            self._shell.run(self._save_new, GROUP)

    async def _save_new(self) -> None:
        library = self._shell.library
        files = await asyncio.to_thread(new_files, library.paths, library.settings)
        saved, problem = 0, ""

        def follow(event: WorkerEvent) -> None:
            nonlocal saved
            saved += isinstance(event, ArticleKept)

        for batch in _batches(files):
            result = await self._jobs.read("save", "--json", "--no-links", "--", *batch, on_event=follow)
            if result.failed:
                problem = problem or result.first_complaint
            remember_saved(library.db, batch)
        if saved:
            message = "1 file taken in" if saved == 1 else f"{saved} articles taken in from files"
            self._shell.show_message(message_line(message))
        if problem:
            self._shell.show_error(message_line(problem))


def new_files(paths: Paths, settings: Settings) -> Marks:
    """Return the files in the inbox that are not saved yet and are not being written any more."""
    db = open_store(paths.library, readonly=True)
    try:
        return unsaved_files(db, settings, time.time())
    finally:
        db.close()


def _batches(files: Marks) -> Iterator[Marks]:
    left = iter(files.items())
    while batch := dict(islice(left, BATCH)):
        yield batch
