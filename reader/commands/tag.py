"""The command `tag`: give articles tags and take tags away."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context
from reader.commands.shared.changed import put_changed
from reader.commands.shared.lookup import named_articles
from reader.document.sanitize import sanitize_line


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, metavar="ID... +T -T", type=click.UNPROCESSED)
@json_option
@pass_context
def tag(context: Context, words: tuple[str, ...], as_json: bool) -> None:
    """Give articles tags and take tags away."""
    if unknown := [word for word in words if word.startswith("--")]:
        raise click.UsageError(f"no such option: {unknown[0]}")
    numbers = [word for word in words if word[0:1] not in ("+", "-")]
    add = [sanitize_line(word[1:]) for word in words if word.startswith("+")]
    remove = [sanitize_line(word[1:]) for word in words if word.startswith("-")]
    if not numbers or not all(add + remove) or not add + remove:
        raise click.UsageError("give ids, then tags to add as +T and tags to take away as -T")
    library, failures = context.library(writing=True), Failures()
    articles = [article.headline.id for article in named_articles(library, numbers, failures)]
    library.tag(articles, add, remove)
    put_changed(library, articles, as_json)
    failures.end()
