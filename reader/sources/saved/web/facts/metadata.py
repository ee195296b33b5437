"""Read a page's metadata: JSON-LD first, then meta elements, microdata, time elements, headings."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.model import Date, Fact
from reader.sources.saved.article import dated
from reader.sources.saved.dates.page_dates import read_date
from reader.sources.saved.dates.timezones import Clues, zone_of_domain, zone_of_language
from reader.sources.saved.text.bylines import byline_of
from reader.sources.saved.web.facts.author_names import clean_authors, given_name_first
from reader.sources.saved.web.facts.headline import Names, choose_title
from reader.sources.saved.web.facts.json_ld import Object, describe_article, text_of, texts_of, value_of
from reader.sources.saved.web.facts.microdata import is_of_article
from reader.sources.saved.web.facts.visible import visible_authors, visible_date
from reader.urls.parts import hostname, joined, parts_of
from reader.urls.sites import same_site

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_TITLES = (
    "dc.title", "dcterm.title", "dcterms.title", "og.title", "twitter.title", "parsely-title",
    "sailthru.title", "title",
)  # fmt: skip
_SITES = (
    "og.site_name", "application-name", "parsely-site", "dc.publisher", "dcterms.publisher", "publisher",
)  # fmt: skip
_AUTHORS = (
    "dc.creator", "dcterm.creator", "dcterms.creator", "author", "article.author", "parsely-author",
    "sailthru.author", "byl", "article.author_name", "citation_author", "creator", "cxenseparse.author",
    "dc.contributor", "og.author", "og.article.author",
)  # fmt: skip
_PUBLISHED = (
    "article.published_time", "og.article.published_time", "og.published_time", "article.published",
    "datepublished", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date",
    "publish_date", "published_time", "publication_date", "date.published", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date",
    "cxenseparse.recs.publishtime", "originalpublicationdate", "citation_publication_date",
    "article_date_original", "rnews.datepublished", "date", "og.pubdate", "bt.pubdate",
    "iso-8601-publish-date", "article.publish_time", "created",
)  # fmt: skip
_UPDATED = (
    "article.modified_time", "og.updated_time", "article.modified", "datemodified", "last-modified",
    "lastmod", "dcterms.modified", "dc.date.modified", "revised", "article.updated_time", "updated_time",
)  # fmt: skip
_MOST_AUTHORS = 20
"""The most authors of one article; papers of physics have thousands."""
_DATE_SPOTS = (
    "time[pubdate]", "time[itemprop=datePublished]", "time.published", "time.entry-date",
    "article header time[datetime]", ".byline time[datetime]", ".entry-meta time[datetime]",
    ".post-meta time[datetime]", ".dateline time[datetime]",
    ".post-date time[datetime]", "time.post-date", "header:has(h1) time[datetime]", "abbr.published",
    "[property~=datePublished]", '[property~="schema:datePublished"]', '[property~="dc:issued"]',
    '[property~="dc:created"]', '[property~="dc:date"]',
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's own statements about its article."""

    title: Fact | None = None
    author: Fact | None = None
    site: Fact | None = None
    url: Fact | None = None
    published: tuple[Date, Fact] | None = None
    updated: Date | None = None
    body: str = ""
    """JSON-LD `articleBody`: the text where the page itself shows less."""
    free: bool = True
    """False where the page declares that it shows only a part to those who do not pay."""
    clues: Clues = field(default_factory=Clues)
    ignored: tuple[str, ...] = ()
    """Notices of what is damaged."""


@dataclass(frozen=True, slots=True)
class _Page:
    tree: "LexborHTMLParser"
    json_ld: Object
    metas: dict[str, str]
    headings: str


def read_metadata(tree: "LexborHTMLParser", url: str | None) -> Metadata:
    """Read the metadata of a parsed page; `url`: where the page came from, None where unknown."""
    scripts = (node.text().strip() for node in tree.css('script[type^="application/ld+json"]'))
    values = [value_of(script) for script in scripts if script]
    headings = _headings(tree)
    page = _Page(tree, describe_article(values, headings), _metas(tree, headings), headings)
    address = _address(page, url)
    host = hostname(address.value if address else url or "")
    root = tree.css_first("html")
    language = ((root.attributes.get("lang") if root else None) or "")[:2].lower()
    clues = Clues(country=zone_of_domain(host), language=zone_of_language(language))
    site = _site(page)
    title = _title(page, site, host)
    owners = _owners(page, site, host)
    updated = next(_dates(page, "dateModified", _UPDATED, clues), None)
    return Metadata(
        title=title,
        author=_author(page, owners, title.value if title else ""),
        site=site or (Fact(host.removeprefix("www."), "host of the address") if host else None),
        url=address,
        published=next(_dates(page, "datePublished", _PUBLISHED, clues), None)
        or next(_spots(page, ("[itemprop=datePublished]",), clues), None)
        or visible_date(tree, title.value if title else "", clues)
        or next(_spots(page, _DATE_SPOTS, clues), None)
        or _only_time(page, clues),
        updated=updated[0] if updated else None,
        body=str(page.json_ld.get("articleBody") or ""),
        free=str(page.json_ld.get("isAccessibleForFree", True)).lower() != "false",
        clues=clues,
        ignored=("its JSON-LD is damaged and left out",) if None in values else (),
    )


