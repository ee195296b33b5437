"""The command `doctor`: versions, paths, and what is wrong with the library."""

from collections.abc import Iterator

import click

from reader.commands import FAILED, UNUSABLE
from reader.commands.context import Context, json_option, pass_context, put, put_json
from reader.library.care.doctor import examine, examine_closed
from reader.library.care.finding import Finding
from reader.library.care.repair import is_restorable
from reader.library.output.text import row
from reader.store.database.errors import StoreError


@click.command()
@click.option("--backup", is_flag=True, help="Copy the whole library, bodies included, beside it first.")
@click.option("--repair", is_flag=True, help="Mend what can be mended, and say what was done.")
@json_option
@pass_context
def doctor(context: Context, backup: bool, repair: bool, as_json: bool) -> None:
    """Check versions, paths, the library's integrity, and feeds in trouble.

    With --repair it ends with 0 where nothing is lost, 1 where something is, 3 where it could not be done.
    """
    wrong = lost = False
    for finding in _findings(context, backup=backup, repair=repair):
        if as_json:
            marked = finding.wrong or finding.lost
            put_json({"check": finding.check, "told": finding.told, "wrong": marked})
        else:
            put(row(f"{'!' if finding.wrong or finding.lost else ' '} {finding.text}"))
        # Feeds in trouble are no matter of a repair.
        wrong = wrong or (finding.wrong and not (repair and finding.check in ("feed", "account", "inbox")))
        lost = lost or finding.lost
    if wrong or lost:
        raise click.exceptions.Exit(UNUSABLE if wrong else FAILED)


def _findings(context: Context, *, backup: bool, repair: bool) -> Iterator[Finding]:
    """Examine the library, also where it cannot be opened."""
    settings = context.settings() if repair else None
    if repair and is_restorable(context.paths):
        return examine_closed(context.paths, None, repair=settings)
    try:
        library = context.library(writing=repair)
    except StoreError as error:
        return examine_closed(context.paths, error, repair=settings)
    return examine(library, backup=backup, repair=repair)
