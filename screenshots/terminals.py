"""Takes pictures of the screen in real terminals, and measures whether its lines are straight in them.

`python screenshots/terminals.py [--to FOLDER] [TERMINAL...]` shows a library in many scripts in each terminal
that is installed, under Xvfb; those that are missing are named. It ends with 1 where a border is torn.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageColor, ImageGrab

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from reader.ui.terminal.replies import DARK  # noqa: E402 - needs the path above
from reader.ui.themes import INK, PAPER, luminance  # noqa: E402 - needs the path above
from tests.scripts_library import make_scripts_library  # noqa: E402 - needs the path above

FONT = "DejaVu Sans Mono"
PATIENCE = 60.0
"""Seconds after which a terminal that shows nothing is given up."""


@dataclass(frozen=True)
class Terminal:
    """How a terminal is started: `{columns}` and `{lines}` stand for its size, `{ground}` for its ground."""

    command: tuple[str, ...]
    needs: tuple[str, ...]
    """The programs that must be installed."""


XTERM = (
    "xterm", "-fa", FONT, "-fs", "11", "-geometry", "{columns}x{lines}+0+0", "+sb", "-b", "0", "-bw", "0",
    "-bg", "{ground}", "-fg", "{letters}", "-u8", "-e",
)  # fmt: skip
TMUX = ("tmux", "-u", "-f", str(HERE / "tmux.conf"), "-L", "newsreader-pictures", "new-session")
KITTY = (
    "kitty", "--config", "NONE", "-o", "remember_window_size=no", "-o", "initial_window_width={columns}c",
    "-o", "initial_window_height={lines}c", "-o", "font_size=11", "-o", "background={ground}",
    "-o", "window_padding_width=0", "-o", "placement_strategy=top-left", "-o", "update_check_interval=0",
)  # fmt: skip
XFCE = (
    "dbus-run-session", "--", "xfce4-terminal", "--disable-server", "--hide-menubar", "--hide-scrollbar",
    "--hide-borders", "--geometry={columns}x{lines}+0+0", "--font", f"{FONT} 11", "--color-bg={ground}", "-x",
)  # fmt: skip
TERMINALS = {
    "xterm": Terminal((*XTERM[:-1], "-tn", "xterm-256color", "-e"), ("xterm",)),
    "kitty": Terminal(KITTY, ("kitty",)),
    "vte": Terminal(XFCE, ("xfce4-terminal", "dbus-run-session")),
    "tmux": Terminal((*XTERM[:-1], "-tn", "xterm-256color", "-e", *TMUX), ("xterm", "tmux")),
    "tmux-vte": Terminal((*XFCE, *TMUX), ("xfce4-terminal", "dbus-run-session", "tmux")),
    "linux": Terminal((*XTERM[:-1], "-tn", "linux", "-e"), ("xterm",)),
}
"""All terminals by name. The Linux console has no window: an xterm that says it is one has its colours."""


@contextmanager
def display() -> Iterator[str]:
    """A display without a window; its name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "2600x1500x24", "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def showing(
    terminal: Terminal,
    screen: str,
    size: tuple[int, int],
    ground: str,
    command: Sequence[str],
    environ: Mapping[str, str],
) -> Iterator[Callable[[str], None]]:
    """The command in that terminal, once it is quiet; yields what presses a key and waits for its effect."""
    letters = "#000000" if luminance(ImageColor.getrgb(ground)[:3]) > DARK else "#d9dce3"
    words = [
        word.format(columns=size[0], lines=size[1], ground=ground, letters=letters) if "{" in word else word
        for word in terminal.command
    ]
    own = dict(os.environ)
    for name in ("TMUX", "VTE_VERSION", "KITTY_WINDOW_ID", "COLORTERM", "TERM_PROGRAM", "NO_COLOR"):
        own.pop(name, None)
    own |= {"DISPLAY": screen, "LIBGL_ALWAYS_SOFTWARE": "1", "NO_AT_BRIDGE": "1", **environ}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        relay = [sys.executable, str(HERE / "relay.py"), place, *command]
        process = subprocess.Popen(
            [*words, *relay], env=own, start_new_session=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for(folder / "done", 1)
            pressed: list[str] = []

            def press(key: str) -> None:
                pressed.append(key)
                with (folder / "keys").open("a") as file:
                    file.write(f"{key}\n")
                wait_for(folder / "done", 1 + len(pressed))

            yield press
        finally:
            if "tmux" in words:
                subprocess.run([*TMUX[:-1], "kill-server"], env=own, capture_output=True, check=False)
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def wait_for(path: Path, lines: int) -> None:
    """Wait until a file has so many lines."""
    until = time.monotonic() + PATIENCE
    while not path.exists() or path.read_text().count("\n") < lines:
        if time.monotonic() > until:
            raise RuntimeError(f"the terminal never did what line {lines} of {path.name} says")
        time.sleep(0.05)


def grab(screen: str) -> Image.Image:
    """The part of the display that is not black: the terminal's window."""
    time.sleep(0.5)  # what was sent is drawn
    whole = ImageGrab.grab(xdisplay=screen)
    box = ImageChops.difference(whole, Image.new(whole.mode, whole.size)).getbbox()
    return whole.crop(box)


def straightness(picture: Image.Image, lines: int) -> float:
    """The share of rows over which the straightest vertical line in the picture runs, from its top on.

    A line is of one colour that is another than beside it. The last row of cells, which no line crosses, does
    not count.
    """
    cell = picture.height / lines
    pixels = picture.convert("RGB").load()
    assert pixels is not None
    rows = [range(round(row * cell) + 2, round((row + 1) * cell) - 2) for row in range(lines - 1)]
    best = 0.0
    for x in range(3, picture.width - 3):
        colour = pixels[x, rows[-1][len(rows[-1]) // 2]]
        if colour in (pixels[x - 3, rows[-1][0]], pixels[x + 3, rows[-1][0]]):
            continue
        crossed = sum(any(pixels[x, y] == colour for y in row) for row in rows)
        best = max(best, crossed / len(rows))
    return best


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("terminals", nargs="*", default=list(TERMINALS))
    parser.add_argument("--to", type=Path, default=Path(tempfile.gettempdir(), "newsreader-terminals"))
    parser.add_argument("--columns", type=int, default=140)
    parser.add_argument("--lines", type=int, default=40)
    parser.add_argument("--theme", default="ink")
    parser.add_argument("--ground", default="", help="the terminal's own ground; empty: that of the theme")
    parser.add_argument("--environ", nargs="*", default=[], metavar="NAME=VALUE")
    parser.add_argument("--keys", default="", help="as Textual names them, with spaces between")
    wanted = parser.parse_args()
    wanted.to.mkdir(parents=True, exist_ok=True)
    size = (wanted.columns, wanted.lines)
    theme = PAPER if wanted.theme == "paper" else INK
    torn = False
    with tempfile.TemporaryDirectory() as folder, display() as screen:
        make_scripts_library(Path(folder, "library.db"))
        Path(folder, "config.toml").write_text(f'theme = "{wanted.theme}"\nrefresh_minutes = 0\n')
        for name in wanted.terminals:
            terminal = TERMINALS[name]
            if missing := [need for need in terminal.needs if not shutil.which(need)]:
                print(f"{name}: skipped, {missing[0]} is not installed")
                continue
            command = [sys.executable, "-m", "reader", "--data-dir", folder, "--offline"]
            environ = {
                "NEWSREADER_TEST_NOW": "2026-11-21T09:30:00Z", "TZ": "UTC", "LC_ALL": "C.UTF-8",
                "NEWSREADER_CONFIG": str(Path(folder, "config.toml")), "PYTHONPATH": str(HERE.parent),
            }  # fmt: skip
            environ |= dict(pair.partition("=")[::2] for pair in wanted.environ)
            ground = wanted.ground or str(theme.background)
            with showing(terminal, screen, size, ground, command, environ) as press:
                for key in wanted.keys.split():
                    press(key)
                picture = grab(screen)
            picture.save(wanted.to / f"{name}.png")
            share = straightness(picture, wanted.lines)
            torn = torn or share < 1
            print(f"{name}: the border is {'straight' if share == 1 else f'torn, {share:.0%} of it in line'}")
    return int(torn)


if __name__ == "__main__":
    sys.exit(main())
