"""How commands tell a person what there is: one line a thing, aligned where it is read as a column."""

from datetime import datetime
from typing import TYPE_CHECKING

from reader.model import Candidate, Date, Feed, Headline, RefreshEvent, SearchHit
from reader.urls.credentials import without_credentials

if TYPE_CHECKING:
    from reader.store.undo_log import Action

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
    from rich.cells import set_cell_size  # JSON does without

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
    return f"{feed.id:>5} {counts} {where}{feed.title}  {without_credentials(feed.url)}{pages}{trouble}"


def candidate_line(candidate: Candidate) -> str:
    """`URL  Title (12 articles, newest 2026-11-20)`."""
    newest = "" if candidate.newest is None else local(candidate.newest)[:10]
    return (
        f"{without_credentials(candidate.url)}  {candidate.title} ({found_words(candidate.articles, newest)})"
    )


def found_words(articles: int, newest: str) -> str:
    """What a feed has that was found: how many articles, and the day of the newest, if it is known."""
    count = f"{articles} article{'' if articles == 1 else 's'}"
    return f"{count}, newest {newest}" if newest else count


def last_good(feed: Feed) -> str:
    return f"last good {local(feed.last_ok)}" if feed.last_ok else "never good"


def event_line(event: RefreshEvent) -> str:
    """`https://example.org/feed: 3 new`."""
    return f"{without_credentials(event.url)}: {event_words(event)}"


def event_words(event: RefreshEvent) -> str:
    """How one feed's refresh ended: `3 new, 1 changed`, or what went wrong."""
    match event.outcome:
        case "new":
            counts = {"new": event.new, "changed": event.changed}
            return ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        case "unchanged":
            return "nothing new"
    told = event.error or ""
    return told if told.startswith(event.outcome) else f"{event.outcome}: {told}" if told else event.outcome


def action_line(action: "Action") -> str:
    """`2024-05-24 13:25  12 articles marked read  (undone)`."""
    return f"{local(action.at)}  {action.label}{'  (undone)' if action.undone else ''}"
