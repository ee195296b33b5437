"""Well-formed RSS, RDF and Atom read straight from the XML tree: thirty times as fast as feedparser.

It takes only what it fully understands and leaves all else to `feedparser_feed`; what it takes, it reads as
feedparser does, so that a feed which is damaged one day keeps its articles' ids and texts.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import Any

from lxml import etree

from reader.model import Enclosure
from reader.sources.feeds import encoding
from reader.sources.feeds.raw_feed import (
    OLDER,
    Headers,
    Kind,
    RawArticle,
    RawFeed,
    RawText,
    is_alternate,
    is_sound_or_film,
    lead_picture,
    size,
)
from reader.sources.feeds.update_hints import read_update_hints
from reader.urls.parts import joined

Element = Any
"""An element of lxml, which brings no types."""

Children = dict[str, list[Element]]
"""The children of an element by their names."""

_RSS_1_1 = "http://purl.org/net/rss1.1#"

_OWN = {
    "http://purl.org/rss/1.0/",
    _RSS_1_1,
    "http://purl.org/net/rss1.1/payload#",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://www.w3.org/2005/atom",
    "http://purl.org/atom/ns#",
    "http://backend.userland.com/rss",
    "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss",
}
"""The namespaces of the formats themselves, in lower case."""

_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://search.yahoo.com/mrss": "media:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
}

_CONTENT = ("content:encoded", "content", "xhtml:body", "body", "fullitem", "payload")
_DESCRIPTION = ("description", "dc:description", "summary", "abstract")
_ASIDE = ("media:description", "itunes:summary")
_PUBLISHED = ("published", "pubdate", "issued", "dcterms:issued")
_CREATED = ("created", "dcterms:created")
_UPDATED = ("updated", "modified", "dc:date", "dcterms:modified", "lastbuilddate")
_AUTHOR = ("author", "dc:creator", "dc:author", "itunes:author", "managingeditor")

_HTML = ("html", "xhtml", "text/html", "application/xhtml+xml")
_TEXT = ("text", "plain", "text/plain")
_HTML_BY_DEFAULT = ("description", "dc:description", "content:encoded", "fullitem", "body", "xhtml:body")
_WRITTEN = {"pubdate": "pubDate", "lastbuilddate": "lastBuildDate"}

_DECLARATIONS = re.compile(r"""^(<[\w.-]+)(?: xmlns(?::[\w.-]+)?="[^"]*")+""")
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def read(body: bytes, headers: Headers) -> RawFeed | None:
    """Return the feed; None where feedparser has to read it: ill-formed, with a DOCTYPE, or of an unknown
    kind.
    """
    root: Element = tree(body, headers)
    channel: Element = _channel(root) if root is not None else None
    if channel is None:
        return None
    frame = _children(channel)
    atom = _name(root.tag) == "feed"
    items = [
        child
        for parent in dict.fromkeys((root, channel, *frame.get("items", ())))
        for child in parent
        if _name(child.tag) in ("item", "entry")
    ]
    if len(items) != len(list(root.iter("{*}item", "{*}entry"))):
        return None
    try:
        inherited = tuple(_authors(frame)) if atom else ()
        return RawFeed(
            title=_title(frame, atom),
            site=_link(frame) or _permalink(frame),
            articles=tuple(_article(item, atom, inherited) for item in items),
            hints=read_update_hints(body),
            older=_older(frame),
        )
    except _NotForHere:
        return None


def _channel(root: Element) -> Element | None:
    """Return the element that tells of the feed: in RSS 1.1 and Atom the outermost one."""
    kind = _name(root.tag)
    if kind == "feed" or root.tag == f"{{{_RSS_1_1}}}Channel":
        return root
    if kind not in ("rss", "rdf:rdf"):
        return None
    return next((child for child in root if _name(child.tag) == "channel"), None)


class _NotForHere(Exception):
    """The feed has something that only feedparser can read."""


