"""Takes the README's pictures in a terminal: `python screenshots/take.py [NAME...]`; without a name, all.

A picture is the end of one of the tests' scenes; `reading` is a minute's reading as a moving one.
It wants Xvfb and xfce4-terminal.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from drawing import lifeboat
from msgspec.structs import asdict, replace
from PIL import Image
from terminals import HERE, TERMINALS, display, grab, showing

from reader.clock import now
from reader.config import Settings
from reader.library.images import kept
from reader.library.images.kept import Kept
from reader.sources.images import decode
from reader.store.database.connection import open_store
from reader.ui.themes import INK, PAPER
from tests.scenes import NOW, SCENES, Scene, fixed_clock, make_library

COLOURS = 128
"""The colours of a picture's palette: those that it has most of, which are the themes' own."""

FILM = (
    ("", 2.0), ("j", 0.6), ("j", 0.6), ("j", 1.6), ("enter", 2.2), ("space", 2.2), ("s", 1.6),
    ("escape", 0.8), *((key, 0.25) for key in "jj"), ("space", 2.2), ("space", 1.8),
    ("4", 1.4), ("j", 1.6), ("enter", 2.0),
    ("i", 2.4), ("escape", 0.5), ("escape", 0.8), ("1", 0.8),
    ("slash", 0.6), *((key, 0.15) for key in "harbou"),
    ("r", 1.4), ("enter", 1.6), ("enter", 2.4), ("escape", 0.5), ("escape", 1.0), ("L", 2.4), ("L", 1.2),
    ("question_mark", 2.4), ("escape", 1.6),
)  # fmt: skip
"""The keys of the moving picture, and for how many seconds what they show stays."""

FILM_SIZE = (112, 30)

PICTURE = "https://gazette.example.org/img/slip.jpg"
"""The address of the first article's picture, which shows by itself once it is kept."""


def settings_file(settings: Settings) -> str:
    """The settings that differ from the defaults, as TOML; the screen asks no feed."""
    usual = asdict(Settings())
    lines = [
        f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}".lower()
        for name, value in asdict(settings).items()
        if value != usual[name]
    ]
    return "\n".join([*lines, "refresh_minutes = 0", ""])


@contextmanager
def playing(scene: Scene, screen: str) -> Iterator[Callable[[str], None]]:
    """The program on the scene's library, in a terminal on that display; yields what presses a key."""
    with tempfile.TemporaryDirectory() as folder:
        paths = make_library(Path(folder))
        if scene.before is not None:
            db = open_store(paths.library)
            scene.before(db)
            db.close()
        picture, graphics = decode(lifeboat())
        kept.keep(paths, kept.key_of(PICTURE), Kept(kept.VERSION, now(), picture), graphics)
        theme = PAPER if scene.settings.theme == PAPER.name else INK
        paths.config.write_text(settings_file(replace(scene.settings, theme=theme.name)))
        command = [sys.executable, "-m", "reader", "--data-dir", folder, "--config", str(paths.config)]
        environ = {
            "NEWSREADER_TEST_NOW": NOW, "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(HERE.parent)
        }  # fmt: skip
        with showing(TERMINALS["vte"], screen, scene.size, str(theme.background), command, environ) as press:
            yield press


def small(picture: Image.Image) -> Image.Image:
    """The picture with a palette."""
    flat = picture.convert("RGB")
    found = flat.getcolors(maxcolors=flat.width * flat.height)
    counted = sorted(cast("list[tuple[int, tuple[int, int, int]]]", found), reverse=True)
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for _, colour in counted[:COLOURS] for channel in colour])
    return flat.quantize(palette=palette, dither=Image.Dither.NONE)


def take(name: str, screen: str) -> Path:
    """Play a scene and take a picture of its end."""
    with playing(SCENES[name], screen) as press:
        for key in SCENES[name].keys:
            press(key)
        small(grab(screen)).save(HERE / f"{name}.png", optimize=True)
    return HERE / f"{name}.png"


def film(screen: str) -> Path:
    """Take the moving picture."""
    frames, times = [], []
    with playing(Scene(columns=FILM_SIZE[0], lines=FILM_SIZE[1]), screen) as press:
        for key, seconds in FILM:
            if key:
                press(key)
            frames.append(small(grab(screen)))
            times.append(round(seconds * 1000))
    to = HERE / "reading.gif"
    frames[0].save(to, save_all=True, append_images=frames[1:], duration=times, loop=0, optimize=True)
    return to


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    named = [name for name in SCENES if name != "help"]  # its keys are a table in the README
    parser.add_argument("names", nargs="*", default=[*named, "reading"], metavar="NAME")
    with fixed_clock(), display() as screen:
        for name in parser.parse_args().names:
            print(film(screen) if name == "reading" else take(name, screen), flush=True)


if __name__ == "__main__":
    main()
