"""The command `images`: the pictures of articles."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context, put, put_json
from reader.commands.shared.lookup import named_articles
from reader.commands.shared.pictures import picture_line, picture_shape
from reader.commands.shared.running import run_to_the_end
from reader.library.images.fetch import fetch_pictures
from reader.library.images.sixels import make_sixels
from reader.library.outcome import PictureKept


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="ID...")
@click.option("--carried", is_flag=True, help="Only those that the articles' own files carry.")
@click.option("--sixels", nargs=3, type=int, hidden=True)  # the screen's: a cell's pixels, and colours
@json_option
@pass_context
def images(
    context: Context,
    words: tuple[str, ...],
    carried: bool,
    sixels: tuple[int, int, int] | None,
    as_json: bool,
) -> None:
    """Fetch the pictures of articles, each once; the screen shows them in their places."""
    if sixels:
        width, height, colours = sixels
        made = [make_sixels(context.paths, word, (width, height), colours) for word in words]
        if not all(made):
            raise click.ClickException("some pictures could not be made into sixels")
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
