"""One article as commands and exports print it: text, Markdown, HTML, JSON.

A module of its own, so that lists do not import what writes Markdown and HTML.
"""

from collections.abc import Mapping
from html import escape

from msgspec.structs import asdict

from reader.document.blocks import Document
from reader.document.html.writer import to_html
from reader.document.markdown.writer import to_markdown
from reader.document.plain import links, to_text
from reader.document.sanitize import SafeText, sanitize
from reader.library.output.highlights import highlight_shape, highlight_text, with_highlights
from reader.library.output.json import Shape, headline_shape
from reader.library.output.states import state_words
from reader.library.output.text import local
from reader.library.output.titles import title_of
from reader.model import Article, Date, Fact


def article_shape(article: Article, document: Document) -> Shape:
    """Return an article as `show --json` prints it: its headline's fields, texts, links and sources."""
    return headline_shape(article.headline) | {
        "text": to_text(document),
        "markdown": to_markdown(document),
        "html": to_html(document),
        "links": list(links(document)),
        "enclosures": [asdict(enclosure) for enclosure in article.enclosures],
        "source": source_shape(article.facts),
        "gone": article.gone,
        "highlights": [highlight_shape(highlight) for highlight in article.highlights],
    }


def source_shape(facts: Mapping[str, Fact]) -> Shape:
    """Return each fact with its rule and its place, as far as known."""
    return {
        name: {key: value for key, value in asdict(fact).items() if value is not None}
        for name, fact in facts.items()
    }


def article_text(article: Article, document: Document, form: str, *, plain: bool = False) -> SafeText:
    """Write an article for people; `form` is text, markdown or html.

    In plain mode, which is listened to, its text says its state in words.
    """
    headline = article.headline
    facts = filter(None, (headline.feed_title, headline.author, _published(headline.published)))
    about = (", " if plain else " · ").join(facts)
    if form == "html":
        heading = f"<h1>{escape(title_of(headline))}</h1>\n<p>{escape(about)}</p>"
        whole = to_html(with_highlights(article, document))
        return sanitize(f"<article>\n{heading}\n{whole}\n</article>")
    if form == "markdown":
        body = to_markdown(with_highlights(article, document))
    else:
        body = "\n\n".join(filter(None, (to_text(document), highlight_text(article))))
    title = f"# {title_of(headline)}" if form == "markdown" else title_of(headline)
    state = state_words(headline) if plain and form == "text" else ""
    head = "\n".join(filter(None, (title, state, about, headline.link)))
    return sanitize("\n\n".join(filter(None, (head, body))))


def _published(date: Date | None) -> str | None:
    if date is None:
        return None
    return date.iso() if date.to_the_day else local(date.at)
