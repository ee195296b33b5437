"""From a feed's own strings to articles: plain titles, absolute links, dates and documents."""

import re
from collections.abc import Iterator

from reader.document.code_tokens import with_tokens
from reader.document.html.reader import from_html
from reader.document.pictures.lead import with_lead
from reader.document.plain import to_text, word_count
from reader.document.sanitize import sanitize, sanitize_line
from reader.document.serialization import serialize
from reader.document.text import from_text
from reader.model import Complete, Date, Enclosure, Fact, ParsedArticle
from reader.sources.completeness import judge
from reader.sources.feeds.dates import parse_date
from reader.sources.feeds.raw_feed import LONGEST_FIELD, RawArticle, RawText
from reader.sources.feeds.titles import LONGEST_LINE, person, plain_line
from reader.urls.parts import joined
from reader.urls.safe import safe_url

_ANY_TAG = re.compile(r"<[a-z/!?][^<>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-z!/][^<>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)
_BLOCK_FIRST = re.compile(
    r"\s*<(p|div|h[1-6]|ul|ol|table|blockquote|figure|img|section|article|a)\b[^<>]*>", re.IGNORECASE
)


def make_article(raw: RawArticle, feed_base: str) -> ParsedArticle:
    """Return the article that a feed's strings give.

    `feed_base` is the absolute address that the feed's relative links are relative to.
    """
    title = plain_line(raw.title)
    link = resolved(raw.link, feed_base) or _permalink(raw.key)
    author = ", ".join(dict.fromkeys(name for text in raw.authors if (name := person(text.value))))
    published = _date(raw.published) or _date(raw.updated)
    body = choose_body(raw.bodies)
    enclosures = tuple(_enclosures(raw.enclosures, feed_base))
    lead = resolved(raw.lead, feed_base) or next(filter(None, map(_picture, enclosures)), None)
    serialized, text, words, complete = _document(body, feed_base, lead, titled=bool(title))
    return ParsedArticle(
        key=sanitize_line(raw.key)[:LONGEST_LINE] or None if raw.key else None,
        title=title,
        link=link,
        author=author[:LONGEST_LINE] or None,
        published=published,
        updated=_date(raw.updated),
        comments=resolved(raw.comments, feed_base),
        enclosures=enclosures,
        body=serialized,
        text=text,
        words=words,
        complete=complete,
        facts=dict(_facts(raw, title, author, published)),
    )


def resolved(address: str | None, base: str) -> str | None:
    """Return the address made absolute, if a reader may follow it; else None."""
    return safe_url(address.strip(), base) if address and address.strip() else None


def _permalink(key: str | None) -> str | None:
    return safe_url(key) if key and key.startswith(("http://", "https://")) else None


def _date(raw: RawText | None) -> Date | None:
    return parse_date(raw.value, raw.element) if raw else None


def time_of(raw: RawArticle) -> int:
    """Return the UTC seconds by which the newest articles are found; undated ones are the oldest."""
    date = _date(raw.published) or _date(raw.updated)
    return date.at if date else -(1 << 62)


def choose_body(bodies: tuple[RawText, ...]) -> RawText | None:
    """Return the text with the most to read, of equals the first.

    A text that describes a picture or an episode is taken only where there is no other.
    """
    own = [body for body in bodies if body.value and ":" not in body.element.removeprefix("content:")]
    others = [body for body in bodies if body.value]
    choice = own or others
    if len(choice) < 2:
        return choice[0] if choice else None
    return max(choice, key=lambda body: len(_ANY_TAG.sub("", body.value)))


def _picture(enclosure: Enclosure) -> str | None:
    """Return the address of an enclosure that is a picture."""
    return enclosure.url if (enclosure.type or "").startswith("image/") else None


def _document(
    body: RawText | None, feed_base: str, lead: str | None, *, titled: bool
) -> tuple[bytes, str, int, Complete]:
    if body is None:
        return b"", "", 0, "none"
    base = joined(feed_base, body.base) or body.base if body.base else feed_base
    value = cut(body.value)
    if is_markup(body):
        document = from_html(value, base)
    else:
        document = from_text(sanitize(value))
    if not document.blocks:
        return b"", "", 0, "none"
    text, words = to_text(document), word_count(document)
    shown = with_lead(with_tokens(document), lead)
    serialized = serialize(shown, value.encode("utf-8", "replace"), base)
    return serialized, text, words, judge(document, text, words, content=body.content, titled=titled)


def is_markup(body: RawText) -> bool:
    """Return whether a body is HTML. Atom summaries often hold it without saying so, and then begin with a
    block.
    """
    if body.kind == "guess":
        return bool(_MARKUP.search(body.value))
    return body.kind == "html" or bool(_BLOCK_FIRST.match(body.value) and "</" in body.value)


def cut(value: str) -> str:
    """Return at most `LONGEST_FIELD` characters that do not end inside a tag."""
    if len(value) <= LONGEST_FIELD:
        return value
    value = value[:LONGEST_FIELD]
    opened = value.rfind("<", -4096)
    return value[:opened] if opened > value.rfind(">") else value


def _enclosures(raw: tuple[Enclosure, ...], base: str) -> Iterator[Enclosure]:
    seen = set()
    for enclosure in raw:
        if (url := resolved(enclosure.url, base)) and url not in seen:
            seen.add(url)
            yield Enclosure(url, sanitize_line(enclosure.type or "")[:100] or None, enclosure.length)


def _facts(raw: RawArticle, title: str, author: str, published: Date | None) -> Iterator[tuple[str, Fact]]:
    if title and raw.title:
        yield "title", Fact(title, "feed", element=raw.title.element)
    if author:
        yield "author", Fact(author, "feed", element=raw.authors[0].element)
    if published:
        yield "published", Fact(published.iso(), "feed", element=published.rule)
