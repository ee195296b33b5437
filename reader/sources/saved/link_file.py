"""Files that hold one address: `.url` of Windows, `.webloc` of macOS, `.desktop` of Linux, plain text."""

import plistlib
import re

from reader.model import ParsedArticle
from reader.sources.saved.article import UnreadableFile
from reader.sources.saved.decoding import decode_text
from reader.sources.saved.links import Link, link_article
from reader.sources.saved.title import file_title

_LINE = re.compile(r"^\s*URL(?:\[\$e\])?\s*=\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"^\s*Name\s*=\s*(.+?)\s*$", re.MULTILINE)
_BARE = re.compile(r"\s*(https?://\S+)\s*")


def read_link_file(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """The article behind the address, without a text so far."""
    del now
    url, name = _address(data)
    link = Link(url=url, title=name or file_title(path), added=str(mtime) if mtime else "")
    article = link_article(link, path, "link file")
    if article is None:
        raise UnreadableFile("The file holds no address of the web.")
    return (article,)


def _address(data: bytes) -> tuple[str, str]:
    if data.startswith(b"bplist00") or b"<plist" in data[:2000]:
        try:
            content = plistlib.loads(data)
        except Exception as error:
            raise UnreadableFile("The link file is damaged.") from error
        return (str(content.get("URL", "")), "") if isinstance(content, dict) else ("", "")
    text = decode_text(data)
    found = _LINE.search(text) or _BARE.fullmatch(text)
    name = _NAME.search(text)
    return found[1] if found else "", name[1] if name else ""
