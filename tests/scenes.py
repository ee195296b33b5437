"""Named moments of the screen: tests compare them, and the README's pictures are drawn from them."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from textual.pilot import Pilot

from reader.config import Paths, Settings
from reader.library.demo import fill
from reader.library.opened import open_library
from reader.store.database import open_store
from reader.ui.app import ReaderApp
from reader.ui.session import Session

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

    @property
    def size(self) -> tuple[int, int]:
        return self.columns, self.lines


SCENES = {
    "wide": Scene(("j", "j", "j")),
    "normal": Scene(("enter",), columns=100, lines=30),
    "narrow": Scene(columns=60, lines=24),
    "saved": Scene(("4", "j", "enter"), columns=120, lines=36),
    "search": Scene(("slash", *"river"), columns=120, lines=30),
    "help": Scene(("question_mark",), columns=120, lines=40),
    "light": Scene((*"jjjjj", "enter"), columns=120, lines=36, settings=Settings(theme="textual-light")),
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
    return ReaderApp(Session(open_store(paths.library), paths, scene.settings, offline=True, demo=True))


async def play(pilot: Pilot[None], scene: Scene) -> None:
    """Presses the scene's keys, and waits until nothing moves any more."""
    await pilot.pause()
    for key in scene.keys:
        await pilot.press(key)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()
