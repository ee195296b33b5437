"""The command `delete`: articles that do not come back."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context, put_json
from reader.commands.shared.changed import PAGE, put_action
from reader.commands.shared.lookup import chosen_articles, query_option
from reader.library.output.json import headline_shape
from reader.store.lists.headlines import headlines


@click.command()
@click.argument("words", nargs=-1, metavar="[ID...]")
@query_option
@json_option
@pass_context
def delete(context: Context, words: tuple[str, ...], query: str | None, as_json: bool) -> None:
    """Delete articles; they do not come back with the next refresh."""
    library, failures = context.library(writing=True), Failures()
    articles = chosen_articles(library, words, query, failures)
    pages = range(0, len(articles) if as_json else 0, PAGE)
    gone = [headline for start in pages for headline in headlines(library.db, articles[start : start + PAGE])]
    changed = library.delete(articles, place=query or "")
    for headline in gone:
        put_json(headline_shape(headline) | {"deleted": True})
    put_action(library, changed, query, as_json)
    failures.end()
