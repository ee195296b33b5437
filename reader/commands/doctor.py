"""The command `doctor`: versions, paths, and what is wrong with the library."""

from collections.abc import Iterator

import click

from reader.commands import UNUSABLE
from reader.commands.context import Context, json_option, pass_context, put, put_json
from reader.library.care.doctor import Finding, examine, examine_closed
from reader.store.database.errors import StoreError


@click.command()
@click.option("--backup", is_flag=True, help="Copy the whole library, bodies included, beside it first.")
@click.option("--repair", is_flag=True, help="Mend what can be mended, and say what was done.")
@json_option
@pass_context
def doctor(context: Context, backup: bool, repair: bool, as_json: bool) -> None:
    """Check versions, paths, the library's integrity, and feeds in trouble."""
    wrong = False
    for finding in _findings(context, backup=backup, repair=repair):
        if as_json:
            put_json({"check": finding.check, "told": finding.told, "wrong": finding.wrong})
        else:
            put(f"{'!' if finding.wrong else ' '} {finding.text}")
        wrong = wrong or finding.wrong
    if wrong:
        raise click.exceptions.Exit(UNUSABLE)


def _findings(context: Context, *, backup: bool, repair: bool) -> Iterator[Finding]:
    """Examine the library, also where it cannot be opened."""
    try:
        library = context.library(writing=repair)
    except StoreError as error:
        return examine_closed(context.paths, error)
    return examine(library, backup=backup, repair=repair)
