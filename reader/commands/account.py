"""The commands `account ...`: servers, or a shared folder, that keep feeds and marks."""

import asyncio
import sys

import click

from reader.accounts import KINDS
from reader.commands.context import Context, Failures, json_option, note, pass_context, put_each
from reader.commands.shared.lookup import named_feeds
from reader.commands.shared.syncing import accounts_on_servers, named_accounts, sync_now
from reader.library.accounts.manage import (
    Password,
    add_account,
    give_password,
    is_open_to_listeners,
    remove_account,
)
from reader.library.accounts.sync import in_folder
from reader.library.outcome import Problem
from reader.library.output.json import account_shape
from reader.library.output.text import account_line
from reader.store.accounts.accounts import accounts
from reader.store.accounts.adoption import begin as begin_adoption
from reader.store.feeds.feeds import feeds as all_feeds
from reader.urls.typed import typed_url

_stdin_option = click.option(
    "--password-stdin", "from_stdin", is_flag=True, help="Read the password from the input."
)
_command_option = click.option(
    "--password-command", "command", metavar="CMD", help="The command that prints it, as 'pass show rss'."
)


@click.group(no_args_is_help=False)
def account() -> None:
    """Servers, or a shared folder, that keep feeds and marks for all your machines."""


@account.command("add")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("url", metavar="URL")
@click.option("--user", default="", metavar="U", help="The user's name on the server.")
@click.option("--name", metavar="N", help="What it is called here; else as its host.")
@_stdin_option
@_command_option
@click.option("--carry", metavar="WHAT", help="Of a folder: also bodies of saved,starred articles.")
@json_option
@pass_context
def add(
    context: Context,
    kind: str,
    url: str,
    user: str,
    name: str | None,
    from_stdin: bool,
    command: str | None,
    carry: str | None,
    as_json: bool,
) -> None:
    """Log in once and keep the account. KIND: greader (FreshRSS, Miniflux ...), fever, ttrss, folder."""
    library, failures = context.library(writing=True), Failures()
    if kind == "folder":
        if carry is not None and not {"saved", "starred"} >= set(carry.split(",")):
            raise click.UsageError("--carry takes saved, starred, or both with a comma between")
        found = in_folder("add_folder")(library, url, name, carry)
        if not isinstance(found, Problem):
            note(f"{url}: whoever can read this folder learns what you read, keep and subscribe to")
    else:
        if not user and sys.stdin.isatty() and not from_stdin:
            user = click.prompt(f"User on {url}", default="", show_default=False, err=True)
        password = _password(from_stdin, command, url)
        if is_open_to_listeners(typed_url(url) or ""):
            note(f"{url}: the password goes over http, where all on the way can read it")
        found = asyncio.run(add_account(library, kind, url, user, name, password))
    if isinstance(found, Problem):
        failures.add(found)
    else:
        put_each([found], as_json, account_shape, account_line)
        if not as_json:
            note(f"{found.name}: `newsreader sync` fetches what is there")
    failures.end()


def _password(from_stdin: bool, command: str | None, subject: str) -> Password:
    """Return the password: from the command, the input, or who sits at the terminal."""
    if from_stdin and command:
        raise click.UsageError("say one of --password-stdin and --password-command")
    if command:
        return Password(command=command)
    if from_stdin:
        return Password(sys.stdin.readline().rstrip("\r\n"))
    if not sys.stdin.isatty():
        raise click.UsageError("give the password with --password-stdin or --password-command")
    return Password(click.prompt(f"Password for {subject}", hide_input=True, err=True))


@account.command("forget")
@click.argument("machine", metavar="MACHINE")
@pass_context
def forget(context: Context, machine: str) -> None:
    """Forget a machine that shares a folder no more: what it has said stays, its files go.

    MACHINE: its id, with which its files begin, or its name.
    """
    library, failures = context.library(writing=True), Failures()
    shared = [kept for kept in accounts(library.db, library.clock()) if kept.kind == "folder"]
    reasons = [in_folder("forget_machine")(library, folder, machine) for folder in shared]
    if not shared:
        failures.add(Problem(machine, "there is no account of kind folder"))
    elif None not in reasons:
        failures.add(Problem(machine, reasons[0]))
    failures.end()


@account.command("list")
@json_option
@pass_context
def list_accounts(context: Context, as_json: bool) -> None:
    """List the accounts, how they are, and what waits."""
    library = context.library(writing=False)
    put_each(accounts(library.db, library.clock()), as_json, account_shape, account_line)


@account.command("password")
@click.argument("name", metavar="NAME")
@_stdin_option
@_command_option
@pass_context
def password(context: Context, name: str, from_stdin: bool, command: str | None) -> None:
    """Give an account another password: it is tried, kept, and what waited is sent."""
    library, failures = context.library(writing=True), Failures()
    for found in accounts_on_servers(library, [name], failures):
        problem = asyncio.run(give_password(library, found, _password(from_stdin, command, name)))
        if problem is not None:
            failures.add(problem)
        else:
            sync_now(library, named_accounts(library, [name], failures), False, failures)
    failures.end()


@account.command("adopt")
@click.argument("name", metavar="NAME")
@click.argument("feeds", nargs=-1, metavar="[FEED...]")
@pass_context
def adopt(context: Context, name: str, feeds: tuple[str, ...]) -> None:
    """Move local feeds to an account (default all): their marks follow with the next sync."""
    library, failures = context.library(writing=True), Failures()
    for server in accounts_on_servers(library, [name], failures):
        if not server.feeds_editable:
            failures.add(Problem(name, f"its server ({server.kind}) does not let feeds be changed from here"))
            continue
        found = named_feeds(library, feeds, failures) if feeds else all_feeds(library.db)
        local = [feed.id for feed in found if feed.account is None]
        moved = begin_adoption(library.db, server.id, server.name, local, now=library.clock())
        note("1 feed goes to the account" if moved == 1 else f"{moved:,} feeds go to the account")
        if moved and not library.offline:
            sync_now(library, [server], False, failures, most_tries=1)
    failures.end()


@account.command("remove")
@click.argument("name", metavar="NAME")
@click.option("--force", is_flag=True, help="Also where changes wait that were not sent.")
@pass_context
def remove(context: Context, name: str, force: bool) -> None:
    """Remove an account and its feeds; starred, tagged and highlighted articles stay. `undo` brings back
    all but the password.
    """
    library, failures = context.library(writing=True), Failures()
    for found in named_accounts(library, [name], failures):
        if found.waiting and not force:
            changes = "1 change waits" if found.waiting == 1 else f"{found.waiting:,} changes wait"
            failures.add(Problem(name, f"{changes} to be sent: sync first, or lose them with --force"))
        else:
            remove_account(library, found)
    failures.end()
