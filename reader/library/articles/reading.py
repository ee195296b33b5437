"""What a kept article says, or that it is damaged."""

from reader.document.blocks import Block, Document
from reader.document.serialization import deserialize
from reader.library.library import Library
from reader.model import Article
from reader.store.articles import articles

DAMAGED = Document((Block("paragraph", "The text of this article is damaged in the library."),))
"""What stands in place of a body that cannot be read."""


def document_of(library: Library, article: int) -> Document:
    """Read an article's document; an empty one where it has no body, `DAMAGED` where that is damaged."""
    try:
        body = articles.body(library.db, article)
        return deserialize(body) if body else Document()
    except ValueError:
        return DAMAGED


def damage(article: Article, document: Document) -> str | None:
    """Return in a sentence what is damaged of an article; None where nothing is."""
    if document is not DAMAGED and not article.headline.damaged:
        return None
    what = "the text" if document is DAMAGED else "a part"
    return (
        f"{what} of article {article.headline.id} is damaged: `newsreader doctor --repair` mends the library"
    )
