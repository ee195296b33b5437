"""The doctor: versions, paths, and what is wrong with the library."""

import platform
import pyexpat
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from reader import __version__
from reader.clock import now
from reader.config import Paths, Settings
from reader.library.care import maintenance
from reader.library.care.finding import Finding
from reader.library.care.repair import (
    can_be_repaired,
    is_unreported,
    newest_backups,
    parted_with_lost,
    refilled,
    repair_library,
)
from reader.library.feeds import health
from reader.library.feeds.duplicates import duplicate_feeds
from reader.library.files import kept_file
from reader.library.library import Library, open_library
from reader.library.output.text import day, local
from reader.model import Feed
from reader.store import state
from reader.store.accounts.accounts import accounts
from reader.store.accounts.subscriptions import of_lost_accounts
from reader.store.articles import articles
from reader.store.articles.missing import doubt, missing_texts
from reader.store.database import checks, connection, schema
from reader.store.database.errors import DamagedLibrary, StoreError
from reader.store.repair import rows
from reader.store.search import index, rebuild
from reader.urls.credentials import hide_secrets, hide_secrets_in

SAFE_SQLITE = (3, 51, 3)
"""The first SQLite that cannot corrupt a WAL database that two connections checkpoint at once."""

SAFE_EXPAT = (2, 7, 2)
"""The first expat that a small document cannot make use much memory."""


MOST_NAMED = 20
"""Damaged rows that are named one by one."""


def examine(library: Library, *, backup: bool = False, repair: bool = False) -> Iterator[Finding]:
    """Examine the library and what it stands on. Yields each finding as it is made.

    `backup`: copy the whole library first. `repair`: repair what can be repaired; the findings say what was
    done and what is lost. A library whose file is damaged is closed by that, and another takes its place.
    """
    yield from _versions()
    yield from _places(library.paths)
    yield from _inbox(library.settings.inbox)
    try:
        yield from _contents(library, backup, repair)
    except StoreError as error:
        yield from _trouble(library.paths, error)


def examine_closed(
    paths: Paths, error: StoreError | None, *, repair: Settings | None = None
) -> Iterator[Finding]:
    """Examine what a library that cannot be opened, or is gone (None), stands on. Yields findings.

    `repair`: with these settings, make a sound library of what there is.
    """
    yield from _versions()
    yield from _places(paths)
    if repair is None or not (error is None or can_be_repaired(paths, error)):
        yield from _trouble(paths, error or StoreError(f"there is no library at {paths.library}"))
        return
    yield from _repaired(paths, repair, now)


def _repaired(paths: Paths, settings: Settings, clock: Callable[[], int]) -> Iterator[Finding]:
    try:
        yield from repair_library(paths, settings, clock)
        yield from _rows_of_repaired(paths, settings)
    except StoreError as error:
        yield Finding(f"library  it could not be repaired: {error}", wrong=True)


def _rows_of_repaired(paths: Paths, settings: Settings) -> Iterator[Finding]:
    """Mend what a page that could be read brought along: single rows may be damaged on it."""
    library = open_library(paths, settings)
    try:
        found = checks.soundness(library.db, indexes=True)
        mended = [*_rows(library, found, repair=True), _search(library, found, repair=True)]
        yield from (finding for finding in mended if not finding.text.endswith(" sound"))
    finally:
        library.db.close()


def _contents(library: Library, backup: bool, repair: bool) -> Iterator[Finding]:
    if backup:
        copy = library.paths.backups / f"library-{day(None, library.clock())}.db"
        schema.back_up(library.db, copy)
        yield Finding(f"backup   {copy}")
    found = checks.soundness(library.db, indexes=True)
    if repair and (found.file or is_unreported(library.paths)):
        yield from _exchanged(library)
        return
    try:
        yield from _soundness(library, found, repair)
    except DamagedLibrary:
        # No check reads all pages of the search index: some damage shows only when that is mended.
        if not repair:
            raise
        yield from _exchanged(library)
        return
    yield from _feeds(library)
    yield from _accounts(library, repair)
    yield from _clocks(library)


def _accounts(library: Library, repair: bool) -> Iterator[Finding]:
    """Name the accounts whose last sync did not end well, and why, and part with those that damage took."""
    if repair:
        yield from parted_with_lost(library)
    elif count := len(of_lost_accounts(library.db)):
        feeds_are = "1 feed is" if count == 1 else f"{count:,} feeds are"
        told = f"{feeds_are} of a lost account, and never asked: `newsreader doctor --repair` parts with it"
        yield Finding(f"accounts {told}", wrong=True)
    for account in accounts(library.db, library.clock()):
        if account.status in ("auth", "failing"):
            why = hide_secrets_in(account.error or "no answer")
            yield Finding(f"account  {account.name}: {why}", wrong=True)


