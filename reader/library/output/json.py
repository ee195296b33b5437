"""The JSON that commands print: names and types that others rely on."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reader.model import Candidate, Date, Feed, Headline, RefreshEvent, SearchHit
from reader.urls.credentials import without_credentials

if TYPE_CHECKING:
    from reader.store.undo_log import Action

Shape = dict[str, Any]


def instant(seconds: int | None) -> str | None:
    """ISO 8601 in UTC, to the second."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _date(date: Date | None) -> str | None:
    return date.iso() if date else None


def headline_shape(headline: Headline) -> Shape:
    return {
        "id": headline.id,
        "feed": headline.feed,
        "feed_title": headline.feed_title,
        "title": headline.title,
        "link": headline.link,
        "author": headline.author,
        "published": _date(headline.published),
        "updated": _date(headline.updated),
        "received": instant(headline.received),
        "read": headline.read,
        "starred": headline.starred,
        "saved": headline.saved,
        "tags": list(headline.tags),
        "words": headline.words,
        "complete": headline.complete,
    }


def feed_shape(feed: Feed) -> Shape:
    told = {name: value for name, value in asdict(feed).items() if name != "full_text"}
    return told | {
        "url": without_credentials(feed.url),
        "last_ok": instant(feed.last_ok),
        "last_checked": instant(feed.last_checked),
        "next_due": instant(feed.next_due or None),
    }


def candidate_shape(candidate: Candidate) -> Shape:
    """A feed that was found where another one was looked for."""
    return {
        "url": without_credentials(candidate.url),
        "title": candidate.title,
        "articles": candidate.articles,
        "newest": instant(candidate.newest),
    }


def action_shape(action: "Action") -> Shape:
    """Something that the reader did."""
    return {
        "action": action.label,
        "at": instant(action.at),
        "count": action.count,
        "undone": action.undone,
    }


def event_shape(event: RefreshEvent) -> Shape:
    return asdict(event) | {"url": without_credentials(event.url)}


def hit_shape(hit: SearchHit) -> Shape:
    return headline_shape(hit.headline) | {"snippet": hit.snippet, "rank": hit.rank}
