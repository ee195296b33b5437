"""Exporting everything: subscriptions as OPML, articles as Markdown files or as JSON."""

from collections.abc import Callable, Iterator
from pathlib import Path

from reader.document.blocks import Block, Document
from reader.document.serialization import deserialize
from reader.library.files import write_whole
from reader.library.library import Library
from reader.library.output.article import article_shape
from reader.library.output.json import Shape
from reader.library.output.markdown_file import file_name, with_front_matter
from reader.model import Article, Query
from reader.sources.opml import Subscription, write_opml
from reader.store.articles import articles
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.urls.credentials import without_credentials


def opml(library: Library, *, secrets: bool = False) -> bytes:
    """Write every subscription, with its folder and title, as OPML.

    Passwords in addresses are left out unless `secrets` are asked for.
    """
    listed = [
        Subscription(
            url=feed.url if secrets else without_credentials(feed.url),
            title=feed.title,
            site=feed.site,
            folder=feed.folder,
        )
        for feed in feeds.feeds(library.db)
    ]
    return write_opml(listed, "newsreader subscriptions", library.clock())


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


Complain = Callable[[str], object]
"""Takes a sentence for each article that is damaged; the others are exported all the same."""


def every_article(library: Library, complain: Complain) -> Iterator[tuple[Article, Document]]:
    """Yield all articles with their documents, newest first; of damaged ones what can be read."""
    for identity, _ in headlines.ids(library.db, Query()):
        article = articles.article(library.db, identity)
        if article is not None:
            document = document_of(library, identity)
            if complaint := damage(article, document):
                complain(complaint)
            yield article, document


def as_json(library: Library, complain: Complain) -> Iterator[Shape]:
    """Yield each article as `show --json` prints it, newest first."""
    return (article_shape(article, document) for article, document in every_article(library, complain))


def as_markdown(library: Library, folder: Path, complain: Complain) -> int:
    """Write a Markdown file with front matter for each article into the folder. Returns how many.

    Raises `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for article, document in every_article(library, complain):
        text = with_front_matter(article, document)
        write_whole(folder / file_name(article.headline), text.encode())
        written += 1
    return written
