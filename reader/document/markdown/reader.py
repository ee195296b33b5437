"""Markdown as a document.

It is read by way of HTML, which is what Markdown means: CommonMark with tables, strikethrough and bare
addresses as links.
"""

import re

from reader.document.blocks import Document
from reader.document.html.reader import from_html
from reader.document.text import from_text

_NESTING = 100
"""Levels that the parser goes down to (a list is two); below, it would leave text out."""

_MOST_BRACKETS = 1_000
"""Opening brackets in one paragraph: reading takes the square of their number in steps."""

_MOST_SIGNS = 4_000
"""Signs with a meaning in one paragraph: reading takes the square of their number in steps."""

_SIGNS = re.compile(r"[*_`~<!&\\]")
_PARTS = re.compile(r"\n[ \t]*\n")


def from_markdown(text: str, base: str | None = None) -> Document:
    """Return the document; relative addresses are joined to `base`. Never fails."""
    from markdown_it import MarkdownIt  # a heavy library, and few files are Markdown

    if any(map(_is_signs, _PARTS.split(text))):
        return from_text(text)
    parser = MarkdownIt("gfm-like", {"html": True, "maxNesting": _NESTING})
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
        for scheme in ("//", "ftp:", "mailto:"):
            parser.linkify.add(scheme, None)
    tokens = parser.parse(text)
    if any(token.level >= _NESTING - 2 for token in tokens):
        return from_text(text)
    return from_html(parser.renderer.render(tokens, parser.options, {}), base)


def _is_signs(part: str) -> bool:
    return part.count("[") > _MOST_BRACKETS or len(_SIGNS.findall(part)) > _MOST_SIGNS
