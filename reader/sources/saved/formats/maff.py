"""Zipped web pages: Mozilla's MAFF, and SingleFileZ."""

from collections.abc import Mapping
from posixpath import dirname, join
from xml.etree import ElementTree

from reader.model import Fact, ParsedArticle
from reader.sources.saved.article import UnreadableFile, dated, file_time
from reader.sources.saved.dates.page_dates import read_date
from reader.sources.saved.dates.timezones import Clues
from reader.sources.saved.formats.zip import Archive
from reader.sources.saved.web.page import Origin, read_html
from reader.sources.saved.xml import local_name, parse_xml


def read_zipped_page(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a SingleFileZ archive: a ZIP file with `index.html`. Returns its one article."""
    del now
    archive = Archive(data)
    index = min(
        (name for name in archive.names() if name.rsplit("/", 1)[-1].lower() in ("index.html", "index.htm")),
        key=len,
    )
    captured = file_time(mtime)
    return (read_html(archive.read(index), Origin(path=path, captured=captured)),)


def read_maff(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read Mozilla's archive: a folder a page, each with an `index.rdf` that tells where it came from.

    Returns an article for each page; raises `UnreadableFile` where there is none.
    """
    del mtime, now
    archive = Archive(data)
    names = set(archive.names())
    articles = []
    for name in sorted(name for name in names if name.lower().endswith("index.rdf")):
        facts = _rdf(parse_xml(archive.read(name)))
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
    """Return MAF's properties: each has its value in an attribute `RDF:resource`."""
    found = {}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] == "resource":
                found[local_name(element)] = value
    return found
