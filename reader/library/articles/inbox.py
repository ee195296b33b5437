"""The inbox: a folder that the reader names, whose files become saved articles and stay untouched."""

import json
from pathlib import Path

from reader.config import Settings
from reader.library.articles.folder_scan import files_below
from reader.store import state
from reader.store.database.connection import Database

QUIET_SECONDS = 2
"""A file that was changed more recently may still be being written."""

SEEN = "inbox"
"""The name in the store under which the files that were taken in are remembered."""

Marks = dict[str, tuple[int, int]]
"""Path -> size in bytes, and nanoseconds of the last change."""


def arrived(db: Database, settings: Settings, now: float) -> Marks:
    """The inbox's files that were not taken in yet, as they are now."""
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
            facts = path.stat()
        except OSError:  # gone since the folder was listed
            continue
        found.append((str(path), (facts.st_size, facts.st_mtime_ns)))
    return found


def remember(db: Database, files: Marks) -> None:
    """These were taken in, or named as unreadable; they are looked at again when they change."""
    state.keep(db, SEEN, json.dumps(_seen(db) | files))


def _seen(db: Database) -> Marks:
    kept = json.loads(state.value(db, SEEN) or "{}")
    return {path: (size, changed) for path, (size, changed) in kept.items()}
