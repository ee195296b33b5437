"""The command `search`: all articles by their words, the best first."""

from functools import partial

import click

from reader.commands import LARGEST
from reader.commands.context import (
    Context,
    json_option,
    line_of,
    pass_context,
    put,
    put_each,
    takes_bold,
    template_option,
)
from reader.commands.shared.queries import parsed_query
from reader.document.sanitize import SafeText
from reader.library.output.json import hit_shape
from reader.library.output.template import HIT_NAMES
from reader.library.output.text import hit_lines
from reader.library.output.titles import title_of
from reader.model import SearchHit
from reader.store.search import ranked
from reader.store.search.places import Finder, Spans, term_finder


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
    query = parsed_query(library, words)
    hits = ranked.hits(library.db, query, limit=limit)
    if as_json or template is not None or library.settings.plain or not takes_bold():
        put_each(hits, as_json, hit_shape, line)
        return
    titles, texts = term_finder(query.terms, titles=True), term_finder(query.terms)
    for hit in hits:
        put(line(hit), partial(_lit, title_of(hit.headline), titles, texts))


def _lit(title: str, titles: Finder, texts: Finder, text: str) -> Spans:
    """Find the words of the search in a hit's two lines: in its title and its snippet."""
    first, _, second = text.partition("\n")
    at = max(0, first.rfind(title))
    return [
        (start + offset, stop + offset)
        for finder, piece, offset in ((titles, first[at:] if at else "", at), (texts, second, len(first) + 1))
        for start, stop in finder(piece)
    ]
