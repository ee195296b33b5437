"""The command `remove`: unsubscribe."""

import click

from reader.commands.context import Context, Failures, pass_context
from reader.commands.shared.lookup import named_feeds


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="FEED...")
@pass_context
def remove(context: Context, names: tuple[str, ...]) -> None:
    """Unsubscribe; starred and tagged articles stay."""
    library, failures = context.library(writing=True), Failures()
    library.remove_feeds([feed.id for feed in named_feeds(library, names, failures)])
    library.finish()
    failures.end()
