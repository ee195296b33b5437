"""The commands of `newsreader`, one module each, imported when its command runs."""

import os
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
