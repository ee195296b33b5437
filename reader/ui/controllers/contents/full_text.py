"""The pages behind articles: fetching one, or a whole list; a page's text and the feed's in turn."""

import re
from collections.abc import Sequence
from functools import partial

from reader.document.sanitize import EMPTY, literal, message_line, sanitize_line
from reader.library.outcome import ArticleKept, PictureKept, WorkerEvent
from reader.model import DAY
from reader.store.articles import versions
from reader.store.feeds import own_ways
from reader.ui.background import BackgroundReads
from reader.ui.controllers.article import Article
from reader.ui.controllers.feeds.habits import Habits
from reader.ui.controllers.jobs import Jobs
from reader.ui.controllers.scopes import Scopes
from reader.ui.shell import Shell
from reader.ui.text.signs import dotted

GROUP = "pages"
"""The group of the jobs that fetch pages: a refresh may go on beside them."""

BATCH = 2_000
"""The number of articles that one worker process completes: a command line has an end."""


class FullText:
    """Fetches the pages behind articles."""

    def __init__(
        self, shell: Shell, reads: BackgroundReads, *, article: Article, scopes: Scopes, jobs: Jobs
    ) -> None:
        self._shell, self._reads, self._habits = shell, reads, Habits(shell)
        self._article, self._scopes, self._jobs = article, scopes, jobs

    def action_full_text(self) -> None:
        """Fetch the page behind the article; once it is kept, switch between its text and the feed's."""
        if (headline := self._shell.headlines.current) is None:
            return
        db = self._shell.library.db
        page = versions.page_shown(db, headline.id)
        if page is not None:
            self._article.keep_position()
            versions.show_version(db, headline.id, page=not page)
            self._article.show_changed([headline.id])
            self._shell.show_message(
                literal("This is the feed's own text") if page else literal("This is the page's text")
            )
        elif headline.link is None:
            self._shell.show_message(literal("This article has no page behind it"))
        elif reason := self._jobs.hindrance(GROUP):
            self._shell.show_message(message_line(reason))
        else:
            self._shell.run(partial(self._fetch, headline.id), GROUP)
            self._habits.note(headline.feed, "full_text")

    async def _fetch(self, identity: int) -> None:
        complete = "full"

        def follow(event: WorkerEvent) -> None:
            nonlocal complete
            if isinstance(event, ArticleKept):
                complete = event.complete

        self._shell.status.busy = literal("Fetching the page")
        result = await self._jobs.read("fulltext", "--json", str(identity), on_event=follow)
        self._shell.status.busy = EMPTY
        self._article.keep_position()
        self._article.show_changed([identity])
        if result.failed:
            reason = without_number(" ".join(result.complaints))
            self._shell.show_error(message_line(reason or "The page could not be fetched"))
        elif complete == "full":
            self._shell.show_message(literal("The page's text is kept"))
        else:
            self._shell.show_message(literal("The page gives only a part of it"))

    def action_fetch_all(self) -> None:
        """Complete what is listed from the pages behind it, newest first; while that goes on, stop it."""
        if self._shell.jobs(GROUP):
            self._shell.cancel(GROUP)
            self._shell.status.busy = EMPTY
            self._shell.show_message(literal("Stopped; what was fetched is kept"))
        elif reason := self._jobs.hindrance(GROUP):
            self._shell.show_message(message_line(reason))
        else:
            self._shell.run(self._fetch_all, GROUP)

    async def _fetch_all(self) -> None:
        await self._scopes.wait_until_filled()
        listed, clock = list(self._shell.headlines.rows.ids), self._shell.library.clock
        wanted = await self._reads.incomplete(listed, clock() - DAY)
        fetched: set[int] = set()
        complaints: list[str] = []

        def follow(event: WorkerEvent) -> None:
            if isinstance(event, ArticleKept):
                fetched.add(event.id)
                self._shell.status.busy = message_line(f"{len(fetched)} of {len(wanted)} fetched")

        self._shell.status.busy = message_line(f"0 of {len(wanted)} fetched")
        for start in range(0, len(wanted), BATCH):
            batch = map(str, wanted[start : start + BATCH])
            result = await self._jobs.read("fulltext", "--json", *batch, on_event=follow)
            complaints += result.complaints if result.failed else ()
        pictures = await self._fetch_pictures(listed)
        self._shell.status.busy = EMPTY
        self._show_fetched(fetched)
        if not (wanted or pictures):
            self._shell.show_message(literal("Nothing here to fetch: all is whole, or failed within a day"))
            return
        texts = f"{len(fetched)} of {len(wanted)} fetched" if wanted else ""
        done = dotted(texts, f"Pictures: {pictures}" if pictures else "")
        self._shell.show_message(message_line(done))
        if complaints:
            self._shell.show_error(message_line(f"{done}; {without_number(complaints[0])}"))

    async def _fetch_pictures(self, listed: Sequence[int]) -> int:
        """Fetch the pictures of what is listed, if pictures are wanted. Returns how many came."""
        library = self._shell.library
        listed = own_ways.pictured(library.db, list(listed), library.settings.images)
        came: set[str] = set()

        def follow(event: WorkerEvent) -> None:
            if isinstance(event, PictureKept) and event.fetched:
                came.add(event.address)
                self._shell.status.busy = message_line(f"Pictures: {len(came)}")

        for start in range(0, len(listed), BATCH):
            batch = map(str, listed[start : start + BATCH])
            await self._jobs.read("images", "--json", *batch, on_event=follow)
        if came and self._article.view.page.identity is not None:
            self._article.view.show_again()
        return len(came)

    def _show_fetched(self, fetched: set[int]) -> None:
        """Show the page's text of the article on the screen, unless its reader is in the midst of it."""
        self._shell.headlines.invalidate(fetched)
        view = self._article.view
        if view.page.identity in fetched and view.scroll_offset.y == 0:
            self._article.keep_position()
            self._article.show_changed(fetched)


def without_number(complaint: str) -> str:
    """Return what a worker process complained of, without the number of the article."""
    return re.sub(r"^\d+: ", "", sanitize_line(complaint))
