"""Repairing a damaged library before the screen opens, if its reader wants that."""

import sys

from reader.clock import now
from reader.config import Paths, Settings
from reader.document.sanitize import message_line
from reader.library.care.repair import repair_library
from reader.store.database.errors import StoreError


def repaired(paths: Paths, settings: Settings, error: Exception) -> bool:
    """Ask whether the damaged library shall be repaired, and do so. Returns whether it can be opened then."""
    print(f"newsreader: {message_line(error)}", file=sys.stderr)
    try:
        answer = input("Repair it now? [y/N] ")
    except (EOFError, KeyboardInterrupt):
        answer = ""
    if answer.strip().lower() not in ("y", "yes"):
        return False
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