def _clocks(library: Library) -> Iterator[Finding]:
    """Name the machines that share a folder with a clock that is more than an hour off."""
    shared = [account for account in accounts(library.db, library.clock()) if account.kind == "folder"]
    for account in shared:
        from reader.library.accounts.folder.exchanging import wrong_clocks  # few share a folder

        for machine, seconds in wrong_clocks(library, Path(account.url)):
            hours = abs(seconds) / 3600
            amount = f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"
            way = "ahead of" if seconds > 0 else "behind"
            yield Finding(
                f"clock    {machine.name} ({machine.id}), in {account.name}, is {amount} {way} this one",
                wrong=True,
            )


def _exchanged(library: Library) -> Iterator[Finding]:
    """Close a library whose file is damaged, and put a sound one in its place."""
    connection.close_as_it_is(library.db)
    yield from _repaired(library.paths, library.settings, library.clock)


def _versions() -> Iterator[Finding]:
    yield Finding(f"newsreader {__version__} on Python {platform.python_version()}, {platform.platform()}")
    names = ("textual", "aiohttp", "feedparser", "lxml", "selectolax", "trafilatura")
    yield Finding("with     " + ", ".join(f"{name} {version(name)}" for name in names))
    yield _version("SQLite", connection.sqlite_version(), SAFE_SQLITE)
    yield _version("expat", ".".join(map(str, pyexpat.version_info)), SAFE_EXPAT)


def _version(name: str, version: str, safe: tuple[int, ...]) -> Finding:
    """Report whether a version has no known faults; only those of SQLite endanger the library."""
    old = tuple(int(part) for part in version.split(".")[:3]) < safe
    advice = f" (before {'.'.join(map(str, safe))}: update it)" if old else ""
    return Finding(f"{name:<8} {version}{advice}", wrong=old and name == "SQLite")


def _places(paths: Paths) -> Iterator[Finding]:
    size = paths.library.stat().st_size if paths.library.exists() else 0
    yield Finding(f"data     {paths.data} ({size / 1e6:.1f} MB)")
    yield Finding(f"settings {paths.config}{'' if paths.config.exists() else ' (none: the defaults)'}")
    yield Finding(f"log      {paths.log}")


def _inbox(setting: str) -> Iterator[Finding]:
    """Report whether the inbox is a folder; nothing else says that it is not."""
    if setting:
        folder = Path(setting).expanduser()
        exists = folder.is_dir()
        yield Finding(f"inbox    {folder}{'' if exists else ' is no folder'}", wrong=not exists)


def _soundness(library: Library, found: checks.Soundness, repair: bool) -> Iterator[Finding]:
    yield Finding(f"library  {found.file[0] if found.file else 'sound'}", wrong=bool(found.file))
    if found.file:
        yield from _ways_back(library.paths)
    else:
        yield from _rows(library, found, repair)
        yield from _texts(library, repair)
        yield _search(library, found, repair)
    if last := state.number(library.db, maintenance.LAST):
        result = state.value(library.db, maintenance.CHECKED) or "sound"
        yield Finding(f"daily    last looked after {local(last)}: {result}", wrong=result != "sound")


def _rows(library: Library, checked: checks.Soundness, repair: bool) -> Iterator[Finding]:
    """Look for rows that are damaged, and mend them where `repair` allows it."""
    found = list(rows.find(library.db))
    of_indexes = [text for text in checked.rows if "index" in text or not found]
    if repair:
        yield from _mended_rows(library, found)
        if checked.rows:
            rows.mend_numbers(library.db)
        if of_indexes:
            yield Finding(f"indexes  made anew, as one was out of step: {of_indexes[0]}")
        return
    for damage in found[:MOST_NAMED]:
        yield Finding(f"row      {damage.words}", wrong=True)
    if found:
        told = f"{_count(found)}; `newsreader doctor --repair` mends what can be read of them"
        yield Finding(f"rows     {told}", wrong=True)
    if of_indexes:
        told = f"one is out of step: {of_indexes[0]}; `newsreader doctor --repair` makes it anew"
        yield Finding(f"indexes  {told}", wrong=True)
    elif not found:
        yield Finding("rows     sound")


def _mended_rows(library: Library, found: Sequence[rows.Damage]) -> Iterator[Finding]:
    kept = _with_kept_files(library, found)
    rows.repair(library.db, found)
    for damage in found[:MOST_NAMED]:
        yield Finding(f"row      {damage.words}", lost=_is_lost(damage, kept))
    told = "what was damaged in them comes back with a refresh where a feed still has it"
    text = f"{_count(found)} and mended; {told}" if found else "sound"
    yield Finding(f"rows     {text}", lost=any(_is_lost(damage, kept) for damage in found))


