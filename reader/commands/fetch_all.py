"""The command `fetch-all`: complete what is only a summary."""

from typing import Any, TypeGuard

import click

from reader.commands.context import Context, Failures, json_option, note, pass_context, put, put_json
from reader.commands.shared.completed import completed_line
from reader.commands.shared.pictures import counted, picture_line, picture_shape
from reader.commands.shared.queries import parsed_query
from reader.commands.shared.running import run_to_the_end
from reader.document.sanitize import sanitize
from reader.library.articles.fulltext import Completed, full_text, to_complete
from reader.library.images.fetch import articles_of, fetch_pictures
from reader.library.outcome import PictureKept, Problem


@click.command("fetch-all")
@click.argument("words", nargs=-1, metavar="[QUERY]")
@json_option
@pass_context
def fetch_all(context: Context, words: tuple[str, ...], as_json: bool) -> None:
    """Complete all articles that are only summaries, with their pictures, as for a trip without a network."""
    library, failures = context.library(writing=True), Failures()
    query = parsed_query(library, words)
    wanted = to_complete(library, query)
    ended = 0
    pictures: set[str] = set()

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
        if library.settings.images != "never":
            async for picture in fetch_pictures(library, articles_of(library, query)):
                if _put_picture(picture, as_json):
                    pictures.add(picture.address)

    run_to_the_end(run())
    fetched = ended - failures.count
    if as_json:
        done = {"done": True, "articles": ended, "fetched": fetched, "failed": failures.count}
        put_json(done | ({"pictures": len(pictures)} if pictures else {}))
    else:
        shown = f", {counted(len(pictures))}" if pictures else ""
        put(sanitize(f"{fetched} of {len(wanted)} fetched, {failures.count} failed{shown}"))
    failures.end()


def _put_picture(picture: PictureKept | Problem, as_json: bool) -> TypeGuard[PictureKept]:
    """Print what came of a picture; one that could not be had is no failure. Returns whether it
    was fetched."""
    if isinstance(picture, Problem):
        return False
    if as_json:
        put_json(picture_shape(picture))
    elif picture.error is not None:
        note(picture_line(picture))
    return picture.fetched


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
