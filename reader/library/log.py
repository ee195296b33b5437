"""The log, which takes the tracebacks of unexpected errors."""

import os
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from reader.config import Paths
from reader.document.sanitize import sanitize
from reader.folders import private_folder
from reader.store.database.errors import StoreError
from reader.urls.credentials import hide_secrets_in

LARGEST = 1024 * 1024
"""Bytes after which a new log is begun; the one before is kept beside it."""

LARGEST_ENTRY = 64 * 1024
"""Characters of one entry; of a longer one the middle is left out."""


def entry(error: BaseException) -> str:
    """Write an error's traceback for the log, each line of it indented.

    So nothing in an error's text, which may be a stranger's, looks like the beginning of another entry.
    """
    text = hide_secrets_in(sanitize("".join(traceback.format_exception(error)))).rstrip()
    if len(text) > LARGEST_ENTRY:
        half = LARGEST_ENTRY // 2
        text = f"{text[:half]}\n[…]\n{text[-half:]}"
    return "".join(f"  {line}\n" for line in text.splitlines())


def log_failure(paths: Paths, error: BaseException) -> Path:
    """Add the error's traceback to the log. Returns the log's path."""
    lines = entry(error)
    with suppress(OSError):
        private_folder(paths.data)
        if paths.log.exists() and not paths.log.is_file():
            return paths.log  # a pipe, which nobody may read
        if paths.log.exists() and paths.log.stat().st_size > LARGEST:
            paths.log.replace(paths.log.with_suffix(".old.log"))
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        number = os.open(paths.log, flags, 0o600)
        with os.fdopen(number, "a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n{lines}\n")
    return paths.log


def error_message(paths: Paths, error: BaseException, *, logged: bool = False) -> str:
    """Return a sentence for the reader: the store's or the system's, else where the details are logged.

    `logged`: they are in the log already.
    """
    if isinstance(error, StoreError | OSError):
        return str(error)
    log = paths.log if logged else log_failure(paths, error)
    return f"Something went wrong that should not have; the details are in {log}"
