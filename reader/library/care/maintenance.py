"""Daily maintenance: check the library, back it up, and delete what is kept no longer."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from reader.library.care import daily_check, leftovers
from reader.library.files import write_whole
from reader.library.images import kept
from reader.library.library import Library
from reader.library.output.subscriptions import opml
from reader.model import DAY
from reader.store import state
from reader.store.articles import code_backlog, openings, retention
from reader.store.articles.missing import settle_orphans
from reader.store.database import backups, checks, connection
from reader.store.database.errors import ADVICE, OutOfMemory
from reader.store.duplicates import grouping
from reader.store.search import rebuild

LAST = "daily"
"""The key in the store's state of the time of the last maintenance, in UTC seconds."""

CHECKED = "quick_check"
"""The key in the store's state of what SQLite found wrong then; empty: nothing."""

BEGUN = "begun"
"""The key in the store's state of the time of the first maintenance, in UTC seconds."""

BACKED_UP = "backup"
"""The key in the store's state of the time of the last daily backup, in UTC seconds."""

FIRST_DAY = 600
"""Seconds after which a library on its first day is backed up again: what is new changes most."""

BACKUPS = 7
"""The number of daily backups that are kept."""

BREATH = 0.02
"""Seconds between two pieces of long work, in which other processes can write."""

LARGEST_STEP = 365 * DAY
"""Seconds that a clock may go on between two days of maintenance; beyond, it may be wrong, and nothing is
deleted for its age that day.
"""

BACKUP, EXPIRY = "backup", "expiry"
"""What a check is for: a backup, or also deleting what the settings keep no longer."""

UNDO_DAYS = 30
"""Days for which a deletion can be undone."""


def is_due(library: Library) -> bool:
    """Return whether the last maintenance was a day ago or more, or the clock was set back."""
    last = state.number(library.db, LAST)
    return last is None or not 0 <= library.clock() - last < DAY


def run_daily(library: Library) -> Iterator[str]:
    """Run the daily maintenance if it is due. Yields what went wrong, in sentences.

    A damaged library is left as it is, with its older backups. What an update of the program left to do is
    done in any case. Raises `StoreError`.
    """
    settle_orphans(library.db, library.clock())
    catch_up(library)
    _begin_what_is_due(library)
    purpose = daily_check.purpose_of(library)
    try:
        found = daily_check.go_on(library) if purpose else None
    except OutOfMemory as error:
        yield f"the daily check could not go on: {error}"
        return
    if found is not None:
        state.keep(library.db, CHECKED, next(iter(found.file + found.rows), ""))
        if found.file:
            yield f"{library.paths.library} is damaged: {ADVICE}"
            return
        if found.rows:
            mended = "`newsreader doctor --repair` mends them"
            yield f"{library.paths.library} is damaged in single rows: {mended}"
            return
    yield from rebuild_index(library)
    if found is not None:
        try:
            back_up(library)
        except (OSError, connection.StoreError) as error:
            yield f"the daily backup could not be made: {error}"
        if purpose == EXPIRY:
            expire(library)


def _begin_what_is_due(library: Library) -> None:
    """Begin the check that goes before a backup, and do what needs none."""
    due = is_due(library)
    if not (due or backup_is_due(library)):
        return
    now, last = library.clock(), state.number(library.db, LAST)
    trusted = last is None or abs(now - last) < LARGEST_STEP
    daily_check.begin(library, EXPIRY if due and trusted else BACKUP)
    if state.value(library.db, LAST) is None:
        state.keep(library.db, BEGUN, str(now))
    if due:
        state.keep(library.db, LAST, str(now))
    leftovers.remove(library.paths)
    kept.trim(library.paths)


def backup_is_due(library: Library) -> bool:
    """Return whether a library that is not a day old was backed up longer ago than it should."""
    begun, last = (state.number(library.db, name) for name in (BEGUN, BACKED_UP))
    now = library.clock()
    return begun is not None and is_young(library) and (last is None or not 0 <= now - last < FIRST_DAY)


def is_young(library: Library) -> bool:
    """Return whether the library was never cared for, or for the first time less than a day ago."""
    begun = state.number(library.db, BEGUN)
    if begun is None:  # a library older than this fact has been cared for all the same
        return state.value(library.db, LAST) is None
    return 0 <= library.clock() - begun < DAY


def catch_up(library: Library) -> None:
    """Do what an older version left to do, the newest articles first: two minutes for a million."""
    for backlog in (openings.note_backlog, code_backlog.colour_backlog, grouping.group_backlog):
        while backlog(library.db):
            time.sleep(BREATH)


def rebuild_index(library: Library) -> Iterator[str]:
    """Make the search index anew if it is known to be out of step. Yields a sentence about that."""
    if rebuild.is_rebuilding(library.db):
        count = 0
        for indexed in rebuild.rebuild(library.db):
            count += indexed
            time.sleep(BREATH)
        yield f"the search index was out of step and was rebuilt from {count:,} articles: nothing is lost"


def back_up(library: Library) -> None:
    """Write today's backup of the marks and the subscriptions (passwords included), and delete old backups.

    Raises `OSError` and `StoreError`.
    """
    folder = library.paths.backups
    now = library.clock()
    name = f"daily-{datetime.fromtimestamp(now, UTC):%Y-%m-%d}"
    state.keep(library.db, BACKED_UP, str(now))
    with checks.breathing(library.db):
        backups.back_up_marks(library.db, folder / f"{name}.db")
    write_whole(folder / f"{name}.opml", opml(library, secrets=True))
    for ending in ("db", "opml"):
        for old in sorted(folder.glob(f"daily-????-??-??.{ending}"))[:-BACKUPS]:
            old.unlink(missing_ok=True)


def expire(library: Library) -> int:
    """Delete the articles that the settings keep no longer. Returns how many."""
    settings, now, count = library.settings, library.clock(), 0
    if settings.retention_days:
        before = now - settings.retention_days * DAY
        count += retention.expire(library.db, before=before, now=now, duplicates=settings.fold_duplicates)
    if settings.retention_articles:
        count += retention.expire_beyond(library.db, kept=settings.retention_articles, now=now)
    retention.purge(library.db, before=now - UNDO_DAYS * DAY)
    for _ in retention.shrink(library.db):
        time.sleep(BREATH)
    return count
