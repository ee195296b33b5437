"""The feeds that a web page names (https://www.rssboard.org/rss-autodiscovery)."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.document.html.depth import shallow
from reader.urls.safe import safe_url
from reader.urls.typed import listed_url

_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
"""Media types of feeds."""

_LONGEST_PAGE = 4 << 20
"""Bytes of a page that are looked through: feeds are named near its beginning."""

_MOST = 50
"""Feeds of a page at most."""


def feed_links(html: bytes, url: str) -> list[str]:
    """Return the http and https addresses of the feeds that a page names.

    They are absolute, in the page's order, each once; feeds of comments come last. `url` is the page's own
    address.
    """
    page = LexborHTMLParser(shallow(html[:_LONGEST_PAGE]))
    base = _base(page, url)
    found: dict[str, bool] = {}
    for link in page.css("link[href]"):
        if _names_a_feed(link) and (address := _address(link, base)):
            found.setdefault(address, _is_for_comments(link, address))
        if len(found) == _MOST:
            break
    return sorted(found, key=found.__getitem__)


def _attribute(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()


def _base(page: LexborHTMLParser, url: str) -> str:
    base = page.css_first("base[href]")
    return (safe_url(_attribute(base, "href"), url) if base else None) or url


def _names_a_feed(link: LexborNode) -> bool:
    words = _attribute(link, "rel").lower().split()
    type_ = _attribute(link, "type").lower().partition(";")[0].strip()
    if "feed" in words:
        return True
    if "alternate" not in words or "stylesheet" in words:
        return False
    # `application/json` is an older type of JSON Feed, and WordPress' type for what no person reads.
    hint = f"{_attribute(link, 'href')} {_attribute(link, 'title')}".lower()
    return type_ in _TYPES or (type_ == "application/json" and "feed" in hint and "wp-json" not in hint)


def _address(link: LexborNode, base: str) -> str | None:
    address = safe_url(listed_url(_attribute(link, "href")), base)
    return address if address and address.startswith("http") else None


def _is_for_comments(link: LexborNode, address: str) -> bool:
    return bool(re.search(r"\bcomments?\b", f"{_attribute(link, 'title')} {address}", re.IGNORECASE))
