"""Commands that change marks: mark, tag, delete, correct."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reader.commands.context import (
    Call,
    Failures,
    each,
    json_option,
    named_articles,
    pass_call,
    put,
    put_json,
)

if TYPE_CHECKING:
    from reader.library.library import Library

LISTED = 50
"""How many actions `undo --list` tells."""


@click.command()
@click.argument("what", type=click.Choice(["read", "unread", "star", "unstar"]))
@click.argument("words", nargs=-1, required=True, metavar="ID...")
@json_option
@pass_call
def mark(call: Call, what: str, words: tuple[str, ...], as_json: bool) -> None:
    """Mark articles read or unread, or star and unstar them."""
    from reader.store.changes import marks

    library, failures = call.library(writing=True), Failures()
    found = [article.headline.id for article in named_articles(library, words, failures)]
    read = {"read": True, "unread": False}.get(what)
    starred = {"star": True, "unstar": False}.get(what)
    marks.mark(library.db, found, read=read, starred=starred, now=library.clock())
    _show(library, found, as_json)
    failures.end()


def _show(library: "Library", ids: Sequence[int], as_json: bool) -> None:
    """Prints the articles' headlines as they are now, if JSON is wanted; people see that nothing failed."""
    from reader.library.output.json import headline_shape
    from reader.store.lists.headlines import headlines

    if as_json:
        for headline in headlines(library.db, ids):
            put_json(headline_shape(headline))


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, metavar="ID... +T -T", type=click.UNPROCESSED)
@json_option
@pass_call
def tag(call: Call, words: tuple[str, ...], as_json: bool) -> None:
    """Give articles tags and take tags away."""
    from reader.document.sanitize import clean_line
    from reader.store.changes import marks

    if unknown := [word for word in words if word.startswith("--")]:
        raise click.UsageError(f"no such option: {unknown[0]}")
    numbers = [word for word in words if word[0:1] not in ("+", "-")]
    add = [clean_line(word[1:]) for word in words if word.startswith("+")]
    remove = [clean_line(word[1:]) for word in words if word.startswith("-")]
    if not numbers or not all(add + remove) or not add + remove:
        raise click.UsageError("give ids, then tags to add as +T and tags to take away as -T")
    library, failures = call.library(writing=True), Failures()
    found = [article.headline.id for article in named_articles(library, numbers, failures)]
    marks.tag(library.db, found, add, remove, now=library.clock())
    _show(library, found, as_json)
    failures.end()


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="ID...")
@json_option
@pass_call
def delete(call: Call, words: tuple[str, ...], as_json: bool) -> None:
    """Delete articles; they do not come back with the next refresh."""
    from reader.library.output.json import headline_shape
    from reader.store.changes import marks

    library, failures = call.library(writing=True), Failures()
    found = [article.headline for article in named_articles(library, words, failures)]
    marks.delete(library.db, [headline.id for headline in found], now=library.clock())
    for headline in found if as_json else ():
        put_json(headline_shape(headline) | {"deleted": True})
    failures.end()


@click.command()
@click.argument("word", metavar="ID")
@click.option("--title", metavar="TEXT")
@click.option("--author", metavar="TEXT")
@click.option("--published", metavar="DATE", help="2024-05-24, or 2024-05-24T13:25+06:00.")
@click.option("--site", metavar="TEXT", help="Who published it.")
@json_option
@pass_call
def correct(
    call: Call,
    word: str,
    title: str | None,
    author: str | None,
    published: str | None,
    site: str | None,
    as_json: bool,
) -> None:
    """Correct what was found out about an article; a correction always wins."""
    from reader.document.sanitize import clean_line
    from reader.library.queries import read_date
    from reader.store.articles.articles import correct as correct_article

    date = read_date(published) if published is not None else None
    if published is not None and date is None:
        raise click.UsageError(
            f"--published {published!r} is no date: write 2024-05-24, or 2024-05-24T13:25+06:00"
        )
    texts = {"title": title, "author": author, "site": site}
    given = {name: clean_line(text) for name, text in texts.items() if text is not None}
    if not given and date is None:
        raise click.UsageError("say what is right with --title, --author, --published or --site")
    library, failures = call.library(writing=True), Failures()
    for article in named_articles(library, [word], failures):
        correct_article(library.db, article.headline.id, published=date, now=library.clock(), **given)
        _show(library, [article.headline.id], as_json)
    failures.end()


@click.command()
@click.option(
    "--list", "listing", is_flag=True, help="Tell the last actions, the latest first; undo nothing."
)
@json_option
@pass_call
def undo(call: Call, listing: bool, as_json: bool) -> None:
    """Take back the last action."""
    from reader.library.output.json import action_shape
    from reader.library.output.text import action_line
    from reader.store.changes import marks

    if listing:
        each(marks.actions(call.library(writing=False).db, LISTED), as_json, action_shape, action_line)
        return
    library, failures = call.library(writing=True), Failures()
    taken_back = marks.undo(library.db, now=library.clock())
    if taken_back is None:
        failures.tell("there is nothing to undo")
    elif as_json:
        put_json(action_shape(taken_back) | {"undone": True})
    else:
        put(f"undone: {taken_back.label}")
    failures.end()
