"""A monkey at the screen: seeded keys, pastes, clicks and sizes, while hostile feeds are refreshed.

    python -m tests.monkey --keys 20000 --seed 7

It starts no program and writes nothing outside its own folder: there is none on its PATH, and in dialogs it
types no slash. All its network is one server on loopback, which answers for every host.
"""

import argparse
import asyncio
import os
import random
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic

from textual import events
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.pilot import Pilot

from reader.config import Paths, Settings
from reader.keys import ACTIONS
from reader.library.library import Library
from reader.store.database.connection import open_store
from reader.store.feeds import feeds
from reader.ui import app as app_module
from reader.ui.app import ReaderApp
from tests.hostile_library import NOW, PAYLOADS, fill
from tests.samples import item, rss
from tests.server import Response, Seen, reply, running_server

SIZES = ((120, 40), (80, 24), (200, 60), (60, 20), (30, 8), (10, 4), (1, 1), (500, 200))
"""Columns and lines of the terminal."""

LEAVING = frozenset({"q", "ctrl+c", "ctrl+z", "ctrl+q"})
"""Keys that end or suspend the program."""

ACTION_KEYS = tuple(key for action in ACTIONS for key in action.keys.split(",") if key not in LEAVING)
"""The keys of all actions."""

OTHER_KEYS = (
    "enter", "escape", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "space", "tab",
    "shift+tab", "backspace", "delete", "ctrl+s", "ctrl+f", "ctrl+p", "ctrl+a", "ctrl+v", "ctrl+x", "ctrl+u",
    *"abcdefghijklmnoprstuvwxyzAGHKJXV0123456789+:?|;,",
)  # fmt: skip
"""Keys of dialogs and fields, and letters."""


CLICKS: tuple[tuple[type[events.MouseEvent], ...], ...] = (
    (events.MouseDown, events.MouseUp), (events.MouseScrollDown,), (events.MouseScrollUp,),
    (events.MouseMove,),
)  # fmt: skip
"""What a mouse does."""


class Endless(ReaderApp):
    """The reader's screen, which does not end by what the palette and its keys offer."""

    CSS_PATH = Path(app_module.__file__).with_name("reader.tcss")

    def exit(self, *args: object, **kwargs: object) -> None:
        """Go on."""


class Monkey:
    """Does one random thing after another."""

    def __init__(
        self, pilot: Pilot[None], app: ReaderApp, seed: int, tell: Callable[[str], None] = lambda line: None
    ) -> None:
        self._pilot, self._app, self._tell = pilot, app, tell
        self._random = random.Random(seed)
        self.done: list[str] = []
        """What it did, for whoever looks for the cause of a failure."""

    async def act(self, keys: int) -> None:
        """Press so many keys; every twentieth time wait until all of it was handled."""
        begun = monotonic()
        for number in range(keys):
            kind = self._random.choices((self._key, self._burst, self._paste, self._click, self._resize),
                                        (80, 6, 4, 8, 2))[0]  # fmt: skip
            kind()
            await asyncio.sleep(0.002)
            if number % 20 == 0:
                await self._pilot.pause()
            if number % 1000 == 999:
                self._tell(f"{number + 1} keys, {number / (monotonic() - begun):.0f} a second")
            if not self._app._running:
                raise AssertionError(f"it ended after {number} keys: {self.done[-40:]}")

    def _key(self) -> None:
        self._press(self._random.choice(self._random.choice((ACTION_KEYS, OTHER_KEYS))))

    def _burst(self) -> None:
        """Press the same keys again and again, as doubled keys come."""
        keys = self._random.choices((*ACTION_KEYS, *OTHER_KEYS), k=self._random.randint(1, 3))
        for key in keys * self._random.randint(2, 4):
            self._press(key)

    def _press(self, key: str) -> None:
        if self._app.screen is not self._app.main_screen and key in ("slash", "/"):
            return
        character = key if len(key) == 1 else None
        self.done.append(key)
        name = _character_to_key(key) if character else key
        self._app.post_message(events.Key(name, character or {"space": " ", "slash": "/"}.get(key)))

    def _paste(self) -> None:
        text = self._random.choice(PAYLOADS).replace("/", "")
        self.done.append(f"paste {text!r}")
        self._app.post_message(events.Paste(text))

    def _click(self) -> None:
        x = self._random.randrange(max(1, self._app.size.width))
        y = self._random.randrange(max(1, self._app.size.height))
        self.done.append(f"click {x},{y}")
        for _ in range(self._random.choice((1, 1, 2, 3))):
            kinds: tuple[type[events.MouseEvent], ...] = self._random.choice(CLICKS)
            for kind in kinds:
                self._app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))

    def _resize(self) -> None:
        self.resize(self._random.choice(SIZES))

    def resize(self, columns_and_lines: tuple[int, int]) -> None:
        """Give the terminal another size."""
        size = Size(*columns_and_lines)
        self.done.append(f"resize {size}")
        assert self._app._driver is not None
        self._app._driver._size = size.width, size.height
        self._app.post_message(events.Resize(size, size))


