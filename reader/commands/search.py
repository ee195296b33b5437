"""The command `search`: all articles by their words, the best first."""

import click

from reader.commands import LARGEST
from reader.commands.context import Context, json_option, line_of, pass_context, put_each, template_option
from reader.commands.shared.lookup import parsed_query
from reader.document.sanitize import SafeText
from reader.library.output.json import hit_shape
from reader.library.output.template import HIT_NAMES
from reader.library.output.text import hit_lines
from reader.model import SearchHit
from reader.store.search import ranked


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@click.option("--limit", type=click.IntRange(0, LARGEST), metavar="N", help="At most N.")
@template_option
@json_option
@pass_context
def search(
    context: Context, words: tuple[str, ...], limit: int | None, template: str | None, as_json: bool
) -> None:
    """Search all articles, the best first."""

    def words_of(hit: SearchHit) -> SafeText:
        return hit_lines(hit, plain=library.settings.plain)

    line = line_of(template, HIT_NAMES, as_json, hit_shape, words_of)
    library = context.library(writing=False)
    hits = ranked.search(library.db, parsed_query(library, words), limit=limit)
    put_each(hits, as_json, hit_shape, line)
