"""The command `next`: one unread article after the other."""

import click
from msgspec.structs import replace

from reader.commands.context import Context, Failures, json_option, pass_context
from reader.commands.shared.queries import parsed_query
from reader.commands.show import format_option, put_article
from reader.store.articles.articles import article
from reader.store.lists.headlines import ids


@click.command("next")
@click.argument("words", nargs=-1, metavar="[QUERY]")
@format_option
@json_option
@pass_context
def next_article(context: Context, words: tuple[str, ...], form: str, as_json: bool) -> None:
    """Print the next unread article, the newest first, and mark it read."""
    library, failures = context.library(writing=True), Failures()
    query = replace(parsed_query(library, words), read=False)
    found = next(iter(ids(library.db, query, limit=1)), None)
    known = article(library.db, found[0]) if found else None
    if known is None:
        failures.add(f"no unread article matches {' '.join(words)}" if words else "no article is unread")
    else:
        read = replace(known, headline=replace(known.headline, read=True))
        # What could not be printed stays unread.
        put_article(library, read, "json" if as_json else form, failures)
        library.mark([known.headline.id], read=True)
    failures.end()
