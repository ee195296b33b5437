"""Commands that look after the library: feeds, edit, remove, doctor, paths."""

from typing import TYPE_CHECKING

import click

from reader.commands import UNUSABLE
from reader.commands.frame import Call, Failures, each, json_option, named_feeds, pass_call, put

if TYPE_CHECKING:
    from reader.model import FullText


@click.command()
@json_option
@pass_call
def feeds(call: Call, as_json: bool) -> None:
    """List the subscriptions with what is unread in them and how they fare."""
    from reader.library.shapes import feed_shape
    from reader.library.wording import feed_line
    from reader.store.feeds import feeds as all_feeds

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
@pass_call
def edit(
    call: Call,
    name: str,
    title: str | None,
    folder: str | None,
    url: str | None,
    full_text: "FullText | None",
) -> None:
    """Rename a feed, move it to a folder, change its address, or whether its pages are fetched."""
    from reader.document.clean import clean_line
    from reader.library.subscribe import address
    from reader.store.errors import StoreError
    from reader.store.feeds import UNSET, edit_feed

    new_url = address(url) if url is not None else UNSET
    if new_url is None:
        raise click.UsageError(f"--url {url!r} is not the address of a feed")
    if title is None and folder is None and url is None and full_text is None:
        raise click.UsageError("say what to change with --title, --folder, --url or --full-text")
    library, failures = call.library(writing=True), Failures()
    for feed in named_feeds(library, [name], failures):
        try:
            edit_feed(
                library.db,
                feed.id,
                title=UNSET if title is None else clean_line(title),
                folder=UNSET if folder is None else clean_line(folder),
                url=new_url,
                full_text=full_text or UNSET,
                now=library.clock(),
            )
        except StoreError as error:
            failures.tell(error)
    failures.end()


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="FEED...")
@pass_call
def remove(call: Call, names: tuple[str, ...]) -> None:
    """Unsubscribe; starred and tagged articles stay."""
    from reader.store.feeds import remove_feed

    library, failures = call.library(writing=True), Failures()
    for feed in named_feeds(library, names, failures):
        remove_feed(library.db, feed.id, now=library.clock())
    failures.end()


@click.command()
@click.option("--backup", is_flag=True, help="Copy the whole library, bodies included, beside it first.")
@pass_call
def doctor(call: Call, backup: bool) -> None:
    """Check versions, paths, the library's integrity, and feeds in trouble."""
    from reader.library.doctor import examine

    wrong = False
    for finding in examine(call.library(writing=False), backup=backup):
        put(f"{'!' if finding.wrong else ' '} {finding.text}")
        wrong = wrong or finding.wrong
    if wrong:
        raise click.exceptions.Exit(UNUSABLE)


@click.command()
@pass_call
def paths(call: Call) -> None:
    """Tell where the data, the settings, the cache and the log are."""
    for name in ("data", "config", "cache", "log"):
        put(f"{name:<7} {getattr(call.paths, name)}")
