"""A clipping in Markdown as an article: front matter, or the metadata list that Readwise writes.

The key `date` is the publication as blogs and their generators use it, unless the file looks like a clipping
whose program wrote the day of saving there: it has no other key for that day, it has an address, and it is
tagged `clippings` or has a key of its own for the publication. A `date` after the day of saving is no
publication either.
"""

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from reader.document.blocks import Document
from reader.document.markdown.reader import from_markdown
from reader.document.plain import to_text
from reader.model import Date, Fact, ParsedArticle
from reader.sources.saved.article import Known, UnreadableFile, dated, file_time, make_article
from reader.sources.saved.dates.language import language_of
from reader.sources.saved.dates.page_dates import read_date
from reader.sources.saved.dates.timezones import Clues, zone_of_domain, zone_of_language
from reader.sources.saved.formats.front_matter import damage, split_front_matter
from reader.sources.saved.given_titles import file_title
from reader.sources.saved.text.decode import decode_text, in_utf8
from reader.sources.saved.web.extract import without_title
from reader.sources.saved.web.facts.author_names import clean_authors
from reader.sources.saved.web.top_lines import take_top_lines

_URL_KEYS = (
    "source",
    "url",
    "link",
    "source url",
    "original url",
    "canonical",
    "canonical url",
    "article url",
)
_PUBLISHED_KEYS = (
    "published",
    "date published",
    "publish date",
    "published at",
    "pubdate",
    "publication date",
)
_CAPTURED_KEYS = ("created", "clipped", "saved", "date saved", "date added", "saved at", "captured")
_EITHER_KEY = ("date",)
_CLIPPED = frozenset(("clippings", "clipping", "clip", "clipped", "webclip", "web-clip"))
"""Tags that clipping programs give to what they save."""
_UPDATED_KEYS = ("updated", "modified", "date modified", "last modified")
_AUTHOR_KEYS = ("author", "authors", "byline", "creator")
_SITE_KEYS = ("site", "site name", "publisher", "publication", "website", "sitename")
_TITLE_KEYS = ("title", "headline", "full title")
_TAG_KEYS = ("tags", "tag", "keywords")
_READWISE = re.compile(r"^## Metadata\s*\n(?P<list>(?:\s*- .+\n?)+)", re.MULTILINE)
_READWISE_ITEM = re.compile(r"^\s*- (?P<key>[\w ]+):\s*(?P<value>.+)$", re.MULTILINE)
_HEADING = re.compile(r"^# +(?P<title>\S.*?)\s*#*$", re.MULTILINE)
_ADDRESS = re.compile(r"(?:\[[^\]]*\]\(|<)?(?P<url>https?://\S+?)[)>]?", re.IGNORECASE)
_BEGINNING = 2_000
"""The characters at a text's beginning in which a line with the page's address is looked for."""
_SOURCE_LINE = re.compile(
    r"^[*_]{0,2}(?:source|url|link|original(?: (?:url|link|article))?|via|from|quelle|fuente|fonte)[*_]{0,2}"
    r":[*_]{0,2}"
    r" *(?:\[[^\]\n]*\]\(|<)?(?P<url>https?://[^\s)>]+)[)>]?[*_]{0,2} *$",
    re.MULTILINE | re.IGNORECASE,
)
"""The line `Source: [https://...](https://...)` of programs that turn a page into Markdown."""
_OMNIVORE_LINES = re.compile(
    r"^\[Read on Omnivore\]\(https?://[^\s)]+\)\s*\n"
    r"(?:\[Read Original\]\((?P<url>https?://[^\s)]+)\)[ \t]*$)?",
    re.MULTILINE,
)
_COVER = re.compile(r"^!\[rw-book-cover\]\([^)]*\)\s*$", re.MULTILINE)


def read_markdown_page(data: bytes, path: str, mtime: int | None, now: int) -> tuple[ParsedArticle, ...]:
    """Read a Markdown file. Returns its article; raises `UnreadableFile` where it has no content."""
    del now
    text = decode_text(data).replace("\r\n", "\n").replace("\r", "\n")
    keys, body, skipped = split_front_matter(text)
    if not keys and (found := _READWISE.search(body)):
        keys, body = _readwise(found), _COVER.sub("", body[: found.start()] + body[found.end() :])
    url = _url(keys)
    for pattern in (_OMNIVORE_LINES, _SOURCE_LINE):
        if (url is None or pattern is _OMNIVORE_LINES) and (found := pattern.search(body[:_BEGINNING])):
            line = skipped + body[: found.start()].count("\n") + 1
            url = url or (Fact(found["url"], "source line", line) if found["url"] else None)
            body = body[: found.start()] + body[found.end() :]
    title = _title(keys, body, skipped, path)
    document = without_title(from_markdown(body, url.value if url else None), title.value if title else "")
    if not document.blocks and url is None:
        raise UnreadableFile("The file has no text in it.")
    known, document = _known(keys, title, url, document, mtime)
    known = replace(known, ignored=damage(text))
    return (make_article(document, known, raw=in_utf8(data, text), path=path),)


