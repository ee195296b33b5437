"""The text of a PDF file: its layout is lost, so paragraphs are guessed."""

import io
import logging
import re

from reader.document.blocks import Block, Document
from reader.document.text import from_text
from reader.model import Date, Fact, ParsedArticle
from reader.sources.saved.article import Known, UnreadableFile, dated, make_article
from reader.sources.saved.title import file_title

_PAGES = 500
"""Pages that are read of one file."""
_CHARACTERS = 2_000_000


def read_pdf(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """The file's text as one article. Raises UnreadableFile for locked, damaged and scanned files."""
    del now
    text, name, author = _content(data)
    if not text.strip():
        raise UnreadableFile("The PDF holds no text: it may be a scanned picture.")
    document = from_text(re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text))
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
    return (make_article(Document((notice, *document.blocks)), known, path=path, raw=data),)


def _content(data: bytes) -> tuple[str, str, str]:
    """Text, title and author."""
    from pypdf import PdfReader

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
