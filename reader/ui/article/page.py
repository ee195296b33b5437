"""An article as the screen shows it: one document of a header, the body, and what hangs on it."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from reader.document.blocks import Block, Document, Span
from reader.document.parts import parted
from reader.document.plain import links
from reader.document.sanitize import sanitize_line
from reader.document.stretch import Stretch
from reader.keys import KeyOf, key_of
from reader.library.output.titles import is_titled, title_of
from reader.model import Article, Enclosure, Headline
from reader.ui.text.amounts import size_words
from reader.ui.text.signs import dotted
from reader.ui.text.times import local_date, reading_minutes, reading_time
from reader.urls.parts import hostname


class Page(msgspec.Struct, frozen=True):
    """What an article view draws. Reading positions count blocks from `first`."""

    identity: int | None
    """The article's id; None for pages that the screen makes itself."""
    document: Document
    """All that is drawn: the header, the body, the enclosures. Very long blocks are cut into several."""
    first: int = 0
    """The index of the body's first block."""
    end: int = 0
    """The index behind the body's last block."""
    links: tuple[str, ...] = ()
    """The targets of the numbered links, number 1 first."""
    header: tuple[str, ...] = ()
    """The role words of the header's blocks: the first blocks, with no line between them."""
    source: str = ""
    """Where the article comes from: its feed or site, or all its origins."""
    minutes: int = 0
    """How long reading it takes."""
    text_of: int | None = None
    """The id of the article whose text is shown: one of its duplicates may have more."""
    marks: tuple[Stretch, ...] = ()
    """The parts of its blocks that are highlighted."""
    remarks: Mapping[int, tuple[tuple[str, str], ...]] = MappingProxyType({})
    """For each block in which highlights end, what they are, with the reader's notes."""
    original: str | None = None
    """SHA-256 of the file that the text is from, which may carry its pictures; None where none is kept."""


EMPTY = Page(None, Document())
"""The page of a view that shows nothing yet."""


def article_page(
    article: Article,
    body: Document,
    *,
    fetchable: bool = True,
    failure: str | None = None,
    key: KeyOf = key_of,
) -> Page:
    """Make the page of an article; `failure` is why its web page gave no more, `key` names keys."""
    headline = article.headline
    roles, header = zip(*header_blocks(headline, key), strict=True)
    notice = _damage(headline) + _notice(headline, body, failure, key if fetchable else None)
    tail = tuple(_enclosure(enclosure) for enclosure in article.enclosures)
    if tail:
        tail = (Block("rule"), *tail)
    text = parted(body.blocks)
    blocks = (*header, *notice, *text, *tail)
    document = Document(blocks)
    first = len(header) + len(notice)
    minutes = reading_minutes(headline.words)
    return Page(
        headline.id,
        document,
        first,
        first + len(text),
        links(document),
        roles,
        source_name(headline),
        minutes,
    )


def plain_page(document: Document, identity: int | None = None) -> Page:
    """Make a page without a header: the guide, an original text, an error."""
    document = Document(parted(document.blocks), document.version)
    return Page(identity, document, links=links(document))


def header_blocks(headline: Headline, key: KeyOf = key_of) -> list[tuple[str, Block]]:
    """Make the header: the title, the facts in a line, the tags, and a rule; each with its role word.

    Where an article has no title, the text that follows says itself what would stand there.
    """
    author = sanitize_line(headline.author or "")
    facts = [
        author if author != source_name(headline) else "",
        local_date(headline.published) if headline.published else "no date",
        reading_time(reading_minutes(headline.words)),
        f"edited ({key('former')})" if headline.edited else "",
    ]
    tags = "  ".join(f"#{sanitize_line(tag)}" for tag in headline.tags)
    title = title_of(headline) if is_titled(headline) or not headline.opening else ""
    return [
        *([("title", Block("heading", title, level=1))] if title else []),
        ("meta", Block("paragraph", dotted(*facts))),
        *([("tags", Block("paragraph", tags))] if tags else []),
        ("rule", Block("rule")),
    ]


def source_name(headline: Headline) -> str:
    """Name where an article comes from in a few words: its origins, else its address' site."""
    return origins(headline) or hostname(headline.link or "").removeprefix("www.") or "Saved"


def origins(headline: Headline) -> str:
    """Name where an article comes from: all its origins, if it has duplicates."""
    if not headline.duplicates:
        return sanitize_line(headline.feed_title)
    return ", ".join(dict.fromkeys(map(_origin, (headline, *headline.duplicates))))


def _origin(headline: Headline) -> str:
    title = sanitize_line(headline.feed_title)
    if not headline.saved:
        return title
    return f"{title} (saved)" if title else "saved"


def _damage(headline: Headline) -> tuple[Block, ...]:
    if not headline.damaged:
        return ()
    return (Block("notice", "A part of this article is damaged. `newsreader doctor --repair` mends it."),)


def _notice(headline: Headline, body: Document, failure: str | None, key: KeyOf | None) -> tuple[Block, ...]:
    """Say what is missing of an article, and with `key` how to fetch it."""
    if headline.complete == "full" and body.blocks:
        return ()
    if failure:
        kind = "only a summary" if body.blocks else "no text"
        return (Block("notice", f"There is {kind}, and its page gave no more: {sanitize_line(failure)}"),)
    if headline.saved or key is None:
        return () if body.blocks else (Block("notice", "There is no text."),)
    if headline.link is None:
        words = "This is only a summary: the feed gives no more" if body.blocks else "The feed gives no text"
        return (Block("notice", f"{words}, and no page to fetch."),)
    fetch = f"{key('full_text')} fetches the "
    if body.blocks:
        words = f"This is only a summary: the feed gives no more. {fetch}whole article."
    else:
        words = f"The feed gives no text. {fetch}article, {key('browser')} opens it in the browser."
    return (Block("notice", words),)


def _enclosure(enclosure: Enclosure) -> Block:
    kind = sanitize_line(enclosure.type or "file")
    size = size_words(enclosure.length)
    name = sanitize_line(enclosure.url.rpartition("/")[2]) or sanitize_line(enclosure.url)
    text = f"{kind}{size}: {name}"
    start = len(text) - len(name)
    return Block("paragraph", text, (Span(start, len(text), "link", enclosure.url),), indent=1, marker="▸")
