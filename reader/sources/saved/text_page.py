"""A page that was copied into a text file, as an article: every fact with the rule and line that gave it."""

from collections.abc import Sequence

from reader.document.blocks import Block, Document
from reader.document.text import from_text, url_spans
from reader.model import Fact, ParsedArticle
from reader.sources.saved.article import Known, UnreadableFile, file_time, host_of, make_article, name_of
from reader.sources.saved.authors import Author, find_author
from reader.sources.saved.body import Piece, Run, find_body
from reader.sources.saved.decoding import decode_text
from reader.sources.saved.furniture import caption_of, credit_of
from reader.sources.saved.language import language_of
from reader.sources.saved.lines import read_lines, spaced, width
from reader.sources.saved.people import is_end_credit
from reader.sources.saved.publication import Dates, date_in_address, decide, header_city, moments_of
from reader.sources.saved.sources import find_site, find_url
from reader.sources.saved.title import Title, file_title, find_title
from reader.sources.saved.when import Setting, writes_month_first
from reader.sources.saved.zones import Clues, zone_of_domain, zone_of_language, zone_of_name

_MOST_LINES = 5_000
"""Lines of a copied page; a file with more is a book or a log."""
_VERSE = 60
"""Cells: a line of verse is shorter."""


def read_text_page(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """The one article of a text file. Raises UnreadableFile where there are no words in it."""
    return (article_of(decode_text(data), data, path, mtime, now),)


def article_of(
    text: str, raw: bytes, path: str, mtime: int | None, now: int, *, url: str | None = None
) -> ParsedArticle:
    """The article that a copied page's text holds; `raw` is kept beside it, `mtime` is the file's."""
    lines = read_lines(text)
    if not lines:
        raise UnreadableFile("The file has no text in it.")
    if len(lines) > _MOST_LINES:
        return _book(text, raw, path, mtime)
    pieces, run = find_body(lines)
    title = find_title(pieces, run, path)
    run = _below(title, run, pieces)
    address = Fact(url, "address asked for") if url else find_url(pieces, run)
    author = find_author(pieces, run, title)
    site = find_site(pieces, run, title, address, author.source, signed=author.run_in > 0)
    dates = _dates(pieces, run, title, site, address, text, mtime)
    author = author if author.fact else find_author(pieces, run, title, date_place=dates.place, site=site)
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
    return make_article(_document(pieces, run, title, author, site), known, raw=raw, path=path)


def _book(text: str, raw: bytes, path: str, mtime: int | None) -> ParsedArticle:
    """A text too long to be a copied page: all of it, under the file's name."""
    title = file_title(path) or name_of(path)
    known = Known(title=Fact(title, "file name"), captured=file_time(mtime))
    return make_article(from_text(spaced(text)), known, raw=raw, path=path)


def _below(title: Title, run: Run, pieces: Sequence[Piece]) -> Run:
    """The run without the title and what stands above it; without a title, with the words above it."""
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
    host = host_of(url.value) if url else ""
    if not host and site and "." in site.value and " " not in site.value:
        host = site.value.lower()
    clues = Clues(
        city=header_city(pieces, run, title),
        site=zone_of_name(site.value) if site else None,
        country=zone_of_domain(host),
        language=zone_of_language(language_of(text)),
    )
    zone = clues.city or clues.site or clues.country
    moments = [item.moment for item in found]
    month_first = writes_month_first(
        moments, [piece.line.match for piece in pieces if piece.role == "date"], zone
    )
    return decide(found, pieces, run, title, Setting(clues, month_first, latest=latest))


def _credit(pieces: Sequence[Piece], run: Run) -> Fact | None:
    """Whose the first picture near the article is."""
    for piece in pieces[max(0, run.start - 15) : run.end + 2]:
        if piece.role == "credit" and (who := credit_of(piece.line.match)):
            return Fact(who, "credit line", piece.line.number)
        if piece.role == "caption" and (pair := caption_of(piece.line.match)):
            return Fact(pair[1], "end of a caption", piece.line.number)
    return None


def _document(pieces: Sequence[Piece], run: Run, title: Title, author: Author, site: Fact | None) -> Document:
    said = {title.text.casefold()}
    if title.place is not None:
        said.add(pieces[title.place].line.text.casefold())
    taken = {fact.line for fact in (author.fact, site) if fact} - {author.run_in and author.line}
    apart = sum(piece.line.gap for piece in pieces[run.start : run.end]) * 4 >= run.end - run.start
    blocks: list[Block] = []
    for place in range(run.start, run.end):
        piece = pieces[place]
        text = piece.line.text
        if author.run_in and piece.line.number == author.line:
            text = text[author.run_in :].lstrip()
        elif piece.line.number in taken or text.casefold() in said:
            continue
        if place >= run.end - 3 and is_end_credit(piece.line.match) and place > run.start:
            continue
        new = _blocks(pieces, place, run, text)
        if blocks and new and blocks[-1].kind == new[0].kind == "code":
            blocks[-1] = Block("code", f"{blocks[-1].text}\n{new[0].text}")
        elif blocks and new and _same_stanza(blocks[-1], new[0], piece, apart):
            text = f"{blocks[-1].text}\n{new[0].text}"
            blocks[-1] = Block("paragraph", text, url_spans(text))
        else:
            blocks.extend(new)
    return Document(tuple(blocks))


def _same_stanza(above: Block, block: Block, piece: Piece, apart: bool) -> bool:
    """Whether two short lines stand together where empty lines part the paragraphs: verse, an address."""
    if not apart or piece.line.gap or above.marker or block.marker:
        return False
    last = above.text.rsplit("\n", 1)[-1]
    return above.kind == block.kind == "paragraph" and width(last) < _VERSE and piece.line.width < _VERSE


def _blocks(pieces: Sequence[Piece], place: int, run: Run, text: str) -> list[Block]:
    """What a line of the article becomes: nothing for what is not text."""
    piece = pieces[place]
    if piece.role == "caption" and (pair := caption_of(text)):
        return [Block("figure", pair[0], alt=pair[0], credit=pair[1])]
    if piece.role == "item":
        marker, _, rest = text.partition(" ")
        return [Block("paragraph", rest.strip(), url_spans(rest.strip()), indent=1, marker=marker)]
    if piece.role == "short" and _is_heading(pieces, place, run):
        return [Block("heading", text, level=2)]
    if piece.role == "code" or (piece.role == "rule" and _in_code(pieces, place)):
        return [Block("code", text)]
    if piece.role in ("paragraph", "sentence", "short"):
        return [Block("paragraph", text, url_spans(text))]
    return []


def _in_code(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a line of brackets stands below a program's line."""
    above = next(
        (piece for piece in reversed(pieces[max(0, place - 4) : place]) if piece.role != "rule"), None
    )
    return above is not None and above.role == "code" and not set(pieces[place].line.match) & set("*-–—_•#~=")


def _is_heading(pieces: Sequence[Piece], place: int, run: Run) -> bool:
    """Whether a short line heads what follows it: it stands free, right above a paragraph."""
    line = pieces[place].line
    after = pieces[place + 1 : run.end][:1]
    return (
        line.width <= 90 and line.gap and bool(after) and after[0].role == "paragraph" and after[0].line.gap
    )
