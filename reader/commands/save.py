"""The command `save`: files, folders of files and pages become articles."""

from collections.abc import Sequence

import click

from reader.commands.context import Context, Failures, json_option, linked_option, pass_context, put_each
from reader.commands.progress import Progress, progress
from reader.commands.shared.given import with_given
from reader.commands.shared.running import run_to_the_end
from reader.library.articles.save import Notice, expand, save_each
from reader.library.library import Library
from reader.library.network.private import MayBePrivate, linked_from, typed_by_reader
from reader.library.outcome import Problem
from reader.library.output.json import headline_shape
from reader.library.output.text import headline_line
from reader.model import Wanted


@click.command()
@click.argument("items", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option("--no-links", is_flag=True, hidden=True)
@linked_option
@json_option
@pass_context
def save(
    context: Context, items: tuple[str, ...], no_links: bool, article: int | None, as_json: bool
) -> None:
    """Save files, folders of files, or pages as articles. - reads names of them from the input."""
    items = with_given(items)
    library, failures = context.library(writing=True), Failures()
    private = typed_by_reader if article is None else linked_from(library, article)
    save_all(library, items, as_json, failures, links=not no_links, private=private)
    failures.end()


def save_all(
    library: Library,
    items: Sequence[str],
    as_json: bool,
    failures: Failures,
    *,
    links: bool = True,
    wanted: Wanted = "any",
    private: MayBePrivate = typed_by_reader,
) -> None:
    """Save each item; print the articles as they are kept, and what failed, above a progress bar.

    `links`: whether symbolic links to files are followed; `wanted`: what files must be to be saved;
    `private`: tells which pages may be on private hosts.
    """
    expanded = list(expand(items))

    async def run(line: Progress) -> None:
        outcomes_of_each = save_each(library, expanded, links=links, wanted=wanted, private=private)
        async for outcomes in outcomes_of_each:
            line.make_room()
            for outcome in outcomes:
                if isinstance(outcome, Problem | Notice):
                    failures.add(outcome)
                    line.failed += isinstance(outcome, Problem)
                else:
                    put_each([outcome], as_json, headline_shape, headline_line)
            line.advance()

    with progress(len(expanded), hidden=as_json) as line:
        try:
            run_to_the_end(run(line))
        except KeyboardInterrupt:
            click.echo("\nnewsreader: stopped; what was read is kept, the rest is not", err=True)
            raise
