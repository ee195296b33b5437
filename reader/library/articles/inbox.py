"""The inbox: a folder that the reader names, whose files become saved articles and are not changed."""

import json
import stat
from pathlib import Path

from reader.config import Settings
from reader.library.articles.folder_scan import files_below
from reader.store import state
from reader.store.database.connection import Database

QUIET_SECONDS = 2
"""Seconds without a change after which a file is taken to be written to its end."""

SEEN = "inbox"
"""The key in the store's state under which the saved files are remembered."""

Marks = dict[str, tuple[int, int]]
"""Each file's path, with its size in bytes and its last change in nanoseconds since 1970."""


def unsaved_files(db: Database, settings: Settings, now: float) -> Marks:
    """Return the inbox's files that are not saved yet, or changed since; `now` in UTC seconds."""
    if not settings.inbox:
        return {}
    seen = _seen(db)
    return {
        path: mark
        for path, mark in _marks(Path(settings.inbox).expanduser())
        if seen.get(path) != mark and now - mark[1] / 1e9 >= QUIET_SECONDS
    }


def _marks(folder: Path) -> list[tuple[str, tuple[int, int]]]:
    found = []
    for path in files_below(folder):
        try:
            facts = path.lstat()
        except OSError:  # gone since the folder was listed
            continue
        if not stat.S_ISREG(facts.st_mode):  # a link would take in what another program points it to
            continue
        found.append((str(path), (facts.st_size, facts.st_mtime_ns)))
    return found


def remember_saved(db: Database, files: Marks) -> None:
    """Remember files that were saved or could not be read; they are read again once they change."""
    state.keep(db, SEEN, json.dumps(_seen(db) | files))


def _seen(db: Database) -> Marks:
    try:
        kept = json.loads(state.value(db, SEEN) or "{}")
        return {path: (size, changed) for path, (size, changed) in kept.items()}
    except (AttributeError, TypeError, ValueError):  # damaged: files that were seen are read once more
        return {}
