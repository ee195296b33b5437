"""Files that hold addresses: `.url` of Windows, `.webloc` of macOS, `.desktop` of Linux, plain text."""

import plistlib
import re

from reader.model import ParsedArticle
from reader.sources.saved.article import UnreadableFile
from reader.sources.saved.formats.addresses.links import Link, link_article
from reader.sources.saved.given_titles import file_title
from reader.sources.saved.text.decode import decode_text
from reader.urls.safe import is_web_url

_LINE = re.compile(r"^\s*URL(?:\[\$e\])?\s*=\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"^\s*Name\s*=\s*(.+?)\s*$", re.MULTILINE)


def read_link_file(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a file of addresses. Returns an article without text for each address.

    Raises `UnreadableFile` where the file has no address of the web.
    """
    del now
    addresses = _addresses(data)
    found: dict[str, ParsedArticle] = {}
    for url, name in addresses:
        title = name or (file_title(path) if len(addresses) == 1 else "")
        link = Link(url=url, title=title, added=str(mtime) if mtime else "")
        if article := link_article(link, path, "link file"):
            found.setdefault(url, article)
    if not found:
        raise UnreadableFile("The file holds no address of the web.")
    return tuple(found.values())


def _addresses(data: bytes) -> list[tuple[str, str]]:
    """Return each address with its name; "" where the file gives none."""
    if data.startswith(b"bplist00") or b"<plist" in data[:2000]:
        try:
            content = plistlib.loads(data)
        except Exception as error:
            raise UnreadableFile("The link file is damaged.") from error
        return [(str(content.get("URL", "")), "")] if isinstance(content, dict) else []
    text = decode_text(data)
    if found := _LINE.search(text):
        name = _NAME.search(text)
        return [(found[1], name[1] if name else "")]
    return [(word, "") for word in text.split() if is_web_url(word)]
