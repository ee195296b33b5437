"""What is printed where a command fails as a whole."""

import errno
import sys

from reader.commands import FAILED, UNUSABLE, USAGE
from reader.commands.main import named_paths
from reader.config import ConfigError
from reader.document.sanitize import message_line
from reader.library.log import log_failure
from reader.store.database.errors import StoreError

FULL = (errno.ENOSPC, errno.EDQUOT)
"""The system's errors for a disk, or a share of it, that is full."""

NO_ROOM = ("can't start new thread", "failed to map segment", "Cannot allocate memory")
"""What Python and the system say where there are no threads left, or no memory for one or for code."""


def explain(error: Exception) -> int:
    """Print in one sentence what went wrong; of mistakes in the settings one each. Returns the exit code.

    What nobody foresaw goes to the log.
    """
    if isinstance(error, ConfigError):
        for complaint in error.complaints:
            print(f"newsreader: {message_line(complaint)}", file=sys.stderr)
        return USAGE
    if isinstance(error, StoreError):
        print(f"newsreader: {message_line(error)}", file=sys.stderr)
        return UNUSABLE
    if isinstance(error, OSError) and error.errno in FULL:
        where = f": {error.filename} was not written" if error.filename else ""
        print(f"newsreader: {message_line(f'the disk is full{where}')}", file=sys.stderr)
        return UNUSABLE
    if isinstance(error, MemoryError) or any(words in str(error) for words in NO_ROOM):
        print("newsreader: the system allows too little memory, or too few threads", file=sys.stderr)
        return FAILED
    log = log_failure(named_paths(), error)
    text = f"something went wrong that should not have; the details are in {log}"
    print(f"newsreader: {message_line(text)}", file=sys.stderr)
    return FAILED
