"""The command `mark`: read, unread, star, unstar."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context
from reader.commands.shared.changed import put_action, put_changed
from reader.commands.shared.lookup import chosen_articles, query_option

MARKS = {
    "read": ("read", True), "unread": ("read", False), "star": ("starred", True), "unstar": ("starred", False)
}  # fmt: skip
"""The mark that each word turns, and what it becomes."""


@click.command()
@click.argument("what", type=click.Choice(list(MARKS)))
@click.argument("words", nargs=-1, metavar="[ID...]")
@query_option
@json_option
@pass_context
def mark(context: Context, what: str, words: tuple[str, ...], query: str | None, as_json: bool) -> None:
    """Mark articles read or unread, or star and unstar them."""
    library, failures = context.library(writing=True), Failures()
    column, flag = MARKS[what]
    articles = chosen_articles(library, words, query, failures, **{column: not flag})
    changed = library.mark(articles, **{column: flag}, place=query or "")
    put_changed(library, articles, as_json)
    put_action(library, changed, query, as_json)
    failures.end()
