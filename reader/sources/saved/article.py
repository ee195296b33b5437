"""Make a parsed article of a document and its facts; every format and page ends here."""

from pathlib import PurePath

import msgspec
from msgspec.structs import replace

from reader.document.blocks import Document
from reader.document.code_tokens import with_tokens
from reader.document.plain import to_text, word_count
from reader.document.sanitize import sanitize, sanitize_line
from reader.document.serialization import serialize
from reader.model import Complete, Date, Fact, ParsedArticle
from reader.sources.completeness import cut_off
from reader.urls.safe import safe_url

_YEAR_3000 = 32_503_680_000


class UnreadableFile(Exception):
    """Raised where a file gives no article; its text is one sentence for the user."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """The facts known of an article besides its text, each with the rule and place that gave it."""

    title: Fact | None = None
    author: Fact | None = None
    site: Fact | None = None
    url: Fact | None = None
    credit: Fact | None = None
    published: tuple[Date, Fact] | None = None
    updated: Date | None = None
    captured: tuple[Date, Fact] | None = None
    tags: tuple[str, ...] = ()
    read: bool = False
    starred: bool = False
    complete: Complete | None = None
    """How complete the text is; None where that follows from whether there is one."""
    ignored: tuple[str, ...] = ()
    """Notices of what in the file is damaged or left out."""


def truncation_notice(container: str = "file") -> str:
    """Return what a reader is told of a `container` whose end is missing: a file, a message, an archive."""
    return f"the {container} breaks off and its end is missing"


def mark_truncated(article: ParsedArticle, container: str = "file") -> ParsedArticle:
    """Return the article with the notice that its `container` breaks off, after the notices it has."""
    return replace(article, ignored=(*article.ignored, truncation_notice(container)))


def dated(date: Date, **place: str | int | None) -> tuple[Date, Fact]:
    """Return a date beside the fact it makes.

    `place` names where it stands in the source: its `line`, `element` or `header`.
    """
    line = place.get("line")
    return date, Fact(
        date.iso(),
        date.rule,
        line=line if isinstance(line, int) else None,
        element=str(place["element"]) if place.get("element") else None,
        header=str(place["header"]) if place.get("header") else None,
    )


def file_time(mtime: int | None) -> tuple[Date, Fact] | None:
    """Return a file's modification time as the latest moment of its capture.

    None for a time that a wrong clock gave: before 1970 or after 3000. `mtime`: UTC seconds.
    """
    if mtime is None or not 0 < mtime < _YEAR_3000:
        return None
    return dated(Date(mtime, "second", None, "file's modification time"))


def make_article(
    document: Document, known: Known, *, raw: bytes = b"", path: str = "", key: str | None = None
) -> ParsedArticle:
    """Return the article as the library stores it; everything that comes from outside is sanitized here.

    `raw`: the bytes to keep beside the document. `path`: the file's path as given. `key`: what identifies the
    article in its file, as a mail's Message-ID; None where nothing does.
    """
    facts = _facts(known, path)
    url = facts["url"].value if "url" in facts else None
    text = to_text(document)
    words = word_count(document)
    return ParsedArticle(
        key=key,
        title=facts["title"].value if "title" in facts else "",
        link=url,
        author=facts["author"].value if "author" in facts else None,
        site=facts["site"].value if "site" in facts else None,
        published=known.published[0] if known.published else None,
        updated=known.updated,
        captured=known.captured[0] if known.captured else None,
        body=serialize(with_tokens(document), raw, url or ""),
        text=text,
        words=words,
        complete=_complete(known.complete, text, words),
        facts=facts,
        tags=tuple(dict.fromkeys(filter(None, map(sanitize_line, known.tags)))),
        read=known.read,
        starred=known.starred,
        ignored=tuple(map(sanitize_line, known.ignored)),
    )


def _complete(declared: Complete | None, text: str, words: int) -> Complete:
    """Return what the reader of the format declares, but never "full" for a text that ends as excerpts do."""
    complete = declared or ("full" if words else "none")
    return "summary" if complete == "full" and cut_off(text, words) else complete


def _facts(known: Known, path: str) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    url = _safe(known.url)
    dates = {"published": known.published, "captured": known.captured}
    for name, fact in (
        ("title", known.title),
        ("author", known.author),
        ("published", dates["published"] and dates["published"][1]),
        ("site", known.site),
        ("url", url),
        ("captured", dates["captured"] and dates["captured"][1]),
        ("credit", known.credit),
        ("file", Fact(sanitize(path), "path given") if path else None),
    ):
        if fact and (value := sanitize_line(fact.value)):
            facts[name] = Fact(value, sanitize_line(fact.rule), fact.line, fact.element, fact.header)
    return facts


def _safe(fact: Fact | None) -> Fact | None:
    url = safe_url(fact.value) if fact else None
    return Fact(url, fact.rule, fact.line, fact.element, fact.header) if fact and url else None


def name_of(path: str) -> str:
    r"""Return the last part of a path, written with `/` or `\`."""
    return PurePath(path.replace("\\", "/")).name
