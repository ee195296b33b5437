"""The passages that the reader highlighted, with his notes, as they are printed and exported."""

from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec.structs import replace

from reader.document.blocks import Block, Document
from reader.library.output.json import Shape, instant
from reader.model import Article, Highlight

LOST = "the article says something else now"
"""What is said of a highlight that has lost its place."""

HEADING = "Highlights"


def highlight_shape(highlight: Highlight) -> Shape:
    """Return a highlight as `show --json` prints it; only one that has lost its place says so."""
    shape: Shape = {"text": highlight.text, "note": highlight.note, "at": instant(highlight.at)}
    return shape | {"lost": True} if highlight.lost else shape


def with_highlights(article: Article, document: Document) -> Document:
    """Return the document with the article's highlights behind it, as quotes under a heading."""
    if not article.highlights:
        return document
    blocks = (block for highlight in article.highlights for block in _blocks(highlight))
    return replace(document, blocks=(*document.blocks, Block("heading", HEADING, level=2), *blocks))


def _blocks(highlight: Highlight) -> Iterator[Block]:
    for paragraph in highlight.text.split("\n\n"):
        yield Block("paragraph", paragraph, quote=1)
    yield Block("paragraph", " · ".join(_about(highlight)))


def _about(highlight: Highlight) -> Iterator[str]:
    """Yield the note, the day, and that the place is lost: what stands behind a quote, and parts two."""
    if highlight.note:
        yield highlight.note
    yield f"{datetime.fromtimestamp(highlight.at, UTC):%Y-%m-%d}"
    if highlight.lost:
        yield LOST


def highlight_text(article: Article) -> str:
    """Return an article's highlights as text; nothing where there are none."""
    told = (f"“{highlight.text}”\n{' · '.join(_about(highlight))}" for highlight in article.highlights)
    return "\n\n".join((f"{HEADING}:", *told)) if article.highlights else ""
