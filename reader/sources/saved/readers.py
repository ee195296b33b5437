"""Choose the reader of each kind of saved file, and of a fetched page."""

import re
from collections.abc import Callable, Mapping

from reader.model import NO_ARTICLE, Date, ParsedArticle, Wanted
from reader.sources.saved.article import UnreadableFile, dated
from reader.sources.saved.formats.addresses.bookmarks import read_bookmarks
from reader.sources.saved.formats.addresses.exports import (
    read_csv_export,
    read_json_export,
    read_omnivore,
    read_zipped_csv,
)
from reader.sources.saved.formats.addresses.link_files import read_link_file
from reader.sources.saved.formats.enex import read_enex
from reader.sources.saved.formats.epub import read_epub
from reader.sources.saved.formats.maff import read_maff, read_zipped_page
from reader.sources.saved.formats.mail import read_mail, read_mailbox, read_mhtml
from reader.sources.saved.formats.markdown import read_markdown_page
from reader.sources.saved.formats.pdf import read_pdf
from reader.sources.saved.formats.press_databases import read_press
from reader.sources.saved.formats.warc import read_wacz, read_warc
from reader.sources.saved.formats.webarchive import read_webarchive
from reader.sources.saved.sniff import Kind, binary_name, is_binary, only_addresses, sniff
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


EXPORTS: frozenset[Kind] = frozenset({"csv", "zipped-csv", "json", "omnivore", "bookmarks", "pocket", "enex"})
"""The kinds of files that programs for reading later, browsers and notebooks export."""

NO_EXPORT = "It is no list of feeds and no export; `save` keeps articles."
"""Why a file is not imported."""


def read_saved(
    data: bytes, path: str, mtime: int | None, now: int, wanted: Wanted = "any"
) -> tuple[ParsedArticle, ...]:
    """Read a saved file. Returns its articles in the file's order.

    `path` is as the user gave it; `mtime`, the file's modification time, and `now` are UTC seconds. Raises
    `UnreadableFile` with a sentence for the user where the file holds no article, or not what is wanted.
    """
    kind = _kind(data, path)
    if wanted == "export" and not (kind in EXPORTS or (kind == "link" and _lists_addresses(data))):
        raise UnreadableFile(NO_EXPORT)
    if kind not in _READERS:
        raise UnreadableFile(_REFUSED.get(kind, "The file holds no article that can be read."))
    if wanted == "article" and kind == "text" and not _is_prose(decode_text(data)):
        raise UnreadableFile(NO_ARTICLE)
    return _READERS[kind](data, path, mtime, now)


def _lists_addresses(data: bytes) -> bool:
    return len(decode_text(data[:4096]).split()) > 1 and only_addresses(decode_text(data[:20_000]))


_SENTENCE = re.compile(r"""[.!?…。！？।؟።๚][”"'’»)\]]*$""")

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that put no spaces between words."""


def _is_prose(text: str) -> bool:
    """Return whether a good part of a text is sentences, as of an article; settings and tables are none."""
    lines = [line.strip() for line in text[:200_000].splitlines() if line.strip()]
    told = [line for line in lines if _is_told(line)]
    return sum(map(len, told)) * 4 > sum(map(len, lines))


def _is_told(line: str) -> bool:
    if len(_UNSPACED.findall(line)) >= 15:
        return True
    words = line.split()
    letters = sum(character.isalpha() or character.isspace() for character in line)
    return (
        len(words) >= 8
        and letters * 10 > len(line) * 8
        and (len(words) >= 20 or bool(_SENTENCE.search(line)))
    )


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
