"""Commands that look after the library: feeds, edit, remove, doctor, paths."""

from typing import TYPE_CHECKING, Any

import click

from reader.commands import UNUSABLE
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
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.library.care.doctor import Finding
    from reader.library.library import Library
    from reader.model import Feed, FullText


@click.command()
@json_option
@pass_call
def feeds(call: Call, as_json: bool) -> None:
    """List the subscriptions with what is unread in them and how they fare."""
    from reader.library.output.json import feed_shape
    from reader.library.output.text import feed_line
    from reader.store.feeds.feeds import feeds as all_feeds

    library = call.library(writing=False)
    each(all_feeds(library.db, library.clock()), as_json, feed_shape, feed_line)


@click.command()
@click.argument("name", metavar="FEED")
@click.option("--title", metavar="TEXT", help='Its name here; "" gives its own back.')
@click.option("--folder", metavar="F", help='The folder, as World/Asia; "" takes it out.')
@click.option("--url", metavar="URL", help="Where it is from now on.")
@click.option(
    "--full-text",
    type=click.Choice(["never", "asked", "always"]),
    help="Fetch the pages behind its articles: never, when asked, or with every new article.",
)
@click.option("--pause", is_flag=True, help="Ask it no more until --resume; its articles stay.")
@click.option("--resume", is_flag=True, help="Ask a paused feed again.")
@click.option("--accept-move", is_flag=True, help="Take over the address that its server redirects to.")
@click.option("--find", is_flag=True, help="Look through its site for its new address; changes nothing.")
@json_option
@pass_call
def edit(
    call: Call,
    name: str,
    title: str | None,
    folder: str | None,
    url: str | None,
    full_text: "FullText | None",
    pause: bool,
    resume: bool,
    accept_move: bool,
    find: bool,
    as_json: bool,
) -> None:
    """Rename, move or pause a feed, change or find its address, or whether its pages are fetched."""
    from reader.document.sanitize import clean_line
    from reader.library.feeds.subscribe import address
    from reader.library.output.json import feed_shape
    from reader.library.output.text import feed_line
    from reader.store.feeds.feeds import UNSET
    from reader.store.feeds.feeds import feed as feed_of

    new_url = address(url) if url is not None else UNSET
    if new_url is None:
        raise click.UsageError(f"--url {url!r} is not the address of a feed")
    changes: dict[str, Any] = {
        "title": UNSET if title is None else clean_line(title),
        "folder": UNSET if folder is None else clean_line(folder),
        "url": new_url,
        "full_text": full_text or UNSET,
        "paused": pause if pause or resume else UNSET,
    }
    changed = accept_move or any(value is not UNSET for value in changes.values())
    if find == changed:
        options = "--title, --folder, --url, --full-text, --pause, --resume or --accept-move"
        raise click.UsageError("--find goes alone" if find else f"say what to change with {options}")
    if (pause and resume) or (accept_move and url is not None):
        raise click.UsageError(f"{'--pause and --resume' if pause else '--accept-move and --url'} disagree")
    library, failures = call.library(writing=changed), Failures()
    for feed in named_feeds(library, [name], failures):
        if find:
            _find(library, feed, as_json)
        else:
            _change(library, feed, changes, accept_move, failures)
            changed_feed = feed_of(library.db, feed.id, library.clock()) if as_json else None
            each([changed_feed] if changed_feed else [], as_json, feed_shape, feed_line)
    failures.end()


def _find(library: "Library", feed: "Feed", as_json: bool) -> None:
    from reader.library.feeds.rediscover import find_again
    from reader.library.output.json import candidate_shape
    from reader.library.output.text import candidate_line

    report(find_again(library, feed), as_json, candidate_shape, candidate_line)


def _change(
    library: "Library", feed: "Feed", changes: "dict[str, Any]", accept_move: bool, failures: Failures
) -> None:
    from reader.library.feeds.health import NotMoved, new_address
    from reader.store.database.errors import StoreError
    from reader.store.feeds.feeds import edit_feed

    try:
        if accept_move:
            changes = changes | {"url": new_address(library.db, feed)}
        edit_feed(library.db, feed.id, now=library.clock(), **changes)
    except (StoreError, NotMoved) as error:
        failures.tell(error)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="FEED...")
@pass_call
def remove(call: Call, names: tuple[str, ...]) -> None:
    """Unsubscribe; starred and tagged articles stay."""
    from reader.store.feeds.feeds import remove_feed

    library, failures = call.library(writing=True), Failures()
    for feed in named_feeds(library, names, failures):
        remove_feed(library.db, feed.id, now=library.clock())
    failures.end()


@click.command()
@click.option("--backup", is_flag=True, help="Copy the whole library, bodies included, beside it first.")
@click.option("--repair", is_flag=True, help="Mend what can be mended, and say what was done.")
@json_option
@pass_call
def doctor(call: Call, backup: bool, repair: bool, as_json: bool) -> None:
    """Check versions, paths, the library's integrity, and feeds in trouble."""
    wrong = False
    for finding in _findings(call, backup=backup, repair=repair):
        if as_json:
            put_json({"check": finding.check, "told": finding.told, "wrong": finding.wrong})
        else:
            put(f"{'!' if finding.wrong else ' '} {finding.text}")
        wrong = wrong or finding.wrong
    if wrong:
        raise click.exceptions.Exit(UNUSABLE)


def _findings(call: Call, *, backup: bool, repair: bool) -> "Iterator[Finding]":
    """Examine the library, also where it cannot be opened."""
    from reader.library.care.doctor import examine, examine_closed
    from reader.store.database.errors import StoreError

    try:
        library = call.library(writing=repair)
    except StoreError as error:
        return examine_closed(call.paths, error)
    return examine(library, backup=backup, repair=repair)


@click.command()
@json_option
@pass_call
def paths(call: Call, as_json: bool) -> None:
    """Tell where the data, the settings, the cache and the log are."""
    places = {name: str(getattr(call.paths, name)) for name in ("data", "config", "cache", "log")}
    if as_json:
        put_json(places)
    else:
        put("\n".join(f"{name:<7} {place}" for name, place in places.items()))