def _known(
    keys: Mapping[str, Sequence[str]],
    title: Fact | None,
    url: Fact | None,
    document: Document,
    mtime: int | None,
) -> tuple[Known, Document]:
    """Return the facts of front matter and of lines below the title, and the text without them."""
    host = re.sub(r"^https?://|[/?#].*$", "", url.value) if url else ""
    clues = Clues(country=zone_of_domain(host), language=zone_of_language(language_of(to_text(document))))
    updated = _date(keys, _UPDATED_KEYS, clues)
    names = clean_authors([name for key in _AUTHOR_KEYS for name in keys.get(key, ())])
    tags = [tag.strip(" #") for key in _TAG_KEYS for value in keys.get(key, ()) for tag in value.split(",")]
    published, captured = _days(keys, tags, url, clues)
    author = Fact(", ".join(names), "front matter", element="author") if names else None
    top = take_top_lines(document, author, published, clues)
    known = Known(
        title=title,
        author=top.author,
        site=_fact(keys, _SITE_KEYS)
        or (Fact(host.removeprefix("www."), "host of the address") if host else None),
        url=url,
        published=top.published,
        updated=updated[0] if updated else None,
        captured=captured or file_time(mtime),
        tags=tuple(tag for tag in tags if tag and tag != "clippings"),
        complete="full" if top.document.blocks else "none",
    )
    return known, top.document


def _days(
    keys: Mapping[str, Sequence[str]], tags: Sequence[str], url: Fact | None, clues: Clues
) -> tuple[tuple[Date, Fact] | None, tuple[Date, Fact] | None]:
    """Return the publication and the day of saving; the module's docstring explains the key `date`."""
    published = _date(keys, _PUBLISHED_KEYS, clues)
    captured = _date(keys, _CAPTURED_KEYS, clues)
    either = _date(keys, _EITHER_KEY, clues)
    clipped = published is not None or not _CLIPPED.isdisjoint(tag.lower() for tag in tags)
    if captured is None and url and clipped:
        return published, either
    if captured and either and either[0].iso()[:10] > captured[0].iso()[:10]:
        return published, captured
    return published or either, captured


def _title(keys: Mapping[str, Sequence[str]], body: str, skipped: int, path: str) -> Fact | None:
    if fact := _fact(keys, _TITLE_KEYS):
        return fact
    if found := _HEADING.search(body):
        line = skipped + body[: found.start()].count("\n") + 1
        return Fact(found["title"], "first heading", line)
    name = file_title(path)
    return Fact(name, "file name") if name else None


def _fact(keys: Mapping[str, Sequence[str]], names: Sequence[str]) -> Fact | None:
    for name in names:
        if values := keys.get(name):
            return Fact(values[0], "front matter", element=name)
    return None


def _url(keys: Mapping[str, Sequence[str]]) -> Fact | None:
    """Return the first value that is an address, bare or as a Markdown link; `source` may hold a name."""
    for name in _URL_KEYS:
        for value in keys.get(name, ()):
            if found := _ADDRESS.fullmatch(value):
                return Fact(found["url"], "front matter", element=name)
    return None


def _date(keys: Mapping[str, Sequence[str]], names: Sequence[str], clues: Clues) -> tuple[Date, Fact] | None:
    for name in names:
        for value in keys.get(name, ()):
            if date := read_date(value, "front matter", clues):
                return dated(date, element=name)
    return None


def _readwise(found: re.Match[str]) -> dict[str, list[str]]:
    """Return the keys of Readwise's list: `- Author: [[Jane Doe]]`, `- Document Tags: #a #b`."""
    keys: dict[str, list[str]] = {}
    for item in _READWISE_ITEM.finditer(found["list"]):
        value = re.sub(r"\[\[([^\]]+)\]\]", r"\1", item["value"]).strip()
        key = item["key"].strip().lower().removeprefix("document ")
        keys[key] = re.findall(r"#?([\w/-]+)", value) if key == "tags" else [value]
    return keys
