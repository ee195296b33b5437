"""Exporting articles: as files of their own, as JSON, or as a book."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from reader.document.blocks import Document
from reader.document.plain import to_text
from reader.document.sanitize import SafeText, sanitize
from reader.library.articles.export_folder import ExportFolder, Form
from reader.library.articles.reading import damage, document_of
from reader.library.files import whole_file
from reader.library.images import kept
from reader.library.library import Library
from reader.library.output.article import article_shape
from reader.library.output.epub import write_epub
from reader.library.output.highlights import highlight_text
from reader.library.output.html_file import html_file
from reader.library.output.json import Shape
from reader.library.output.markdown_file import with_front_matter
from reader.library.output.titles import title_of
from reader.model import Article, Query
from reader.store.articles import articles
from reader.store.lists import headlines

Complain = Callable[[str], object]
"""Takes a sentence for each article that is damaged; the others are exported all the same."""

EVERYTHING = Query()
"""The query that finds all articles."""


def every_article(
    library: Library, complain: Complain, query: Query = EVERYTHING
) -> Iterator[tuple[Article, Document]]:
    """Yield a query's articles with their documents, newest first; of damaged ones what can be read."""
    found = [identity for identity, _ in headlines.ids(library.db, query)]
    return these_articles(library, found, complain)


def these_articles(
    library: Library, found: Sequence[int], complain: Complain
) -> Iterator[tuple[Article, Document]]:
    """Yield the articles with these ids with their documents, in this order."""
    for identity in found:
        article = articles.article(library.db, identity)
        if article is not None:
            document = document_of(library, identity)
            if complaint := damage(article, document):
                complain(complaint)
            yield article, document


def as_json(library: Library, complain: Complain, query: Query = EVERYTHING) -> Iterator[Shape]:
    """Yield each article of a query as `show --json` prints it, newest first."""
    return (article_shape(article, document) for article, document in every_article(library, complain, query))


def file_text(article: Article, document: Document, ending: str) -> SafeText:
    """Return an article as its file has it: HTML or plain text where the name ends so, else Markdown."""
    if ending.lower() in (".html", ".htm"):
        return html_file(article, document)
    if ending.lower() == ".txt":
        notes = f"\n{told}\n" if (told := highlight_text(article)) else ""
        return sanitize(f"{title_of(article.headline)}\n\n{to_text(document)}\n{notes}")
    return with_front_matter(article, document)


def as_files(
    library: Library,
    folder: Path,
    complain: Complain,
    *,
    form: Form = ".md",
    found: Sequence[int] | None = None,
    hide: Callable[[str], str] = str,
) -> int:
    """Write a file for each article into the folder: Markdown with front matter, or HTML with a list of all.

    `found`: the articles' ids; without them it is all.

    A file of the same name that is not this library's stays, and the article gets another name. `hide` takes
    out what others must not see. Returns how many articles were written. Raises `OSError`.
    """
    files = ExportFolder(library, folder, form)
    write = with_front_matter if form == ".md" else partial(html_file, index=files.index)
    written = 0
    every = every_article(library, complain) if found is None else these_articles(library, found, complain)
    for article, document in every:
        text = write(article, document, origin=f"{files.mark}/{article.headline.id}")
        if files.write(article, sanitize(hide(text))):
            written += 1
        else:
            complain(f"article {article.headline.id} is not written: another file has its name")
    if not files.write_index(lambda text: sanitize(hide(text))):
        complain(f"the list of all articles is not written: another file is called {files.index}")
    return written


def as_epub(
    library: Library,
    path: Path,
    complain: Complain,
    query: Query,
    *,
    title: str,
    hide: Callable[[str], str] = str,
) -> int:
    """Write the articles of a query as a book for an e-reader, with what is kept of their pictures.

    Returns how many there are. The file is written whole or not at all. Raises `OSError`.
    """

    def picture_of(article: Article, address: str) -> tuple[str, bytes] | None:
        key = kept.key_shown(library.paths, address, article.original)
        data = kept.graphics(library.paths, key)
        return (key, data) if data else None

    with whole_file(path) as file:
        every = every_article(library, complain, query)
        return write_epub(file, every, title=title, now=library.clock(), picture_of=picture_of, hide=hide)