def hostile_feed(seen: Seen) -> Response:
    """Answer any request with a feed whose titles are hostile, and never the same twice."""
    number = abs(hash(seen.raw)) % len(PAYLOADS)
    clean = "".join(
        c for c in PAYLOADS[number] if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff")
    )
    text = clean.replace("&", "&amp;").replace("<", "&lt;")
    made = [
        item(n, f"{n} {text}", f"<p>{text}</p>", key=f"{seen.target}{n}") for n in range(number, number + 5)
    ]
    return reply(rss(made, title=f"Hostile {text}"))


def add_feeds(paths: Paths) -> None:
    """Subscribe to feeds that the server answers for."""
    db = open_store(paths.library)
    for number in range(5):
        feeds.add_feed(db, f"http://hostile{number}.example/feed", title=f"Live {number}", now=NOW)
    db.close()


async def play(
    folder: Path, keys: int, seed: int, tell: Callable[[str], None] = lambda line: None
) -> list[BaseException]:
    """Let a monkey press so many keys on a hostile library. Returns the errors that were reported."""
    paths = Paths(data=folder / "data", config=folder / "config.toml")
    fill(paths.library)
    add_feeds(paths)
    with running_server() as server:
        server.default = hostile_feed
        proxy = server.url("").rstrip("/")
        paths.config.write_text(f'proxy = "{proxy}"\nrefresh_minutes = 1\n')
        db = open_store(paths.library)
        library = Library(db, paths, Settings(proxy=proxy, refresh_minutes=1), collapse=True)
        app = Endless(library)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await pilot.pause()
            monkey = Monkey(pilot, app, seed, tell)
            await monkey.act(keys)
            monkey.resize(SIZES[0])
            await pilot.pause()
            assert app._running
            failures = list(app.main_screen.shell.failures.recent)
        db.close()
    check(paths)
    return failures


def check(paths: Paths) -> None:
    """Check that the library is sound, and that its counts are those of its rows. Raises AssertionError."""
    db = open_store(paths.library)
    assert db.execute("PRAGMA integrity_check").get == "ok"
    assert not db.execute("PRAGMA foreign_key_check").fetchall()
    for column in ("read = 0", "starred = 1", "feed IS NULL"):
        by_index = db.execute(f"SELECT count(*) FROM article WHERE {column} AND deleted = 0").get
        by_rows = db.execute(f"SELECT count(*) FROM article NOT INDEXED WHERE {column} AND deleted = 0").get
        assert by_index == by_rows, column
    db.close()


def main() -> None:
    """Play as the command line says, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, lambda variable, value: os.environ.__setitem__(variable, value))
        failures = asyncio.run(play(folder, words.keys, words.seed, partial(print, flush=True)))
    print(f"{words.keys} keys, seed {words.seed}: {len(failures)} errors were reported")
    for error in failures:
        traceback.print_exception(error)


def prepare(folder: Path, set_variable: Callable[[str, str], None]) -> None:
    """Make the folder the home and the place of all that is written, without a program on the PATH."""
    for part in ("home", "nothing", "data"):
        (folder / part).mkdir()
    set_variable("HOME", str(folder / "home"))
    set_variable("PATH", str(folder / "nothing"))
    set_variable("BROWSER", "")
    os.chdir(folder / "home")


if __name__ == "__main__":
    main()