def tree(body: bytes, headers: Headers) -> Element | None:
    """Return the outermost element; None where the document is ill-formed or has a DOCTYPE."""
    # Without a DOCTYPE there are no entities, so none can point at a file or multiply.
    utf8 = encoding.in_utf8(body, headers)
    if utf8 is None or b"<!DOCTYPE" in utf8:
        return None
    # The tree's depth stays bounded (no `huge_tree`): feedparser, which builds no tree, reads what is deeper.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(utf8.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


@lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    """Return `dc:creator` for `{http://purl.org/dc/elements/1.1/}Creator`; the formats' own names have no
    prefix.
    """
    if tag[0] != "{":
        return tag.lower()
    space, _, name = tag[1:].lower().partition("}")
    if space in _OWN or space.rstrip("/").replace("https:", "http:", 1) in _OWN:
        return name
    return _PREFIXES.get(space, f"{{{space}}}") + name


def _children(element: Element) -> Children:
    """Return the children by name; those of a `media:group` count as the element's own."""
    children: Children = {}
    for child in element:
        name = _name(child.tag)
        if name == "media:group":
            for inner in child:
                children.setdefault(_name(inner.tag), []).append(inner)
        children.setdefault(name, []).append(child)
    return children


def _each(children: Children, names: tuple[str, ...]) -> Iterator[tuple[str, Element]]:
    """Yield the children of these names, in the order in which the names first appear in the document."""
    for name, elements in children.items():
        if name in names:
            for element in elements:
                yield name, element


def _article(item: Element, atom: bool, inherited: tuple[RawText, ...]) -> RawArticle:
    children = _children(item)
    source = children.get("source")
    return RawArticle(
        key=_key(item, children),
        title=_title(children, atom),
        link=_link(children) or _permalink(children),
        authors=tuple(_authors(children))
        or (tuple(_authors(_children(source[0]))) if source else ())
        or inherited,
        published=_last(children, _PUBLISHED) or _last(children, _CREATED),
        updated=_last(children, _UPDATED),
        bodies=tuple(_bodies(children, atom)),
        comments=_comments(children),
        enclosures=tuple(_enclosures(children)),
        lead=_lead(children),
    )


def _text(element: Element) -> str:
    return encoding.mended((element.text or "").strip())


def _attribute(element: Element, name: str) -> str:
    return encoding.mended(element.get(name) or "")


def _key(item: Element, children: Children) -> str | None:
    """Return the id as it is written, relative to `xml:base` alone: it outlives a move of the feed."""
    for _, element in reversed(list(_each(children, ("guid", "id")))):
        if text := _text(element):
            return _joined(element, text) if _is_permalink(element) else text
    return item.get(_RDF_ABOUT) or None


def _is_permalink(element: Element) -> bool:
    return bool((element.get("isPermaLink") or element.get("ispermalink") or "true") == "true")


def _permalink(children: Children) -> str | None:
    """Return the id as the link where there is none, unless it says that it is no link, or is a number."""
    for _, element in _each(children, ("guid", "id")):
        text = _text(element)
        if _is_permalink(element) and text.startswith(("http://", "https://", "/")):
            return _joined(element, text)
    return None


def _link(children: Children) -> str | None:
    """Return the link: in RSS the element's text, in Atom `href` of the last link to an alternate page."""
    found = None
    for element in children.get("link", ()):
        href = element.get("href")
        if href is None:
            found = _joined(element, _text(element)) or found
        elif is_alternate(element.get("rel") or "") and _is_page(element.get("type")):
            found = _joined(element, encoding.mended(href))
    return found


def _older(children: Children) -> str | None:
    links = {(link.get("rel") or "").lower(): link for link in children.get("link", ())}
    named = (_joined(links[rel], _attribute(links[rel], "href")) for rel in OLDER if rel in links)
    return next(filter(None, named), None)


def _is_page(type_: str | None) -> bool:
    return (type_ or "html").partition(";")[0].strip().lower() in _HTML


def _joined(element: Element, address: str) -> str:
    base = _base(element)
    address = address.strip()
    return joined(base, address) or address if base and address else address


def _base(element: Element) -> str:
    """Return what `xml:base` says here and above (https://www.w3.org/TR/xmlbase/); it may be relative."""
    return element.base or ""


