"""The commands of `newsreader`, by what they do; a module is imported when one of its commands runs."""

import os
import sys

FAILED, USAGE, UNUSABLE, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: something failed; wrong words or settings; the library cannot be used; Ctrl-C."""


def lose_output(*, both: bool = False) -> None:
    """Lets go of what could not be written, so that it does not complain once more at the very end.

    `both`: of stderr's too.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr) if both else (sys.stdout,):
        os.dup2(nowhere, stream.fileno())
