"""What all commands share: the words before the command, what is printed, and what failed."""

import gc
import json
import os
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reader.commands import FAILED, lose_output
from reader.config import WORKER, Paths, Settings
from reader.document.sanitize import SafeText, message_line, sanitize_json
from reader.settings.file import exposed_passwords, read_settings, usable_settings

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.library.output.secrets import Secrets
    from reader.store.search.places import Finder, Spans

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """What the words before the command said."""

    paths: Paths
    """Where the library and the settings are."""
    offline: bool
    """Whether nothing may be asked of the network."""

    def settings(self) -> Settings:
        """Read the settings; passwords in them that others can read are noted. Raises `ConfigError`.

        A worker has the screen's, which told its reader what is wrong with its keys.
        """
        if WORKER in os.environ:
            return usable_settings(self.paths.config)[0]
        settings = read_settings(self.paths.config)
        if told := exposed_passwords(settings, self.paths.config):
            note(told)
        return settings

    def library(self, *, writing: bool) -> "Library":
        """Open the library until the command ends, so that the last connection leaves no journal behind.

        A command that only reads takes one that cannot be written as well. Raises `ConfigError` and
        `StoreError`.
        """
        from reader.commands.shared.opening import opened  # `paths` and every --help do without the store

        gc.freeze()  # what is imported stays
        gc.enable()
        library, secrets = opened(self.paths, self.settings(), offline=self.offline, writing=writing)
        context = click.get_current_context()
        context.call_on_close(library.db.close)
        context.meta[SECRETS] = secrets
        return library


SECRETS = "newsreader.secrets"
"""The key in click's context of the secrets that are not printed."""


def without_secrets(text: str) -> str:
    """Return the text with `***` for secrets of the open library, unless they are to be shown."""
    context = click.get_current_context(silent=True)
    secrets: Secrets | None = context.meta.get(SECRETS) if context else None
    return secrets.hide_in(text) if secrets else text


def show_secrets() -> None:
    """Print secrets from here on: the reader has asked for them."""
    click.get_current_context().meta.pop(SECRETS, None)


class Failures:
    """What failed so far: each is one line on stderr, and together they make the exit code."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, text: object) -> None:
        """Print a failure and count it."""
        self.count += 1
        note(text)

    def end(self) -> None:
        """End the command if anything failed. Raises `Exit` with code 1."""
        if self.count:
            raise click.exceptions.Exit(FAILED)


def note(text: object) -> None:
    """Print one line on stderr that has no part in the exit code."""
    click.echo(f"newsreader: {without_secrets(message_line(text))}", err=True)


def put(text: SafeText, lit: "Finder | None" = None) -> None:
    """Print one line, or one article, with what `lit` finds in it in bold.

    Raises `ClickException` where the output cannot be written.
    """
    shown = without_secrets(text)
    try:
        click.echo(_in_bold(shown, lit(shown)) if lit else shown)
    except BrokenPipeError:
        raise
    except OSError as error:
        lose_output()
        raise click.ClickException(f"the output cannot be written: {error.strerror}") from error


def takes_bold() -> bool:
    """Return whether the output is a terminal whose reader has not asked for plain text (`NO_COLOR`)."""
    dumb = os.environ.get("TERM", "dumb") == "dumb"
    return sys.stdout.isatty() and not dumb and "NO_COLOR" not in os.environ


def _in_bold(text: str, spans: "Spans") -> str:
    """Return a text that passed the filter with the program's own codes around stretches of it."""
    pieces, end = [], 0
    for start, stop in spans:
        pieces += [text[end:start], "\x1b[1m", text[start:stop], "\x1b[22m"]
        end = stop
    return "".join([*pieces, text[end:]])


def put_json(shape: dict[str, Any]) -> None:
    """Print one JSON object on a line of its own."""
    put(json_line(shape, only_ascii=not _takes_everything()))


def _takes_everything() -> bool:
    """Return whether the output takes every character; JSON can be written without those that it does not."""
    return sys.stdout.encoding.lower().startswith("utf")


def json_line(shape: dict[str, Any], *, only_ascii: bool = False) -> SafeText:
    """Return one JSON object on one line."""
    return sanitize_json(json.dumps(shape, ensure_ascii=only_ascii))


def put_each(
    things: Iterable[T], as_json: bool, shape: Callable[[T], dict[str, Any]], line: Callable[[T], SafeText]
) -> None:
    """Print each thing, as JSON or as a line."""
    for thing in things:
        put_json(shape(thing)) if as_json else put(line(thing))


def line_of(
    template: str | None,
    names: Collection[str],
    as_json: bool,
    shape: Callable[[T], dict[str, Any]],
    line: Callable[[T], SafeText],
) -> Callable[[T], SafeText]:
    """Return what writes a thing as a line: as the template says, if there is one, else `line`.

    `names` are those of `shape`. Raises `UsageError` where the template cannot be filled.
    """
    if template is None:
        return line
    from reader.library.output.template import BadTemplate, parse_template  # few runs have a template

    if as_json:
        raise click.UsageError("say one of --json and --template")
    try:
        filled = parse_template(template, names)
    except BadTemplate as error:
        raise click.UsageError(str(error)) from None
    return lambda thing: filled(shape(thing))


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
"""The option that every command with a result has."""

template_option = click.option(
    "--template", metavar="T", help="A line's form, as '{id} {title}', with JSON's names."
)
"""The option that the commands with lists have."""

account_option = click.option("--account", metavar="NAME", help="Subscribe there, on the account's server.")
"""The option of commands that subscribe."""

linked_option = click.option("--linked-from", "article", type=int, hidden=True)
"""The article whose links the addresses are: these may lead to no private host but its feed's own."""

pass_context = click.make_pass_decorator(Context)
"""Gives a command its `Context` as the first argument."""
