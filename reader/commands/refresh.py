"""The command `refresh`: ask the feeds that are due, or those that are named."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import click

from reader.accounts import Account
from reader.commands.context import (
    Context,
    Failures,
    json_option,
    note,
    pass_context,
    put,
    put_each,
    put_json,
)
from reader.commands.shared.notifying import notify
from reader.commands.shared.running import run_to_the_end
from reader.document.sanitize import message_line
from reader.library.accounts.due import accounts_to_sync
from reader.library.feeds.early import early_parsers
from reader.library.library import Library
from reader.library.outcome import NO_NETWORK, Problem
from reader.library.output.json import event_shape
from reader.library.output.text import event_line, notice_line
from reader.model import Feed, RefreshEvent
from reader.store.accounts.accounts import accounts
from reader.store.lists.headlines import last_id

ON_THEIR_WAY = 0.05
"""Seconds after which the first requests have been sent, and most servers have not answered yet."""


@click.command()
@click.argument("names", nargs=-1, metavar="[FEED...]")
@click.option("--again", is_flag=True, help="Ask named feeds for all they have, even if gone (410).")
@click.option("--older", is_flag=True, help="Load older articles of named feeds, where these offer them.")
@click.option("--accounts", "every", is_flag=True, hidden=True)
@json_option
@pass_context
def refresh(
    context: Context, names: tuple[str, ...], again: bool, older: bool, every: bool, as_json: bool
) -> None:
    """Ask the feeds that are due; named feeds are asked now."""
    if older:
        _load_older(context, names, as_json)
        return
    library, failures = context.library(writing=True), Failures()
    asked = _named(library, names, failures) if names else None
    wanted = None if asked is None else [feed.id for feed in asked if not feed.account]
    events: list[RefreshEvent] = []
    before = last_id(library.db)

    async def run() -> None:
        async with early_parsers(library, wanted) as parsers:
            from reader.library.feeds.refresh import refresh  # it takes long: a parser gets ready meanwhile

            if wanted is None:
                asyncio.get_running_loop().call_later(ON_THEIR_WAY, _import_care)
            async for event in refresh(library, wanted, again=again, parsers=parsers):
                events.append(event)
                _put_event(event, as_json, failures)

    run_to_the_end(run())
    if any(event.error == NO_NETWORK for event in events):
        failures.add(NO_NETWORK)
    synced = _sync(library, _accounts(library, asked, every), as_json, failures)
    if wanted is None and library.settings.inbox:
        run_to_the_end(_save_inbox(library, failures))
    care_waits = wanted is None and _is_first_day(library)
    if wanted is None and not care_waits:
        _run_daily(library, failures)
    _fetch_pages(library)
    _put_end(events, synced, as_json, notify(library, before))
    if care_waits:
        _run_daily(library, failures)
    failures.end()


def _put_end(events: Sequence[RefreshEvent], synced: int, as_json: bool, told: dict[str, Any]) -> None:
    """Print the last line; `told`: what it says besides."""
    total, new = len(events), sum(event.new for event in events)
    failed = sum(event.outcome == "failed" for event in events)
    if as_json:
        put_json({"done": True, "feeds": total, "new": new, "failed": failed, "accounts": synced} | told)
    else:
        read = sum(event.read for event in events)
        backlog = f" ({read} marked read)" if read else ""
        put(message_line(f"feeds asked: {total}; new articles: {new}{backlog}; failed: {failed}"))


def _named(library: Library, names: Sequence[str], failures: Failures) -> list[Feed]:
    from reader.commands.shared.lookup import named_feeds  # most refreshes name none

    return named_feeds(library, names, failures)


def _sync(library: Library, wanted: Sequence[Account], as_json: bool, failures: Failures) -> int:
    """Sync the accounts that go with this refresh. Returns how many there are."""
    if not wanted:
        return 0
    from reader.commands.shared.syncing import sync_now  # most readers have no account

    return len(sync_now(library, wanted, as_json, failures))


def _accounts(library: Library, asked: Sequence[Feed] | None, every: bool) -> list[Account]:
    """Return the accounts that are synced: those of the feeds that were named, or all that are due.

    `every`: all of them, due or not.
    """
    if asked is None:
        return [] if library.offline else accounts_to_sync(library, every=every)
    named = {feed.account for feed in asked if feed.account}
    return [account for account in accounts(library.db, library.clock()) if account.name in named]


def _put_event(event: RefreshEvent, as_json: bool, failures: Failures) -> None:
    """Print how a feed's refresh ended.

    A failure goes to stderr, and so does what was cut, which is none; a missing network is told at the end.
    """
    if as_json or event.outcome != "failed":
        put_each([event], as_json, event_shape, event_line)
    if event.outcome == "failed" and event.error != NO_NETWORK:
        failures.add(event_line(event))
    if event.notice and not as_json:
        note(notice_line(event))


def _import_care() -> None:
    """Import what the end of a refresh needs, while it waits for its first answers."""
    with suppress(ImportError, MemoryError):  # told where it is used
        from reader.library.care import maintenance  # noqa: F401 - none of it is used yet


def _is_first_day(library: Library) -> bool:
    """Return whether the library is so young that its reader waits for the first articles, not for its care.

    What is checked and backed up then was all written a moment ago.
    """
    from reader.library.care.maintenance import is_young  # when the feeds have been asked

    return is_young(library)


def _run_daily(library: Library, failures: Failures) -> None:
    """Run the daily maintenance, which goes with a refresh of all."""
    from reader.library.care.maintenance import run_daily  # when the feeds have been asked

    for problem in run_daily(library):
        failures.add(problem)


def _fetch_pages(library: Library) -> None:
    """Fetch the pages that feeds want with their new articles."""
    from reader.library.feeds.refresh import pages_are_wanted  # it is imported by now

    if not pages_are_wanted(library):
        return
    from reader.library.articles.fulltext import fetch_wanted_pages  # few refreshes fetch pages

    async def fetch() -> None:
        await fetch_wanted_pages(library)

    run_to_the_end(fetch())


async def _save_inbox(library: Library, failures: Failures) -> None:
    """Save the files that are new in the reader's inbox."""
    from reader.library.articles.inbox import remember_saved, unsaved_files  # few readers have one
    from reader.library.articles.save import Notice, save_each  # with the inbox

    files = unsaved_files(library.db, library.settings, time.time())
    async for outcomes in save_each(library, files, links=False):
        for outcome in outcomes:
            if isinstance(outcome, Problem | Notice):
                failures.add(outcome)
    if files:
        remember_saved(library.db, files)


def _load_older(context: Context, names: tuple[str, ...], as_json: bool) -> None:
    """Load articles that are older than those in the named feeds' documents."""
    from reader.commands.shared.lookup import named_feeds  # most refreshes name none
    from reader.library.feeds.backfill import load_older  # few refreshes go back

    if not names:
        raise click.UsageError("--older needs the names of feeds.")
    library, failures = context.library(writing=True), Failures()

    async def run() -> None:
        for feed in named_feeds(library, names, failures):
            _put_event(await load_older(library, feed), as_json, failures)

    run_to_the_end(run())
    failures.end()