def _headings(tree: "LexborHTMLParser") -> str:
    """Return the text of the page's title element and main headings."""
    return " ".join(node.text(deep=True) for node in tree.css("head > title, h1"))


def _metas(tree: "LexborHTMLParser", headings: str) -> dict[str, str]:
    """Return meta elements by name, property or itemprop; the first of each name counts.

    Names are in lower case, with dots for colons.
    """
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        content = (attributes.get("content") or "").strip()
        item = attributes.get("itemprop")
        names = (attributes.get("property"), attributes.get("name"), item)
        if item and not is_of_article(node, headings):
            continue
        for name in " ".join(filter(None, names)).lower().replace(":", ".").split():
            if content:
                found.setdefault(name, content)
    return found


def _meta(page: _Page, names: Sequence[str], accept: Callable[[str], bool] = bool) -> Fact | None:
    for name in names:
        value = text_of(page.metas.get(name, ""))
        if value and accept(value):
            return Fact(value, "meta element", element=f"meta[{name}]")
    return None


def _json_ld_fact(page: _Page, key: str) -> Fact | None:
    value = text_of(page.json_ld.get(key))
    return Fact(value, "JSON-LD", element=f"JSON-LD {key}") if value else None


def _title(page: _Page, site: Fact | None, host: str) -> Fact | None:
    element = page.tree.css_first("head > title") or page.tree.css_first("title")
    named = (_meta(page, (name,)) for name in _TITLES)
    names = Names(
        headline=_json_ld_fact(page, "headline"),
        name=_json_ld_fact(page, "name"),
        named=[fact for fact in (*named, _microdata(page, "[itemprop~=headline]")) if fact],
        shared=text_of(page.metas.get("og.title", "")),
        element=" ".join(element.text().split()) if element else "",
        main=_texts_of(page, "h1"),
        lesser=_texts_of(page, "h2, h3"),
        site=site.value if site else "",
        host=host.removeprefix("www."),
    )
    return choose_title(names)


def _texts_of(page: _Page, selector: str) -> list[str]:
    texts = (" ".join(node.text(deep=True).split()) for node in page.tree.css(selector))
    return [text for text in texts if text]


def _plain(text: str) -> str:
    return re.sub(r"\W+|^www\.", "", text.casefold())


def _site(page: _Page) -> Fact | None:
    publisher = _json_ld_fact(page, "publisher")
    named = _meta(page, _SITES, lambda value: "://" not in value and len(value) <= 60) or _microdata(
        page, "[itemprop~=publisher] [itemprop~=name]"
    )
    if publisher and "://" not in publisher.value and len(publisher.value) <= 60:
        return named if named and _plain(named.value) in _plain(publisher.value) else publisher
    return named


def _address(page: _Page, url: str | None) -> Fact | None:
    node = page.tree.css_first('link[rel="canonical"]')
    canonical = (node.attributes.get("href") or "").strip() if node else ""
    own = page.json_ld.get("url") or page.json_ld.get("mainEntityOfPage")
    for value, element in (
        (canonical, "link[rel=canonical]"),
        (page.metas.get("og.url", ""), "meta[og:url]"),
        (text_of(own) if own else "", "JSON-LD url"),
    ):
        address = (joined(url, value) or "") if url and value else value
        if address.startswith(("http://", "https://")) and _is_pages_own(address, url):
            return Fact(address, "page's own address", element=element)
    return Fact(url, "address asked for") if url else None


def _is_pages_own(address: str, url: str | None) -> bool:
    """Return whether an address that a page names can be its own: of its site, and not just the front page.

    `url`: what was asked for, where the page came from the web; its own front page may be meant then.
    """
    parts = parts_of(address)
    if url and hostname(url) and parts.hostname and not same_site(address, url):
        return False
    return bool(parts.path.strip("/") or parts.query) or (
        bool(url) and not parts_of(url or "").path.strip("/")
    )


