"""The command `undo`: take back the last action."""

import click

from reader.commands.context import (
    Context,
    Failures,
    json_option,
    pass_context,
    put,
    put_each,
    put_json,
)
from reader.document.sanitize import message_line
from reader.library.output.json import action_shape
from reader.library.output.text import action_line
from reader.store.changes import marks

LISTED = 50
"""How many actions `undo --list` prints."""


@click.command()
@click.option(
    "--list", "listing", is_flag=True, help="Tell the last actions, the latest first; undo nothing."
)
@json_option
@pass_context
def undo(context: Context, listing: bool, as_json: bool) -> None:
    """Take back the last action."""
    if listing:
        actions = marks.actions(context.library(writing=False).db, LISTED)
        put_each(actions, as_json, action_shape, action_line)
        return
    library, failures = context.library(writing=True), Failures()
    undone = library.undo()
    if undone is None:
        failures.add("there is nothing to undo")
    elif as_json:
        put_json(action_shape(undone) | {"undone": True})
    else:
        put(message_line(f"undone: {undone.label}"))
    failures.end()
