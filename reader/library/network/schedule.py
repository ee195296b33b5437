"""When a feed may be asked again, and what is remembered of its answer: decided here, without asking anyone.

Every time is UTC seconds. A scheduled poll keeps to the longest of all wishes: the reader's interval, the
server's headers, the feed's own words. Errors wait longer each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from reader.config import Settings
from reader.library.network import update_hints
from reader.model import DAY, HOUR, LONGEST_RATE_LIMIT, FeedState, Outcome, RefreshEvent, UpdateHints
from reader.sources.http.status import status_words
from reader.urls.credentials import with_credentials
from reader.urls.redirects import PERMANENT, lasting_url
from reader.urls.target import target

WEEK = 7 * DAY
"""No feed waits longer, unless its server asks for it with Retry-After."""

QUARTER = HOUR // 4
"""After so long it is tried again whether there is a network."""

MOST_JITTER = 60
"""Seconds. More would only move feeds from one run of a timer to the next."""

SIGHTINGS = 3
"""On so many days a permanent redirect must have been seen before it is believed."""

DEAD = 10 * DAY
"""A feed not found for so long is called dead."""

GONE = "gone: its server says that it will not come back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseFacts:
    """What counts of an answer, or of the lack of one."""

    status: int | None = None
    """None: there was no answer."""
    url: str = ""
    """Of the last request, after redirects."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Lower-case names."""
    redirects: tuple[tuple[int, str], ...] = ()
    """Each one's status and where it led."""
    failure: str | None = None
    """Why there is no feed in it, in words: the network's reason or the parser's."""
    hints: UpdateHints | None = None
    """What the document says; None where there was none, or none was parsed."""
    body_hash: str | None = None
    """SHA-256 of the body, of an answer that brought one."""
    cut: bool = False
    """Whether the document breaks off."""


def interval(settings: Settings) -> int:
    """Seconds between two polls of a feed without wishes; an hour where the reader switched the timer off."""
    return settings.refresh_minutes * 60 or HOUR


def is_due(state: FeedState, now: int) -> bool:
    """Whether a scheduled poll may ask the feed now."""
    if state.paused or held_back(state, now) is not None or update_hints.allowed_from(state.hints, now) > now:
        return False
    return state.next_due <= now or _clock_was_set_back(state, now)


def held_back(state: FeedState, now: int) -> str | None:
    """Why the feed may not be asked even when the reader asks for it by name; None if it may."""
    if state.gone:
        return GONE
    if state.rate_limited_until is not None and now < state.rate_limited_until <= now + LONGEST_RATE_LIMIT:
        return rate_limited_words(state.rate_limited_until)
    return None


def rate_limited_words(until: int) -> str:
    """Return the sentence for a host that may not be asked before `until`."""
    return f"rate-limited until {datetime.fromtimestamp(until, UTC):%Y-%m-%d %H:%M} UTC"


def host_rate_limit(response: ResponseFacts, *, now: int) -> int | None:
    """Until when the host that gave this answer may not be asked for any feed; None where it may.

    A host that is asked too often (RFC 6585, section 4) counts all requests, whatever feed they were for.
    """
    if response.status != 429:
        return None
    return now + (update_hints.retry_after(response.headers, now) or HOUR)


def event(before: FeedState, after: FeedState, *, new: int, changed: int) -> RefreshEvent:
    """How one feed's refresh ended."""
    outcome: Outcome = "new" if new or changed else "unchanged"
    error = after.error
    if after.gone:
        outcome = "gone"
    elif error is not None:
        outcome = "failed"
    elif after.url != before.url:
        outcome, error = "moved", f"moved to {target(after.url).url}"
    return RefreshEvent(
        feed=before.id, url=before.url, outcome=outcome, new=new, changed=changed, error=error
    )


def after_response(
    state: FeedState,
    response: ResponseFacts,
    *,
    now: int,
    interval: int,
    jitter: float = 0.0,
    asked: int | None = None,
) -> FeedState:
    """The feed's next state; `asked` is when the request was sent, if that was not just now.

    `jitter`, 0 to 1, makes the wait after repeated errors a little longer, so that a server that comes back
    does not meet all at once. Other waits have none: a timer of the interval's length finds the feed due.
    """
    asked = now if asked is None else asked
    # Who has nothing yet that could be unmodified has not been given a feed.
    known = state.etag or state.last_modified
    if response.failure is None and (response.status == 200 or (response.status == 304 and known)):
        return _succeeded(state, response, asked, interval)
    return replace(_failed(state, response, now, interval, jitter), last_checked=asked)


def after_no_network(state: FeedState, now: int) -> FeedState:
    """The next state of a feed that was not asked for want of a network: nothing was learned about it."""
    return state if state.next_due > now else replace(state, next_due=now + QUARTER)


