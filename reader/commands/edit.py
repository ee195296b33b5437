"""The command `edit`: rename, move or pause a feed, change or find its address."""

from functools import partial
from typing import Any

import click
from msgspec.structs import replace

from reader.commands.context import Context, Failures, json_option, pass_context, put_each, show_secrets
from reader.commands.shared.lookup import named_feeds
from reader.commands.shared.running import report
from reader.commands.shared.syncing import send_changes
from reader.document.sanitize import sanitize_line
from reader.library.feeds.health import NotMoved, new_address
from reader.library.feeds.rediscover import find_again
from reader.library.library import Library
from reader.library.output.json import candidate_shape, feed_shape
from reader.library.output.text import candidate_line, feed_line
from reader.model import Feed, FeedChange
from reader.store.database.errors import StoreError
from reader.store.feeds import feeds
from reader.urls.credentials import hide_secrets
from reader.urls.typed import typed_url
from reader.ways import LONGEST_INTERVAL, WAYS, parse_way, with_ways


class WayType(click.ParamType[Any]):
    """What is typed for one of a feed's own ways."""

    def __init__(self, way: str) -> None:
        self.name = self._way = way

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return what was typed, once it is known to be one; a wrong one ends the command."""
        try:
            parse_way(self._way, value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return value


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
@click.option(
    "--interval",
    type=click.IntRange(0, LONGEST_INTERVAL),
    metavar="MINUTES",
    help="Leave it alone for so long at least; 0: as the settings and its server say.",
)
@click.option(
    "--backlog", metavar="N", type=WayType("backlog"), help="So many of its first stay unread; -1: all."
)
@click.option(
    "--mark-read",
    metavar="HOW",
    type=WayType("mark_read"),
    help="When its articles become read: opened, shown, end, manually, or after so many seconds.",
)
@click.option(
    "--images", metavar="HOW", type=WayType("images"), help="Fetch its pictures: never, asked or always."
)
@click.option("--browser/--no-browser", default=None, help="Open its articles in the browser.")
@click.option("--pause", is_flag=True, help="Ask it no more until --resume; its articles stay.")
@click.option("--resume", is_flag=True, help="Ask a paused feed again.")
@click.option("--accept-move", is_flag=True, help="Take over the address that its server redirects to.")
@click.option("--find", is_flag=True, help="Look through its site for its new address; changes nothing.")
@click.option("--secrets", is_flag=True, hidden=True)
@json_option
@pass_context
def edit(
    context: Context, /, name: str, accept_move: bool, find: bool, secrets: bool, as_json: bool, **given: Any
) -> None:
    """Rename, move or pause a feed, change or find its address, or what is done with its articles.

    `default` leaves --backlog, --mark-read and --images to the settings again.
    """
    change = _change_of(given, accept_move=accept_move)
    ways = {name: given[name] for name in WAYS if given[name] is not None}
    changes = accept_move or bool(ways) or change != FeedChange()
    if find == changes:
        options = (
            "--title, --folder, --url, --full-text, --interval, --backlog, --mark-read, --images, --browser, "
            "--pause, --resume or --accept-move"
        )
        raise click.UsageError("--find goes alone" if find else f"say what to change with {options}")
    library, failures = context.library(writing=changes), Failures()
    for feed in named_feeds(library, [name], failures):
        if find:
            if secrets:
                show_secrets()
            shape = partial(candidate_shape, secrets=secrets)
            report(find_again(library, feed), as_json, shape, partial(candidate_line, secrets=secrets))
        else:
            if ways:
                change = replace(change, ways=with_ways(feed.ways, ways))
            if _edit(library, feed, change, accept_move, failures):
                send_changes(library, [feed], failures)
            changed = feeds.feed(library.db, feed.id, library.clock()) if as_json else None
            put_each([changed] if changed else [], as_json, feed_shape, feed_line)
    failures.end()


def _change_of(given: dict[str, Any], *, accept_move: bool) -> FeedChange:
    """Return what the options say; raises `UsageError` where they disagree or give no address."""
    title, folder, url = given["title"], given["folder"], given["url"]
    new_url = typed_url(url) if url is not None else None
    if url is not None and new_url is None:
        raise click.UsageError(f"--url {hide_secrets(url)!r} is not the address of a feed")
    if given["pause"] and given["resume"]:
        raise click.UsageError("--pause and --resume disagree")
    if accept_move and url is not None:
        raise click.UsageError("--accept-move and --url disagree")
    return FeedChange(
        title=None if title is None else sanitize_line(title),
        folder=None if folder is None else sanitize_line(folder),
        url=new_url,
        paused=given["pause"] if given["pause"] or given["resume"] else None,
        full_text=given["full_text"],
    )


def _edit(library: Library, feed: Feed, change: FeedChange, accept_move: bool, failures: Failures) -> bool:
    """Change a feed. Returns whether anything is different now."""
    try:
        if accept_move:
            change = replace(change, url=new_address(library.db, feed))
        return library.edit_feed(feed.id, change)
    except (StoreError, NotMoved) as error:
        failures.add(error)
        return False
