"""An article as the screen shows it: one document of a header, the body, and what hangs on it."""

from dataclasses import dataclass

from reader.document.blocks import Block, Document, Span
from reader.document.plain import links
from reader.document.sanitize import sanitize_line
from reader.model import Article, Enclosure, Headline
from reader.ui.text.times import full_date, reading_minutes
from reader.ui.text.titles import title_of

_NOTICES = {
    "summary": "This is only a summary: the feed gives no more. x fetches the whole article.",
    "none": "The feed gives no text. x fetches the article, o opens it in the browser.",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What an article view draws. Reading positions count blocks from `first`."""

    identity: int | None
    """The article's id; None for pages that the screen makes itself."""
    document: Document
    """All that is drawn: the header, the body, the enclosures."""
    first: int = 0
    """The index of the body's first block."""
    links: tuple[str, ...] = ()
    """The targets of the numbered links, number 1 first."""


EMPTY = Page(None, Document())
"""The page of a view that shows nothing yet."""


def article_page(
    article: Article, body: Document, *, fetchable: bool = True, failure: str | None = None
) -> Page:
    """Make the page of an article; `failure` is why its web page gave no more."""
    headline = article.headline
    header = header_blocks(headline)
    notice = _damage(headline) + _notice(headline, body, fetchable, failure)
    tail = tuple(_enclosure(enclosure) for enclosure in article.enclosures)
    if tail:
        tail = (Block("rule"), *tail)
    blocks = (*header, *notice, *body.blocks, *tail)
    document = Document(blocks)
    first = len(header) + len(notice)
    return Page(headline.id, document, first, links(document))


def plain_page(document: Document, identity: int | None = None) -> Page:
    """Make a page without a header: the guide, an original text, an error."""
    return Page(identity, document, links=links(document))


def header_blocks(headline: Headline) -> tuple[Block, ...]:
    """Make the header: the title, then who and when, then how long and which tags."""
    source, author = origins(headline), sanitize_line(headline.author or "")
    who = " · ".join(part for part in (source, author) if part and not (part == author and author == source))
    when = full_date(headline.published) if headline.published else "no date"
    if headline.updated and headline.published and headline.updated.at - headline.published.at > 3600:
        when += f" · updated {full_date(headline.updated)}"
    minutes = reading_minutes(headline.words)
    edited = "edited: V shows what it said before" if headline.edited else ""
    facts = [when, f"{minutes} min" if minutes else "", *(f"#{sanitize_line(tag)}" for tag in headline.tags)]
    facts.append(edited)
    lines = [who, " · ".join(fact for fact in facts if fact)]
    return (
        Block("heading", title_of(headline.title), level=1),
        Block("paragraph", "\n".join(line for line in lines if line)),
    )


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


def _notice(headline: Headline, body: Document, fetchable: bool, failure: str | None) -> tuple[Block, ...]:
    if headline.complete == "full" and body.blocks:
        return ()
    if failure:
        kind = "only a summary" if body.blocks else "no text"
        return (Block("notice", f"There is {kind}, and its page gave no more: {sanitize_line(failure)}"),)
    if headline.saved or not fetchable:
        return () if body.blocks else (Block("notice", "There is no text."),)
    return (Block("notice", _NOTICES["summary" if body.blocks else "none"]),)


def _enclosure(enclosure: Enclosure) -> Block:
    kind = sanitize_line(enclosure.type or "file")
    size = (
        f", {enclosure.length / 1_000_000:.1f} MB" if enclosure.length and enclosure.length > 50_000 else ""
    )
    name = sanitize_line(enclosure.url.rpartition("/")[2]) or sanitize_line(enclosure.url)
    text = f"{kind}{size}: {name}"
    start = len(text) - len(name)
    return Block("paragraph", text, (Span(start, len(text), "link", enclosure.url),), indent=1, marker="▸")
