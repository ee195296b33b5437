"""The program `newsreader`: without a command it opens the screen; with one it does that and ends.

Exit codes: 0 done; 1 something failed, said on stderr; 2 wrong words or settings; 3 no usable library.
"""

import os
import sys
from collections.abc import Sequence

from reader.commands import INTERRUPTED, lose_output
from reader.config import find_paths


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(run())


def run() -> int:
    """The exit code of the command line; the one place where what nobody foresaw is caught."""
    try:
        places = only_places(sys.argv[1:])
        if places is not None and "_NEWSREADER_COMPLETE" not in os.environ:
            from reader.commands.screen import open_screen

            return open_screen(find_paths(*places, os.environ), offline=False)
        from reader.commands.main import run_command

        return run_command()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        lose_output()  # whoever read it has had enough
        return 0
    except Exception as error:  # noqa: BLE001 - a reader gets a sentence, the log the traceback
        from reader.commands.failure import explain

        return explain(error)


def only_places(words: Sequence[str]) -> tuple[str | None, str | None] | None:
    """The data directory and the settings file, where the words say no more than these; else None.

    The screen opens without waiting for the library that reads the command line.
    """
    named: dict[str, str] = {}
    rest = list(words)
    while len(rest) >= 2 and rest[0] in ("--data-dir", "--config"):
        named[rest[0]] = rest[1]
        del rest[:2]
    return None if rest else (named.get("--data-dir"), named.get("--config"))
