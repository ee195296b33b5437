"""The command `unread`: a number, for status bars."""

import click

from reader.commands.context import Context, json_option, pass_context, put, put_json
from reader.document.sanitize import sanitize
from reader.model import Query
from reader.store.duplicates import counts
from reader.store.lists import headlines


@click.command()
@click.option(
    "--folded", is_flag=True, help="Count what came from several feeds once, as the screen's lists do."
)
@json_option
@pass_context
def unread(context: Context, folded: bool, as_json: bool) -> None:
    """Print how many articles are unread, for status bars: as many as `list --unread` has."""
    db = context.library(writing=False).db
    count = (counts.unread if folded else headlines.unread)(db, Query()).articles
    put_json({"unread": count}) if as_json else put(sanitize(str(count)))
