"""The command `feeds`: the subscriptions."""

import click

from reader.commands.context import Context, json_option, pass_context, put_each
from reader.library.output.json import feed_shape
from reader.library.output.text import feed_line
from reader.store.feeds import feeds as subscriptions


@click.command()
@json_option
@pass_context
def feeds(context: Context, as_json: bool) -> None:
    """List the subscriptions with what is unread in them and how they fare."""
    library = context.library(writing=False)
    put_each(subscriptions.feeds(library.db, library.clock()), as_json, feed_shape, feed_line)
