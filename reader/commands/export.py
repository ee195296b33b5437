"""The command `export`: take everything away."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from reader.commands.context import (
    Context,
    Failures,
    json_line,
    note,
    pass_context,
    put,
    show_secrets,
    without_secrets,
)
from reader.commands.shared.lookup import parsed_query
from reader.document.sanitize import message_line
from reader.library.articles import export as exports
from reader.library.files import write_output
from reader.store.lists.headlines import ids


@click.command()
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option("--opml", "form", flag_value="opml", help="The subscriptions.")
@click.option("--json", "form", flag_value="json", help="The articles, one JSON object a line.")
@click.option("--markdown", "folder", metavar="DIR", help="The articles, a Markdown file each, into DIR.")
@click.option("--library", "whole", metavar="FILE", help="Everything with all marks, for another `import`.")
@click.option("--secrets", is_flag=True, help="Leave passwords and tokens in addresses.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of stdout.")
@pass_context
def export(
    context: Context,
    words: tuple[str, ...],
    form: str | None,
    folder: str | None,
    whole: str | None,
    secrets: bool,
    output: str | None,
) -> None:
    """Take everything away, or the articles that a query finds."""
    if sum(choice is not None for choice in (form, folder, whole)) != 1:
        raise click.UsageError("say one of --opml, --json, --markdown DIR and --library FILE")
    if whole is not None:
        if words or output:
            raise click.UsageError("--library FILE takes everything, and neither a query nor -o")
        _export_library(context, whole)
        return
    if form == "opml" and words:
        raise click.UsageError("--opml takes all subscriptions and no query")
    library, failures = context.library(writing=False), Failures()
    query = parsed_query(library, words)
    if secrets:
        show_secrets()
    try:
        if folder is not None:
            found = [identity for identity, _ in ids(library.db, query)]
            count = exports.as_markdown(
                library, Path(folder), failures.add, found=found, hide=without_secrets
            )
            put(message_line(f"{count} articles written to {folder}"))
            failures.end()
            return
        if form == "opml":
            pieces: Iterable[bytes] = [exports.opml(library, secrets=secrets)]
        else:
            lines = map(json_line, exports.as_json(library, failures.add, query))
            pieces = (f"{without_secrets(line)}\n".encode() for line in lines)
        _write(pieces, output)
        if form == "opml" and not secrets:
            _note_cuts(exports.secret_addresses(library))
    except BrokenPipeError:
        raise
    except OSError as error:
        failures.add(f"{output or folder}: {error.strerror}")
    failures.end()


def _write(pieces: Iterable[bytes], output: str | None) -> None:
    """Write to a file, else to stdout as it comes. Raises `OSError`."""
    if output is not None:
        write_output(Path(output), b"".join(pieces))
        return
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _note_cuts(count: int) -> None:
    if count:
        addresses = "1 address was" if count == 1 else f"{count} addresses were"
        note(f"{addresses} cut, to leave out passwords and tokens; --secrets keeps them whole")


def _export_library(context: Context, name: str) -> None:
    from reader.library.takeover.library_file import write_library  # other exports do without

    library, failures = context.library(writing=False), Failures()
    try:
        write_library(library, Path(name), failures.add)
    except OSError as error:
        failures.add(f"{name}: {error.strerror}")
    else:
        put(message_line(f"the library is in {name}; feeds have their passwords in it"))
    failures.end()
