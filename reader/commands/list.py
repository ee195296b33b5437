"""The command `list`: headlines, newest first."""

import click
from msgspec.structs import replace

from reader.commands import LARGEST
from reader.commands.context import (
    Context,
    Failures,
    json_option,
    line_of,
    pass_context,
    put_each,
    template_option,
)
from reader.commands.shared.completing import tags_begun
from reader.commands.shared.queries import parsed_query
from reader.document.sanitize import SafeText
from reader.library.output.json import headline_shape
from reader.library.output.template import HEADLINE_NAMES
from reader.library.output.text import headline_line
from reader.model import Headline
from reader.queries import narrow_to_state
from reader.store.lists.headlines import headlines, pages

PAGE = 500
"""Headlines that are read at once."""


@click.command("list")
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option("--unread", is_flag=True, help="Only unread articles.")
@click.option("--starred", is_flag=True, help="Only starred articles.")
@click.option("--saved", is_flag=True, help="Only saved articles.")
@click.option("--feed", metavar="FEED", help="Only this feed: its id, URL, or a part of its title.")
@click.option("--tag", metavar="T", shell_complete=tags_begun, help="Only articles with this tag.")
@click.option("--limit", type=click.IntRange(0, LARGEST), metavar="N", help="At most N.")
@template_option
@json_option
@pass_context
def list_headlines(
    context: Context, words: tuple[str, ...], unread: bool, starred: bool, saved: bool,
    feed: str | None, tag: str | None, limit: int | None, template: str | None, as_json: bool,
) -> None:  # fmt: skip
    """List headlines, newest first."""

    def words_of(headline: Headline) -> SafeText:
        return headline_line(headline, plain=library.settings.plain)

    line = line_of(template, HEADLINE_NAMES, as_json, headline_shape, words_of)
    library, failures = context.library(writing=False), Failures()
    query = parsed_query(library, words)
    wanted = {"read": (unread, False), "starred": (starred, True), "saved": (saved, True)}
    for name, (asked, value) in wanted.items():
        query = narrow_to_state(query, name, value) if asked else query
    query = replace(query, tags=(*query.tags, tag) if tag else query.tags)
    if feed is not None:
        from reader.commands.shared.lookup import named_feeds  # few lists are of one feed

        named = named_feeds(library, [feed], failures)
        failures.end()
        query = replace(query, feeds=(named[0].id,))
    for listed in pages(library.db, query, limit=limit):
        for start in range(0, len(listed), PAGE):
            page = headlines(library.db, [identity for identity, _ in listed[start : start + PAGE]])
            put_each(page, as_json, headline_shape, line)
