"""The JSON that commands print: names and types that others rely on."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from reader.accounts import Account, AccountEvent
from reader.model import Candidate, Date, Feed, Headline, RefreshEvent, SearchHit
from reader.urls.credentials import hide_secrets, hide_secrets_in

if TYPE_CHECKING:
    from reader.store.changes.rule_work import RuleRecord
    from reader.store.undo_log import Action

Shape = dict[str, Any]
"""One JSON object, by the names that are printed."""


def instant(seconds: int | None) -> str | None:
    """Write UTC seconds in ISO 8601, to the second: `2024-05-24T07:25:00Z`."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _date(date: Date | None) -> str | None:
    return date.iso() if date else None


def headline_shape(headline: Headline) -> Shape:
    """Return a headline as `list --json` prints it; only a damaged one says that it is."""
    shape: Shape = {
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
        "account": headline.account,
    }
    return shape | {"damaged": True} if headline.damaged else shape


def feed_shape(feed: Feed, *, secrets: bool = False) -> Shape:
    """Return a feed as `feeds --json` prints it, secrets in its addresses hidden unless `secrets`."""
    shape = {name: value for name, value in asdict(feed).items() if name not in ("full_text", "ways")}
    return shape | {
        "url": feed.url if secrets else hide_secrets(feed.url),
        "site": feed.site if secrets or feed.site is None else hide_secrets(feed.site),
        "error": None if feed.error is None else hide_secrets_in(feed.error),
        "last_ok": instant(feed.last_ok),
        "last_checked": instant(feed.last_checked),
        "next_due": instant(feed.next_due or None),
    }


def candidate_shape(candidate: Candidate, *, secrets: bool = False) -> Shape:
    """Return a feed as `edit --find --json` prints it, secrets in its address hidden unless `secrets`."""
    return {
        "url": candidate.url if secrets else hide_secrets(candidate.url),
        "title": candidate.title,
        "articles": candidate.articles,
        "newest": instant(candidate.newest),
    }


def action_shape(action: "Action") -> Shape:
    """Return an action as `undo --list --json` prints it."""
    return {
        "id": action.id,
        "action": action.label,
        "at": instant(action.at),
        "count": action.count,
        "undone": action.undone,
    }


def rule_shape(record: "RuleRecord") -> Shape:
    """Return a rule as `rules --json` prints it."""
    return {
        "when": record.rule.when,
        "do": list(record.rule.do),
        "matched": record.matched,
        "undone": record.undone,
    }


def event_shape(event: RefreshEvent) -> Shape:
    """Return an event as `refresh --json` prints it; a feed that was cut says so itself, as `notice`.

    Only a feed that is new has a backlog, which is `read`.
    """
    error = None if event.error is None else hide_secrets_in(event.error)
    shape = asdict(event) | {"url": hide_secrets(event.url), "error": error}
    del shape["notice"]
    if not event.read:
        del shape["read"]
    return shape


def account_shape(account: Account) -> Shape:
    """Return an account as `account list --json` prints it."""
    return {
        "name": account.name,
        "kind": account.kind,
        "url": hide_secrets(account.url),
        "user": account.user,
        "feeds": account.feeds,
        "unread": account.unread,
        "waiting": account.waiting,
        "status": account.status,
        "error": None if account.error is None else hide_secrets_in(account.error),
        "last_sync": instant(account.last_sync),
        "next_due": instant(account.next_due or None),
        "tags": account.tags,
        "feeds_editable": account.feeds_editable,
        "clock_skew": account.clock_skew,
    }


def account_event_shape(event: AccountEvent) -> Shape:
    """Return how an account's sync ended as `sync --json` and `refresh --json` print it."""
    return {
        "account": event.account,
        "outcome": event.outcome,
        "sent": event.sent,
        "new": event.new,
        "changed": event.changed,
        "waiting": event.waiting,
        "error": None if event.error is None else hide_secrets_in(event.error),
        "until": instant(event.until),
    }


def hit_shape(hit: SearchHit) -> Shape:
    """Return a hit as `search --json` prints it."""
    return headline_shape(hit.headline) | {"snippet": hit.snippet, "rank": hit.rank}
