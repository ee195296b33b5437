"""A book of articles for an e-reader: EPUB 3.2, which readers of EPUB 2 open too."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from typing import BinaryIO, NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from msgspec.structs import replace

from reader.document.blocks import Block, Document, Span
from reader.document.sanitize import sanitize, sanitize_line
from reader.library.output.html_file import article_html, day_of, linked
from reader.library.output.titles import title_of
from reader.model import Article

PictureOf = Callable[[Article, str], tuple[str, bytes] | None]
"""Gives, for an article and the address of one of its pictures, a name and a PNG; None where it has none."""

_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
"""Where the book's package is (EPUB OCF 3.2, section 3.5.2.1)."""

_STYLE = (
    "h1 { line-height: 1.2; } .facts { font-size: smaller; } .term { font-weight: bold; }\n"
    ".in { margin-left: 1.5em; } img { max-width: 100%; }\n"
    "blockquote { margin-left: 0; padding-left: 1em; border-left: 3px solid #ccc; }\n"
)

_VOID = re.compile(r"<(br|hr|img)([^>]*)>")

_TERMS = (
    ("<dl>", '<div class="terms">'), ("</dl>", "</div>"), ("<dd>", '<div class="in">'), ("</dd>", "</div>"),
    ("<dt>", '<p class="term">'), ('<dt dir="rtl">', '<p class="term" dir="rtl">'), ("</dt>", "</p>"),
)  # fmt: skip
"""Definitions as plain boxes: in a document a meaning may stand without its term, in XHTML never."""

_NO_XML = re.compile("[\ufffe\uffff]")
"""The characters that text may have here and XML 1.0 (section 2.2) may not."""


class _Chapter(NamedTuple):
    """An article of the book."""

    name: str
    """The name of its file, without the ending."""
    title: str
    """Its title, escaped."""
    day: str
    """Its day, as `2024-05-24`, or `Undated`."""
    source: str
    """The name of its feed or site, escaped."""


def write_epub(
    file: BinaryIO,
    articles: Iterable[tuple[Article, Document]],
    *,
    title: str,
    now: int,
    picture_of: PictureOf,
    hide: Callable[[str], str] = str,
) -> int:
    """Write articles as a book, a chapter each, in their order. Returns how many there are.

    `now`, in UTC seconds, is when the book was made; `hide` takes out what others must not see. Raises
    `OSError`.
    """
    chapters: list[_Chapter] = []
    pictures: set[str] = set()
    with ZipFile(file, "w") as book:
        # The type comes first and unpacked, so that it stands at a fixed place (EPUB OCF 3.2, section 4.3).
        book.writestr(ZipInfo("mimetype"), "application/epub+zip", ZIP_STORED)
        _put(book, "META-INF/container.xml", _CONTAINER)
        _put(book, "style.css", _STYLE)
        for article, document in articles:
            words = _text(hide(title_of(article.headline)))
            source = _text(hide(article.headline.feed_title))
            day = day_of(article.headline) or "Undated"
            chapter = _Chapter(f"a{article.headline.id}", words, day, source)
            blocks = [_pictured(block, article, picture_of, book, pictures) for block in document.blocks]
            link = _address(article.headline.link) if article.headline.link else None
            told = replace(article, headline=replace(article.headline, link=link))
            text = sanitize(hide(article_html(told, Document(tuple(map(_safe, blocks))))))
            _put(book, f"text/{chapter.name}.xhtml", _page(words, _xhtml(text), "../style.css"))
            chapters.append(chapter)
        name = _text(title)
        _put(book, "nav.xhtml", _page(name, _contents(chapters, name)))
        identity = uuid5(NAMESPACE_URL, " ".join((title, *(chapter.name for chapter in chapters)))).urn
        _put(book, "toc.ncx", _ncx(chapters, name, identity))
        _put(book, "book.opf", _package(chapters, sorted(pictures), name, identity, now))
    return len(chapters)


def _put(book: ZipFile, name: str, data: str | bytes, how: int = ZIP_DEFLATED) -> None:
    # The date is that of `ZipInfo`, the same for all, so that the same articles make the same bytes.
    book.writestr(ZipInfo(name), data, how)


def _text(words: str) -> str:
    return escape(_NO_XML.sub("", sanitize_line(words)), quote=False)


