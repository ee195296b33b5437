"""The command `export`: take everything away."""

import sys
from collections.abc import Iterable, Sequence
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
from reader.commands.shared.queries import parsed_query
from reader.document.sanitize import message_line
from reader.library.articles import export as exports
from reader.library.articles.export_folder import Form
from reader.library.files import write_output
from reader.library.library import Library
from reader.library.output import subscriptions
from reader.model import Query
from reader.store.lists.headlines import ids


@click.command()
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option("--opml", is_flag=True, help="The subscriptions.")
@click.option("--json", "as_json", is_flag=True, help="The articles, one JSON object a line.")
@click.option("--markdown", "folder", metavar="DIR", help="The articles, a Markdown file each, into DIR.")
@click.option("--html", "pages", metavar="DIR", help="The articles, an HTML file each, into DIR.")
@click.option("--epub", "book", metavar="FILE", help="The articles as one book for an e-reader.")
@click.option("--library", "whole", metavar="FILE", help="Everything with all marks, for another `import`.")
@click.option("--secrets", is_flag=True, help="Leave passwords and tokens in addresses.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of stdout.")
@pass_context
def export(
    context: Context,
    words: tuple[str, ...],
    opml: bool,
    as_json: bool,
    folder: str | None,
    pages: str | None,
    book: str | None,
    whole: str | None,
    secrets: bool,
    output: str | None,
) -> None:
    """Take everything away, or the articles that a query finds."""
    places = [place for place in (folder, pages, book, whole) if place is not None]
    forms = len(places) + opml + as_json
    _check_words(places, forms, output=output, everything=whole is not None or opml, query=words)
    library, failures = context.library(writing=False), Failures()
    query = parsed_query(library, words)
    if secrets:
        show_secrets()
    try:
        if whole is not None:
            _export_library(library, whole, failures)
        elif book is not None:
            _export_book(library, book, query, " ".join(words) or "newsreader", failures)
        elif folder is not None:
            _export_files(library, Path(folder), ".md", query, failures)
        elif pages is not None:
            _export_files(library, Path(pages), ".html", query, failures)
        elif opml:
            _export_subscriptions(library, output, secrets=secrets)
        else:
            lines = map(json_line, exports.as_json(library, failures.add, query))
            _write((f"{without_secrets(line)}\n".encode() for line in lines), output)
    except BrokenPipeError:
        raise
    except OSError as error:
        named = [output, *places] if output else places
        failures.add(f"{named[0] if named else 'the output cannot be written'}: {error.strerror}")
    failures.end()


def _check_words(
    places: Sequence[str], forms: int, *, output: str | None, everything: bool, query: Sequence[str]
) -> None:
    """Refuse words that do not go together, as two of the `forms`. Raises `UsageError`."""
    if forms != 1:
        raise click.UsageError(
            "say one of --opml, --json, --markdown DIR, --html DIR, --epub FILE and --library FILE"
        )
    if any(place.startswith("-") for place in places):
        raise click.UsageError("the name of the file or folder is missing; ./-o is one that is called -o")
    if places and output:
        raise click.UsageError("-o goes with --opml and --json only")
    if query and everything:
        raise click.UsageError("--library and --opml take everything and no query")


def _export_book(library: Library, name: str, query: Query, title: str, failures: Failures) -> None:
    count = exports.as_epub(library, Path(name), failures.add, query, title=title, hide=without_secrets)
    put(message_line(f"{_articles(count)} in {name}"))


def _export_files(library: Library, folder: Path, form: Form, query: Query, failures: Failures) -> None:
    found = [identity for identity, _ in ids(library.db, query)]
    count = exports.as_files(library, folder, failures.add, form=form, found=found, hide=without_secrets)
    put(message_line(f"{_articles(count)} written to {folder}"))


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"


def _write(pieces: Iterable[bytes], output: str | None) -> None:
    """Write to a file, else to stdout as it comes. Raises `OSError`."""
    if output is not None:
        write_output(Path(output), b"".join(pieces))
        return
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _export_subscriptions(library: Library, output: str | None, *, secrets: bool) -> None:
    """Write the subscriptions, and note how many addresses were cut. Raises `OSError`."""
    _write([subscriptions.opml(library, secrets=secrets)], output)
    if not secrets and (count := subscriptions.secret_addresses(library)):
        addresses = "1 address was" if count == 1 else f"{count} addresses were"
        note(f"{addresses} cut, to leave out passwords and tokens; --secrets keeps them whole")


def _export_library(library: Library, name: str, failures: Failures) -> None:
    from reader.library.takeover.library_file import write_library  # other exports do without

    write_library(library, Path(name), failures.add)
    put(message_line(f"the library is in {name}; feeds have their passwords in it"))
