"""The command `download`: the files that articles carry."""

from time import monotonic

import click

from reader.commands.context import Context, Failures, json_option, pass_context, put, put_json
from reader.commands.shared.lookup import named_articles
from reader.commands.shared.running import run_to_the_end
from reader.document.sanitize import message_line
from reader.library.articles.enclosures import Downloaded, download_folder
from reader.library.articles.enclosures import download as download_enclosure
from reader.library.library import Library
from reader.library.outcome import Problem
from reader.model import Article

PROGRESS_SECONDS = 0.2
"""Seconds between two lines of progress."""


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="ID...")
@click.option("--number", type=click.IntRange(1), metavar="N", help="Only the article's N-th file.")
@json_option
@pass_context
def download(context: Context, words: tuple[str, ...], number: int | None, as_json: bool) -> None:
    """Download the files that articles carry, as podcasts do, into the folder of `download_dir`."""
    library, failures = context.library(writing=True), Failures()
    wanted = named_articles(library, words, failures)

    async def run() -> None:
        for article in wanted:
            for index in _chosen(article, number, failures):
                await _download(library, article, index, failures, as_json=as_json)

    run_to_the_end(run())
    failures.end()


def _chosen(article: Article, number: int | None, failures: Failures) -> range:
    """Return the indexes of the enclosures that are meant; that there are none is a failure."""
    count = len(article.enclosures)
    if count and (number is None or number <= count):
        return range(count) if number is None else range(number - 1, number)
    missing = "it carries no file" if not count else f"it carries no file {number}, but {count}"
    failures.add(Problem(str(article.headline.id), missing))
    return range(0)


async def _download(
    library: Library, article: Article, index: int, failures: Failures, *, as_json: bool
) -> None:
    told_at = 0.0

    def tell(done: int, total: int | None) -> None:
        nonlocal told_at
        if as_json and (now := monotonic()) - told_at >= PROGRESS_SECONDS:
            told_at = now
            put_json(_shape(article, done, total))

    outcome = await download_enclosure(library, article, index, download_folder(library.settings), tell)
    if not isinstance(outcome, Downloaded):
        failures.add(outcome)
    elif as_json:
        put_json(_shape(article, outcome.size, outcome.size, str(outcome.path)))
    else:
        put(message_line(outcome.path))


def _shape(article: Article, done: int, total: int | None, file: str | None = None) -> dict[str, object]:
    return {"article": article.headline.id, "downloaded": done, "total": total, "file": file}
