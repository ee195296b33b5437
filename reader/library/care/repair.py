"""Repairing a damaged library: set it aside, save what can be read of it, restore the backup, refill.

What is done, and what is lost, is reported in sentences.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec
from msgspec.structs import replace

from reader.config import Paths, Settings
from reader.document.sanitize import sanitize_line
from reader.library.care import swap
from reader.library.care.finding import Finding
from reader.library.care.refill import Refilled, refill
from reader.library.files import write_whole
from reader.library.library import Library, open_library
from reader.library.output.text import local
from reader.sources.opml import NotOpml, read_opml
from reader.store.accounts.subscriptions import archive_lost
from reader.store.articles.missing import Owner, missing_texts
from reader.store.database import backups
from reader.store.database.errors import DamagedLibrary, OutOfMemory, ReadOnlyLibrary, StoreError
from reader.store.feeds import feeds
from reader.store.salvage.attempts import salvage
from reader.store.salvage.process import Result
from reader.store.salvage.walking import is_ours
from reader.urls.credentials import without_credentials

MOST_NAMED = 50
"""Lost things of a kind that are named on the screen; all are named in the report beside the damaged file."""

REPORT = "report.txt"


class Plan(msgspec.Struct, frozen=True):
    """What a repair must remember if it is killed after it has made the new library."""

    aside: str
    """The folder of the damaged file."""
    backup: str
    """The backup that was restored; empty: there was none."""
    result: Result
    """What was made."""


def is_restorable(paths: Paths) -> bool:
    """Return whether there is no library any more, and something of which to make one."""
    traces = (*paths.backups.glob("daily-*"), *paths.backups.glob("library-*.db"), *paths.files.glob("??/*"))
    return not paths.library.exists() and bool(traces)


def can_be_repaired(paths: Paths, error: StoreError) -> bool:
    """Return whether a library that cannot be opened is damaged, and not newer, foreign, busy or closed."""
    if isinstance(error, DamagedLibrary):
        return True
    return not isinstance(error, ReadOnlyLibrary | OutOfMemory) and is_ours(paths.library)


def repair_library(paths: Paths, settings: Settings, clock: Callable[[], int]) -> Iterator[Finding]:
    """Repair a damaged library that this process has not open. Yields what was done and what is lost.

    Raises `StoreError` where no library can be made; the damaged one is then where it was.
    """
    try:
        with swap.alone(paths):
            plan = _replace(paths, clock())
    except swap.InUse as reason:
        raise StoreError(str(reason)) from None
    except OSError as error:
        raise StoreError(f"{paths.data} cannot be written: {error.strerror or error}") from error
    yield from _told_of(paths, plan)
    library = replace(open_library(paths, settings), clock=clock)
    try:
        if not plan.backup:
            yield from _subscribed(library)
        yield from refilled(library, strangers=not plan.result.is_whole)
        yield from parted_with_lost(library)
        losses = [*_losses(plan), *map(_lost_text, missing_texts(library.db))]
        yield from _lines(losses, Path(plan.aside) / REPORT)
        told = "what is lost is named above" if losses else "nothing is lost"
        yield Finding(f"repaired {paths.library} is sound, with {plan.result.articles:,} articles; {told}")
        swap.plan_of(paths).unlink(missing_ok=True)
    finally:
        library.db.close()


def parted_with_lost(library: Library) -> Iterator[Finding]:
    """Unsubscribe from the feeds of accounts that damage took. Yields how many these were."""
    if count := archive_lost(library.db, library.clock()):
        feeds_of = "1 feed was" if count == 1 else f"{count:,} feeds were"
        yield Finding(f"accounts {feeds_of} of a lost account: starred and tagged articles of it stay")


def is_unreported(paths: Paths) -> bool:
    """Return whether a repair was killed when all but its report and the texts of kept files was done."""
    return swap.is_unreported(paths)


def _replace(paths: Paths, now: int) -> Plan:
    """Make a sound library and put it in its place, or go on with that. Returns what was made."""
    made, notes = swap.made_anew(paths), swap.plan_of(paths)
    if swap.is_unreported(paths) and backups.is_sound(paths.library):
        return msgspec.json.decode(notes.read_bytes(), type=Plan)
    if swap.is_begun(paths):
        plan = msgspec.json.decode(notes.read_bytes(), type=Plan)
    else:
        swap.clear(paths)
        backup = newest_backups(paths)
        new = swap.unfinished(paths)
        try:
            result = salvage(paths.library, new, backup, now).result
            plan = Plan(str(swap.set_aside(paths, now)), str(backup[0]) if backup else "", result)
            new.replace(made)
            write_whole(notes, msgspec.json.encode(plan))
        except BaseException:  # cancellation too must leave nothing that looks like a new library
            for left in paths.data.glob(f"{new.name}*"):
                left.unlink(missing_ok=True)
            raise
    swap.put_in_place(paths)
    return plan


def newest_backups(paths: Paths) -> list[Path]:
    """Return the newest sound backup, and after it the newest with texts where that is another."""
    daily = (path for path in paths.backups.glob("daily-*.db"))
    whole = list(paths.backups.glob("library-*.db"))

    def newest(copies: Iterable[Path]) -> list[Path]:
        ordered = sorted(copies, key=lambda copy: copy.stat().st_mtime, reverse=True)
        return list(islice(filter(backups.is_sound, ordered), 1))

    return list(dict.fromkeys([*newest([*daily, *whole]), *newest(whole)]))


def _told_of(paths: Paths, plan: Plan) -> Iterator[Finding]:
    if plan.aside and any(Path(plan.aside).iterdir()):
        yield Finding(f"damaged  the damaged file lies in {plan.aside} with all that belongs to it")
    saved = plan.result.saved.get("article", 0)
    yield Finding(
        f"saved    {saved:,} articles could be read in the damaged file, {_texts(plan)} with their texts"
    )
    if plan.backup:
        when = local(int(Path(plan.backup).stat().st_mtime))
        yield Finding(f"backup   what could not be read was taken from {plan.backup} of {when}")
    else:
        yield Finding(f"backup   there is no sound one in {paths.backups}")


def _texts(plan: Plan) -> str:
    return f"{plan.result.saved.get('body', 0):,}"


def _subscribed(library: Library) -> Iterator[Finding]:
    """Subscribe to the feeds of the newest list of subscriptions, where no backup has them."""
    for path in sorted(library.paths.backups.glob("daily-*.opml"), reverse=True):
        try:
            listed = read_opml(path.read_bytes()).subscriptions
        except (OSError, NotOpml):
            continue
        new = sum(
            feeds.add_feed(
                library.db, one.url, title=one.title, folder=one.folder, site=one.site, now=library.clock()
            )[1]
            for one in listed
        )
        if listed:
            yield Finding(f"feeds    {new:,} of {len(listed):,} subscriptions were taken from {path}")
            return


def refilled(library: Library, *, strangers: bool = False) -> Iterator[Finding]:
    """Give saved articles their texts again from the kept files. Yields what came of it; see `refill`."""

    async def run() -> list[Refilled]:
        return [one async for one in refill(library, strangers=strangers)]

    done = asyncio.run(run())
    if done:
        new = sum(one.new for one in done)
        again = f"; {new:,} of them had been forgotten" if new else ""
        count = sum(one.articles for one in done)
        yield Finding(
            f"texts    {count:,} saved articles have their texts again from {len(done):,} kept files{again}"
        )


_SINCE = {
    "article": "marks",
    "article_tag": "tags",
    "correction": "corrections",
    "note": "highlights and notes",
    "position": "places in articles",
    "revision": "former versions of articles",
    "saved_search": "saved searches",
    "action": "actions that could be undone",
    "feed": "changes of feeds",
    "account": "accounts (`newsreader account add` adds them again)",
    "outbox": "marks that wait to be sent to an account",
    "feed_op": "changes of feeds that wait to be sent to an account",
}
"""What is lost with rows of a table, as far as the backup has not the same."""


def _losses(plan: Plan) -> Iterator[str]:
    """Yield what is lost of headlines, feeds and marks, in words."""
    result = plan.result
    for feed in result.feeds:
        yield f"a feed's own title, the reader's name for it, and its folder: {without_credentials(feed)}"
    for title in result.placeholders:
        yield f"the headline of an article, until its feed or file brings it again: {title}"
    if result.headlines:
        count = "1 article" if result.headlines == 1 else f"{result.headlines:,} articles"
        yield f"{count}, but for those that the feeds still have"
    since = f" after {local(int(Path(plan.backup).stat().st_mtime))}" if plan.backup else ""
    for table, words in _SINCE.items():
        if table in result.doubtful:
            yield f"{words} that were made{since} on pages that cannot be read"


def _lost_text(owner: Owner) -> str:
    if owner.feed:
        return f"the text of an article, until its feed brings it again: {owner.title}"
    advice = f" (`newsreader save {owner.link}` asks for it again)" if owner.link else ""
    return f"the text of a saved article: {owner.title}{advice}"


def _lines(losses: Sequence[str], report: Path) -> Iterator[Finding]:
    """Yield what is lost, and write all of it beside the damaged file."""
    if not losses:
        return
    write_whole(report, "".join(f"{sanitize_line(line)}\n" for line in losses).encode())
    for line in losses[:MOST_NAMED]:
        yield Finding(f"lost     {sanitize_line(line)}", lost=True)
    if len(losses) > MOST_NAMED:
        yield Finding(f"lost     {len(losses) - MOST_NAMED:,} more, which {report} names", lost=True)