def _last(children: Children, names: tuple[str, ...]) -> RawText | None:
    found = None
    for name, element in _each(children, names):
        if text := _text(element):
            found = RawText(text, "text", _WRITTEN.get(name, name))
    return found


def _title(children: Children, atom: bool) -> RawText | None:
    for names in (("title", "dc:title"), ("media:title",)):
        for name, element in _each(children, names):
            if (title := _raw_text(name, element, atom)).value:
                return title
    return _foreign_title(children)


def _foreign_title(children: Children) -> RawText | None:
    """Return the title that is in a namespace which means nothing here: it may be a slip of the feed's."""
    for name, elements in children.items():
        if re.split("[:}]", name)[-1] == "title":
            for element in elements:
                if text := encoding.mended(" ".join("".join(element.itertext()).split())):
                    return RawText(text, "guess", "title")
    return None


def _bodies(children: Children, atom: bool) -> Iterator[RawText]:
    for names in (_CONTENT, _DESCRIPTION, _ASIDE):
        for name, element in _each(children, names):
            text = _raw_text(name, element, atom and names is not _ASIDE)
            if text.value:
                yield text


def _raw_text(name: str, element: Element, atom: bool) -> RawText:
    """Return what is in the element: text, markup written as text, or markup."""
    base = _base(element)
    if len(element):
        return RawText(_markup(element), "html", name, base, name in _CONTENT)
    return RawText(_text(element), _kind(name, element, atom), name, base, name in _CONTENT)


def _kind(name: str, element: Element, atom: bool) -> Kind:
    """Return how the text is written: by `type` and `mode` (RFC 4287, section 3.1, and Atom 0.3), in RSS by
    custom.
    """
    type_ = (element.get("type") or ("html" if name in _HTML_BY_DEFAULT else "text")).lower()
    if type_ not in _HTML + _TEXT or element.get("mode") == "base64":
        raise _NotForHere
    if not atom:
        return "guess"
    return "html" if type_ in _HTML else "text"


def _markup(element: Element) -> str:
    """Return the markup inside the element as HTML without namespaces."""
    for inner in element.iter():
        inner.tag = inner.tag.rpartition("}")[2]
    children = (
        _DECLARATIONS.sub(r"\1", etree.tostring(child, encoding="unicode", method="html"))
        for child in element
    )
    return encoding.mended((escape(element.text or "", quote=False) + "".join(children)).strip())


def _authors(children: Children) -> Iterator[RawText]:
    for name, element in _each(children, _AUTHOR):
        parts = _children(element)
        own = [part for inner in ("name", "email") for part in parts.get(inner, ()) if _text(part)]
        if text := _text(own[0] if own else element):
            yield RawText(text, "text", name)


def _comments(children: Children) -> str | None:
    """Return the address of an article's comments: that of RSS, or of the page with Atom's replies."""
    for element in children.get("comments", ()):
        if address := _text(element):
            return address
    for link in children.get("link", ()):
        if link.get("rel") == "replies" and (link.get("type") or "text/html") == "text/html":
            return _joined(link, _attribute(link, "href")) or None
    return None


def _enclosures(children: Children) -> Iterator[Enclosure]:
    links = (link for link in children.get("link", ()) if link.get("rel") == "enclosure")
    for element in (*children.get("enclosure", ()), *links):
        address = _attribute(element, "url") or _attribute(element, "href") or _text(element)
        yield _enclosure(
            _joined(element, address) if "href" in element.attrib else address, element, "length"
        )
    for element in children.get("media:content", ()):
        if is_sound_or_film(element.get("type") or "", element.get("medium") or ""):
            yield _enclosure(_attribute(element, "url"), element, "fileSize")


def _lead(children: Children) -> str:
    pictures = (
        (_attribute(element, "url"), element.get("type") or "", element.get("medium") or "",
         element.get("width") or "")
        for element in children.get("media:content", ())
    )  # fmt: skip
    return lead_picture(pictures, (_attribute(each, "url") for each in children.get("media:thumbnail", ())))


def _enclosure(url: str, element: Element, length: str) -> Enclosure:
    return Enclosure(url, (element.get("type") or "").lower() or None, size(element.get(length) or ""))
