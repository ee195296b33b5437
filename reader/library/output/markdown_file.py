"""An article as a Markdown file: its name, and its text below its facts."""

import re
import unicodedata

from reader.document.blocks import Document
from reader.document.markdown.writer import to_markdown
from reader.document.sanitize import SafeText, sanitize, sanitize_line
from reader.library.output.highlights import with_highlights
from reader.library.output.titles import title_of
from reader.model import Article, Headline

NAME_BYTES = 120
"""The length in bytes of a file's name at most, without its number and ending."""


def file_name(headline: Headline, ending: str = ".md") -> str:
    """Return a name that every file system takes and no other article has: title, then id."""
    words = unicodedata.normalize("NFC", title_of(headline))
    words = re.sub(r"[^\w-]+", "-", words).strip("-_")
    cut = words.encode()[:NAME_BYTES].decode(errors="ignore").rstrip("-_")
    return f"{cut or 'article'}-{headline.id}{ending}"


ORIGIN = "newsreader"
"""The fact of an exported file that says which library's and which article's it is."""


def with_front_matter(article: Article, document: Document, *, origin: str = "") -> SafeText:
    """Write an article as Markdown, its facts above it as YAML front matter, `origin` first."""
    headline = article.headline
    facts = {
        "title": headline.title,
        "source": headline.link,
        "author": headline.author,
        "site": headline.feed_title,
        "published": headline.published.iso() if headline.published else None,
    }
    lines = [f"{name}: {_quoted(value)}" for name, value in facts.items() if value]
    if headline.tags:
        lines.append(f"tags: [{', '.join(map(_quoted, headline.tags))}]")
    if origin:
        lines.insert(0, f"{ORIGIN}: {_quoted(origin)}")
    title, whole = title_of(headline), with_highlights(article, document)
    return sanitize("\n".join(["---", *lines, "---", "", f"# {title}", "", to_markdown(whole), ""]))


def _quoted(value: str) -> str:
    """Return a YAML double-quoted scalar (YAML 1.2, section 7.3.1)."""
    return '"' + sanitize_line(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
