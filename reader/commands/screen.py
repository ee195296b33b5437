"""Opening the screen, which is what `newsreader` without a command does."""

import gc
import os
import sys
from pathlib import Path

from reader.commands import FAILED, UNUSABLE, lose_output
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
    from reader.store.database.errors import DamagedLibrary  # only now: see above
    from reader.ui.app import HANGUP, run_screen  # only now: see above, and commands do without Textual

    problem = None
    try:
        settings = read_settings(paths.config)
    except ConfigError as error:
        # Workers read the settings themselves: they get the defaults too.
        problem = str(error).replace(str(paths.config), paths.config.name)  # a line has room for little more
        settings, paths = Settings(), Paths(paths.data, Path(os.devnull))
    try:
        code = run_screen(paths, settings, offline=offline, problem=problem, demo=demo)
    except DamagedLibrary as error:
        if not _repaired(paths, settings, error):
            return UNUSABLE
        code = run_screen(paths, settings, offline=offline, problem=problem, demo=demo)
    if code == HANGUP:
        lose_output(both=True)  # else Python ends with a code of its own (120) where it cannot be written
    return code


def _repaired(paths: Paths, settings: Settings, error: Exception) -> bool:
    """Ask whether the damaged library shall be repaired, and do so. Returns whether it can be opened then."""
    from reader.document.sanitize import message_line  # only a damaged library needs it here

    print(f"newsreader: {message_line(error)}", file=sys.stderr)
    try:
        answer = input("Repair it now? [y/N] ")
    except (EOFError, KeyboardInterrupt):
        answer = ""
    if answer.strip().lower() not in ("y", "yes"):
        return False
    from reader.clock import now  # only a repair needs these three
    from reader.library.care.repair import repair_library  # it starts processes, as no other start needs to
    from reader.store.database.errors import StoreError  # what it raises

    lost = False
    try:
        for finding in repair_library(paths, settings, now):
            print(message_line(f"{'!' if finding.lost else ' '} {finding.text}"))
            lost = lost or finding.lost
        if lost:
            input("Press enter to read on. ")
    except (EOFError, KeyboardInterrupt):
        return False
    except StoreError as failure:
        print(f"newsreader: it could not be repaired: {message_line(failure)}", file=sys.stderr)
        return False
    return True
