"""The command `add`: subscribe to feeds."""

from collections.abc import AsyncIterator, Sequence

import click

from reader.commands.context import (
    Context,
    Failures,
    account_option,
    json_option,
    linked_option,
    note,
    pass_context,
    put_each,
)
from reader.commands.shared.given import with_given
from reader.commands.shared.running import report
from reader.document.sanitize import sanitize_line
from reader.library.feeds.early import begun_parsers
from reader.library.library import Library
from reader.library.network.private import MayBePrivate, linked_from, typed_by_reader
from reader.library.outcome import Problem
from reader.library.output.json import feed_shape
from reader.library.output.text import feed_line
from reader.model import Feed
from reader.sources.opml import Subscription
from reader.urls.typed import typed_url


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--folder", metavar="F", help="The folder to put the feeds in, as World/Asia.")
@account_option
@linked_option
@json_option
@pass_context
def add(
    context: Context,
    urls: tuple[str, ...],
    folder: str | None,
    account: str | None,
    article: int | None,
    as_json: bool,
) -> None:
    """Subscribe to feeds; the address of a web site finds its feed. - reads addresses from the input."""
    urls = with_given(urls)
    library = context.library(writing=True)
    if account is not None:
        _add_there(library, account, urls, folder, as_json)
        return
    private = typed_by_reader if article is None else linked_from(library, article)
    report(_added(library, urls, folder, private), as_json, feed_shape, feed_line)


def _add_there(
    library: Library, account: str, urls: Sequence[str], folder: str | None, as_json: bool
) -> None:
    """Subscribe to feeds in an account."""
    from reader.commands.shared.syncing import accounts_on_servers, subscribed_there  # with an account

    failures, wanted = Failures(), []
    for text in urls:
        url = typed_url(text)
        if url is None:
            failures.add(Problem(text, "this is not the address of a feed or a web site"))
        else:
            wanted.append(Subscription(url, folder=folder and sanitize_line(folder)))
    for server in accounts_on_servers(library, [account], failures):
        put_each(subscribed_there(library, server, wanted, failures), as_json, feed_shape, feed_line)
    failures.end()


async def _added(
    library: Library, urls: Sequence[str], folder: str | None, private: MayBePrivate
) -> AsyncIterator[Feed | Problem]:
    """Yield the feeds and what failed; of a feed that was there is noted that it was."""
    async with begun_parsers(library) as parsers:
        from reader.library.feeds.subscribe import subscribe  # it takes long: a parser gets ready meanwhile

        async for outcome in subscribe(library, urls, folder, private=private, parsers=parsers):
            if isinstance(outcome, Problem):
                yield outcome
                continue
            if not outcome.new:
                note(f"{outcome.feed.title} is subscribed already")
            yield outcome.feed
