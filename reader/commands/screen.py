"""Opening the screen, which is what `newsreader` without a command does."""

import gc
import os
import sys
from pathlib import Path

from reader.commands import FAILED, lose_output
from reader.config import ConfigError, Paths, Settings, read_settings


def open_screen(paths: Paths, *, offline: bool, demo: bool = False) -> int:
    """Open the screen; with the defaults and a notice where the settings are wrong. Returns the exit code."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        print(
            "newsreader: the screen needs a terminal; `newsreader --help` lists the commands", file=sys.stderr
        )
        return FAILED
    if os.environ.get("TERM") == "dumb":
        print(
            "newsreader: this terminal cannot show a screen (TERM is dumb); "
            "`newsreader --help` lists the commands",
            file=sys.stderr,
        )
        return FAILED
    # What is imported stays: searching it for garbage again and again would cost a fifth of the time to the
    # first paint, after which the screen lets the collector work again.
    gc.disable()
    from reader.ui.app import HANGUP, run_screen  # only now: see above, and commands do without Textual

    problem = None
    try:
        settings = read_settings(paths.config)
    except ConfigError as error:
        # Workers read the settings themselves: they get the defaults too.
        settings, problem, paths = Settings(), str(error), Paths(paths.data, Path(os.devnull))
    code = run_screen(paths, settings, offline=offline, problem=problem, demo=demo)
    if code == HANGUP:
        lose_output(both=True)  # else Python ends with a code of its own (120) where it cannot be written
    return code
