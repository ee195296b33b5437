"""The pages behind articles: fetching one, or a whole list; a page's text and the feed's by turns."""

import re
from typing import TYPE_CHECKING

from reader.config import now
from reader.document.sanitize import clean_line
from reader.library.worker import command, events
from reader.model import DAY
from reader.store.articles import versions
from reader.ui.controllers.jobs import hindrance

if TYPE_CHECKING:
    from reader.ui.main_screen import MainScreen

GROUP = "pages"
"""Of the workers that fetch pages: a refresh may go on beside them."""

BATCH = 2_000
"""Articles that one worker process is told to complete: a command line has an end."""


def full_text(screen: "MainScreen") -> None:
    """Fetches the page behind the article; once it is kept, switches between its text and the feed's."""
    if (headline := screen.shown.current) is None:
        return
    page = versions.page_shown(screen.db, headline.id)
    if page is not None:
        screen.reading.keep_place()
        versions.show_version(screen.db, headline.id, page=not page)
        screen.reading.changed([headline.id])
        screen.tell("This is the feed's own text" if page else "This is the page's text")
    elif headline.link is None:
        screen.tell("This article has no page behind it")
    elif reason := hindrance(screen, GROUP):
        screen.tell(reason)
    else:
        screen.run_worker(_full_text(screen, headline.id), group=GROUP, exit_on_error=False)


async def _full_text(screen: "MainScreen", identity: int) -> None:
    screen.status.busy, problem, complete = "Fetching the page", "", "full"
    async for event in events(command(screen.session.paths, "fulltext", "--json", str(identity))):
        complete = event.get("complete", complete)
        if event.get("exit"):
            problem = clean_line(str(event["stderr"])) or "The page could not be fetched"
    screen.status.busy = ""
    screen.reading.keep_place()
    screen.reading.changed([identity])
    if problem:
        screen.tell_error(reason_in(problem))
    else:
        screen.tell("The page's text is kept" if complete == "full" else "The page gives only a part of it")


def reason_in(line: str) -> str:
    """What a worker process said went wrong, without its own name and the article's number."""
    return re.sub(r"^(newsreader: )?(\d+: )?", "", line)


def fetch_all(screen: "MainScreen") -> None:
    """Completes what is listed from the pages behind it, newest first; while that goes on, stops it."""
    if any(worker.group == GROUP and not worker.is_finished for worker in screen.workers):
        screen.workers.cancel_group(screen, GROUP)
        screen.status.busy = ""
        screen.tell("Stopped; what was fetched is kept")
    elif reason := hindrance(screen, GROUP):
        screen.tell(reason)
    else:
        screen.run_worker(_fetch_all(screen), group=GROUP, exit_on_error=False)


async def _fetch_all(screen: "MainScreen") -> None:
    await screen.filled()
    listed = list(screen.shown.rows.ids)
    wanted = await screen.reads.incomplete(listed, now() - DAY)
    if not wanted:
        screen.tell("Nothing here to fetch: all is whole, or failed within a day")
        return
    fetched: set[int] = set()
    problems: list[str] = []
    screen.status.busy = f"0 of {len(wanted)} fetched"
    for start in range(0, len(wanted), BATCH):
        words = map(str, wanted[start : start + BATCH])
        async for event in events(command(screen.session.paths, "fulltext", "--json", *words)):
            if "id" in event:
                fetched.add(int(event["id"]))
                screen.status.busy = f"{len(fetched)} of {len(wanted)} fetched"
            elif event.get("exit"):
                problems += str(event["stderr"]).splitlines()
    screen.status.busy = ""
    screen.shown.forget(fetched)
    _show_again(screen, fetched)
    screen.tell(f"{len(fetched)} of {len(wanted)} fetched")
    if problems:
        screen.tell_error(f"{len(fetched)} of {len(wanted)} fetched; {reason_in(clean_line(problems[0]))}")


def _show_again(screen: "MainScreen", fetched: set[int]) -> None:
    """Shows the page's text of the article on the screen, unless its reader is in the midst of it."""
    shown = screen.article.page.identity
    if shown in fetched and screen.article.scroll_offset.y == 0:
        screen.reading.keep_place()
        screen.reading.changed(fetched)
