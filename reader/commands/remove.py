"""The command `remove`: unsubscribe."""

import click

from reader.commands.context import Context, Failures, pass_context
from reader.commands.shared.lookup import named_feeds
from reader.commands.shared.syncing import send_changes
from reader.store.feeds.wishes import NotEditable


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="FEED...")
@pass_context
def remove(context: Context, names: tuple[str, ...]) -> None:
    """Unsubscribe; starred, tagged and highlighted articles stay."""
    library, failures = context.library(writing=True), Failures()
    named = named_feeds(library, names, failures)
    try:
        library.remove_feeds([feed.id for feed in named])
    except NotEditable as error:
        failures.add(error)
        failures.end()
    library.finish()
    send_changes(library, named, failures)
    failures.end()