def _succeeded(state: FeedState, response: ResponseFacts, now: int, interval: int) -> FeedState:
    """Waits count from the request, as a timer's ticks and an answer's freshness do (RFC 9111, 4.2.3).

    What breaks off is not what its validators stand for, unless the server sends the very same again.
    """
    validated = _validated(state, response)
    kept = _moved(state if response.cut else validated, response, now)
    hints = state.hints if response.hints is None else response.hints
    fresh = _fresh(state, response, now)
    wait = max(interval, fresh, update_hints.wait_seconds(hints))
    if validated.etag is None and validated.last_modified is None:
        wait = max(wait, DAY)
    return replace(
        kept,
        body_hash=state.body_hash if response.status == 304 else response.body_hash,
        hints=hints,
        fresh=fresh,
        next_due=_due(hints, now, wait),
        last_checked=now,
        last_ok=now,
        failures=0,
        error=None,
        rate_limited_until=None,
        gone=False,
    )


def _fresh(state: FeedState, response: ResponseFacts, now: int) -> int:
    """For how long the answer stays so; a 304 that does not say leaves what was said (RFC 9111, 4.3.4)."""
    silent = not {"cache-control", "expires"} & response.headers.keys()
    if response.status == 304 and silent:
        return state.fresh
    return update_hints.fresh_for(response.headers, now) or 0


def _validated(state: FeedState, response: ResponseFacts) -> FeedState:
    """With this answer's validators; a 304 renews what it names and leaves the rest (RFC 9111, 4.3.4)."""
    etag, last_modified = response.headers.get("etag"), response.headers.get("last-modified")
    if response.status == 304:
        etag, last_modified = etag or state.etag, last_modified or state.last_modified
    return replace(
        state,
        etag=etag or None,
        last_modified=last_modified or None,
        validators_from=_resource(response.redirects),
    )


def _resource(redirects: tuple[tuple[int, str], ...]) -> str | None:
    """Where the last permanent redirect led: what lies behind is that URL's own; None: the feed's."""
    return next((led_to for status, led_to in reversed(redirects) if status in PERMANENT), None)


def _moved(state: FeedState, response: ResponseFacts, now: int) -> FeedState:
    """With one more sighting of a permanent redirect, and the new address once there were enough."""
    there = lasting_url(state.url, response.redirects)
    if there == state.url:
        return replace(state, moved_to=None, moved_days=())
    seen = state.moved_days if there == state.moved_to else ()
    days = tuple(dict.fromkeys((*seen, now // DAY)))
    if len(days) < SIGHTINGS:
        return replace(state, moved_to=there, moved_days=days)
    same = state.validators_from == there
    return replace(
        state,
        url=with_credentials(state.url, there),
        validators_from=None if same else state.validators_from,
        moved_to=None,
        moved_days=(),
    )


def not_moved(state: FeedState, decided: FeedState) -> FeedState:
    """The decided state of a feed whose new address another feed has: it stays, and goes on telling where."""
    return replace(
        decided,
        url=state.url,
        moved_to=decided.url,
        moved_days=state.moved_days,
        validators_from=decided.validators_from or decided.url,
    )


def _failed(state: FeedState, response: ResponseFacts, now: int, interval: int, jitter: float) -> FeedState:
    """Everything that was kept stays as it was, validators too: they belong to what is in the library."""
    failures = state.failures + 1
    base = max(interval, HOUR)
    wait = max(base, min(DAY, base << min(failures - 1, 5)))
    if response.status in (401, 403):
        wait = max(wait, 4 * HOUR)
    if failures > 1:
        wait += int(MOST_JITTER * jitter)
    limited_until = None
    if response.status in (429, 503):
        asked = update_hints.retry_after(response.headers, now)
        if asked is not None:
            wait = max(base, asked)
            limited_until = now + asked
        elif response.status == 429:
            limited_until = now + wait
    return replace(
        state,
        next_due=_due(state.hints, now, wait),
        failures=failures,
        error=_error(state, response, now, limited_until),
        rate_limited_until=limited_until,
        gone=state.gone or response.status == 410,
    )


def _error(state: FeedState, response: ResponseFacts, now: int, limited_until: int | None) -> str:
    if response.status == 429 and limited_until is not None:
        return rate_limited_words(limited_until)
    if response.failure is not None or response.status is None:
        return response.failure or "no answer"
    words = status_words(response.status)
    if response.status == 404 and state.last_ok is not None and now - state.last_ok >= DEAD:
        return f"{words} for {(now - state.last_ok) // DAY} days: it seems dead"
    if limited_until is not None:
        return f"{words}, back at {datetime.fromtimestamp(limited_until, UTC):%Y-%m-%d %H:%M} UTC"
    return words


def _due(hints: UpdateHints, now: int, wait: int) -> int:
    """A host's rate limit may last longer than this; it is kept apart."""
    return min(update_hints.allowed_from(hints, now + min(wait, WEEK)), now + WEEK)


def _clock_was_set_back(state: FeedState, now: int) -> bool:
    """Whether the last poll lies in the future; no feed may wait for a time that came from a wrong clock."""
    ahead = state.last_checked is not None and state.last_checked > now + HOUR
    return ahead or state.next_due > now + WEEK
