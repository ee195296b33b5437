"""How commands tell a person what there is: one line a thing, aligned where it is read as a column."""

from datetime import datetime
from html import escape

from rich.cells import set_cell_size

from reader.document import plain
from reader.document.blocks import Document
from reader.document.markdown import to_markdown
from reader.library.shapes import without_password
from reader.model import Article, Date, Feed, Headline, RefreshEvent, SearchHit

SITE_WIDTH = 20
"""Columns of a headline's source."""


def local(seconds: int) -> str:
    """The minute on this machine's clock."""
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")


def day(date: Date | None, received: int) -> str:
    """The day of an article; a date known to the day only is not moved by a zone."""
    if date is not None and date.to_the_day:
        return date.iso()
    return local(date.at if date else received)[:10]


def headline_line(headline: Headline) -> str:
    """`  12 ● ★ 2024-05-24  Source                Title`."""
    marks = f"{'●' if not headline.read else ' '}{'★' if headline.starred else ' '}"
    site = set_cell_size(headline.feed_title, SITE_WIDTH)
    title = headline.title or headline.link or "(no title)"
    return f"{headline.id:>7} {marks} {day(headline.published, headline.received)}  {site}  {title}"


def hit_lines(hit: SearchHit) -> str:
    return f"{headline_line(hit.headline)}\n        {hit.snippet}"


def feed_line(feed: Feed) -> str:
    """`  3  12/40  ok       Title  URL`, and the last failure behind it."""
    where = f"{feed.folder}/" if feed.folder else ""
    trouble = f"  ({feed.error}; {last_good(feed)})" if feed.error else ""
    counts = f"{feed.unread:>6}/{feed.total:<6} {feed.status:<8}"
    pages = "" if feed.full_text == "asked" else f"  [full text: {feed.full_text}]"
    return f"{feed.id:>5} {counts} {where}{feed.title}  {without_password(feed.url)}{pages}{trouble}"


def last_good(feed: Feed) -> str:
    return f"last good {local(feed.last_ok)}" if feed.last_ok else "never good"


def event_line(event: RefreshEvent) -> str:
    shown = without_password(event.url)
    match event.outcome:
        case "new":
            changed = f", {event.changed} changed" if event.changed else ""
            return f"{shown}: {event.new} new{changed}"
        case "unchanged":
            return f"{shown}: nothing new"
    return f"{shown}: {event.outcome}: {event.error}" if event.error else f"{shown}: {event.outcome}"


def article_text(article: Article, document: Document, form: str) -> str:
    """The article for reading in a terminal or elsewhere; `form` is text, markdown or html."""
    headline = article.headline
    about = " · ".join(filter(None, (headline.feed_title, headline.author, _published(headline.published))))
    if form == "html":
        heading = f"<h1>{escape(headline.title)}</h1>\n<p>{escape(about)}</p>"
        return f"<article>\n{heading}\n{plain.to_html(document)}\n</article>"
    body = to_markdown(document) if form == "markdown" else plain.to_text(document)
    title = f"# {headline.title}" if form == "markdown" else headline.title
    return "\n\n".join(filter(None, ("\n".join(filter(None, (title, about, headline.link))), body)))


def _published(date: Date | None) -> str | None:
    if date is None:
        return None
    return date.iso() if date.to_the_day else local(date.at)


def version_of(name: str) -> str:
    """The version of an installed distribution."""
    from importlib.metadata import version

    return version(name)
