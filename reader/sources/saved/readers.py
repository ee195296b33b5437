"""Choose the reader of each kind of saved file, and of a fetched page."""

from collections.abc import Callable, Mapping

from reader.model import Date, ParsedArticle
from reader.sources.saved.article import UnreadableFile, dated
from reader.sources.saved.formats.bookmarks import read_bookmarks
from reader.sources.saved.formats.enex import read_enex
from reader.sources.saved.formats.epub import read_epub
from reader.sources.saved.formats.exports import (
    read_csv_export,
    read_json_export,
    read_omnivore,
    read_zipped_csv,
)
from reader.sources.saved.formats.link_files import read_link_file
from reader.sources.saved.formats.maff import read_maff, read_zipped_page
from reader.sources.saved.formats.mail import read_mail, read_mailbox, read_mhtml
from reader.sources.saved.formats.markdown import read_markdown_page
from reader.sources.saved.formats.pdf import read_pdf
from reader.sources.saved.formats.press_databases import read_press
from reader.sources.saved.formats.warc import read_wacz, read_warc
from reader.sources.saved.formats.webarchive import read_webarchive
from reader.sources.saved.sniff import Kind, binary_name, is_binary, sniff
from reader.sources.saved.text.decode import decode_text
from reader.sources.saved.text.page import article_of, read_text_page
from reader.sources.saved.web.page import Origin, charset_of, read_html, read_html_file
from reader.urls.parts import parts_of

Reader = Callable[[bytes, str, int | None, int], tuple[ParsedArticle, ...]]

_READERS: Mapping[Kind, Reader] = {
    "text": read_text_page,
    "html": read_html_file,
    "markdown": read_markdown_page,
    "mail": read_mail,
    "mailbox": read_mailbox,
    "mhtml": read_mhtml,
    "webarchive": read_webarchive,
    "link": read_link_file,
    "press": read_press,
    "csv": read_csv_export,
    "zipped-csv": read_zipped_csv,
    "json": read_json_export,
    "omnivore": read_omnivore,
    "bookmarks": read_bookmarks,
    "pocket": read_bookmarks,
    "epub": read_epub,
    "maff": read_maff,
    "zipped-page": read_zipped_page,
    "enex": read_enex,
    "warc": read_warc,
    "wacz": read_wacz,
    "pdf": read_pdf,
}

_REFUSED: Mapping[Kind, str] = {
    "empty": "The file is empty.",
    "opml": "It is a list of subscriptions: `import` reads it.",
    "feed": "It is a feed, not an article: `add` subscribes to its address.",
}


def read_saved(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a saved file. Returns its articles in the file's order.

    `path` is as the user gave it; `mtime`, the file's modification time, and `now` are UTC seconds. Raises
    `UnreadableFile` with a sentence for the user where the file holds no article.
    """
    kind = _kind(data, path)
    if kind not in _READERS:
        raise UnreadableFile(_REFUSED.get(kind, "The file holds no article that can be read."))
    return _READERS[kind](data, path, mtime, now)


def read_page(data: bytes, headers: Mapping[str, str], url: str, now: int) -> ParsedArticle:
    """Read a fetched page. Returns its article; `headers` have lower-case names.

    `now`: UTC seconds. Raises `UnreadableFile`, also for a page that stands in an article's way
    (`blocked_pages`).
    """
    captured = dated(Date(now, "second", "UTC", "time of the request"))
    kind = _kind(data, parts_of(url).path)
    declared = headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "html" or declared in ("text/html", "application/xhtml+xml"):
        origin = Origin(url=url, charset=charset_of(headers), captured=captured, asked=True)
        return read_html(data, origin)
    if kind in ("text", "markdown"):
        return article_of(decode_text(data), data, "", None, now, url=url)
    if kind == "pdf":
        return _READERS[kind](data, url, None, now)[0]
    raise UnreadableFile(_REFUSED.get(kind, f"It is not a web page but {declared or 'something else'}."))


def _kind(data: bytes, path: str) -> Kind:
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise UnreadableFile("The file is empty.")
    if what := binary_name(data):
        raise UnreadableFile(f"It is {what}, not an article.")
    kind = sniff(data, path)
    if kind in ("text", "markdown", "csv", "press") and is_binary(data):
        raise UnreadableFile("It is a binary file, not an article.")
    return kind
