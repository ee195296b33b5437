"""What is looked after once a day: the library's soundness, a small backup, and what is kept no longer."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from reader.library.articles.export import opml
from reader.library.files import write_whole
from reader.library.library import Library
from reader.model import DAY
from reader.store import state
from reader.store.articles import retention
from reader.store.database import backups, connection
from reader.store.duplicates import grouping

LAST = "daily"
"""Under this name the store keeps when it was last done, in UTC seconds."""

CHECKED = "quick_check"
"""And under this what SQLite found wrong; empty: nothing."""

BACKUPS = 7
"""Of the newest days; older ones are deleted."""

BREATH = 0.02
"""Seconds between two pieces of long work, for others to write."""

UNDO_DAYS = 30
"""For so long what was deleted can be taken back."""


def is_due(library: Library) -> bool:
    """Whether a day has gone by, or the clock was set back."""
    last = state.value(library.db, LAST)
    return last is None or not 0 <= library.clock() - int(last) < DAY


def look_after(library: Library) -> Iterator[str]:
    """Does the day's work if it is due; yields what went wrong, in sentences.

    A damaged library is left as it is, and its older backups too. What an update of the program left to be
    done is never put off. Raises `StoreError`.
    """
    catch_up(library)
    if not is_due(library):
        return
    now = library.clock()
    complaints = connection.quick_check(library.db)
    state.keep(library.db, CHECKED, complaints[0] if complaints else "")
    state.keep(library.db, LAST, str(now))
    if complaints:
        yield f"{library.paths.library} is damaged: `newsreader doctor` tells more"
        return
    try:
        back_up(library)
    except (OSError, connection.StoreError) as error:
        yield f"the daily backup could not be made: {error}"
    expire(library)


def catch_up(library: Library) -> None:
    """Group duplicates among what an older version kept, if that was not done: two minutes a million."""
    while grouping.group_backlog(library.db):
        time.sleep(BREATH)


def back_up(library: Library) -> None:
    """Writes today's small copy and the subscriptions beside it, and deletes those of long ago.

    Raises `OSError` and `StoreError`.
    """
    folder = library.paths.backups
    name = f"daily-{datetime.fromtimestamp(library.clock(), UTC):%Y-%m-%d}"
    backups.back_up_marks(library.db, folder / f"{name}.db")
    write_whole(folder / f"{name}.opml", opml(library))
    for ending in ("db", "opml"):
        for old in sorted(folder.glob(f"daily-????-??-??.{ending}"))[:-BACKUPS]:
            old.unlink(missing_ok=True)


def expire(library: Library) -> int:
    """Deletes what the reader's settings keep no longer; how many articles."""
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
