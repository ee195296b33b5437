"""Refreshing in tests: feeds on the scripted server, asked by the library's real code."""

from msgspec.structs import replace

from reader.config import Settings
from reader.library.feeds.refresh import refresh
from reader.library.library import Library, open_library
from reader.model import Feed, FeedState, Query, RefreshEvent
from reader.store.feeds import feeds, refresh_state
from reader.store.lists.headlines import ids
from tests.library.conftest import Clock
from tests.server import ScriptedServer

MINUTE = 60
HOUR = 3_600
DAY = 86_400

Validators = tuple[str | None, str | None]


def subscribe(library: Library, url: str) -> int:
    """Subscribes without asking; the feed's id."""
    return feeds.add_feed(library.db, url, now=library.clock())[0]


async def refreshed(
    library: Library, wanted: list[int] | None = None, *, again: bool = False
) -> dict[int, RefreshEvent]:
    """One refresh: how it ended, by feed."""
    return {event.feed: event async for event in refresh(library, wanted, again=again)}


def reopened(library: Library, settings: Settings | None = None) -> Library:
    """The same library as another process has it. Whoever asks for it closes its `db`."""
    return replace(open_library(library.paths, settings or library.settings), clock=library.clock)


def state(library: Library, feed: int) -> FeedState:
    [found] = refresh_state.feed_states(library.db, [feed], None)
    return found


def listed(library: Library, feed: int) -> Feed:
    found = feeds.feed(library.db, feed, library.clock())
    assert found is not None
    return found


def articles(library: Library, query: Query | None = None) -> list[int]:
    """Their ids, newest first."""
    return [id for id, _ in ids(library.db, query or Query())]


def sent(server: ScriptedServer, path: str) -> list[Validators]:
    """The validators of each request for a path."""
    return [(seen.header("If-None-Match"), seen.header("If-Modified-Since")) for seen in server.asked(path)]


async def polls(
    library: Library, clock: Clock, server: ScriptedServer, *, hours: float, every: int = HOUR
) -> dict[str, list[int]]:
    """Refreshes what is due again and again; at which seconds from now each path was asked."""
    began, seen = clock.now, len(server.requests)
    asked: dict[str, list[int]] = {}
    while clock.now <= began + hours * HOUR:
        await refreshed(library)
        for request in server.requests[seen:]:
            asked.setdefault(request.target, []).append(clock.now - began)
        seen = len(server.requests)
        clock.now += every
    return asked
