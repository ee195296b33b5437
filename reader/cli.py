"""The program `newsreader`: without a command it opens the screen; with one it does that and ends.

Exit codes: 0 done; 1 something failed, said on stderr; 2 wrong words or settings; 3 no usable library.
"""

import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from reader.commands import FAILED, INTERRUPTED, end_when_interrupted, lose_output


def main() -> None:
    """Run the command line, and end the process with its exit code.

    What is imported stays: to search it for garbage would cost a command a tenth of its time, and the screen
    a fifth of that to its first paint.
    """
    end_when_interrupted()
    gc.disable()  # until the library is open, or the screen is painted
    try:
        code = run()
    except SystemExit as ended:  # click's way out where nobody reads on, and a signal's
        code = ended.code if isinstance(ended.code, int) else FAILED if ended.code else 0
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end(code)


def _end(code: int) -> None:
    """End the process at once, when what it wrote has left it.

    Python would first wait for threads, of which one can be stuck in an import that Ctrl-C has cut short,
    and then take down what others still use: OpenSSL, taken down amid its work, ends a process with a fault.
    """
    with suppress(OSError, ValueError):  # whoever closed it hears nothing more
        sys.stderr.flush()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass
    except (OSError, ValueError):
        code = code or FAILED
    os._exit(code)


def run() -> int:
    """Run the command line. Returns its exit code."""
    if _streams_are_usual():
        return _run()
    from reader.commands.shared import streams  # seldom needed

    closed = streams.make_usable()
    return streams.code_after(_run(), closed)


def _streams_are_usual() -> bool:
    """Return whether standard output and error are open and take every character."""
    streams = (sys.stdout, sys.stderr)
    return all(stream is not None and stream.encoding.lower() == "utf-8" for stream in streams)


def _run() -> int:
    """Run the command line. Unexpected errors are caught here, and nowhere else."""
    try:
        places = only_places(sys.argv[1:])
        if places is not None and "_NEWSREADER_COMPLETE" not in os.environ:
            from reader.commands.screen import open_screen  # it opens without click, commands without Textual
            from reader.config import find_paths

            return open_screen(find_paths(*places, os.environ), offline=False)
        from reader.commands.main import run_command  # click, which the screen does without

        return run_command()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is ending
        return INTERRUPTED
    except BrokenPipeError:
        lose_output()  # the program that read it has ended
        return 0
    except Exception as error:  # noqa: BLE001 - a reader gets a sentence, the log the traceback
        from reader.commands.shared.failure import explain  # only a failure needs the log and the store

        return explain(error)


def only_places(words: Sequence[str]) -> tuple[str | None, str | None] | None:
    """Return the data directory and the settings file, where the words name no more than these; else None.

    So the screen opens without waiting for click.
    """
    named: dict[str, str] = {}
    rest = list(words)
    while len(rest) >= 2 and rest[0] in ("--data-dir", "--config"):
        named[rest[0]] = rest[1]
        del rest[:2]
    return None if rest else (named.get("--data-dir"), named.get("--config"))
