"""Evernote's export: each note is an article."""

import re
from xml.etree import ElementTree

from reader.document.blocks import Document
from reader.document.html.reader import from_html
from reader.model import Fact, ParsedArticle
from reader.sources.saved.article import Known, UnreadableFile, dated, make_article, mark_truncated
from reader.sources.saved.dates.page_dates import read_date
from reader.sources.saved.dates.timezones import Clues
from reader.sources.saved.web.extract import without_title
from reader.sources.saved.xml import elements, parse_xml, text_in

_NOTE_END = b"</note>"


def read_enex(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read Evernote's notes. Returns an article for each; raises `UnreadableFile` where there is none.

    Notes before the end of a file that breaks off are kept.
    """
    del mtime, now
    end = data.rfind(_NOTE_END) + len(_NOTE_END)
    truncated = b"</en-export" not in data[-200:] and end > len(_NOTE_END)
    notes = elements(parse_xml(data[:end] + b"</en-export>" if truncated else data), "note")
    articles = [_note(note, path) for note in notes]
    if not articles:
        raise UnreadableFile("The file holds no notes.")
    if truncated:
        articles[-1] = mark_truncated(articles[-1])
    return tuple(articles)


def _note(note: ElementTree.Element, path: str) -> ParsedArticle:
    content = _text_of_content(note)
    url, title, author = (text_in(note, name) for name in ("source-url", "title", "author"))
    created = text_in(note, "created")
    date = read_date(created, "created", Clues())
    document: Document = from_html(content, url or None)
    known = Known(
        title=Fact(title, "title of the note", element="title") if title else None,
        author=Fact(author, "author of the note", element="author") if author else None,
        url=Fact(url, "source of the note", element="source-url") if url else None,
        captured=dated(date, element="created") if date else None,
        tags=tuple(" ".join("".join(tag.itertext()).split()) for tag in elements(note, "tag")),
    )
    return make_article(
        without_title(document, title), known, raw=content.encode("utf-8", "ignore"), path=path
    )


def _text_of_content(note: ElementTree.Element) -> str:
    element = next(elements(note, "content"), None)
    text = "".join(element.itertext()) if element is not None else ""
    return re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", text)
