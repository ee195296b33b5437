"""Commands that read: list, show, search, unread, export."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.commands.context import (
    Call,
    Failures,
    each,
    json_option,
    named_articles,
    named_feeds,
    parsed_query,
    pass_call,
    put,
    put_json,
)

if TYPE_CHECKING:
    pass


@click.command("list")
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option("--unread", is_flag=True, help="Only unread articles.")
@click.option("--starred", is_flag=True, help="Only starred articles.")
@click.option("--saved", is_flag=True, help="Only saved articles.")
@click.option("--feed", metavar="FEED", help="Only this feed: its id, URL, or a part of its title.")
@click.option("--tag", metavar="T", help="Only articles with this tag.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most N.")
@json_option
@pass_call
def list_headlines(
    call: Call, words: tuple[str, ...], unread: bool, starred: bool, saved: bool,
    feed: str | None, tag: str | None, limit: int | None, as_json: bool,
) -> None:  # fmt: skip
    """List headlines, newest first."""
    from reader.library.output.json import headline_shape
    from reader.library.output.text import headline_line
    from reader.store.lists.headlines import headlines, ids

    library, failures = call.library(writing=False), Failures()
    query = parsed_query(library, words)
    query = replace(
        query,
        read=False if unread else query.read,
        starred=starred or query.starred,
        saved=saved or query.saved,
        tags=(*query.tags, tag) if tag else query.tags,
    )
    if feed is not None:
        named = named_feeds(library, [feed], failures)
        failures.end()
        query = replace(query, feeds=(named[0].id,))
    found = [identity for identity, _ in ids(library.db, query, limit=limit)]
    for start in range(0, len(found), 500):
        each(headlines(library.db, found[start : start + 500]), as_json, headline_shape, headline_line)


@click.command()
@click.argument("word", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
)
@json_option
@pass_call
def show(call: Call, word: str, form: str, as_json: bool) -> None:
    """Print one article."""
    from reader.library.articles.export import document_of
    from reader.library.output.json import article_shape
    from reader.library.output.text import article_text

    library, failures = call.library(writing=False), Failures()
    for article in named_articles(library, [word], failures):
        document = document_of(library, article.headline.id)
        if as_json or form == "json":
            put_json(article_shape(article, document))
        else:
            put(article_text(article, document, form))
    failures.end()


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most N.")
@json_option
@pass_call
def search(call: Call, words: tuple[str, ...], limit: int | None, as_json: bool) -> None:
    """Search all articles, the best first."""
    from reader.library.output.json import hit_shape
    from reader.library.output.text import hit_lines
    from reader.store.search.ranked import search as search_store

    library = call.library(writing=False)
    each(search_store(library.db, parsed_query(library, words), limit=limit), as_json, hit_shape, hit_lines)


@click.command()
@json_option
@pass_call
def unread(call: Call, as_json: bool) -> None:
    """Print how many articles are unread, for status bars."""
    from reader.model import Query
    from reader.store.lists.headlines import unread as unread_in

    count = unread_in(call.library(writing=False).db, Query()).articles
    put_json({"unread": count}) if as_json else put(str(count))


@click.command()
@click.option("--opml", "form", flag_value="opml", help="The subscriptions.")
@click.option("--json", "form", flag_value="json", help="All articles, one JSON object a line.")
@click.option("--markdown", "folder", metavar="DIR", help="All articles, a Markdown file each, into DIR.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of stdout.")
@pass_call
def export(call: Call, form: str | None, folder: str | None, output: str | None) -> None:
    """Take everything away."""
    import json

    from reader.library.articles import export as exports
    from reader.library.files import write_whole

    if (form is None) == (folder is None):
        raise click.UsageError("say one of --opml, --json and --markdown DIR")
    library, failures = call.library(writing=False), Failures()
    try:
        if folder is not None:
            put(f"{exports.as_markdown(library, Path(folder))} articles written to {folder}")
            return
        lines = (json.dumps(shape, ensure_ascii=False) + "\n" for shape in exports.as_json(library))
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
        failures.tell(f"{output or folder}: {error.strerror}")
    failures.end()
