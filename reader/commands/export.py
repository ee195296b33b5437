"""The command `export`: take everything away."""

import json
import sys
from pathlib import Path

import click

from reader.commands.context import Context, Failures, pass_context, put
from reader.library.articles import export as exports
from reader.library.files import write_whole


@click.command()
@click.option("--opml", "form", flag_value="opml", help="The subscriptions.")
@click.option("--json", "form", flag_value="json", help="All articles, one JSON object a line.")
@click.option("--markdown", "folder", metavar="DIR", help="All articles, a Markdown file each, into DIR.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of stdout.")
@pass_context
def export(context: Context, form: str | None, folder: str | None, output: str | None) -> None:
    """Take everything away."""
    if (form is None) == (folder is None):
        raise click.UsageError("say one of --opml, --json and --markdown DIR")
    library, failures = context.library(writing=False), Failures()
    try:
        if folder is not None:
            count = exports.as_markdown(library, Path(folder), failures.add)
            put(f"{count} articles written to {folder}")
            failures.end()
            return
        shapes = exports.as_json(library, failures.add)
        lines = (json.dumps(shape, ensure_ascii=False) + "\n" for shape in shapes)
        pieces = [exports.opml(library)] if form == "opml" else (line.encode() for line in lines)
        if output is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        else:
            write_whole(Path(output), b"".join(pieces))
    except BrokenPipeError:
        raise
    except OSError as error:
        failures.add(f"{output or folder}: {error.strerror}")
    failures.end()
