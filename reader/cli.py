"""The program `newsreader`: without a command it opens the screen; with one it does that and ends.

Exit codes: 0 done; 1 something failed, said on stderr; 2 wrong words or settings; 3 no usable library.
"""

import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click

from reader import __version__
from reader.commands.frame import FAILED, INTERRUPTED, UNUSABLE, USAGE, Call
from reader.config import ConfigError, Paths, Settings, find_paths

COMMANDS = {
    "add": "reader.commands.taking_in:add",
    "save": "reader.commands.taking_in:save",
    "refresh": "reader.commands.taking_in:refresh",
    "list": "reader.commands.reading:list_headlines",
    "show": "reader.commands.reading:show",
    "search": "reader.commands.reading:search",
    "mark": "reader.commands.marking:mark",
    "tag": "reader.commands.marking:tag",
    "delete": "reader.commands.marking:delete",
    "correct": "reader.commands.marking:correct",
    "undo": "reader.commands.marking:undo",
    "fulltext": "reader.commands.taking_in:fulltext",
    "feeds": "reader.commands.upkeep:feeds",
    "edit": "reader.commands.upkeep:edit",
    "remove": "reader.commands.upkeep:remove",
    "import": "reader.commands.taking_in:import_file",
    "export": "reader.commands.reading:export",
    "unread": "reader.commands.reading:unread",
    "doctor": "reader.commands.upkeep:doctor",
    "paths": "reader.commands.upkeep:paths",
}
"""Where each command is, so that a run imports no more than its own."""


class Commands(click.Group):
    """The commands, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from reader.config import nearest

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
    context.obj = Call(find_paths(data_dir, config, os.environ), offline)
    if context.invoked_subcommand is None:
        context.exit(open_demo(context.obj) if demo else open_screen(context.obj))
    if demo:
        raise click.UsageError("--demo opens the screen and goes with no command")


def open_screen(call: Call, demo: bool = False) -> int:
    """The screen, with the defaults and a notice where the settings are wrong."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(
            "newsreader: the screen needs a terminal; `newsreader --help` lists the commands", err=True
        )
        return FAILED
    from reader.ui.app import run_screen

    paths, problem = call.paths, None
    try:
        settings = call.settings()
    except ConfigError as error:
        # Workers read the settings themselves: they get the defaults too.
        settings, problem, paths = Settings(), str(error), replace(paths, config=Path(os.devnull))
    return run_screen(paths, settings, offline=call.offline, problem=problem, demo=demo)


def open_demo(call: Call) -> int:
    """The screen on a library that is filled from the samples and gone afterwards."""
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory(prefix="newsreader-demo-") as folder:
        paths = Paths(data=Path(folder), config=Path(os.devnull))
        # Samples are read like all else from outside: not in the screen's process.
        subprocess.run([sys.executable, "-P", "-m", "reader.library.demo", folder], check=True)
        return open_screen(replace(call, paths=paths, offline=True), demo=True)


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(run())


def run() -> int:
    """The exit code of the command line; the one place where what nobody foresaw is caught."""
    try:
        return newsreader.main(prog_name="newsreader", standalone_mode=False) or 0
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        words = context.command_path if context else "newsreader"
        click.echo(f"newsreader: {error.format_message()} (see `{words} --help`)", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough; what is still buffered must not complain at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - a reader gets a sentence, the log the traceback
        return _explain(error)


def _explain(error: Exception) -> int:
    """Says in one sentence what went wrong; returns the exit code."""
    from reader.library.failure import log_failure
    from reader.store.database import StoreError

    if isinstance(error, ConfigError):
        click.echo(f"newsreader: {error}", err=True)
        return USAGE
    if isinstance(error, StoreError):
        click.echo(f"newsreader: {error}", err=True)
        return UNUSABLE
    log = log_failure(_paths(), error)
    click.echo(f"newsreader: something went wrong that should not have; the details are in {log}", err=True)
    return FAILED


def _paths() -> Paths:
    """Where things lie by the words of the command line, which are read once more and run nothing."""
    context = newsreader.make_context("newsreader", sys.argv[1:], resilient_parsing=True)
    return find_paths(context.params.get("data_dir"), context.params.get("config"), os.environ)
