"""The command `tag`: give articles tags and take tags away."""

import click
from click.shell_completion import CompletionItem

from reader.commands.context import Context, Failures, json_option, pass_context
from reader.commands.shared.changed import put_action, put_changed
from reader.commands.shared.completing import tags_begun
from reader.commands.shared.lookup import chosen_articles, query_option
from reader.document.sanitize import sanitize_line


class TagCommand(click.Command):
    """A command whose words may begin with a hyphen, which the shell completes too."""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the options that begin so, and the tags."""
        found = super().shell_complete(ctx, incomplete)
        (words,) = (parameter for parameter in self.params if parameter.name == "words")
        return [*found, *tags_begun(ctx, words, incomplete)]


@click.command(cls=TagCommand, context_settings={"ignore_unknown_options": True})
@click.argument(
    "words",
    nargs=-1,
    required=True,
    metavar="[ID...] +T -T",
    type=click.UNPROCESSED,
    shell_complete=tags_begun,
)
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
