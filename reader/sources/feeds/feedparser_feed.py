"""Feeds that are ill-formed, oddly encoded or of a rare kind, read through feedparser.

No other module knows feedparser's `entry`.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

import feedparser
import feedparser.api

from reader.document.encoding import codec_of
from reader.model import Enclosure
from reader.sources.feeds import encoding as feed_encoding
from reader.sources.feeds import expat_reader
from reader.sources.feeds.dates import parse_date
from reader.sources.feeds.raw_feed import (
    OLDER,
    Headers,
    Kind,
    NotAFeed,
    RawArticle,
    RawFeed,
    RawText,
    is_alternate,
    is_sound_or_film,
    lead_picture,
    size,
)
from reader.sources.feeds.update_hints import read_update_hints

# feedparser takes an old libxml2 driver first where one is installed, and that one opens external entities.
feedparser.api.PREFERRED_XML_PARSERS[:] = [expat_reader.__name__]

Entry = dict[str, object]
"""An article or a feed as feedparser gives it."""

_BASE = "sftp://base.invalid/0/1/2/3/4/feed"
"""The address that feedparser is given instead of the feed's own. What it made absolute can be told apart by
it and be made relative again: an id must not change when a feed's address does. Its scheme is that of no
feed, because joining rewrites addresses of the same scheme."""

_ARTICLE = re.compile(rb"<(?:[\w-]+:)?(?:item|entry)[\s>]")
_ARTICLE_END = re.compile(rb"</(?:[\w-]+:)?(?:item|entry)\s*>")
_FEED_END = re.compile(rb"</(?:[\w-]+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_RDF = re.compile(rb"<(?:[\w-]+:)?rdf\b", re.IGNORECASE)
_RDF_END = re.compile(rb"</(?:[\w-]+:)?rdf\b", re.IGNORECASE)
_DATE = re.compile(rb"<(?:[\w-]+:)?(?:pubDate|published|issued|updated|modified|date)>([^<]{6,60})<")
_ASIDE = re.compile(rb"<(/?)(media|itunes):(?:description|summary)\b[^<>]{0,400}?(/?)>")
_CONTENT = re.compile(rb"<(?:[\w-]+:)?(?:encoded|content|fullitem|body)[\s>]", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#(?:x([0-9a-f]+)|(\d+));?", re.IGNORECASE)
_PERSON = re.compile(
    rb"<(?:[\w-]+:)?(?:author|creator|managingEditor|webMaster|name|email|owner|contributor|publisher)\b[^<>]*>"
    rb"(?:<!\[CDATA\[)?[^<]{80,}",
    re.IGNORECASE,
)
_MAILTO = re.compile(
    rb"(<(?:[\w-]+:)?(?:author|creator|managingEditor|name)\b[^<>]{0,200}>\s*(?:<!\[CDATA\[)?)"
    rb"([^<]{0,200}?)(?:[(<]|&lt;)?mailto:([\w.+-]{1,64}@[\w.-]{1,255})(?:[)>]|&gt;)?",
    re.IGNORECASE,
)
"""A name, and a mail address that is written as a link."""
_LONG_WORD = re.compile(rb"([\w.+-]{80})[\w.+-]+")
_ENTITY = re.compile(rb"<!ENTITY[^>]{0,4000}>")


@dataclass(frozen=True, slots=True)
class _Result:
    """What feedparser made of a document or of its pieces."""

    version: str
    feed: Entry
    entries: Sequence[Entry]
    lost: int = 0
    """The number of articles that it could not read at all."""


def read(body: bytes, headers: Headers, most: int) -> RawFeed:
    """Return the feed with its newest `most` articles. Raises NotAFeed."""
    notices: list[str] = []
    body, cut = _whole_part(body)
    pieces = _pieces(body)
    if len(pieces) - 1 > most:
        notices.append(f"It has {len(pieces) - 1:,} articles; the newest {most:,} were taken.")
        body = b"".join(_newest(pieces, most))
    prepared, encoding = _prepared(body, headers)
    result = _parse(prepared, encoding)
    if not result.version and not result.entries:
        raise NotAFeed("it is not a feed")
    if result.lost:
        notices.append(f"{result.lost} of its articles could not be read.")
    has_content = bool(_CONTENT.search(body))
    return RawFeed(
        title=_title(result.feed, result.version),
        site=_address(result.feed, "link") or _alternate(result.feed),
        articles=tuple(_article(entry, result, has_content) for entry in result.entries),
        hints=read_update_hints(body),
        notices=tuple(notices),
        older=_older(result.feed),
        cut=cut,
    )


def _whole_part(body: bytes) -> tuple[bytes, bool]:
    """Return the document up to the article in whose middle it breaks off, and whether it breaks off.

    Half an article would be kept beside the whole one, or in its place. Raises NotAFeed.
    """
    end = max((found.end() for found in _ARTICLE_END.finditer(body)), default=0)
    feed_end = _RDF_END if _RDF.search(body[:4096]) else _FEED_END  # an RDF channel ends before its articles
    if feed_end.search(body, end):
        return body, False
    if not end:
        raise NotAFeed("it breaks off before its first article is whole")
    return body[:end], True


def _prepared(body: bytes, headers: Headers) -> tuple[bytes, dict[str, str]]:
    """Return the document and the headers for feedparser, without what leads it astray.

    Names of encodings that no document is in are removed. Descriptions of a picture or an episode, which it
    would take for the article's own, get a name that means nothing to it.
    """
    content_type = headers.get("content-type", "")
    if (charset := feed_encoding.header_charset(headers)) and not codec_of(charset):
        content_type = content_type.partition(";")[0]
    if (declared := feed_encoding.declared_charset(body)) and not codec_of(declared):
        body = feed_encoding.without_declaration(body)
    # It looks for mail addresses in names, and needs the square of the time for a word without an end.
    body = _MAILTO.sub(_without_mailto, body)
    body = _PERSON.sub(lambda person: _LONG_WORD.sub(rb"\1", person[0]), body)
    return _ASIDE.sub(rb"<\1\2:about\3>", body), {"content-type": content_type, "content-location": _BASE}


def _without_mailto(name: re.Match[bytes]) -> bytes:
    """Return a name without its mail address, which feedparser would cut in two; the address if it is all."""
    following = name.string[name.end() : name.end() + 1]
    return name[1] + (name[2] if name[2].strip() or following not in b"<]" else name[3])


def _parse(body: bytes, headers: dict[str, str]) -> _Result:
    """Return what feedparser reads of the document; where it fails, what it reads of each part of it."""
    try:
        return _parsed(body, headers)
    except Exception:  # noqa: BLE001  it raises nearly anything on odd references, encodings and entities
        head, *articles = _pieces(_harmless(body))
    results = list(_halves(head, articles, headers))
    entries = [entry for result in results for entry in result.entries]
    first = next((result for result in results if result.version), _Result("", {}, ()))
    return _Result(first.version, first.feed, entries, max(0, len(articles) - len(entries)))


def _parsed(body: bytes, headers: dict[str, str]) -> _Result:
    # Never the bytes themselves: feedparser takes those for the name of a file to open.
    found = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    return _Result(found["version"], found["feed"], found["entries"])


def _halves(head: bytes, articles: Sequence[bytes], headers: dict[str, str]) -> Iterator[_Result]:
    """Read ever smaller parts of the document, until only the unreadable articles are left out."""
    try:
        yield _parsed(head + b"".join(articles), headers)
    except Exception:  # noqa: BLE001  it raises nearly anything: the halves are tried, the good ones kept
        if len(articles) > 1:
            middle = len(articles) // 2
            yield from _halves(head, articles[:middle], headers)
            yield from _halves(head, articles[middle:], headers)


def _harmless(body: bytes) -> bytes:
    """Return the document without entity declarations, charset and references to missing characters."""

    def existing(found: re.Match[bytes]) -> bytes:
        digits = found[1] or found[2]
        number = int(digits, 16 if found[1] else 10) if len(digits) < 10 else 0
        return found[0] if 0 < number < 0xD800 or 0xDFFF < number < 0x110000 else b"\xef\xbf\xbd"

    return _REFERENCE.sub(existing, _ENTITY.sub(b"", feed_encoding.without_declaration(body)))


def _pieces(body: bytes) -> list[bytes]:
    """Return what stands before the first article, and each article with what stands behind it."""
    starts = [0, *(found.start() for found in _ARTICLE.finditer(body)), len(body)]
    return [body[start:end] for start, end in pairwise(starts)]


def _newest(pieces: list[bytes], most: int) -> list[bytes]:
    """Return the frame and the newest articles in the document's order; undated ones count as old."""
    head, *articles = pieces
    end = _ARTICLE_END.search(articles[-1])
    tail = articles[-1][end.end() :] if end else b""
    articles[-1] = articles[-1][: end.end()] if end else articles[-1]
    times = [_time(article) for article in articles]
    newest = sorted(range(len(articles)), key=times.__getitem__, reverse=True)[:most]
    return [head, *(articles[number] for number in sorted(newest)), tail]


