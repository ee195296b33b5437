"""The command `correct`: the reader's own facts about an article."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context
from reader.commands.shared.changed import put_changed
from reader.commands.shared.lookup import named_articles
from reader.document.sanitize import sanitize_line
from reader.queries import read_date
from reader.store.articles import articles


@click.command()
@click.argument("word", metavar="ID")
@click.option("--title", metavar="TEXT")
@click.option("--author", metavar="TEXT")
@click.option("--published", metavar="DATE", help="2024-05-24, or 2024-05-24T13:25+06:00.")
@click.option("--site", metavar="TEXT", help="Who published it.")
@json_option
@pass_context
def correct(
    context: Context,
    word: str,
    title: str | None,
    author: str | None,
    published: str | None,
    site: str | None,
    as_json: bool,
) -> None:
    """Correct what was found out about an article; a correction always wins."""
    date = read_date(published) if published is not None else None
    if published is not None and date is None:
        raise click.UsageError(
            f"--published {published!r} is no date: write 2024-05-24, or 2024-05-24T13:25+06:00"
        )
    texts = {"title": title, "author": author, "site": site}
    given = {name: sanitize_line(text) for name, text in texts.items() if text is not None}
    if not given and date is None:
        raise click.UsageError("say what is right with --title, --author, --published or --site")
    library, failures = context.library(writing=True), Failures()
    for article in named_articles(library, [word], failures):
        articles.correct(library.db, article.headline.id, published=date, now=library.clock(), **given)
        put_changed(library, [article.headline.id], as_json)
    failures.end()
