"""The text of a PDF file: its layout is lost, so it is read as a copied page is, where that finds an article.

A browser's "save as PDF" has menus, byline and tail in it as a copied page has. A paper or a book has none of
that: there all of the text is kept, in the paragraphs that can be guessed.
"""

import io
import logging
import re

from msgspec.structs import replace

from reader.document.blocks import Block, Document
from reader.document.plain import word_count
from reader.document.text import from_text
from reader.model import Date, Fact, ParsedArticle
from reader.sources.saved.article import Known, UnreadableFile, dated, make_article
from reader.sources.saved.given_titles import file_title, split_site
from reader.sources.saved.lines import read_lines
from reader.sources.saved.text.boilerplate import ended
from reader.sources.saved.text.page import read_copy

_MOST_LINES = 1_500
"""The most lines of a PDF that may be a saved page."""
_FULL_ROW = 0.85
"""The share of the widest rows' width from which a row was broken by the page's edge."""
_SHARE = 0.6
"""The share of the file's words that an article must have if the file is a saved page."""
_PAGE_EDGE = re.compile(
    r"^(?:\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d(?: ?[AP]M)?\s.{0,200}"
    r"|https?://\S+\s*(?:Page )?\d+ ?(?:/|of) ?\d+|\d{1,3} ?/ ?\d{1,3})$",
    re.MULTILINE,
)
"""What browsers print at a page's edges: time of printing and title, address, page numbers."""
_PAGES = 500
"""The most pages that are read of one file."""
_CHARACTERS = 2_000_000


def read_pdf(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a PDF file as one article. Raises `UnreadableFile` for locked, damaged and scanned files."""
    del now
    text, name, author = _content(data)
    if not text.strip():
        raise UnreadableFile("The PDF holds no text: it may be a scanned picture.")
    text = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)
    document = from_text(text)
    notice = Block(
        "notice", "This is the text of a PDF file: columns, headers and page numbers may stand inside it."
    )
    title = name if len(name.split()) > 1 else file_title(path) or name
    known = Known(
        title=Fact(title, "PDF metadata" if title == name else "file name") if title else None,
        author=Fact(author, "PDF metadata") if author else None,
        captured=dated(Date(mtime, "second", None, "file's modification time"))
        if mtime is not None
        else None,
    )
    known, document = _as_copy(text, known, document, mtime)
    return (make_article(Document((notice, *document.blocks)), known, path=path, raw=data),)


def _as_copy(text: str, known: Known, whole: Document, mtime: int | None) -> tuple[Known, Document]:
    """Return the facts and text of the saved page that the PDF is; all the text where it is none.

    A title like a browser tab's, with the site's name, shows that it is a page in any case.
    """
    lines = read_lines(_unwrapped(_PAGE_EDGE.sub("", text)))
    if not lines or len(lines) > _MOST_LINES:
        return known, whole
    name = known.title.value if known.title else ""
    copied, document = read_copy(lines, text, name, mtime)
    head, site = split_site(name)
    copied = replace(copied, title=known.title or copied.title, author=copied.author or known.author)
    is_page = known.title is not None and bool(site) and _plain(head) in _plain(text)
    if known.title and is_page:
        copied = replace(copied, title=replace(known.title, value=head), site=Fact(site, "title's end"))
    if word_count(document) >= _SHARE * word_count(whole):
        return copied, document
    return (copied if is_page else known), whole


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def _unwrapped(text: str) -> str:
    """Return the text with one line a paragraph: rows are joined where the next word did not fit."""
    rows = text.split("\n")
    widths = sorted(len(row) for row in rows if row.strip())
    full = widths[-1 - len(widths) // 20] if widths else 0
    joined: list[str] = []
    above = ""
    for row in rows:
        if above and row.strip() and _breaks(above, row, full):
            joined[-1] = f"{joined[-1].rstrip()} {row.strip()}"
        else:
            joined.append(row)
        above = row.strip()
    return "\n".join(joined)


def _breaks(row: str, after: str, full: int) -> bool:
    """Return whether only the page's edge parts two rows.

    Letters differ in width, so a row may be full before it is as long as the longest.
    """
    needed = len(row) + 1 + len(after.split(maxsplit=1)[0])
    return needed > (full if ended(row) else _FULL_ROW * full)


def _content(data: bytes) -> tuple[str, str, str]:
    """Return the file's text, title and author; "" for what it lacks."""
    from pypdf import PdfReader  # late: it takes long to import, and few files are PDFs

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains on stderr about what it then mends
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile("The PDF is locked with a password.")
        pages: list[str] = []
        for page in reader.pages[:_PAGES]:
            pages.append(page.extract_text() or "")
            if sum(map(len, pages)) > _CHARACTERS:
                break
        info = reader.metadata
        return "\n\n".join(pages), str((info and info.title) or ""), str((info and info.author) or "")
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile("The PDF is damaged or of an unknown kind.") from error
