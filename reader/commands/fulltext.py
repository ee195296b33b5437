"""The command `fulltext`: the text of the pages behind articles."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context
from reader.commands.shared.completed import completed_line
from reader.commands.shared.lookup import named_articles
from reader.commands.shared.running import report
from reader.library.articles.fulltext import feeds_text, full_text
from reader.library.output.json import headline_shape


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="ID...")
@click.option("--back", is_flag=True, help="Show the feed's own text again; the page's stays kept.")
@json_option
@pass_context
def fulltext(context: Context, words: tuple[str, ...], back: bool, as_json: bool) -> None:
    """Show the text of the pages behind articles, fetched once and kept."""
    library, failures = context.library(writing=True), Failures()
    wanted = [article.headline.id for article in named_articles(library, words, failures)]
    outcomes = feeds_text(library, wanted) if back else full_text(library, wanted)
    report(outcomes, as_json, lambda completed: headline_shape(completed.headline), completed_line)
    failures.end()
