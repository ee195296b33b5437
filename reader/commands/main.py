"""The words of the command line: the options before the command, and where each command is."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import Any

import click

from reader import __version__
from reader.commands import INTERRUPTED, lose_output, raise_when_interrupted
from reader.commands.context import Context
from reader.config import Paths, find_paths
from reader.document.sanitize import message_line
from reader.nearest import nearest

SCREEN, DEMO = "screen:open_screen", "demo:open_demo"
"""The module and function in this package that open the screen."""

COMMANDS = {
    "add": "add:add",
    "save": "save:save",
    "refresh": "refresh:refresh",
    "list": "list:list_headlines",
    "show": "show:show",
    "next": "next:next_article",
    "search": "search:search",
    "mark": "mark:mark",
    "tag": "tag:tag",
    "delete": "delete:delete",
    "correct": "correct:correct",
    "undo": "undo:undo",
    "fulltext": "fulltext:fulltext",
    "fetch-all": "fetch_all:fetch_all",
    "images": "images:images",
    "download": "download:download",
    "feeds": "feeds:feeds",
    "edit": "edit:edit",
    "remove": "remove:remove",
    "account": "account:account",
    "sync": "sync:sync",
    "import": "import_file:import_file",
    "export": "export:export",
    "rules": "rules:rules",
    "unread": "unread:unread",
    "doctor": "doctor:doctor",
    "paths": "paths:paths",
}
"""The module and function of each command in this package, so that a run imports no more than its own."""

PRELOADED = {"refresh": "aiohttp", "sync": "aiohttp", "add": "aiohttp"}
"""The slowest import of a command: aiohttp loads the system's certificates, which takes a tenth of
a second and leaves the interpreter to other threads. A thread begins it before the rest is imported.
"""


def imported(place: str) -> Any:
    """Import a function of this package. `place` is its module and its name, with a colon between."""
    module, _, function = place.partition(":")
    return getattr(import_module(f"reader.commands.{module}"), function)


def _preload(module: str) -> None:
    """Import a module that a command needs, which says itself why that fails."""
    with suppress(Exception):
        import_module(module)


class Commands(click.Group):
    """The commands, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, as `--help` lists them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command. Returns None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name in PRELOADED:
            with suppress(RuntimeError):  # the system allows no more threads
                Thread(target=_preload, args=(PRELOADED[cmd_name],), daemon=True).start()
        command: click.Command = imported(COMMANDS[cmd_name])
        raise_when_interrupted()
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Returns what it returns; 0 where nobody reads on, which click calls a failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            lose_output()
            return 0

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of the words. Raises `UsageError`, with the nearest name, where there is none."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f'there is no command "{args[0]}"{nearest(args[0], COMMANDS)}', ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--data-dir", metavar="DIR", help="Where the library is.  [env: NEWSREADER_DATA_DIR]")
@click.option("--config", metavar="FILE", help="The settings.  [env: NEWSREADER_CONFIG]")
@click.option("--offline", is_flag=True, help="Ask nothing of the network.")
@click.option("--demo", is_flag=True, help="Open the screen on a throw-away library of samples.")
@click.version_option(__version__, prog_name="newsreader")
@click.pass_context
def newsreader(
    context: click.Context, data_dir: str | None, config: str | None, offline: bool, demo: bool
) -> None:
    """Read news in the terminal: feeds and saved articles, kept, also without a network.

    Without a command it opens the screen.
    """
    context.obj = Context(find_paths(data_dir, config, os.environ), offline)
    if context.invoked_subcommand is None and demo:
        named = config or os.environ.get("NEWSREADER_CONFIG")
        context.exit(imported(DEMO)(context.obj.paths.config) if named else imported(DEMO)())
    if context.invoked_subcommand is None:
        context.exit(imported(SCREEN)(context.obj.paths, offline=offline))
    if demo:
        raise click.UsageError("--demo opens the screen and goes with no command")


def run_command() -> int:
    """Run what the command line says. Returns the exit code."""
    try:
        return newsreader.main(prog_name="newsreader", standalone_mode=False) or 0
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        hint = f" (see `{context.command_path} --help`)" if context else ""
        print(f"newsreader: {message_line(error.format_message() + hint)}", file=sys.stderr)
        return error.exit_code
    except click.Abort:
        return INTERRUPTED


def named_paths() -> Paths:
    """Return the paths that the command line names; it is parsed once more, and runs nothing."""
    context = newsreader.make_context("newsreader", sys.argv[1:], resilient_parsing=True)
    return find_paths(context.params.get("data_dir"), context.params.get("config"), os.environ)