def _pictured(block: Block, article: Article, picture_of: PictureOf, book: ZipFile, kept: set[str]) -> Block:
    """Put a figure's picture into the book, where there is one. Returns the block with its place in there."""
    found = picture_of(article, block.src) if block.kind == "figure" and block.src else None
    if found is None:
        return linked(Document((block,))).blocks[0]
    name, data = found
    if name not in kept:
        kept.add(name)
        _put(book, f"pictures/{name}.png", data, ZIP_STORED)
    return replace(block, src=f"../pictures/{name}.png", alt=block.alt or block.text or "Picture")


def _safe(block: Block) -> Block:
    """Return the block with addresses that are valid URLs (RFC 3986) only."""
    rows = tuple(tuple(replace(cell, spans=_spans(cell.spans)) for cell in row) for row in block.rows)
    src = _address(block.src) if block.kind == "media" else block.src
    return replace(block, spans=_spans(block.spans), src=src, rows=rows)


def _spans(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(replace(span, href=_address(span.href)) if span.style == "link" else span for span in spans)


def _address(url: str) -> str:
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]-._")


def _xhtml(html: str) -> str:
    """Return our own HTML as XHTML: it differs in its empty elements only."""
    for tag, other in _TERMS:
        html = html.replace(tag, other)
    return _NO_XML.sub("", _VOID.sub(r"<\1\2/>", html))


def _page(title: str, body: str, style: str = "") -> str:
    style = f'<link rel="stylesheet" href="{style}" type="text/css"/>' if style else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">\n'
        f"<head><title>{title}</title>{style}</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _contents(chapters: list[_Chapter], title: str) -> str:
    """Write the list of chapters (EPUB Packages 3.2, section 5), by day, each with its source."""
    listed = ((day, "\n".join(map(_line, some))) for day, some in _days(chapters))
    days = "\n".join(f"<li><span>{day}</span>\n<ol>\n{lines}\n</ol></li>" for day, lines in listed)
    return f'<nav epub:type="toc"><h1>{title}</h1>\n<ol>\n{days}\n</ol></nav>'


def _line(chapter: _Chapter) -> str:
    source = f" · {chapter.source}" if chapter.source else ""
    return f'<li><a href="text/{chapter.name}.xhtml">{chapter.title}{source}</a></li>'


def _days(chapters: Iterable[_Chapter]) -> list[tuple[str, list[_Chapter]]]:
    """Return the chapters with their day; those in a row that share one are together."""
    return [(day, list(some)) for day, some in groupby(chapters, key=lambda chapter: chapter.day)]


def _ncx(chapters: list[_Chapter], title: str, identity: str) -> str:
    """Write the list of chapters for readers of EPUB 2 (OPF 2.0.1, 2.4.1); a day leads to its first one."""
    order = {chapter.name: number for number, chapter in enumerate(chapters, 1)}

    def point(id: str, words: str, chapter: _Chapter, inside: str = "") -> str:
        return (
            f'<navPoint id="{id}" playOrder="{order[chapter.name]}"><navLabel><text>{words}</text></navLabel>'
            f'<content src="text/{chapter.name}.xhtml"/>{inside}</navPoint>'
        )

    points = "\n".join(
        point(f"d{some[0].name}", day, some[0], "\n".join(point(one.name, one.title, one) for one in some))
        for day, some in _days(chapters)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">\n'
        f'<head><meta name="dtb:uid" content="{identity}"/></head>\n'
        f"<docTitle><text>{title}</text></docTitle>\n<navMap>\n{points}\n</navMap>\n</ncx>\n"
    )


def _package(chapters: list[_Chapter], pictures: list[str], title: str, identity: str, now: int) -> str:
    """Say what the book is and what is in it (EPUB Packages 3.2, section 3)."""
    xhtml = "application/xhtml+xml"
    items = [
        f'<item id="nav" href="nav.xhtml" media-type="{xhtml}" properties="nav"/>',
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
        *(f'<item id="{name}" href="text/{name}.xhtml" media-type="{xhtml}"/>' for name, *_ in chapters),
        *(f'<item id="p{name}" href="pictures/{name}.png" media-type="image/png"/>' for name in pictures),
    ]
    spine = "\n".join(f'<itemref idref="{name}"/>' for name, *_ in chapters) or '<itemref idref="nav"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">{identity}</dc:identifier>\n<dc:title>{title}</dc:title>\n'
        "<dc:language>und</dc:language>\n<dc:publisher>newsreader</dc:publisher>\n"
        f'<meta property="dcterms:modified">{datetime.fromtimestamp(now, UTC):%Y-%m-%dT%H:%M:%SZ}</meta>\n'
        f"</metadata>\n<manifest>\n{chr(10).join(items)}\n</manifest>\n"
        f'<spine toc="ncx">\n{spine}\n</spine>\n</package>\n'
    )
