"""The command `fetch-all`: complete what is only a summary."""

import asyncio
from typing import Any

import click

from reader.commands.context import Context, Failures, json_option, pass_context, put, put_json
from reader.commands.shared.completed import completed_line
from reader.commands.shared.lookup import parsed_query
from reader.document.sanitize import sanitize
from reader.library.articles.fulltext import Completed, full_text, to_complete
from reader.library.outcome import Problem


@click.command("fetch-all")
@click.argument("words", nargs=-1, metavar="[QUERY]")
@json_option
@pass_context
def fetch_all(context: Context, words: tuple[str, ...], as_json: bool) -> None:
    """Complete all articles that are only summaries, as for a trip without a network."""
    library, failures = context.library(writing=True), Failures()
    wanted = to_complete(library, parsed_query(library, words))
    ended = 0

    async def run() -> None:
        nonlocal ended
        async for outcome in full_text(library, wanted):
            ended += 1
            if as_json:
                put_json(_event(outcome, ended, len(wanted)))
            elif isinstance(outcome, Completed):
                put(sanitize(f"{ended} of {len(wanted)}: {completed_line(outcome)}"))
            if not isinstance(outcome, Completed):
                failures.add(f"{ended} of {len(wanted)}: {outcome}")

    asyncio.run(run())
    fetched = ended - failures.count
    if as_json:
        put_json({"done": True, "articles": ended, "fetched": fetched, "failed": failures.count})
    else:
        put(sanitize(f"{fetched} of {len(wanted)} fetched, {failures.count} failed"))
    failures.end()


def _event(outcome: Completed | Problem, number: int, of: int) -> dict[str, Any]:
    """Return the JSON event of one article: the `number`th of `of`."""
    if isinstance(outcome, Completed):
        headline = outcome.headline
        return {
            "article": headline.id, "outcome": "fetched", "words": headline.words,
            "complete": headline.complete, "error": None, "number": number, "of": of,
        }  # fmt: skip
    return {
        "article": int(outcome.subject), "outcome": "failed", "words": None, "complete": None,
        "error": outcome.reason, "number": number, "of": of,
    }  # fmt: skip
