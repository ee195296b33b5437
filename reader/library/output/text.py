"""The lines that commands print for people, in columns where there are many."""

from datetime import datetime
from typing import TYPE_CHECKING

from reader.accounts import Account, AccountEvent
from reader.config import Rule
from reader.document.sanitize import SafeText, sanitize, sanitize_line
from reader.library.output.states import state_words
from reader.library.output.titles import title_of
from reader.model import Candidate, Date, Feed, Headline, RefreshEvent, SearchHit
from reader.urls.credentials import hide_secrets, hide_secrets_in
from reader.ways import ways_words

if TYPE_CHECKING:
    from reader.store.changes.rule_work import RuleRecord
    from reader.store.undo_log import Action

SITE_WIDTH = 20
"""The width of a headline's source, in terminal columns."""


def row(text: str) -> SafeText:
    """Return the text of one row, filtered; its columns stay where they are."""
    return sanitize(text.translate({10: " ", 13: " "}))


def local(seconds: int) -> str:
    """Write UTC seconds as the local minute: `2024-05-24 13:25`."""
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")


def day(date: Date | None, received: int) -> str:
    """Write the local day of an article; a date known to the day only is not moved by a zone."""
    if date is not None and date.to_the_day:
        return date.iso()
    return local(date.at if date else received)[:10]


def headline_line(headline: Headline, *, plain: bool = False) -> SafeText:
    """Write a headline as `  12 ● ★ 2024-05-24  Source                Title`.

    In plain mode, which is listened to, it is `12. Title. unread, starred. Source, 2024-05-24`.
    """
    when = day(headline.published, headline.received)
    if plain:
        about = ", ".join(filter(None, (sanitize_line(headline.feed_title), when)))
        return row(f"{headline.id}. {title_of(headline)}. {state_words(headline)}. {about}")
    from rich.cells import set_cell_size  # JSON does without rich, which takes long to import

    marks = f"{'●' if not headline.read else ' '}{'★' if headline.starred else ' '}"
    site = set_cell_size(sanitize_line(headline.feed_title), SITE_WIDTH)
    title: str = title_of(headline)
    if headline.damaged:
        title += "  (damaged: `newsreader doctor --repair` mends it)"
    return row(f"{headline.id:>7} {marks} {when}  {site}  {title}")


def hit_lines(hit: SearchHit, *, plain: bool = False) -> SafeText:
    """Write a hit as its headline, and its snippet on a second line."""
    return sanitize(f"{headline_line(hit.headline, plain=plain)}\n        {row(hit.snippet)}")


def feed_line(feed: Feed, *, secrets: bool = False) -> SafeText:
    """Write a feed as `  3  12/40  ok       Title  URL`, and its last failure behind that.

    Secrets in its address are hidden unless `secrets`.
    """
    url = feed.url if secrets else hide_secrets(feed.url)
    where = f"{feed.folder}/" if feed.folder else ""
    trouble = f"  ({hide_secrets_in(feed.error)}; {last_good(feed)})" if feed.error else ""
    counts = f"{feed.unread:>6}/{feed.total:<6} {feed.status:<8}"
    own = [] if feed.full_text == "asked" else [f"full text: {feed.full_text}"]
    own += ways_words(feed.ways)
    pages = f"  [{', '.join(own)}]" if own else ""
    return row(f"{feed.id:>5} {counts} {where}{feed.title}  {url}{pages}{trouble}")


def account_line(account: Account) -> SafeText:
    """Write an account as `home  greader  ok  12 unread in 3 feeds  ↑2  URL`, and its last failure."""
    waiting = f"  ↑{account.waiting}" if account.waiting else ""
    trouble = f"  ({hide_secrets_in(account.error)})" if account.error else ""
    feeds = "1 feed" if account.feeds == 1 else f"{account.feeds} feeds"
    counts = f"{account.unread} unread in {feeds}"
    url = hide_secrets(account.url)
    status = "not synced yet" if account.status == "never" else f"{account.status}  {counts}"
    return row(f"{account.name}  {account.kind}  {status}{waiting}  {url}{trouble}")


