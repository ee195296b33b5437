"""A monkey at the screen: seeded keys, pastes, clicks and sizes, while hostile feeds are refreshed.

    python -m tests.monkey --keys 20000 --seed 7

It starts no program and writes nothing outside its own folder: there is none on its PATH, and in dialogs it
types no slash. All its network is one server on loopback, which answers for every host.
"""

import argparse
import asyncio
import json
import os
import random
import select
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic

from msgspec.structs import replace
from textual import events
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.pilot import Pilot

from reader.config import Paths, Settings
from reader.keys import ACTIONS
from reader.library.library import Library
from reader.settings.file import read_settings
from reader.store.database.connection import open_store
from reader.store.feeds import feeds
from reader.ui import app as app_module
from reader.ui.app import ReaderApp
from tests.hostile_library import NOW, PAYLOADS, fill
from tests.samples import item, rss
from tests.server import Response, Seen, reply, running_server
from tests.terminal import PATIENCE, Terminal
from tests.ui.screen import keep
from tests.ui.screen import parsed as ui_parsed
from tests.watch import Watch

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
        watch = Watch(app)
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await pilot.pause()
            monkey = Monkey(pilot, app, seed, tell)
            await monkey.act(keys)
            monkey.resize(SIZES[0])
            await pilot.pause()
            assert app._running
            failures = list(app.main_screen.shell.failures.recent)
            assert not watch.broken, watch.broken[:20]
        db.close()
    check(paths)
    return failures


class InTerminal(Endless):
    """The screen in a terminal of its own, which tells when all keys before F12 were handled."""

    def __init__(self, library: Library, report: Path) -> None:
        super().__init__(library)
        self._watch, self._report, self._reports = Watch(self), report, 0

    async def on_event(self, event: events.Event) -> None:
        """Report behind everything that the keys before have caused."""
        if isinstance(event, events.Key) and event.key == "f12":
            self.screen.call_later(self._tell)
            return
        await super().on_event(event)

    def _tell(self) -> None:
        self._reports += 1
        failures = [repr(error) for error in self.main_screen.shell.failures.recent]
        words = {"reports": self._reports, "acted": self._watch.acted, "broken": self._watch.broken}
        unfinished = self._report.with_suffix(".new")
        unfinished.write_text(json.dumps(words | {"failures": failures}))
        unfinished.replace(self._report)


SENT = {
    "enter": "\r", "space": " ", "tab": "\t", "shift+tab": "\x1b[Z", "up": "\x1b[A", "down": "\x1b[B",
    "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F", "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~", "backspace": "\x7f", "ctrl+f": "\x06", "ctrl+l": "\x0c", "minus": "-",
    "right_square_bracket": "]", "left_square_bracket": "[", "less_than_sign": "<", "greater_than_sign": ">",
    "backslash": "\\", "semicolon": ";", "question_mark": "?", "full_stop": ".", "comma": ",",
    "asterisk": "*", "equals_sign": "=", "apostrophe": "'",
}  # fmt: skip
"""What a terminal sends for the keys that it has no letters for."""

BATCH = 25
"""Keys that are sent at once, as fast as a terminal can."""

REFRESHES = 8
"""How often a refresh is asked for in all; in between, articles come from another process."""

ASKING, OFTEN = frozenset("tedAZT;/FMS:") | {"question_mark", "slash", "colon", "semicolon"}, frozenset("jkn")
"""Keys that open what must be left again, and keys that readers press most."""

SELDOM = frozenset("rRaXxHiowPDC|IbS")
"""Keys that start processes or open what takes a while to leave."""


def play_in_terminal(folder: Path, keys: int, seed: int) -> list[str]:
    """Let a monkey press so many keys in a real terminal, amid refreshes. Returns what was broken."""
    paths = Paths(data=folder / "data", config=folder / "config.toml")
    fill(paths.library)
    add_feeds(paths)
    rng, report = random.Random(seed), folder / "report.json"
    known = [key for key in ACTION_KEYS if (len(key) == 1 or key in SENT) and key not in SELDOM]
    weights = [1 if key in ASKING else 20 if key in OFTEN else 8 for key in known]
    with running_server() as server:
        server.default = hostile_feed
        proxy = server.url("").rstrip("/")
        paths.config.write_text(f'proxy = "{proxy}"\nrefresh_minutes = 0\n')
        command = [sys.executable, "-m", "tests.monkey", "--child", str(folder)]
        environment = os.environ | {
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "TEXTUAL_ANIMATIONS": "none",
        }
        with Deaf(command, environment, 120, 40) as terminal:
            for batch in range(1, -(-keys // BATCH) + 1):
                if batch % max(1, keys // BATCH // REFRESHES) == 1:
                    terminal.send("\x1b")
                    terminal.settle(0.2)
                    terminal.send("R")
                pressed = rng.choices(known, weights, k=BATCH)
                terminal.send("".join(SENT.get(key, key) for key in pressed))
                if rng.random() < 0.4:
                    terminal.send("\x1b")
                    terminal.settle(0.12)
                if batch % 20 == 0:
                    arrive(paths, batch)
                terminal.send("\x1b[24~")
                terminal.wait_for_report(report, batch)
    check(paths)
    words = json.loads(report.read_text())
    # Where the screen is slow, more of the keys go to a dialog that opened late.
    assert words["acted"] > keys // 50, words
    return [*words["broken"], *words["failures"]]


class Deaf(Terminal):
    """A terminal that nobody looks at: what is written there is read, and forgotten."""

    def _read(self, seconds: float) -> bool:
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        with suppress(OSError):
            return bool(os.read(self._terminal, 65_536))
        return False

    def wait_for_report(self, report: Path, number: int) -> None:
        """Wait until the program has told so many times that it handled all keys."""
        begun = monotonic()
        while monotonic() - begun < 5 * PATIENCE:  # many keys, on a busy machine
            self._read(0.01)
            if report.exists() and json.loads(report.read_text())["reports"] >= number:
                return
            assert not self._ended(), "it ended"
        raise AssertionError(f"it answers no more after {number * BATCH} keys")


def arrive(paths: Paths, number: int) -> None:
    """Bring articles as a refresh does in a process of its own: among those that are listed, and above."""
    db = open_store(paths.library)
    url = "http://hostile0.example/feed"
    (feed,) = (feed for feed in feeds.feeds(db) if feed.url == url) if feeds.has_address(db, url) else (None,)
    if feed is not None:
        made = [ui_parsed(away, f"Came {number} {away}") for away in (0, 2, 5)]
        made = [replace(article, key=f"{number} {article.title}") for article in made]
        keep(db, feed.id, url, made)
    db.close()


def run_child(folder: Path) -> None:
    """Show the screen in the terminal that this process was given."""
    paths = Paths(data=folder / "data", config=folder / "config.toml")
    db = open_store(paths.library)
    library = Library(db, paths, read_settings(paths.config), collapse=True)
    InTerminal(library, folder / "report.json").run()


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
    parser.add_argument("--terminal", action="store_true", help="press the keys in a real terminal")
    parser.add_argument("--child", type=Path, help="be the program in the terminal")
    words = parser.parse_args()
    if words.child:
        run_child(words.child)
        return
    if words.terminal:
        with tempfile.TemporaryDirectory() as name:
            prepare(Path(name), lambda variable, value: os.environ.__setitem__(variable, value))
            print(*play_in_terminal(Path(name), words.keys, words.seed), sep="\n")
        return
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
