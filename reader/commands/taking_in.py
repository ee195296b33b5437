"""Commands that bring news in: add, save, refresh, import."""

import asyncio
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from reader.commands.context import (
    Call,
    Failures,
    each,
    json_option,
    named_feeds,
    pass_call,
    put,
    put_json,
    report,
    run_to_the_end,
)
from reader.commands.progress import Progress, progress

if TYPE_CHECKING:
    from reader.library.library import Library


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--folder", metavar="F", help="The folder to put the feeds in, as World/Asia.")
@json_option
@pass_call
def add(call: Call, urls: tuple[str, ...], folder: str | None, as_json: bool) -> None:
    """Subscribe to feeds; the address of a web site finds its feed."""
    from reader.library.feeds.subscribe import subscribe
    from reader.library.output.json import feed_shape
    from reader.library.output.text import feed_line

    library = call.library(writing=True)
    report(subscribe(library, urls, folder), as_json, feed_shape, feed_line)


@click.command()
@click.argument("items", nargs=-1, required=True, metavar="PATH_OR_URL...")
@json_option
@pass_call
def save(call: Call, items: tuple[str, ...], as_json: bool) -> None:
    """Save files, folders of files, or pages as articles."""
    _save_all(call.library(writing=True), items, as_json)


def _save_all(library: "Library", items: Sequence[str], as_json: bool) -> None:
    """Prints the articles as they are kept and tells what failed, above a line that says how far it is."""
    from reader.library.articles.save import Notice, expand, save_each
    from reader.library.feeds.subscribe import Problem
    from reader.library.output.json import headline_shape
    from reader.library.output.text import headline_line

    found, failures = list(expand(items)), Failures()

    async def run(line: Progress) -> None:
        async for outcomes in save_each(library, found):
            line.make_room()
            for outcome in outcomes:
                if isinstance(outcome, Problem | Notice):
                    failures.tell(outcome)
                    line.failed += isinstance(outcome, Problem)
                else:
                    each([outcome], as_json, headline_shape, headline_line)
            line.advance()

    with progress(len(found), hidden=as_json) as line:
        try:
            run_to_the_end(run(line))
        except KeyboardInterrupt:
            click.echo("\nnewsreader: stopped; what was read is kept, the rest is not", err=True)
            raise
    failures.end()


@click.command()
@click.argument("names", nargs=-1, metavar="[FEED...]")
@click.option("--again", is_flag=True, help="Ask named feeds for all they have, even if gone (410).")
@click.option("--older", is_flag=True, help="Load older articles of named feeds, where these offer them.")
@json_option
@pass_call
def refresh(call: Call, names: tuple[str, ...], again: bool, older: bool, as_json: bool) -> None:
    """Ask the feeds that are due; named feeds are asked now."""
    if older:
        _load_older(call, names, as_json)
        return
    # While it loads the system's certificates, which takes a tenth of a second, others can work.
    Thread(target=import_module, args=("aiohttp",), daemon=True).start()
    from reader.library.care.maintenance import look_after
    from reader.library.feeds.refresh import NO_NETWORK, pages_are_wanted
    from reader.library.feeds.refresh import refresh as refresh_feeds
    from reader.library.output.json import event_shape
    from reader.library.output.text import event_line

    library, failures = call.library(writing=True), Failures()
    wanted = [feed.id for feed in named_feeds(library, names, failures)] if names else None
    total = new = failed = 0
    no_network = False

    async def run() -> None:
        nonlocal total, new, failed, no_network
        async for event in refresh_feeds(library, wanted, again=again):
            total, new, failed = total + 1, new + event.new, failed + (event.outcome == "failed")
            no_network = no_network or event.error == NO_NETWORK
            if as_json or event.outcome != "failed":  # those are told on stderr
                each([event], as_json, event_shape, event_line)
            if event.outcome == "failed" and event.error != NO_NETWORK:
                failures.tell(event_line(event))

    run_to_the_end(run())
    if no_network:
        failures.tell(NO_NETWORK)
    if wanted is None:
        if library.settings.inbox:
            asyncio.run(_take_in_inbox(library, failures))
        for problem in look_after(library):
            failures.tell(problem)
    if pages_are_wanted(library):
        from reader.library.articles.fulltext import bring_pages

        asyncio.run(bring_pages(library))
    if as_json:
        put_json({"done": True, "feeds": total, "new": new, "failed": failed})
    else:
        put(f"feeds asked: {total}; new articles: {new}; failed: {failed}")
    failures.end()


def _load_older(call: Call, names: tuple[str, ...], as_json: bool) -> None:
    from reader.library.feeds.backfill import load_older
    from reader.library.output.json import event_shape
    from reader.library.output.text import event_line

    if not names:
        raise click.UsageError("--older needs the names of feeds.")
    library, failures = call.library(writing=True), Failures()

    async def run() -> None:
        for feed in named_feeds(library, names, failures):
            event = await load_older(library, feed)
            if as_json or event.outcome != "failed":
                each([event], as_json, event_shape, event_line)
            if event.outcome == "failed":
                failures.tell(event_line(event))

    run_to_the_end(run())
    failures.end()


async def _take_in_inbox(library: "Library", failures: Failures) -> None:
    """Saves what is new in the reader's inbox."""
    from reader.library.articles.inbox import arrived, remember
    from reader.library.articles.save import Notice, save_each
    from reader.library.feeds.subscribe import Problem

    files = arrived(library.db, library.settings, time.time())
    async for outcomes in save_each(library, files):
        for outcome in outcomes:
            if isinstance(outcome, Problem | Notice):
                failures.tell(outcome)
    if files:
        remember(library.db, files)


@click.command("import")
@click.argument("name", metavar="FILE")
@json_option
@pass_call
def import_file(call: Call, name: str, as_json: bool) -> None:
    """Subscribe to the feeds of an OPML file, or save the articles of a read-later export."""
    from reader.library.articles.save import read_file
    from reader.library.feeds.subscribe import import_subscriptions, lists_subscriptions
    from reader.library.output.json import feed_shape
    from reader.library.output.text import feed_line
    from reader.sources.opml import NotOpml

    library, failures = call.library(writing=True), Failures()
    try:
        data, _ = read_file(Path(name))
        if not lists_subscriptions(data):
            return _save_all(library, [name], as_json)
        feeds, problems = import_subscriptions(library, data)
    except (OSError, NotOpml) as error:
        failures.tell(f"{name}: {error.strerror if isinstance(error, OSError) else error}")
        return failures.end()
    each(feeds, as_json, feed_shape, feed_line)
    for problem in problems:
        failures.tell(f"{name}: {problem}")
    return failures.end()