def account_event_line(event: AccountEvent) -> SafeText:
    """Write how an account's sync ended as `home: 3 sent, 12 new, 4 changed`, or why it was not."""
    if event.outcome == "skipped":
        wait = f"asks to wait until {local(event.until)[11:]}" if event.until else event.error or "skipped"
        return row(f"{event.account}: {wait}")
    if event.outcome != "synced":
        return row(f"{event.account}: {hide_secrets_in(event.error or event.outcome)}")
    return row(f"{event.account}: {event.sent} sent, {event.new} new, {event.changed} changed")


def candidate_line(candidate: Candidate, *, secrets: bool = False) -> SafeText:
    """Write a candidate as `URL  Title (12 articles, newest 2026-11-20)`.

    Secrets in its address are hidden unless `secrets`.
    """
    url = candidate.url if secrets else hide_secrets(candidate.url)
    newest = "" if candidate.newest is None else local(candidate.newest)[:10]
    return row(f"{url}  {candidate.title} ({found_words(candidate.articles, newest)})")


def found_words(articles: int, newest: str) -> str:
    """Write how many articles a feed has, and the day of the newest, if it is known."""
    count = f"{articles} article{'' if articles == 1 else 's'}"
    return f"{count}, newest {newest}" if newest else count


def last_good(feed: Feed) -> str:
    """Write when a feed was last read: `last good 2024-05-24 13:25`."""
    return f"last good {local(feed.last_ok)}" if feed.last_ok else "never good"


def event_line(event: RefreshEvent) -> SafeText:
    """Write an event as `https://example.org/feed: 3 new`."""
    return row(f"{hide_secrets(event.url)}: {event_words(event)}")


def notice_line(event: RefreshEvent) -> SafeText:
    """Write what was cut of a feed: `https://example.org/feed: It has 6,000 articles; ...`."""
    return row(f"{hide_secrets(event.url)}: {event.notice}")


def new_words(new: int, read: int) -> str:
    """Write how many articles are new: `30 new`, `30 new (10 marked read)`."""
    return f"{new} new ({read} marked read)" if read else f"{new} new"


def event_words(event: RefreshEvent) -> str:
    """Write how one feed's refresh ended: `3 new, 1 changed`, or what went wrong."""
    match event.outcome:
        case "new":
            counts = {new_words(event.new, event.read): event.new, f"{event.changed} changed": event.changed}
            return ", ".join(words for words, count in counts.items() if count)
        case "unchanged":
            return "nothing new"
    error = hide_secrets_in(event.error or "")
    if error.startswith(event.outcome):
        return error
    return f"{event.outcome}: {error}" if error else event.outcome


def action_line(action: "Action", now: int) -> SafeText:
    """Write an action as `  31  marked 412 read in Tech, 10 minutes ago  (undone)`. `now`: UTC seconds."""
    return row(
        f"{action.id:>5}  {action.label}, {ago(action.at, now)}{'  (undone)' if action.undone else ''}"
    )


def rule_words(rule: Rule) -> str:
    """Write a rule as `“title:sponsored”: read, tag:ads`."""
    return f"“{rule.when}”: {', '.join(rule.do)}"


def rule_line(record: "RuleRecord") -> SafeText:
    """Write a rule and what it has done: `“title:sponsored”: read  (12 articles, 3 of them taken back)`."""
    found = {0: "no articles yet", 1: "1 article"}.get(record.matched, f"{record.matched:,} articles")
    undone = f", {record.undone:,} of them taken back" if record.undone else ""
    return row(f"{rule_words(record.rule)}  ({found}{undone})")


def ago(at: int, now: int) -> str:
    """Write how long ago something was, in words: `10 minutes ago`, `just now`; both in UTC seconds."""
    seconds = max(0, now - at)
    for length, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if count := seconds // length:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"
