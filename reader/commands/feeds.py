"""The command `feeds`: the subscriptions."""

from functools import partial

import click

from reader.commands.context import Context, json_option, pass_context, put_each, show_secrets
from reader.library.output.json import feed_shape
from reader.library.output.text import feed_line
from reader.store.feeds import feeds as subscriptions


@click.command()
@click.option("--secrets", is_flag=True, help="Show secrets in addresses.")
@json_option
@pass_context
def feeds(context: Context, secrets: bool, as_json: bool) -> None:
    """List the subscriptions with what is unread in them and how they fare."""
    library = context.library(writing=False)
    if secrets:
        show_secrets()
    listed = subscriptions.feeds(library.db, library.clock())
    put_each(listed, as_json, partial(feed_shape, secrets=secrets), partial(feed_line, secrets=secrets))