def _count(found: Sequence[rows.Damage]) -> str:
    """Say how many rows are damaged, and how many of them are not named one by one."""
    more = f", {len(found) - MOST_NAMED:,} of them not named here" if len(found) > MOST_NAMED else ""
    return ("1 row is damaged" if len(found) == 1 else f"{len(found):,} rows are damaged") + more


def _is_lost(damage: rows.Damage, kept: set[int]) -> bool:
    """Return whether a mended row misses something; a text comes again from the article's own kept file."""
    return damage.loses and not (damage.columns == ("text",) and damage.key in kept)


def _with_kept_files(library: Library, found: Sequence[rows.Damage]) -> set[int]:
    """Return the articles with damaged bodies whose own files are kept."""
    damaged = [damage.key for damage in found if damage.table == "body"]
    originals = ((id, articles.article(library.db, id)) for id in damaged)
    return {
        id
        for id, article in originals
        if article and article.original and kept_file(library.paths, article.original).is_file()
    }


def _texts(library: Library, repair: bool) -> Iterator[Finding]:
    """Compare texts with what they were when they came, and fill those that are lost from the kept files."""
    if repair:
        if count := doubt(library.db):
            told = "1 article differs" if count == 1 else f"{count:,} articles differ"
            yield Finding(f"texts    {told} from what once came; the next refresh asks for that again")
        yield from refilled(library)
        return
    if count := sum(owner.original is not None for owner in missing_texts(library.db)):
        words = "1 saved article has" if count == 1 else f"{count:,} saved articles have"
        told = f"{words} lost the text; `newsreader doctor --repair` reads the kept file again"
        yield Finding(f"texts    {told}", wrong=True)


def _search(library: Library, found: checks.Soundness, repair: bool) -> Finding:
    """Check the search index, and make it anew where it is out of step and `repair` allows it."""
    # SQLite's check of the whole file has read all of the index already.
    broken = found.search or rebuild.is_rebuilding(library.db)
    if not broken and rebuild.agrees(library.db) and rebuild.adds_up(library.db):
        return Finding("search   sound")
    if not repair:
        told = "the index is out of step with the articles; `newsreader doctor --repair` rebuilds it"
        return Finding(f"search   {told}", wrong=True)
    index.note_broken(library.db)
    count = sum(rebuild.rebuild(library.db))
    return Finding(
        f"search   the index was out of step and was rebuilt from {count:,} articles; nothing is lost"
    )


def _trouble(paths: Paths, error: StoreError) -> Iterator[Finding]:
    damaged = isinstance(error, DamagedLibrary)
    yield Finding(f"library  {f'{paths.library} is damaged' if damaged else error}", wrong=True)
    if damaged:
        yield from _ways_back(paths)


def _ways_back(paths: Paths) -> Iterator[Finding]:
    """Yield what a repair has to work with."""
    copies = newest_backups(paths)
    for copy in copies:
        yield Finding(f"backup   the newest sound one is {copy} of {local(int(copy.stat().st_mtime))}")
    if not copies:
        yield Finding(f"backup   there is no sound one in {paths.backups}")
    yield Finding(
        "repair   `newsreader doctor --repair` sets the damaged file aside and restores what it can"
    )


def _feeds(library: Library) -> Iterator[Finding]:
    examined = health.examined(library.db, library.clock())
    troubled = [feed for feed in examined if feed.state == "trouble"]
    counts = health.counted(examined)
    yield Finding(f"feeds    {len(examined)}, {len(troubled)} in trouble, {counts['silent']} silent")
    for feed in troubled:
        text = f"  {_name(feed.feed)}: {feed.cause}; {health.in_words(feed)}"
        yield Finding(text, wrong=feed.feed.status != "silenced")
    for feed in examined:
        if feed.state == "moved":
            advice = f"`newsreader edit {feed.feed.id} --accept-move` takes that address over"
            yield Finding(f"  {_name(feed.feed)}: {feed.cause}; {advice}")
        elif feed.state == "silent":
            yield Finding(f"  {_name(feed.feed)}: {health.in_words(feed)}")
    for best, other in duplicate_feeds(feed.feed for feed in examined):
        advice = f"`newsreader remove {other.id}` leaves that one, and starred and tagged articles"
        yield Finding(f"  {_name(other)}: seems to be the same as {hide_secrets(best.url)}; {advice}")


def _name(feed: Feed) -> str:
    return f"{feed.title} ({hide_secrets(feed.url)})"
