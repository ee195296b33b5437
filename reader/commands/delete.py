"""The command `delete`: articles that do not come back."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context, put_json
from reader.commands.shared.lookup import named_articles
from reader.library.output.json import headline_shape


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="ID...")
@json_option
@pass_context
def delete(context: Context, words: tuple[str, ...], as_json: bool) -> None:
    """Delete articles; they do not come back with the next refresh."""
    library, failures = context.library(writing=True), Failures()
    headlines = [article.headline for article in named_articles(library, words, failures)]
    library.delete([headline.id for headline in headlines])
    for headline in headlines if as_json else ():
        put_json(headline_shape(headline) | {"deleted": True})
    failures.end()
