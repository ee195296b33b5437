"""Opening the screen, which is what `newsreader` without a command does."""

import os
import sys
from pathlib import Path

from reader.commands import FAILED, UNUSABLE, lose_output, raise_when_interrupted
from reader.config import ConfigError, Paths, Settings, with_environment
from reader.settings.file import usable_settings
from reader.store.database.errors import DamagedLibrary
from reader.ui.app import run_screen
from reader.ui.terminal.hangup import HANGUP

TURN = 0.0005
"""Seconds for which one thread may keep the others waiting: one writes what is painted, others search.

With Python's own 5 ms the first paint would wait for what is imported after it, several times.
"""


def open_screen(paths: Paths, *, offline: bool, demo: bool = False) -> int:
    """Open the screen; with the defaults and a notice where the settings are wrong. Returns the exit code."""
    raise_when_interrupted()
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
    sys.setswitchinterval(TURN)
    config = paths.config
    try:
        settings, problem = usable_settings(paths.config)
    except ConfigError as error:
        # Workers read the settings themselves: they get the defaults too.
        problem = error.summary
        settings, paths = with_environment(Settings()), Paths(paths.data, Path(os.devnull))
    if problem:
        problem = problem.replace(str(config), config.name)  # a line has room for little more
    try:
        code = run_screen(paths, settings, offline=offline, problem=problem, demo=demo)
    except DamagedLibrary as error:
        from reader.commands.shared.repairing import repaired  # it starts processes: no sound start does

        if not repaired(paths, settings, error):
            return UNUSABLE
        code = run_screen(paths, settings, offline=offline, problem=problem, demo=demo)
    if code == HANGUP:
        lose_output(both=True)  # else Python ends with a code of its own (120) where it cannot be written
    return code
