"""The command `tag`: give articles tags and take tags away."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context
from reader.commands.shared.changed import put_action, put_changed
from reader.commands.shared.lookup import chosen_articles, query_option
from reader.document.sanitize import sanitize_line


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, metavar="[ID...] +T -T", type=click.UNPROCESSED)
@query_option
@json_option
@pass_context
def tag(context: Context, words: tuple[str, ...], query: str | None, as_json: bool) -> None:
    """Give articles tags and take tags away."""
    if unknown := [word for word in words if word.startswith("--")]:
        raise click.UsageError(f"no such option: {unknown[0]}")
    numbers = [word for word in words if word[0:1] not in ("+", "-")]
    add = [sanitize_line(word[1:]) for word in words if word.startswith("+")]
    remove = [sanitize_line(word[1:]) for word in words if word.startswith("-")]
    if not (numbers or query) or not all(add + remove) or not add + remove:
        raise click.UsageError("give ids or --query, then tags to add as +T and tags to take away as -T")
    library, failures = context.library(writing=True), Failures()
    articles = chosen_articles(library, numbers, query, failures)
    changed = library.tag(articles, add, remove, place=query or "")
    put_changed(library, articles, as_json)
    put_action(library, changed, query, as_json)
    failures.end()
