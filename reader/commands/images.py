"""The command `images`: the pictures of articles."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context, put, put_json
from reader.commands.shared.lookup import named_articles
from reader.commands.shared.pictures import picture_line, picture_shape
from reader.commands.shared.running import run_to_the_end
from reader.document.pictures.picture import RowsKind
from reader.library.images.drawn import KINDS, make_rows
from reader.library.images.fetch import fetch_pictures
from reader.library.outcome import PictureKept


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="ID...")
@click.option("--carried", is_flag=True, help="Only those that the articles' own files carry.")
@click.option("--rows", nargs=4, type=(click.Choice(KINDS), int, int, int), hidden=True)
@json_option
@pass_context
def images(
    context: Context,
    words: tuple[str, ...],
    carried: bool,
    rows: tuple[RowsKind, int, int, int] | None,
    as_json: bool,
) -> None:
    """Fetch the pictures of articles, each once; the screen shows them in their places."""
    if rows:  # the screen asks for them: how they are drawn, a cell's pixels, the terminal's colours
        kind, width, height, colours = rows
        made = [make_rows(context.paths, word, kind, (width, height), colours) for word in words]
        if not all(made):
            raise click.ClickException("some pictures could not be drawn")
        return
    library, failures = context.library(writing=True), Failures()
    if library.settings.images == "never":
        raise click.ClickException('no pictures: the setting "images" is "never"')
    wanted = [article.headline.id for article in named_articles(library, words, failures)]

    async def run() -> None:
        async for outcome in fetch_pictures(library, wanted, carried=carried):
            failed = not isinstance(outcome, PictureKept) or outcome.error is not None
            if isinstance(outcome, PictureKept) and (as_json or not failed):
                put_json(picture_shape(outcome)) if as_json else put(picture_line(outcome))
            if failed:
                failures.add(picture_line(outcome) if isinstance(outcome, PictureKept) else outcome)

    run_to_the_end(run())
    failures.end()
