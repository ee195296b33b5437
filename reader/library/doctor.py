"""The doctor: what this program is made of, where its things are, and what ails it."""

import platform
import pyexpat
from collections.abc import Iterator
from dataclasses import dataclass

from reader import __version__
from reader.library.opened import Library
from reader.library.shapes import without_password
from reader.library.wording import day, local, version_of
from reader.store import database, feeds, schema

SAFE_SQLITE = (3, 51, 3)
"""Versions before it can corrupt a WAL database that two connections checkpoint at once."""

SAFE_EXPAT = (2, 7, 2)
"""Versions before it can be made to use much memory by a small document."""


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
    complaints = database.quick_check(library.db)
    yield Finding(f"library  {'sound' if not complaints else complaints[0]}", wrong=bool(complaints))
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


def _feeds(library: Library) -> Iterator[Finding]:
    listed = feeds.feeds(library.db)
    troubled = [feed for feed in listed if feed.status in ("failing", "gone")]
    yield Finding(f"feeds    {len(listed)}, {len(troubled)} in trouble")
    for feed in troubled:
        last = f"last good {local(feed.last_ok)}" if feed.last_ok else "never good"
        yield Finding(
            f"  {feed.title} ({without_password(feed.url)}): {feed.error or feed.status}; {last}", wrong=True
        )
