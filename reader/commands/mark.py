"""The command `mark`: read, unread, star, unstar."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context
from reader.commands.shared.changed import put_changed
from reader.commands.shared.lookup import named_articles


@click.command()
@click.argument("what", type=click.Choice(["read", "unread", "star", "unstar"]))
@click.argument("words", nargs=-1, required=True, metavar="ID...")
@json_option
@pass_context
def mark(context: Context, what: str, words: tuple[str, ...], as_json: bool) -> None:
    """Mark articles read or unread, or star and unstar them."""
    library, failures = context.library(writing=True), Failures()
    articles = [article.headline.id for article in named_articles(library, words, failures)]
    read = {"read": True, "unread": False}.get(what)
    starred = {"star": True, "unstar": False}.get(what)
    library.mark(articles, read=read, starred=starred)
    put_changed(library, articles, as_json)
    failures.end()
