"""From a response's body to a feed with its articles, whatever the format."""

import re
from dataclasses import replace

from reader.model import ParsedFeed
from reader.sources.feeds import encoding, xml_feed
from reader.sources.feeds.articles import make_article, resolved, time_of
from reader.sources.feeds.long_fields import cut_fields
from reader.sources.feeds.raw_feed import LONGEST_FIELD, Headers, NotAFeed, RawArticle, RawFeed
from reader.sources.feeds.titles import plain_line
from reader.sources.http.decompression import LONGEST_BODY, BadCoding, Body, TooLarge

__all__ = ["MOST_ARTICLES", "NotAFeed", "parse_feed"]

MOST_ARTICLES = 5_000
"""Articles that are taken of one document: the newest."""

_GZIP = b"\x1f\x8b"

_FEED_TAG = re.compile(rb"<(?:[\w-]+:)?(?:rss|feed|rdf|channel|item|entry)[\s>/]", re.IGNORECASE)
_TAG = re.compile(rb"<([A-Za-z_][\w:.-]*)")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)

_BEFORE = b"\xef\xbb\xbf \t\r\n\0"
"""Bytes that may stand before a document: UTF-8's mark, blanks, zeros."""

_BINARY = {
    _GZIP: "it is compressed data",
    b"%PDF-": "it is a PDF document",
    b"PK\x03\x04": "it is a ZIP archive",
    b"\x89PNG": "it is an image",
    b"\xff\xd8\xff": "it is an image",
    b"GIF8": "it is an image",
    b"ID3": "it is a sound file",
}
_ROOTS = {
    b"html": "it is a web page, not a feed",
    b"opml": "it is a list of subscriptions (OPML), not a feed; import it",
    b"urlset": "it is a site map, not a feed",
    b"sitemapindex": "it is a site map, not a feed",
    b"svg": "it is an image",
}
"""What a document is that is no feed, by its outermost element."""


def parse_feed(body: bytes, headers: Headers, url: str) -> ParsedFeed:
    """Return the feed in a document. Raises NotAFeed.

    `headers` are the response's, by lower-case names; `url` is where it came from, after redirects.
    """
    raw = _read(_decompressed(body) if body.startswith(_GZIP) else body, headers)
    base = resolved(headers.get("content-location"), url) or url
    chosen, notices = _newest(raw)
    long = sum(map(_has_long_field, chosen))
    if long:
        notices += (f"{_articles(long)} longer than {LONGEST_FIELD:,} characters; the rest was cut off.",)
    if raw.cut:
        notices += ("It breaks off; the articles that are whole were taken.",)
    return ParsedFeed(
        title=plain_line(raw.title),
        site=resolved(raw.site, base),
        articles=tuple(make_article(article, base) for article in chosen),
        hints=raw.hints,
        notices=raw.notices + notices,
        cut=raw.cut,
        older=resolved(raw.older, base),
    )


def _decompressed(body: bytes) -> bytes:
    """Return a feed that is compressed on its server (`feed.xml.gz`) without a header that says so."""
    compressed = Body("gzip", LONGEST_BODY)
    try:
        compressed.add(body)
        return compressed.whole()
    except TooLarge:
        raise NotAFeed("it is compressed data, and too large") from None
    except BadCoding:
        raise NotAFeed("it is compressed data, and damaged") from None


def _read(body: bytes, headers: Headers) -> RawFeed:
    start = body.lstrip(_BEFORE)[:4096]
    if not start:
        raise NotAFeed("it is empty")
    for magic, sentence in _BINARY.items():
        if start.startswith(magic):
            raise NotAFeed(sentence)
    if encoding.is_wide(body):
        # What the header says of the encoding is true no longer.
        body, headers = encoding.narrowed(body), {}
    if body.lstrip(_BEFORE)[:1] in (b"{", b"["):
        return _read_json(body)
    body = cut_fields(body)
    root = _root(body)
    if root in _ROOTS or not _FEED_TAG.search(body):
        raise NotAFeed(_what_else(root, body))
    feed = xml_feed.read(body, headers) or (_read_cdf(body, headers) if root == b"channel" else None)
    if feed is not None:
        return feed
    from reader.sources.feeds import feedparser_feed  # a tenth of a second that most refreshes do without

    try:
        return feedparser_feed.read(body, headers, MOST_ARTICLES)
    except NotAFeed:
        if encoding.header_charset(headers) is None:
            raise
        return _read(body, {})  # The header may be wrong about the encoding.


def _read_cdf(body: bytes, headers: Headers) -> RawFeed | None:
    from reader.sources.feeds import cdf_feed  # hardly any feed is one

    return cdf_feed.read(body, headers)


def _read_json(body: bytes) -> RawFeed:
    from reader.sources.feeds.from_json import document, json_feed, rss  # few feeds are JSON

    loaded = document.load(body)
    xml = rss.as_xml(loaded.value)
    feed = json_feed.read(loaded) if xml is None else replace(_read(xml, {}), cut=loaded.cut)
    if feed.cut and not feed.articles:
        raise NotAFeed("it breaks off before its first article is whole")
    return feed


def _root(body: bytes) -> bytes:
    """Return the first tag's name in lower case, without its prefix."""
    root = _TAG.search(_COMMENT.sub(b"", body[:8192]))
    return root[1].lower().rpartition(b":")[2] if root else b""


def _what_else(root: bytes, body: bytes) -> str:
    if root in _ROOTS:
        return _ROOTS[root]
    if b"<html" in body[:65_536].lower() or root in (b"head", b"body", b"meta", b"title", b"script"):
        return _ROOTS[b"html"]
    return "it is XML, but not a feed" if body.lstrip().startswith(b"<?xml") else "it is not a feed"


def _newest(raw: RawFeed) -> tuple[tuple[RawArticle, ...], tuple[str, ...]]:
    """Return at most `MOST_ARTICLES` in the document's order, and sentences about those left out."""
    articles = raw.articles
    if len(articles) <= MOST_ARTICLES:
        return articles, ()
    times = [time_of(article) for article in articles]
    newest = sorted(range(len(articles)), key=times.__getitem__, reverse=True)[:MOST_ARTICLES]
    notice = f"It has {len(articles):,} articles; the newest {MOST_ARTICLES:,} were taken."
    return tuple(articles[number] for number in sorted(newest)), (notice,)


def _has_long_field(article: RawArticle) -> bool:
    texts = (article.title, *article.authors, *article.bodies)
    return any(len(text.value) > LONGEST_FIELD for text in texts if text is not None)


def _articles(count: int) -> str:
    return "One of its articles is" if count == 1 else f"{count} of its articles are"
