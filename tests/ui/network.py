"""The screen with a network, and feeds whose pages a test server has."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from reader.config import Paths, Settings
from reader.document.serialization import serialize
from reader.document.text import from_text
from reader.library.library import Library
from reader.model import Date, ParsedArticle, ParsedFeed
from reader.store.database.connection import Database, open_store
from reader.store.feeds import feeds, refresh_state, responses
from reader.ui.app import ReaderApp
from tests.server import ScriptedServer, reply
from tests.ui.screen import HOUR, NOW, settle, wait_for_jobs

STORY = "The ferry sailed on past the lighthouse, and those on deck counted the gulls once more. "


@asynccontextmanager
async def online(paths: Paths, **told: object) -> AsyncIterator[Pilot[None]]:
    """The screen with a network."""
    db = open_store(paths.library)
    settings = Settings(refresh_minutes=0, **told)  # type: ignore[arg-type]
    app = ReaderApp(Library(db, paths, settings, collapse=settings.fold_duplicates))
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await settle(pilot)
        yield pilot
        failures = app.main_screen.shell.failures.recent
        assert not failures, [*map(repr, failures)]
    db.close()


async def ended(pilot: Pilot[None], group: str) -> None:
    """Waits for the workers of a group."""
    await wait_for_jobs(pilot, group)
    await settle(pilot)


def excerpts(db: Database, server: ScriptedServer, count: int) -> None:
    """A feed of excerpts that lead to /1, /2 ..."""
    url = server.url("/feed")
    feed, _ = feeds.add_feed(db, url, now=NOW)
    made = [
        ParsedArticle(
            key=str(n), title=f"Excerpt {n}", link=server.url(f"/{n}"), published=Date(NOW - n * HOUR),
            body=serialize(from_text("Only the beginning …")), text="Only the beginning …", words=3,
            complete="summary",
        )
        for n in range(1, count + 1)
    ]  # fmt: skip
    (state,) = refresh_state.feed_states(db, [feed], None)
    responses.keep_response(db, state, ParsedFeed(title="Harbour", articles=tuple(made)), now=NOW)
    page = f"<html><head><title>x</title></head><body><article><p>{STORY * 12}</p></article></body></html>"
    for number in range(1, count + 1):
        server.script(f"/{number}", reply(page.encode()))
