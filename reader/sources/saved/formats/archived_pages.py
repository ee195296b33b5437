"""Archives of pages: EPUB, MAFF, SingleFileZ, Evernote's ENEX."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree import ElementTree

from reader.document.blocks import Document
from reader.document.encoding import decode
from reader.document.html.reader import from_html
from reader.document.plain import to_text, word_count
from reader.model import Fact, ParsedArticle
from reader.sources.saved.article import Known, UnreadableFile, dated, file_time, make_article
from reader.sources.saved.dates.language import language_of
from reader.sources.saved.dates.page_dates import read_date
from reader.sources.saved.dates.timezones import Clues, zone_of_language
from reader.sources.saved.formats.zip import Archive
from reader.sources.saved.web.extract import without_title
from reader.sources.saved.web.page import Origin, read_html
from reader.sources.saved.web.top_lines import take_top_lines

_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(r"(?:(?:source|url|original|quelle):\s*)?(https?://\S+)", re.IGNORECASE)
_NOTE_END = b"</note>"
_LEAST = 40
"""Words of a chapter that is an article: covers and lists of contents are shorter."""


def _xml(data: bytes) -> ElementTree.Element:
    """The root of an XML file; its document type, which may declare entities that explode, is dropped."""
    data = _DOCTYPE.sub(b"", data, count=1)
    if b"<!ENTITY" in data:
        raise UnreadableFile("The file declares entities: it is not read.")
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableFile("The file's XML is damaged.") from error


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (element for element in root.iter() if _local(element) == name)


def _text(root: ElementTree.Element, name: str) -> str:
    element = next(_all(root, name), None)
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def read_epub(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """The book's chapters that have a text, each an article with the author and the day of the book."""
    del mtime, now
    archive = Archive(data)
    container = _xml(archive.read("META-INF/container.xml"))
    opf = next((element.get("full-path") for element in _all(container, "rootfile")), None) or ""
    package = _xml(archive.read(opf))
    names = set(archive.names())
    files = {item.get("id"): item.get("href", "") for item in _all(package, "item")}
    articles = []
    for reference in _all(package, "itemref"):
        name = normpath(join(dirname(opf), unquote(files.get(reference.get("idref")) or "")))
        if name in names and (article := _chapter(archive.read(name), package, path)):
            articles.append(article)
    if not articles:
        raise UnreadableFile("The book has no text that can be read.")
    return tuple(articles)


def _chapter(data: bytes, package: ElementTree.Element, path: str) -> ParsedArticle | None:
    document = from_html(decode(data))
    if word_count(document) < _LEAST:
        return None
    heading = next((block.text for block in document.blocks if block.kind == "heading"), "")
    book, author, day = (_text(package, name) for name in ("title", "creator", "date"))
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
    """The page's address where a line above the text is nothing else, and the document without that line."""
    for place, block in enumerate(document.blocks[:5]):
        if found := _SOURCE.fullmatch(block.text.strip()):
            rest = (*document.blocks[:place], *document.blocks[place + 1 :])
            return Fact(found[1], "source line"), Document(rest, document.version)
    return None, document


def _issue(book: str, heading: str) -> Fact | None:
    """Where the chapter appeared: the book, or what a book of one page adds to that page's title."""
    name = book.removeprefix(heading).strip(" |·•–—-") if heading and book != heading else book
    return Fact(name, "title of the book", element="dc:title") if name and book != heading else None


def read_zipped_page(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """SingleFileZ: a ZIP file with `index.html`."""
    del now
    archive = Archive(data)
    index = min(
        (name for name in archive.names() if name.rsplit("/", 1)[-1].lower() in ("index.html", "index.htm")),
        key=len,
    )
    captured = file_time(mtime)
    return (read_html(archive.read(index), Origin(path=path, captured=captured)),)


def read_maff(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Mozilla's archive: one folder a page, each with an `index.rdf` that tells where it came from."""
    del mtime, now
    archive = Archive(data)
    names = set(archive.names())
    articles = []
    for name in sorted(name for name in names if name.lower().endswith("index.rdf")):
        facts = _rdf(_xml(archive.read(name)))
        page = join(dirname(name), facts.get("indexfilename", "index.html"))
        if page not in names:
            continue
        date = read_date(facts.get("archivetime", ""), "saved as MAFF", Clues())
        origin = Origin(
            path=path,
            url=facts.get("originalurl"),
            charset=facts.get("charset") or None,
            captured=dated(date, element="MAF:archivetime") if date else None,
            title=Fact(facts["title"], "title of the archive", element="MAF:title")
            if facts.get("title")
            else None,
        )
        articles.append(read_html(archive.read(page), origin))
    if not articles:
        raise UnreadableFile("The archive holds no page.")
    return tuple(articles)


def _rdf(root: ElementTree.Element) -> Mapping[str, str]:
    """MAF's properties: each has its value in an attribute `RDF:resource`."""
    found = {}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] == "resource":
                found[_local(element)] = value
    return found


def read_enex(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Evernote's notes, each an article; those before the end of a file that breaks off are kept."""
    del mtime, now
    end = data.rfind(_NOTE_END) + len(_NOTE_END)
    broken = b"</en-export" not in data[-200:] and end > len(_NOTE_END)
    notes = _all(_xml(data[:end] + b"</en-export>" if broken else data), "note")
    articles = [_note(note, path) for note in notes]
    if not articles:
        raise UnreadableFile("The file holds no notes.")
    if broken:
        lost = (*articles[-1].ignored, "the file breaks off and its end is missing")
        articles[-1] = replace(articles[-1], ignored=lost)
    return tuple(articles)


def _note(note: ElementTree.Element, path: str) -> ParsedArticle:
    content = _text_of_content(note)
    url, title, author = (_text(note, name) for name in ("source-url", "title", "author"))
    created = _text(note, "created")
    date = read_date(created, "created", Clues())
    document: Document = from_html(content, url or None)
    known = Known(
        title=Fact(title, "title of the note", element="title") if title else None,
        author=Fact(author, "author of the note", element="author") if author else None,
        url=Fact(url, "source of the note", element="source-url") if url else None,
        captured=dated(date, element="created") if date else None,
        tags=tuple(" ".join("".join(tag.itertext()).split()) for tag in _all(note, "tag")),
    )
    return make_article(
        without_title(document, title), known, raw=content.encode("utf-8", "ignore"), path=path
    )


def _text_of_content(note: ElementTree.Element) -> str:
    element = next(_all(note, "content"), None)
    text = "".join(element.itertext()) if element is not None else ""
    return re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", text)
