"""The command `undo`: take back an action."""

from functools import partial

import click

from reader.commands import LARGEST
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
from reader.store import undo_log
from reader.store.changes import marks
from reader.store.changes.marks import NotUndone
from reader.store.database.connection import Database


@click.command()
@click.argument("number", type=click.IntRange(1, LARGEST), required=False, metavar="[N]")
@click.option(
    "--list", "listing", is_flag=True, help="Tell the last actions, the latest first; undo nothing."
)
@json_option
@pass_context
def undo(context: Context, number: int | None, listing: bool, as_json: bool) -> None:
    """Take back the last action, or action N of `undo --list`, unless a newer one depends on it."""
    if listing and number is not None:
        raise click.UsageError("--list goes without a number")
    if listing:
        library = context.library(writing=False)
        actions = marks.actions(library.db, undo_log.MOST)
        put_each(actions, as_json, action_shape, partial(action_line, now=library.clock()))
        return None
    library, failures = context.library(writing=True), Failures()
    try:
        undone = library.undo(number)
    except NotUndone as error:
        failures.add(error)
        return failures.end()
    if undone is None:
        failures.add("there is nothing to undo" if number is None else _why_not(library.db, number))
    elif as_json:
        put_json(action_shape(undone) | {"undone": True})
    else:
        put(message_line(f"undone: {undone.label}"))
    return failures.end()


def _why_not(db: Database, number: int) -> str:
    known = undo_log.action(db, number)
    return f"action {number} is undone already" if known else f"there is no action {number}"
