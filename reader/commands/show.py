"""The command `show`: one article."""

import click

from reader.commands.context import Context, Failures, json_option, pass_context, put, put_json
from reader.commands.shared.lookup import named_articles
from reader.library.articles.reading import damage, document_of
from reader.library.library import Library
from reader.library.output.article import article_shape, article_text
from reader.model import Article

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
)
"""The option of how an article is printed."""


@click.command()
@click.argument("word", metavar="ID")
@format_option
@json_option
@pass_context
def show(context: Context, word: str, form: str, as_json: bool) -> None:
    """Print one article."""
    library, failures = context.library(writing=False), Failures()
    for article in named_articles(library, [word], failures):
        put_article(library, article, "json" if as_json else form, failures)
    failures.end()


def put_article(library: Library, article: Article, form: str, failures: Failures) -> None:
    """Print an article as text, markdown, html or json; what of it is damaged is a failure."""
    document = document_of(library, article.headline.id)
    if form == "json":
        put_json(article_shape(article, document))
    else:
        put(article_text(article, document, form, plain=library.settings.plain))
    if complaint := damage(article, document):
        failures.add(complaint)
