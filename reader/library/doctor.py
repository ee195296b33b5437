"""The doctor: what this program is made of, where its things are, and what ails it."""

import platform
import pyexpat
from collections.abc import Iterator
from dataclasses import dataclass

from reader import __version__
from reader.library import daily
from reader.library.opened import Library
from reader.library.shapes import without_password
from reader.library.wording import day, last_good, local, version_of
from reader.model import DAY, Feed
from reader.store import database, feeds, index, schema, state

SAFE_SQLITE = (3, 51, 3)
"""Versions before it can corrupt a WAL database that two connections checkpoint at once."""

SAFE_EXPAT = (2, 7, 2)
"""Versions before it can be made to use much memory by a small document."""


MONTH = 30 * DAY

SILENT = 180 * DAY
"""A feed that has brought nothing for so long is called silent."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's; `wrong` if something should be done about it."""

    text: str
    wrong: bool = False


def examine(library: Library, *, backup: bool = False) -> Iterator[Finding]:
    """Everything that was looked at, as it is found."""
    yield from _versions()
    yield from _places(library)
    if backup:
        copy = library.paths.backups / f"library-{day(None, library.clock())}.db"
        schema.back_up(library.db, copy)
        yield Finding(f"backup   {copy}")
    yield from _soundness(library)
    yield from _feeds(library)


def _versions() -> Iterator[Finding]:
    yield Finding(f"newsreader {__version__} on Python {platform.python_version()}, {platform.platform()}")
    names = ("textual", "aiohttp", "feedparser", "lxml", "selectolax", "trafilatura")
    yield Finding("with     " + ", ".join(f"{name} {version_of(name)}" for name in names))
    yield _version("SQLite", database.sqlite_version(), SAFE_SQLITE)
    yield _version("expat", ".".join(map(str, pyexpat.version_info)), SAFE_EXPAT)


def _version(name: str, version: str, safe: tuple[int, ...]) -> Finding:
    """Whether a library's version has its known faults behind it; only SQLite's endanger what is kept."""
    old = tuple(int(part) for part in version.split(".")[:3]) < safe
    advice = f" (before {'.'.join(map(str, safe))}: update it)" if old else ""
    return Finding(f"{name:<8} {version}{advice}", wrong=old and name == "SQLite")


def _places(library: Library) -> Iterator[Finding]:
    paths = library.paths
    size = paths.library.stat().st_size if paths.library.exists() else 0
    yield Finding(f"data     {paths.data} ({size / 1e6:.1f} MB)")
    yield Finding(f"settings {paths.config}{'' if paths.config.exists() else ' (none: the defaults)'}")
    yield Finding(f"log      {paths.log}")


def _soundness(library: Library) -> Iterator[Finding]:
    complaints = database.quick_check(library.db)
    yield Finding(f"library  {complaints[0] if complaints else 'sound'}", wrong=bool(complaints))
    if not complaints:
        in_step = index.in_step(library.db)
        yield Finding(f"search   {'sound' if in_step else 'the index misses articles'}", wrong=not in_step)
    if looked := state.value(library.db, daily.LAST):
        found = state.value(library.db, daily.CHECKED) or "sound"
        yield Finding(f"daily    last looked after {local(int(looked))}: {found}", wrong=found != "sound")


def _feeds(library: Library) -> Iterator[Finding]:
    now = library.clock()
    listed = feeds.feeds(library.db, now)
    activity = feeds.activity(library.db, now - MONTH)
    troubled = [feed for feed in listed if feed.status in ("failing", "gone")]
    silent = [feed for feed in listed if feed not in troubled and _is_silent(feed, activity[feed.id], now)]
    yield Finding(f"feeds    {len(listed)}, {len(troubled)} in trouble, {len(silent)} silent")
    for feed in troubled:
        yield Finding(
            f"  {_name(feed)}: {feed.error or feed.status}; {health(feed, activity[feed.id])}", True
        )
    for feed in silent:
        yield Finding(f"  {_name(feed)}: {health(feed, activity[feed.id])}")


def _name(feed: Feed) -> str:
    return f"{feed.title} ({without_password(feed.url)})"


def _is_silent(feed: Feed, activity: feeds.Activity, now: int) -> bool:
    """Whether a feed that answers well has brought nothing for long."""
    return feed.last_ok is not None and (activity.newest or 0) < now - SILENT


def health(feed: Feed, activity: feeds.Activity) -> str:
    """`last good 2026-11-02 08:30; 12 articles a month`, or when the last one came."""
    count = f"{activity.recent} article{'' if activity.recent == 1 else 's'} a month"
    silent = (
        f"silent since {local(activity.newest)[:10]}" if activity.newest is not None else "no articles yet"
    )
    return f"{last_good(feed)}; {silent if not activity.recent else count}"
