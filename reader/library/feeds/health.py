"""The health of each feed, in words that the command line, the doctor and the screen share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from reader.library.output.text import last_good, local
from reader.model import DAY, Feed
from reader.sources.http.status import GONE
from reader.store.database.connection import Database
from reader.store.feeds import feeds, refresh_state
from reader.urls.credentials import hide_secrets, hide_secrets_in, with_credentials

MONTH = 30 * DAY

SILENT = 180 * DAY
"""Seconds without a new article after which a feed is called silent."""

State = Literal["trouble", "moved", "silent", "well", "paused"]
"""`trouble`: the feed could not be read when last asked; `moved`: it was read, at another address;
`silent`: it answers well but brings nothing; `paused`: it is not asked, whatever it answered last."""

STATES: dict[State, str] = {
    "trouble": "In trouble",
    "moved": "Moved",
    "silent": "Silent",
    "well": "Well",
    "paused": "Paused",
}
"""The name of each state, in the order in which the reader should look at them."""


@dataclass(frozen=True, slots=True)
class Health:
    """A feed and its health."""

    feed: Feed
    activity: feeds.Activity
    state: State
    moved_to: str | None = None
    """The address that its server redirects to permanently, while it is still asked at its old one."""

    @property
    def cause(self) -> str:
        """What matters most, in words: why it fails, where it moved, or since when it is silent."""
        if self.state == "trouble":
            return GONE if self.feed.status == "gone" else hide_secrets_in(self.feed.error or "no answer")
        if self.state == "moved":
            return f"moved to {hide_secrets(self.moved_to or '')}"
        if self.feed.last_checked is None:
            return "not asked yet"
        return brings(self.activity)


def examined(db: Database, now: int) -> list[Health]:
    """Return the health of all feeds, those in trouble first; in each state by title."""
    activity = feeds.activity(db, now - MONTH)
    moved = {state.id: state.moved_to for state in refresh_state.feed_states(db, None, None)}
    unknown = feeds.Activity(0, None)  # of a feed whose row is damaged
    listed = [
        _health(feed, activity.get(feed.id, unknown), moved.get(feed.id), now)
        for feed in feeds.feeds(db, now)
    ]
    order = list(STATES)
    return sorted(
        listed, key=lambda health: (order.index(health.state), health.feed.title.casefold(), health.feed.id)
    )


def _health(feed: Feed, activity: feeds.Activity, moved_to: str | None, now: int) -> Health:
    return Health(feed, activity, state_of(feed, activity, moved_to, now), moved_to)


def state_of(feed: Feed, activity: feeds.Activity, moved_to: str | None, now: int) -> State:
    """Return the state of a feed's health at a time (UTC seconds)."""
    if feed.status == "paused":
        return "paused"
    if feed.status in ("failing", "gone", "silenced") or feed.error:
        return "trouble"
    if moved_to:
        return "moved"
    return "silent" if _is_silent(feed, activity, now) else "well"


def _is_silent(feed: Feed, activity: feeds.Activity, now: int) -> bool:
    """Return whether a feed that answers well has brought nothing for long."""
    return feed.last_ok is not None and (activity.newest or 0) < now - SILENT


def counted(examined: Iterable[Health]) -> dict[State, int]:
    """Count the feeds in each state."""
    counts: dict[State, int] = dict.fromkeys(STATES, 0)
    for health in examined:
        counts[health.state] += 1
    return counts


def brings(activity: feeds.Activity) -> str:
    """Write how much a feed brings: `12 articles a month`, or since when there are none."""
    if activity.recent:
        return f"{activity.recent:,} article{'' if activity.recent == 1 else 's'} a month"
    return f"silent since {local(activity.newest)[:10]}" if activity.newest is not None else "no articles yet"


def in_words(health: Health) -> str:
    """Write how a feed did: `last good 2026-11-02 08:30; 12 articles a month`."""
    return f"{last_good(health.feed)}; {brings(health.activity)}"


class NotMoved(Exception):
    """No server says that the feed has another address; the message is a sentence."""


def new_address(db: Database, feed: Feed) -> str:
    """Return the address that permanent redirects lead to, with the feed's password on the same host.

    Raises `NotMoved`.
    """
    [state] = refresh_state.feed_states(db, [feed.id], None)
    if state.moved_to is None:
        raise NotMoved(f"{feed.title}: its server did not say that it moved")
    return with_credentials(state.url, state.moved_to)
