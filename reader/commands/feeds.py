"""The command `feeds`: the subscriptions."""

from functools import partial

import click

from reader.commands.context import (
    Context,
    json_option,
    line_of,
    pass_context,
    put_each,
    show_secrets,
    template_option,
)
from reader.library.output.json import feed_shape
from reader.library.output.template import FEED_NAMES
from reader.library.output.text import feed_line
from reader.store.feeds import feeds as subscriptions


@click.command()
@click.option("--secrets", is_flag=True, help="Show secrets in addresses.")
@template_option
@json_option
@pass_context
def feeds(context: Context, secrets: bool, template: str | None, as_json: bool) -> None:
    """List the subscriptions with what is unread in them and how they fare."""
    shape = partial(feed_shape, secrets=secrets)
    line = line_of(template, FEED_NAMES, as_json, shape, partial(feed_line, secrets=secrets))
    library = context.library(writing=False)
    if secrets:
        show_secrets()
    listed = subscriptions.feeds(library.db, library.clock())
    put_each(listed, as_json, shape, line)
