"""Books in EPUB: each chapter is an article."""

import re
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree import ElementTree

from reader.document.blocks import Document
from reader.document.encoding import decode
from reader.document.html.reader import from_html
from reader.document.plain import to_text, word_count
from reader.model import Fact, ParsedArticle
from reader.sources.saved.article import Known, UnreadableFile, dated, make_article
from reader.sources.saved.dates.language import language_of
from reader.sources.saved.dates.page_dates import read_date
from reader.sources.saved.dates.timezones import Clues, zone_of_language
from reader.sources.saved.formats.zip import Archive
from reader.sources.saved.web.extract import without_title
from reader.sources.saved.web.top_lines import take_top_lines
from reader.sources.saved.xml import elements, parse_xml, text_in
from reader.urls.carried import PART

_SOURCE = re.compile(r"(?:(?:source|url|original|quelle):\s*)?(https?://\S+)", re.IGNORECASE)
_LEAST = 40
"""The least words of a chapter that is an article: covers and lists of contents are shorter."""


def read_epub(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a book. Returns the chapters that have a text, each an article with the book's author and day.

    Raises `UnreadableFile` where no chapter has one.
    """
    del mtime, now
    archive = Archive(data)
    container = parse_xml(archive.read("META-INF/container.xml"))
    opf = next((element.get("full-path") for element in elements(container, "rootfile")), None) or ""
    package = parse_xml(archive.read(opf))
    names = set(archive.names())
    files = {item.get("id"): item.get("href", "") for item in elements(package, "item")}
    articles = []
    for reference in elements(package, "itemref"):
        name = normpath(join(dirname(opf), unquote(files.get(reference.get("idref")) or "")))
        if name in names and (article := _chapter(archive.read(name), package, path, name)):
            articles.append(article)
    if not articles:
        raise UnreadableFile("The book has no text that can be read.")
    return tuple(articles)


def _chapter(data: bytes, package: ElementTree.Element, path: str, name: str) -> ParsedArticle | None:
    document = from_html(decode(data), PART + name)
    if word_count(document) < _LEAST:
        return None
    heading = next((block.text for block in document.blocks if block.kind == "heading"), "")
    book, author, day = (text_in(package, name) for name in ("title", "creator", "date"))
    date = read_date(day, "date of the book", Clues()) if day else None
    url, document = _without_source(without_title(document, heading))
    clues = Clues(language=zone_of_language(language_of(to_text(document))))
    top = take_top_lines(document, None, None, clues)
    by_book = Fact(author, "author of the book", element="dc:creator") if author else None
    known = Known(
        title=Fact(heading, "first heading", element="h1")
        if heading
        else Fact(book, "title of the book", element="dc:title"),
        author=top.author or by_book,
        site=_issue(book, heading),
        url=url,
        published=top.published or (dated(date, element="dc:date") if date else None),
    )
    return make_article(top.document, known, raw=data, path=path)


def _without_source(document: Document) -> tuple[Fact | None, Document]:
    """Return the page's address and the document without the line that holds nothing else."""
    for place, block in enumerate(document.blocks[:5]):
        if found := _SOURCE.fullmatch(block.text.strip()):
            rest = (*document.blocks[:place], *document.blocks[place + 1 :])
            return Fact(found[1], "source line"), Document(rest, document.version)
    return None, document


def _issue(book: str, heading: str) -> Fact | None:
    """Return where the chapter appeared: the book's title, without the chapter's own at its beginning."""
    name = book.removeprefix(heading).strip(" |·•–—-") if heading and book != heading else book
    return Fact(name, "title of the book", element="dc:title") if name and book != heading else None