def _time(article: bytes) -> int:
    found = _DATE.search(article)
    date = parse_date(found[1].decode("ascii", "replace"), "") if found else None
    return date.at if date else -(1 << 62)


def _article(entry: Entry, result: _Result, has_content: bool) -> RawArticle:
    atom = result.version.startswith("atom")
    return RawArticle(
        key=_relative(_string(entry, "id")) or None,
        title=_title(entry, result.version),
        link=_article_link(entry),
        authors=_authors(entry)
        or _authors(_mapping(entry, "source"))
        or (_authors(result.feed) if atom else ()),
        published=_dated(entry, ("published", "created"), "published" if atom else "pubDate"),
        updated=_dated(entry, ("updated",), "updated" if atom else "dc:date"),
        bodies=tuple(_bodies(entry, atom, has_content)),
        comments=_comments(entry),
        enclosures=tuple(_enclosures(entry)),
        lead=_lead(entry),
    )


def _string(entry: Entry, name: str) -> str:
    # By the dictionary's own method: feedparser's finds other names too, with a warning.
    value = dict.get(entry, name)
    return value if isinstance(value, str) else ""


def _mapping(entry: Entry, name: str) -> Entry:
    value = dict.get(entry, name)
    return value if isinstance(value, dict) else {}


def _mappings(entry: Entry, name: str) -> list[Entry]:
    value = dict.get(entry, name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _relative(address: str) -> str:
    """Return the address as the feed wrote it, where feedparser made it absolute."""
    if address == _BASE:
        return ""
    for start, rest in (
        (_BASE, ""),
        ("sftp://base.invalid/0/1/2/3/4/", ""),
        ("sftp://base.invalid/", "/"),
        ("sftp://", "//"),
    ):
        if address.startswith(start):
            return rest + address[len(start) :]
    return address


def _address(entry: Entry, name: str) -> str | None:
    return _relative(_string(entry, name)) or None


def _older(feed: Entry) -> str | None:
    links = {_string(link, "rel").lower(): link for link in _mappings(feed, "links")}
    return next(
        (address for rel in OLDER if rel in links and (address := _address(links[rel], "href"))), None
    )


def _alternate(entry: Entry) -> str | None:
    """Return the link to an alternate page that feedparser does not take for the feed's own."""
    for link in _mappings(entry, "links"):
        type_ = _string(link, "type").partition(";")[0].strip().lower()
        if is_alternate(_string(link, "rel")) and type_ in ("", "text/html", "application/xhtml+xml"):
            return _address(link, "href")
    return None


def _article_link(entry: Entry) -> str | None:
    """Return the article's link; None for what feedparser makes up: the base for an empty link, any id for a
    missing one.
    """
    link = _string(entry, "link")
    if link == _string(_mapping(entry, "title_detail"), "base"):
        return None
    link = _relative(link)
    if dict.get(entry, "guidislink") and not link.startswith(("http://", "https://", "/")):
        return None
    return link or None


def _kind(type_: str, atom: bool) -> Kind:
    if not atom:
        return "guess"
    return "html" if type_ in ("text/html", "application/xhtml+xml") else "text"


def _title(entry: Entry, version: str) -> RawText | None:
    value = _string(entry, "title")
    if not value:
        # In a namespace that means nothing to it, feedparser keeps the prefix.
        others = (_string(entry, name) for name in entry if name.endswith("_title"))
        return next((RawText(other, "guess", "title") for other in others if other), None)
    detail = _string(_mapping(entry, "title_detail"), "type")
    kind = "html" if detail == "application/xhtml+xml" else _kind(detail, version.startswith("atom"))
    return RawText(value, kind, "title")


def _authors(entry: Entry) -> tuple[RawText, ...]:
    names = [_string(author, "name") or _string(author, "email") for author in _mappings(entry, "authors")]
    written = unescape(_string(entry, "author"))
    if len(names) == 1 and "@" in written:
        names = [written]  # feedparser takes its address apart behind `.phot` of `.photography`
    return tuple(RawText(name, "text", "author") for name in names if name)


def _dated(entry: Entry, names: Sequence[str], element: str) -> RawText | None:
    return next((RawText(value, "text", element) for name in names if (value := _string(entry, name))), None)


def _bodies(entry: Entry, atom: bool, has_content: bool) -> Iterator[RawText]:
    details = [(detail, has_content, "content") for detail in _mappings(entry, "content")]
    details.append((_mapping(entry, "summary_detail"), False, "summary" if atom else "description"))
    for detail, content, element in details:
        type_ = _string(detail, "type")
        kind = "html" if type_ == "application/xhtml+xml" else _kind(type_, atom)
        yield RawText(_string(detail, "value"), kind, element, _relative(_string(detail, "base")), content)
    for name in ("media_about", "itunes_about"):
        yield RawText(_string(entry, name), "guess", name.replace("about", "description").replace("_", ":"))


def _comments(entry: Entry) -> str | None:
    if address := _string(entry, "comments"):
        return _relative(address)
    for link in _mappings(entry, "links"):
        if _string(link, "rel") == "replies" and (_string(link, "type") or "text/html") == "text/html":
            return _relative(_string(link, "href")) or None
    return None


def _enclosures(entry: Entry) -> Iterator[Enclosure]:
    for link in _mappings(entry, "links"):
        if _string(link, "rel") == "enclosure":
            yield _enclosure(_string(link, "href"), link, "length")
    for media in _mappings(entry, "media_content"):
        if is_sound_or_film(_string(media, "type"), _string(media, "medium")):
            yield _enclosure(_string(media, "url"), media, "filesize")


def _lead(entry: Entry) -> str:
    pictures = (
        (_string(media, "url"), _string(media, "type"), _string(media, "medium"), _string(media, "width"))
        for media in _mappings(entry, "media_content")
    )
    return lead_picture(pictures, (_string(each, "url") for each in _mappings(entry, "media_thumbnail")))


def _enclosure(url: str, attributes: Entry, length: str) -> Enclosure:
    return Enclosure(_relative(url), _string(attributes, "type") or None, size(_string(attributes, length)))
