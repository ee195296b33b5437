"""Commands that complete articles from the pages behind them: fulltext, fetch-all."""

import asyncio
from typing import TYPE_CHECKING, Any

import click

from reader.commands.context import (
    Call,
    Failures,
    json_option,
    named_articles,
    parsed_query,
    pass_call,
    put,
    put_json,
    report,
)

if TYPE_CHECKING:
    from reader.library.articles.fulltext import Completed
    from reader.library.feeds.subscribe import Problem


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="ID...")
@click.option("--back", is_flag=True, help="Show the feed's own text again; the page's stays kept.")
@json_option
@pass_call
def fulltext(call: Call, words: tuple[str, ...], back: bool, as_json: bool) -> None:
    """Show the text of the pages behind articles, fetched once and kept."""
    from reader.library.articles.fulltext import feeds_text, full_text
    from reader.library.output.json import headline_shape

    library, failures = call.library(writing=True), Failures()
    wanted = [article.headline.id for article in named_articles(library, words, failures)]
    outcomes = feeds_text(library, wanted) if back else full_text(library, wanted)
    report(outcomes, as_json, lambda done: headline_shape(done.headline), _line)
    failures.end()


def _line(done: "Completed") -> str:
    from reader.library.output.text import headline_line

    line = headline_line(done.headline)
    return f"{line}\n        {done.doubt}" if done.doubt else line


@click.command("fetch-all")
@click.argument("words", nargs=-1, metavar="[QUERY]")
@json_option
@pass_call
def fetch_all(call: Call, words: tuple[str, ...], as_json: bool) -> None:
    """Complete all articles that are only summaries, as for a trip without a network."""
    from reader.library.articles.fulltext import Completed, full_text, to_complete

    library, failures = call.library(writing=True), Failures()
    wanted = to_complete(library, parsed_query(library, words))
    done = 0

    async def run() -> None:
        nonlocal done
        async for one in full_text(library, wanted):
            done += 1
            if as_json:
                put_json(_event(one, done, len(wanted)))
            elif isinstance(one, Completed):
                put(f"{done} of {len(wanted)}: {_line(one)}")
            if not isinstance(one, Completed):
                failures.tell(f"{done} of {len(wanted)}: {one}")

    asyncio.run(run())
    fetched = done - failures.count
    if as_json:
        put_json({"done": True, "articles": done, "fetched": fetched, "failed": failures.count})
    else:
        put(f"{fetched} of {len(wanted)} fetched, {failures.count} failed")
    failures.end()


def _event(one: "Completed | Problem", number: int, of: int) -> dict[str, Any]:
    from reader.library.articles.fulltext import Completed

    if isinstance(one, Completed):
        headline = one.headline
        return {
            "article": headline.id, "outcome": "fetched", "words": headline.words,
            "complete": headline.complete, "error": None, "number": number, "of": of,
        }  # fmt: skip
    return {
        "article": int(one.subject), "outcome": "failed", "words": None, "complete": None,
        "error": one.reason, "number": number, "of": of,
    }  # fmt: skip
