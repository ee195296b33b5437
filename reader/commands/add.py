"""The command `add`: subscribe to feeds."""

from collections.abc import AsyncIterator

import click

from reader.commands.context import Context, json_option, linked_option, note, pass_context
from reader.commands.shared.given import with_given
from reader.commands.shared.running import report
from reader.library.feeds.subscribe import Subscribed, subscribe
from reader.library.network.private import linked_from, typed_by_reader
from reader.library.outcome import Problem
from reader.library.output.json import feed_shape
from reader.library.output.text import feed_line
from reader.model import Feed


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--folder", metavar="F", help="The folder to put the feeds in, as World/Asia.")
@linked_option
@json_option
@pass_context
def add(
    context: Context, urls: tuple[str, ...], folder: str | None, article: int | None, as_json: bool
) -> None:
    """Subscribe to feeds; the address of a web site finds its feed. - reads addresses from the input."""
    urls = with_given(urls)
    library = context.library(writing=True)
    private = typed_by_reader if article is None else linked_from(library, article)
    report(_told(subscribe(library, urls, folder, private=private)), as_json, feed_shape, feed_line)


async def _told(outcomes: AsyncIterator[Subscribed | Problem]) -> AsyncIterator[Feed | Problem]:
    """Yield the feeds and what failed; of a feed that was there is noted that it was."""
    async for outcome in outcomes:
        if isinstance(outcome, Problem):
            yield outcome
        else:
            if not outcome.new:
                note(f"{outcome.feed.title} is subscribed already")
            yield outcome.feed
