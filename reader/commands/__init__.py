"""The commands of `newsreader`, one module each, imported when its command runs."""

import os
import signal
import sys

FAILED, USAGE, UNUSABLE, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: something failed; wrong words or settings; the library cannot be used; Ctrl-C."""

LARGEST = 2**63 - 1
"""The largest number that the library's database can hold."""


def lose_output(*, both: bool = False) -> None:
    """Discard output that could not be written, so that Python does not fail on it once more at the end.

    `both`: discard that of stderr, too.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr) if both else (sys.stdout,):
        os.dup2(nowhere, stream.fileno())


def end_when_interrupted() -> None:
    """Let Ctrl-C end the process at once, while nothing is held but modules that are imported.

    An exception amid an import may be lost, or leave a lock that other threads wait for.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored, as under nohup
        signal.signal(signal.SIGINT, _end)


def raise_when_interrupted() -> None:
    """Let Ctrl-C raise `KeyboardInterrupt` from here on, so that the command lets go of what it holds."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(*_: object) -> None:
    os._exit(INTERRUPTED)
