"""Bookmarks as browsers export them (Netscape's format), and Pocket's old HTML export, which is like it."""

from dataclasses import replace
from html.parser import HTMLParser

from reader.model import ParsedArticle
from reader.sources.saved.article import UnreadableFile, mark_truncated
from reader.sources.saved.formats.addresses.links import Link, link_article
from reader.sources.saved.text.decode import decode_text


def read_bookmarks(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read browsers' bookmarks. Returns an article without text for each address.

    The format's elements are never closed, so events are read instead of a tree. Raises `UnreadableFile`
    where no bookmark has an address of the web.
    """
    del mtime, now
    parser = _Bookmarks()
    parser.feed(decode_text(data))
    parser.close()
    truncated = parser.finish()
    found: dict[str, ParsedArticle] = {}
    for link in parser.links:
        article = link_article(link, path, "bookmark")
        if article and article.link:
            found.setdefault(article.link, article)
    if not found:
        raise UnreadableFile("The file holds no bookmarks of the web.")
    *others, last = found.values()
    return (*others, mark_truncated(last) if truncated else last)


class _Bookmarks(HTMLParser):
    """A parser that collects links with their attributes; headings tell Pocket's archive from its list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[Link] = []
        self._attributes: dict[str, str] | None = None
        self._text = ""
        self._in_heading = False
        self._heading = ""
        self._note: str | None = None
        """What a `dd` element says of the link above it, as far as it was read."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_note()
        if tag == "dd":
            self._note = ""
        elif tag == "a":
            self.finish()
            self._attributes = {name: value or "" for name, value in attrs}
            self._text = ""
        elif tag in ("h1", "h3"):
            self._in_heading = True
            self._heading = ""

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self._heading += data
        elif self._attributes is not None:
            self._text += data
        elif self._note is not None:
            self._note += data

    def handle_endtag(self, tag: str) -> None:
        self._end_note()
        if tag in ("h1", "h3"):
            self._in_heading = False
        elif tag == "a":
            self.finish()

    def finish(self) -> bool:
        """Add the link that is still open. Returns whether one was, as at the end of a truncated file."""
        self._end_note()
        if self._attributes is None:
            return False
        self._add(self._attributes)
        self._attributes = None
        return True

    def _end_note(self) -> None:
        if self._note and self.links:
            self.links[-1] = replace(self.links[-1], note=self._note.strip())
        self._note = None

    def _add(self, attributes: dict[str, str]) -> None:
        tags = tuple(tag.strip() for tag in attributes.get("tags", "").split(",") if tag.strip())
        read = "archive" in self._heading.lower() or attributes.get("toread") == "0"
        self.links.append(
            Link(
                url=attributes.get("href", ""),
                title=" ".join(self._text.split()),
                added=attributes.get("time_added") or attributes.get("add_date", ""),
                tags=tags,
                read=read,
            )
        )
