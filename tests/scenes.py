"""Named moments of the screen: tests compare them, and the README's pictures are drawn from them."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from textual.pilot import Pilot

from reader.clock import now
from reader.config import Paths, Settings
from reader.library.demo import fill
from reader.library.library import Library, open_library
from reader.model import DAY, FeedChange
from reader.store.database.connection import Database, open_store
from reader.store.feeds import feeds, refresh_state, responses
from reader.ui.app import ReaderApp
from reader.ui.text.direction import PLAIN
from tests.ui.screen import press, settle, wait_for_jobs

SAMPLES = Path(__file__).parent.parent / "reader" / "demo"

NOW = "2026-11-21T09:30:00Z"
"""When all scenes play: the samples' ages are counted from here."""


@dataclass(frozen=True)
class Scene:
    """What is pressed on a screen of so many columns and lines before the picture is taken."""

    keys: tuple[str, ...] = ()
    columns: int = 140
    lines: int = 40
    settings: Settings = field(default_factory=Settings)
    before: Callable[[Database], None] | None = None
    """What happened to the library before."""

    @property
    def size(self) -> tuple[int, int]:
        return self.columns, self.lines


def ail(db: Database) -> None:
    """Some feeds fail, one moved, one is paused."""
    listed, at = feeds.feeds(db), now()
    ailments: list[dict[str, Any]] = [
        {"error": "not found for 42 days: it seems dead", "failures": 9, "last_ok": at - 42 * DAY},
        {"error": "forbidden to programs", "failures": 2, "last_ok": at - 2 * DAY},
        {"moved_to": "https://www.moved.example/feeds/all.xml"},
    ]
    for feed, ailment in zip(listed, ailments, strict=False):
        [state] = refresh_state.feed_states(db, [feed.id], None)
        responses.keep_response(db, replace(state, **ailment), None, now=at)
    feeds.edit_feed(db, listed[-1].id, FeedChange(paused=True), now=at)


SCENES = {
    "wide": Scene(("j", "j", "j")),
    "normal": Scene(("enter",), columns=100, lines=30),
    "stacked": Scene(("j", "j", "enter"), columns=80, lines=24),
    "narrow": Scene(columns=60, lines=24),
    "saved": Scene(("4", "j", "enter"), columns=120, lines=36),
    "facts": Scene(("4", "j", "enter", "i"), columns=120, lines=24),
    "search": Scene(("slash", *"river"), columns=120, lines=30),
    "help": Scene(("question_mark",), columns=120, lines=40),
    "health": Scene(("H",), columns=100, lines=30, before=ail),
    "light": Scene((*"jjjjj", "enter"), columns=120, lines=36, settings=Settings(theme="paper")),
}


@contextmanager
def fixed_clock() -> Iterator[None]:
    """The scenes' time, in UTC."""
    before = {name: os.environ.get(name) for name in ("TZ", "NEWSREADER_TEST_NOW")}
    os.environ |= {"TZ": "UTC", "NEWSREADER_TEST_NOW": NOW}
    time.tzset()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value
        time.tzset()


def make_library(folder: Path) -> Paths:
    """A library of all samples in the folder."""
    paths = Paths(data=folder, config=folder / "config.toml")
    library = open_library(paths, Settings(), offline=True)
    asyncio.run(fill(library, SAMPLES))
    library.db.close()
    return paths


def make_app(paths: Paths, scene: Scene) -> ReaderApp:
    """The screen on that library, before anything is pressed."""
    db = open_store(paths.library)
    if scene.before is not None:
        scene.before(db)
    library = Library(db, paths, scene.settings, offline=True, collapse=scene.settings.fold_duplicates)
    app = ReaderApp(library, demo=True)
    app.direction = PLAIN  # on whatever terminal the tests run
    return app


async def play(pilot: Pilot[None], scene: Scene) -> None:
    """Press the scene's keys, and wait until nothing moves any more."""
    await settle(pilot)
    await press(pilot, *scene.keys)
    await wait_for_jobs(pilot, "pictures")  # the search for those that the article's file carries
