"""A small library in a real store, and what a test does with the screen on it."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from time import monotonic

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.worker import Worker, WorkerCancelled

from reader.document.blocks import Block, Document
from reader.document.serialization import serialize
from reader.model import Date, FeedState, ParsedArticle, ParsedFeed
from reader.store.database.connection import Database
from reader.store.feeds import feeds, responses
from reader.ui.app import ReaderApp
from reader.ui.controllers import article, counts, scopes
from reader.ui.main_screen import MainScreen
from reader.ui.widgets.feeds_pane import FeedsPane

NOW = 1_717_200_000
"""1 June 2024, 00:00 UTC."""

HOUR = 3600

WAITS = (
    (article, "PREVIEW_SECONDS"),
    (counts, "RECOUNT_SECONDS"),
    (article, "POSITION_SECONDS"),
    (scopes, "PLACE_SECONDS"),
)
"""Pauses that no test need wait for."""

ENDING = ("marking", "begin", "fill", "count", "search", "acting", "finishing", "restoring", "selecting")
"""The groups of jobs that end by themselves."""

PATIENCE = 200.0
"""Seconds after which a screen never rests: sooner than a test is taken to hang, of which less is told."""

Open = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


def body(*paragraphs: str) -> bytes:
    """A packed document of paragraphs."""
    return serialize(Document(tuple(Block("paragraph", text) for text in paragraphs)))


def parsed(
    number: int, title: str, *, at: int | None = None, text: str = "", words: int = 230
) -> ParsedArticle:
    """An article as a feed gave it: number 1 is the newest of the library."""
    text = text or f"The text of article {number}."
    return ParsedArticle(
        key=f"article-{number}",
        title=title,
        link=f"https://news.example/{number}",
        author="Isla Brown",
        published=Date(NOW - number * HOUR if at is None else at),
        body=body(text),
        text=text,
        words=words,
        complete="full",
    )


def add_feed(db: Database, name: str, made: Sequence[ParsedArticle], folder: str | None = None) -> int:
    """A feed with its articles, asked a moment ago."""
    url = f"https://{name.lower()}.example/feed"
    identity, _ = feeds.add_feed(db, url, title=name, folder=folder, now=NOW)
    keep(db, identity, url, made)
    return identity


def keep(db: Database, identity: int, url: str, made: Sequence[ParsedArticle]) -> None:
    """What a feed's next answer brings."""
    state = FeedState(id=identity, url=url, last_checked=NOW, last_ok=NOW, next_due=NOW + 10 * HOUR)
    responses.keep_response(db, state, ParsedFeed(articles=tuple(made)), now=NOW)


def screen_of(pilot: Pilot[None]) -> MainScreen:
    app = pilot.app
    assert isinstance(app, ReaderApp)
    return app.main_screen


def feeds_pane(pilot: Pilot[None]) -> FeedsPane:
    return screen_of(pilot).query_one(FeedsPane)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until all that was begun has ended: jobs, debounced calls, painting. Fails if it never does."""
    screen, begun = screen_of(pilot), monotonic()
    await pilot.pause()
    while not (screen.started and not set(screen.shell.pending) - {"error", "message"} and _rests(pilot)):
        await wait_for_jobs(pilot, *ENDING)
        await pilot.pause()
        assert monotonic() - begun < PATIENCE, (screen.started, screen.shell.pending, running(pilot))


def _rests(pilot: Pilot[None]) -> bool:
    """Tell whether no job goes on that ends by itself, nothing is to be painted, no key or message waits.

    Textual has no public way to learn what its widgets still have to do.
    """
    app, on_top = pilot.app, pilot.app.screen
    assert isinstance(app, ReaderApp)
    to_be_painted = on_top._layout_required or on_top._scroll_required or on_top._repaint_required
    return not (
        _busy(pilot)
        or to_be_painted
        or app._held.waiting
        or (app._ahead is not None and app._ahead.is_attached)
        or on_top._dirty_widgets
        or on_top._callbacks
        or any(
            pump._next_callbacks or not pump._message_queue.empty()
            for pump in (app, *on_top.walk_children(with_self=True))
        )
    )


def _busy(pilot: Pilot[None]) -> bool:
    """Tell whether a job goes on that ends by itself; a question does not, once its dialog is open."""
    asked = pilot.app.screen is not screen_of(pilot)
    return any(
        worker.group in ENDING or (worker.group == "question" and not asked) for worker in running(pilot)
    )


async def until(pilot: Pilot[None], sight: str | Callable[[], object]) -> None:
    """Wait until the screen shows the text, or the sight is true. Fails if it never does."""
    begun = monotonic()
    while not (sight in shown(pilot) if isinstance(sight, str) else sight()):
        assert monotonic() - begun < PATIENCE, f"never saw {sight!r}; the screen shows:\n{shown(pilot)}"
        await pilot.pause()


async def wait_for_jobs(pilot: Pilot[None], *groups: str) -> None:
    """Wait until the jobs of the groups have ended or were stopped; fails if they never do.

    Raises `WorkerFailed` if one failed.
    """
    begun = monotonic()
    while found := [worker for worker in running(pilot) if worker.group in groups]:
        with suppress(WorkerCancelled, TimeoutError):
            await asyncio.wait_for(pilot.app.workers.wait_for_complete(found), PATIENCE)
        await pilot.pause()  # what has ended may have begun another
        assert monotonic() - begun < PATIENCE, found


def running(pilot: Pilot[None]) -> list[Worker[object]]:
    """Return the jobs that have not ended."""
    return [worker for worker in pilot.app.workers if not worker.is_finished]


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one by one, waiting for the effect of each."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def press_at_once(pilot: Pilot[None], *keys: str) -> None:
    """Press keys as fast as a terminal can send them: none waits for the effect of another."""
    for key in keys:
        character = key if len(key) == 1 else None
        pilot.app.post_message(events.Key(_character_to_key(key) if character else key, character))


def shown(pilot: Pilot[None]) -> str:
    """Return what the screen shows, one line per row."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def current_title(pilot: Pilot[None]) -> str:
    headline = screen_of(pilot).headlines.current
    assert headline is not None
    return headline.title
