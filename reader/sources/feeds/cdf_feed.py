"""The Channel Definition Format (https://www.w3.org/TR/NOTE-CDFsubmit.html): names in any case, and addresses
and dates in attributes.
"""

import re
from collections.abc import Iterator

from reader.sources.feeds.raw_feed import Headers, RawArticle, RawFeed, RawText
from reader.sources.feeds.xml_feed import Element, tree
from reader.urls.parts import joined

_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^<>\[\]]{0,400}>", re.IGNORECASE)
"""A document type that declares nothing itself."""

_RSS = frozenset(("link", "guid", "pubdate", "description", "url", "image"))
"""Elements that channels of RSS have and those of this format do not."""


def read(body: bytes, headers: Headers) -> RawFeed | None:
    """Return the channel with its items, also those of channels inside it; None where it is not one, or is
    ill-formed.
    """
    root = tree(_DOCTYPE.sub(b"", body, count=1), headers)
    if root is None or _name(root) != "channel" or any(_name(element) in _RSS for element in root.iter()):
        return None
    base = _attribute(root, "base")
    items = [element for element in root.iter() if _name(element) == "item"]
    return RawFeed(
        title=_text(root, "title"),
        site=_address(root, base),
        articles=tuple(_article(item, base) for item in items),
    )


def _article(item: Element, base: str) -> RawArticle:
    changed = _attribute(item, "lastmod")
    return RawArticle(
        title=_text(item, "title"),
        link=_address(item, base),
        updated=RawText(changed, "text", "lastmod") if changed else None,
        bodies=tuple(filter(None, (_text(item, "abstract"),))),
    )


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _attribute(element: Element, name: str) -> str:
    return next((value.strip() for key, value in element.attrib.items() if key.lower() == name), "")


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _name(child) == name)


def _text(element: Element, name: str) -> RawText | None:
    """Return a child's text, which may be its attribute `VALUE`."""
    for child in _children(element, name):
        if text := ("".join(child.itertext()).strip() or _attribute(child, "value")):
            return RawText(text, "guess", name)
    return None


def _address(element: Element, base: str) -> str | None:
    """Return where an item leads: by its attribute, or by an element `A`."""
    anchors = (_attribute(anchor, "href") for anchor in _children(element, "a"))
    address = _attribute(element, "href") or next(filter(None, anchors), "")
    return joined(base, address) or address or None if base else address or None