def _owners(page: _Page, site: Fact | None, host: str) -> frozenset[str]:
    """Return the names of the site and its publisher, as `_plain` leaves them: they are no authors."""
    publisher = page.json_ld.get("publisher")
    names = [host, *host.split(".")[-2:-1], site.value if site else "", text_of(publisher)]
    person = text_of(publisher) if isinstance(publisher, dict) and publisher.get("@type") == "Person" else ""
    return frozenset(filter(None, map(_plain, names))) - {_plain(person)}


def _author(page: _Page, owners: frozenset[str], title: str) -> Fact | None:
    sources: tuple[tuple[Callable[[], list[str]], str, str], ...] = (
        (lambda: texts_of(page.json_ld.get("author")), "JSON-LD", "JSON-LD author"),
        (lambda: _meta_authors(page), "meta element", "meta[author]"),
        (
            lambda: _texts(page, "[itemprop=author] [itemprop=name], [itemprop=author]"),
            "microdata",
            "[itemprop=author]",
        ),
        (lambda: _texts(page, "a[rel~=author]"), "author link", "a[rel=author]"),
        (lambda: _bylines(page), "byline element", ".byline"),
        (lambda: visible_authors(page.tree, title), "byline beside the heading", "[class*=author]"),
    )
    for read, rule, element in sources:
        if names := [name for name in clean_authors(read()) if _plain(name) not in owners]:
            return Fact(", ".join(names), rule, element=element)
    return None


def _meta_authors(page: _Page) -> list[str]:
    """Return the authors of the first meta element with any; journals write a `citation_author` for each."""
    name = next((name for name in _AUTHORS if name in page.metas), None)
    if name != "citation_author":
        return [page.metas[name]] if name else []
    names = (node.attributes.get("content") or "" for node in page.tree.css("meta[name=citation_author]"))
    return [given_name_first(text) for text in names][:_MOST_AUTHORS]


def _microdata(page: _Page, selector: str) -> Fact | None:
    """Return a fact of the article's microdata, from an element's text or a meta element's content."""
    for node in page.tree.css(selector):
        text = " ".join((node.attributes.get("content") or node.text(deep=True)).split())
        if 2 < len(text) < 250 and is_of_article(node, page.headings):
            return Fact(text, "microdata", element=selector)
    return None


def _texts(page: _Page, selector: str) -> list[str]:
    nodes = (node for node in page.tree.css(selector) if is_of_article(node, page.headings))
    texts = [" ".join((node.text(deep=True) or "").split()) for node in nodes]
    return [text for text in texts if 2 < len(text) <= 60][:4]


def _bylines(page: _Page) -> list[str]:
    found = [
        byline_of(text)
        for text in _texts(page, ".byline, .author-name, .article-author, p.author, .post-author")
    ]
    return [byline.author for byline in found if byline][:1]


def _spots(page: _Page, selectors: Sequence[str], clues: Clues) -> Iterator[tuple[Date, Fact]]:
    """Yield the dates of the first element of each selector that is of the article."""
    for selector in selectors:
        node = next((node for node in page.tree.css(selector) if is_of_article(node, page.headings)), None)
        if node is None:
            continue
        written = ((node.attributes.get(name) or "").strip() for name in ("content", "datetime", "title"))
        text = next(filter(None, written), node.text(deep=True))
        rule = "microdata" if "itemprop" in selector else "time element"
        if date := read_date(text or "", rule, clues):
            yield dated(date, element=selector)


def _only_time(page: _Page, clues: Clues) -> tuple[Date, Fact] | None:
    """Return the day of the article's time elements where they all say the same."""
    days = {
        node.attributes.get("datetime") or ""
        for node in page.tree.css("article time[datetime], main time[datetime]")
        if is_of_article(node, page.headings)
    }
    date = read_date(days.pop(), "time element", clues) if len(days) == 1 else None
    return dated(date, element="time[datetime]") if date else None


def _dates(page: _Page, key: str, names: Sequence[str], clues: Clues) -> Iterator[tuple[Date, Fact]]:
    keys = (key, "dateCreated", "uploadDate") if key == "datePublished" else (key,)
    for name in keys:
        if date := read_date(text_of(page.json_ld.get(name)), "JSON-LD", clues):
            yield dated(date, element=f"JSON-LD {name}")
    for name in names:
        if name in page.metas and (date := read_date(page.metas[name], "meta element", clues)):
            yield dated(date, element=f"meta[{name}]")
