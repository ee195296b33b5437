"""The command `unread`: a number, for status bars."""

import click

from reader.commands.context import Context, json_option, pass_context, put, put_json
from reader.document.sanitize import sanitize
from reader.model import Query
from reader.store.lists import headlines


@click.command()
@json_option
@pass_context
def unread(context: Context, as_json: bool) -> None:
    """Print how many articles are unread, for status bars."""
    count = headlines.unread(context.library(writing=False).db, Query()).articles
    put_json({"unread": count}) if as_json else put(sanitize(str(count)))
