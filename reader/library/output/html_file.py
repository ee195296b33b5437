"""An article as an HTML file of its own: no scripts, no frames, nothing that a browser fetches by itself."""

from html import escape

from msgspec.structs import replace

from reader.document.blocks import Block, Document, Span
from reader.document.html.writer import to_html
from reader.document.sanitize import SafeText, sanitize, sanitize_line
from reader.library.output.highlights import with_highlights
from reader.library.output.titles import title_of
from reader.model import Article, Headline

ORIGIN = "newsreader"
"""The name of the `meta` element of an exported file that says which library's and which article's it is."""

VIEWPORT = '<meta name="viewport" content="width=device-width">'
"""Lets a telephone show the text in a size that can be read."""

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 38em; margin: 2em auto; padding: 0 1em; font: 1.1em/1.6 Georgia, serif;
  background: #fbf8f1; color: #3a3631; overflow-wrap: anywhere; }
h1 { line-height: 1.25; } .facts { color: #615a50; } a { color: #1f57b0; } img { max-width: 100%; }
blockquote { margin-left: 0; padding-left: 1em; border-left: 3px solid #ddd5c5; }
pre { overflow-x: auto; padding: .6em .8em; background: #f1ebde; line-height: 1.4; }
table { display: block; overflow-x: auto; border-collapse: collapse; }
td, th { border: 1px solid #ddd5c5; padding: .2em .5em; }
@media (prefers-color-scheme: dark) {
  body { background: #15171c; color: #d9dce3; } .facts { color: #a0a7b4; } a { color: #8ab4f8; }
  pre { background: #1d2027; } blockquote, td, th { border-color: #4a505c; }
}
""".strip()
"""How a browser shows an exported file."""


def html_file(article: Article, document: Document, *, origin: str = "", index: str = "") -> SafeText:
    """Write an article as a whole HTML page, its facts below its title, `origin` in its head.

    Pictures are links: whoever opens the file tells no server so. `index`: the file beside it that lists all.
    """
    headline = article.headline
    facts = {ORIGIN: origin, "date": day_of(headline), "source": sanitize_line(headline.feed_title)}
    mark = "".join(
        f'<meta name="{name}" content="{escape(value)}">\n' for name, value in facts.items() if value
    )
    body = article_html(article, linked(document))
    if index:
        body += f'\n<p class="facts"><a href="./{escape(index)}">All articles</a></p>'
    return sanitize(page(mark, title_of(headline), body))


def day_of(headline: Headline) -> str:
    """Return an article's day as `2024-05-24`; "" where none is known."""
    return (headline.published.iso() or "")[:10] if headline.published else ""


def page(mark: str, title: str, body: str, *, style: str = "") -> str:
    """Return a whole HTML page; `mark` is an element for its head, `style` comes behind `STYLE`."""
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n{VIEWPORT}\n'
        f"{mark}<title>{escape(sanitize_line(title))}</title>\n"
        f"<style>\n{STYLE}{style}\n</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def article_html(article: Article, document: Document) -> str:
    """Return an article's title, facts and text as a piece of HTML."""
    headline = article.headline
    facts = [
        sanitize_line(fact)
        for fact in (
            headline.feed_title,
            headline.author,
            day_of(headline),
        )
        if fact
    ]
    about = escape(" · ".join(facts), quote=False)
    if headline.link:
        address = sanitize_line(headline.link)
        link = f'<a href="{escape(address)}">{escape(address, quote=False)}</a>'
        about = f"{about}<br>{link}" if about else link
    head = f"<h1>{escape(sanitize_line(title_of(headline)), quote=False)}</h1>"
    text = to_html(with_highlights(article, document))
    return f'{head}\n<p class="facts">{about}</p>\n{text}' if about else f"{head}\n{text}"


def linked(document: Document) -> Document:
    """Return the document with a link, or its caption alone, in place of each picture."""
    return replace(document, blocks=tuple(map(_linked, document.blocks)))


def _linked(block: Block) -> Block:
    if block.kind != "figure":
        return block
    words = block.text or block.alt
    if not block.src.startswith(("http://", "https://")):
        return replace(block, kind="paragraph", text=words, spans=block.spans if block.text else (), src="")
    words = words or "Picture"
    spans = block.spans if block.text and block.spans else (Span(0, len(words), "link", block.src),)
    return replace(block, kind="paragraph", text=words, spans=spans, src="")
