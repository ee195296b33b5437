"""Articles that are only an address so far: shortcuts, bookmarks, read-later exports without text."""

from dataclasses import dataclass

from reader.document.html.reader import from_html
from reader.document.sanitize import sanitize
from reader.document.text import from_text
from reader.model import Date, Fact, ParsedArticle
from reader.sources.saved.article import Known, dated, make_article
from reader.sources.saved.dates.page_dates import read_date
from reader.sources.saved.dates.timezones import Clues
from reader.urls.parts import hostname
from reader.urls.safe import safe_url

_SINCE_1601 = 11_644_473_600
"""Seconds from 1601, from which Chrome counts microseconds, to 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One entry of an export, with its values as the program wrote them."""

    url: str
    title: str = ""
    added: str = ""
    """ISO 8601, Unix seconds, milliseconds or microseconds."""
    published: str = ""
    author: str = ""
    site: str = ""
    tags: tuple[str, ...] = ()
    read: bool = False
    starred: bool = False
    html: str = ""
    """The article's text, in the few exports that have it."""
    note: str = ""
    """The note of the user or an excerpt by the program, in plain text."""


def link_article(link: Link, path: str, rule: str) -> ParsedArticle | None:
    """Return an entry as an article; None where its address cannot be opened.

    `rule` names the kind of export in the article's facts.
    """
    if safe_url(link.url) is None:
        return None
    document = from_html(link.html, link.url) if link.html else from_text(sanitize(link.note))
    added = _added_date(link.added)
    published = read_date(link.published, rule, Clues()) if link.published else None
    title = link.title.strip()
    known = Known(
        title=Fact(title, rule) if title and title != link.url else None,
        author=Fact(link.author, rule) if link.author.strip() else None,
        site=Fact(link.site, rule) if link.site.strip() else _host(link.url),
        url=Fact(link.url, rule),
        published=dated(published) if published else None,
        captured=dated(added) if added else None,
        tags=link.tags,
        read=link.read,
        starred=link.starred,
        complete=None if link.html or not document.blocks else "summary",
    )
    return make_article(document, known, raw=link.html.encode("utf-8", "ignore"), path=path)


def _host(url: str) -> Fact | None:
    host = hostname(url)
    return Fact(host.removeprefix("www."), "host of the address") if host else None


def _added_date(text: str) -> Date | None:
    """Return when an entry was added. Digits are seconds, milliseconds or microseconds by their number."""
    text = text.strip()
    if text.isdigit() and len(text) == 17:
        text = str(int(text) // 1_000_000 - _SINCE_1601)
    elif text.isdigit() and len(text) in (13, 16):
        text = text[:10]
    return read_date(text, "time added", Clues()) if text and text != "0" else None
