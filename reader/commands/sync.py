"""The command `sync`: what the reader did goes to his accounts, and what they have comes here."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context, put_json
from reader.commands.shared.syncing import FAILED, named_accounts, sync_now
from reader.store.accounts.accounts import accounts


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
@json_option
@pass_context
def sync(context: Context, names: tuple[str, ...], as_json: bool) -> None:
    """Send what waits to the accounts, then fetch their states and new articles."""
    library, failures = context.library(writing=True), Failures()
    wanted = named_accounts(library, names, failures) if names else accounts(library.db, library.clock())
    events = sync_now(library, wanted, as_json, failures)
    if as_json:
        put_json(
            {
                "done": True,
                "accounts": len(events),
                "sent": sum(event.sent for event in events),
                "new": sum(event.new for event in events),
                "failed": sum(event.outcome in FAILED for event in events),
            }
        )
    failures.end()
