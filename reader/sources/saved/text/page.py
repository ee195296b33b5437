"""Read a page that was copied into a text file: each fact with the rule and line that gave it."""

from collections.abc import Sequence

from reader.document.blocks import Document
from reader.document.text import from_text
from reader.model import Fact, ParsedArticle
from reader.sources.saved.article import Known, UnreadableFile, file_time, make_article, name_of
from reader.sources.saved.dates.language import language_of
from reader.sources.saved.dates.resolve import Setting, writes_month_first
from reader.sources.saved.dates.timezones import (
    Clues,
    zone_of_domain,
    zone_of_language,
    zone_of_name,
    zones_named,
)
from reader.sources.saved.given_titles import file_title
from reader.sources.saved.lines import Line, read_lines, spaced
from reader.sources.saved.text.author import find_author
from reader.sources.saved.text.boilerplate import caption_of, credit_of
from reader.sources.saved.text.decode import decode_text, in_utf8
from reader.sources.saved.text.document import document_of
from reader.sources.saved.text.publication import Dates, date_in_address, decide, header_city, moments_of
from reader.sources.saved.text.roles import Piece
from reader.sources.saved.text.segment import Run, find_body, run_below
from reader.sources.saved.text.site import find_site, find_url
from reader.sources.saved.text.title import Title, find_title
from reader.urls.parts import hostname

_NAMED_IN = 20_000
"""The characters at the beginning in which countries are looked for."""
_MOST_LINES = 5_000
"""The most lines of a copied page; a file with more is a book or a log."""


def read_text_page(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a text file. Returns its one article; raises `UnreadableFile` where it has no words."""
    return (article_of(decode_text(data), data, path, mtime, now),)


def article_of(
    text: str, raw: bytes, path: str, mtime: int | None, now: int, *, url: str | None = None
) -> ParsedArticle:
    """Return the article in a copied page's text; `raw` is kept beside it.

    `mtime`: the file's modification time in UTC seconds. `url`: the address where it was fetched from. Raises
    `UnreadableFile` where the text is empty.
    """
    lines, raw = read_lines(text), in_utf8(raw, text)
    if not lines:
        raise UnreadableFile("The file has no text in it.")
    if len(lines) > _MOST_LINES:
        return _book(text, raw, path, mtime)
    known, document = read_copy(lines, text, path, mtime, url=url)
    return make_article(document, known, raw=raw, path=path)


def read_copy(
    lines: Sequence[Line], text: str, name: str, mtime: int | None, *, url: str | None = None
) -> tuple[Known, Document]:
    """Return the facts and the document of a copied page.

    `name`: the file's path, or the page's title as the file's metadata have it. `url`: the address where it
    was fetched from.
    """
    pieces, run = find_body(lines)
    title = find_title(pieces, run, name)
    if title.place is not None:
        run = run_below(pieces, title.place, run)
    run = _below(title, run, pieces)
    address = Fact(url, "address asked for") if url else find_url(pieces, run)
    author = find_author(pieces, run, title)
    site = find_site(pieces, run, title, address, author.source, signed=author.run_in > 0)
    dates = _dates(pieces, run, title, site, address, text, mtime)
    author = find_author(pieces, run, title, date_place=dates.place, site=site)
    known = Known(
        title=_title_fact(title, pieces),
        author=author.fact,
        site=site,
        url=address,
        credit=_credit(pieces, run),
        published=dates.published or date_in_address(address),
        updated=dates.updated,
        captured=dates.captured or file_time(mtime),
    )
    return known, document_of(pieces, run, title, author, (site,))


def _book(text: str, raw: bytes, path: str, mtime: int | None) -> ParsedArticle:
    """Return a text too long to be a copied page as one article, under the file's name."""
    title = file_title(path) or name_of(path)
    known = Known(title=Fact(title, "file name"), captured=file_time(mtime))
    return make_article(from_text(spaced(text)), known, raw=raw, path=path)


def _below(title: Title, run: Run, pieces: Sequence[Piece]) -> Run:
    """Return the run without the title and what is above it; without a title, with the words above it."""
    if title.place is None:
        start = run.start
        while start and pieces[start - 1].role in ("short", "sentence", "item", "paragraph"):
            start -= 1
        return Run(start, run.end)
    if title.place < run.start:
        return run
    start = title.place + 1
    while start < run.end and pieces[start].role in ("date", "byline", "chrome", "credit", "rule"):
        start += 1
    return Run(min(start, run.end), run.end)


def _title_fact(title: Title, pieces: Sequence[Piece]) -> Fact:
    line = pieces[title.place].line.number if title.place is not None else None
    return Fact(title.text, title.rule, line)


def _dates(
    pieces: Sequence[Piece],
    run: Run,
    title: Title,
    site: Fact | None,
    url: Fact | None,
    text: str,
    latest: int | None,
) -> Dates:
    found = moments_of(pieces, run)
    host = hostname(url.value) if url else ""
    if not host and site and "." in site.value and " " not in site.value:
        host = site.value.lower()
    named = zones_named(text[:_NAMED_IN])
    clues = Clues(
        city=header_city(pieces, run, title),
        site=zone_of_name(site.value) if site else None,
        country=zone_of_domain(host),
        language=zone_of_language(language_of(text), named),
        named=named,
    )
    zone = clues.city or clues.site or clues.country
    moments = [item.moment for item in found]
    month_first = writes_month_first(
        moments, [piece.line.match for piece in pieces if piece.role == "date"], zone
    )
    return decide(found, pieces, run, title, Setting(clues, month_first, latest=latest))


def _credit(pieces: Sequence[Piece], run: Run) -> Fact | None:
    """Return the credit of the first picture near the article."""
    for piece in pieces[max(0, run.start - 15) : run.end + 2]:
        if piece.role == "credit" and (who := credit_of(piece.line.match)):
            return Fact(who, "credit line", piece.line.number)
        if piece.role == "caption" and (pair := caption_of(piece.line.match)):
            return Fact(pair[1], "end of a caption", piece.line.number)
    return None
