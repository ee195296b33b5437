"""When a feed may be asked again, and what is remembered of its response: decisions without any I/O.

Every time is UTC seconds. A scheduled poll waits for the longest of the reader's interval, the server's
headers and the feed's update hints. The wait grows with each error.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

from reader.config import Settings
from reader.library.network import update_hints
from reader.model import DAY, HOUR, LONGEST_RATE_LIMIT, FeedState, Outcome, RefreshEvent, UpdateHints
from reader.sources.http.status import GONE, status_words
from reader.urls.credentials import with_credentials
from reader.urls.redirects import PERMANENT, lasting_url
from reader.urls.target import target

WEEK = 7 * DAY
"""Seconds that a feed waits at most, unless its server asks for more with Retry-After."""

QUARTER = HOUR // 4
"""Seconds after which a feed is tried again where there was no network."""

MOST_JITTER = 60
"""Seconds of random delay at most. More would only move feeds from one run of a timer to the next."""

SIGHTINGS = 3
"""The number of days on which a permanent redirect must have been seen before the new address is used."""

DEAD = 10 * DAY
"""Seconds of 404s after which a feed is called dead."""


class ResponseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a response, or of a failed request, that the schedule depends on."""

    status: int | None = None
    """The HTTP status; None where there was no response."""
    url: str = ""
    """The URL of the last request, after redirects."""
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)
    """The response's headers, with lower-case names."""
    redirects: tuple[tuple[int, str], ...] = ()
    """The status and the target of each redirect."""
    failure: str | None = None
    """Why there is no feed in the response, in words: the network's reason or the parser's."""
    hints: UpdateHints | None = None
    """The update hints of the document; None where none was parsed."""
    body_hash: str | None = None
    """SHA-256 of the body, as hexadecimal digits, where the response has one."""
    cut: bool = False
    """Whether the document breaks off."""


def interval(settings: Settings) -> int:
    """Return the seconds between two polls of a feed without update hints; an hour where the timer is off."""
    return settings.refresh_minutes * 60 or HOUR


def is_due(state: FeedState, now: int) -> bool:
    """Return whether a scheduled poll may ask the feed now."""
    if state.paused or held_back(state, now) is not None or update_hints.allowed_from(state.hints, now) > now:
        return False
    return due_at(state) <= now or _clock_was_set_back(state, now)


def due_at(state: FeedState) -> int:
    """Return when a scheduled poll may ask the feed: its own interval can only lengthen the wait."""
    if not state.next_due or state.last_checked is None:
        return state.next_due
    return max(state.next_due, state.last_checked + state.interval * 60)


def held_back(state: FeedState, now: int) -> str | None:
    """Return why the feed may not be asked even when the reader names it; None if it may."""
    if state.gone:
        return GONE
    if state.rate_limited_until is not None and now < state.rate_limited_until <= now + LONGEST_RATE_LIMIT:
        return rate_limited_words(state.rate_limited_until)
    return None


def rate_limited_words(until: int) -> str:
    """Return the sentence for a host that may not be asked before `until`."""
    return f"rate-limited until {datetime.fromtimestamp(until, UTC):%Y-%m-%d %H:%M} UTC"


def host_rate_limit(response: ResponseFacts, *, now: int) -> int | None:
    """Return until when the host that gave this answer may not be asked for any feed; None where it may.

    A host that is asked too often (RFC 6585, section 4) counts all requests, whatever feed they were for.
    """
    if response.status != 429:
        return None
    return now + (update_hints.retry_after(response.headers, now) or HOUR)


def event(before: FeedState, after: FeedState, *, new: int, changed: int) -> RefreshEvent:
    """Return the event that says how one feed's refresh ended, by its state before and after."""
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
    """Return the feed's next state; `asked` is when the request was sent, if that was not just now.

    `jitter`, 0 to 1, makes the wait after repeated errors a little longer, so that a server that comes back
    does not meet all at once. Other waits have none: a timer of the interval's length finds the feed due.
    """
    asked = now if asked is None else asked
    # A 304 counts only where there is a validator: without one, there is nothing that it can refer to.
    known = state.etag or state.last_modified
    if response.failure is None and (response.status == 200 or (response.status == 304 and known)):
        return _succeeded(state, response, asked, interval)
    return replace(_failed(state, response, now, interval, jitter), last_checked=asked)


def after_no_network(state: FeedState, now: int) -> FeedState:
    """Return the next state of a feed that could not be asked without a network; no failure is counted."""
    return state if state.next_due > now else replace(state, next_due=now + QUARTER)


def _succeeded(state: FeedState, response: ResponseFacts, now: int, interval: int) -> FeedState:
    """Return the state after a good response.

    Waits count from the request, as a timer's ticks and a response's freshness do (RFC 9111, section 4.2.3).
    The validators of a document that breaks off are not kept, so that it is asked for again in full.
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
    """Return the seconds of freshness; a 304 that does not say keeps them (RFC 9111, section 4.3.4)."""
    silent = not {"cache-control", "expires"} & response.headers.keys()
    if response.status == 304 and silent:
        return state.fresh
    return update_hints.fresh_for(response.headers, now) or 0


def _validated(state: FeedState, response: ResponseFacts) -> FeedState:
    """Return the state with this response's validators.

    A 304 replaces those that it names and leaves the rest (RFC 9111, section 4.3.4).
    """
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
    """Return the target of the last permanent redirect, which the validators belong to; None: the feed."""
    return next((led_to for status, led_to in reversed(redirects) if status in PERMANENT), None)


def _moved(state: FeedState, response: ResponseFacts, now: int) -> FeedState:
    """Count one more day with a permanent redirect, and take over the new address once there were enough."""
    new_url = lasting_url(state.url, response.redirects)
    if new_url == state.url:
        return replace(state, moved_to=None, moved_days=())
    seen = state.moved_days if new_url == state.moved_to else ()
    days = tuple(dict.fromkeys((*seen, now // DAY)))
    if len(days) < SIGHTINGS:
        return replace(state, moved_to=new_url, moved_days=days)
    same = state.validators_from == new_url
    return replace(
        state,
        url=with_credentials(state.url, new_url),
        validators_from=None if same else state.validators_from,
        moved_to=None,
        moved_days=(),
    )


def not_moved(state: FeedState, decided: FeedState) -> FeedState:
    """Return the decided state with the old address, where another feed has the new one already."""
    return replace(
        decided,
        url=state.url,
        moved_to=decided.url,
        moved_days=state.moved_days,
        validators_from=decided.validators_from or decided.url,
    )


def _failed(state: FeedState, response: ResponseFacts, now: int, interval: int, jitter: float) -> FeedState:
    """Return the state after a failure. Validators stay: they belong to what is in the library."""
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
    """Return when the feed is due; a host's rate limit, which is kept apart, may last longer."""
    return min(update_hints.allowed_from(hints, now + min(wait, WEEK)), now + WEEK)


def _clock_was_set_back(state: FeedState, now: int) -> bool:
    """Return whether the last poll lies in the future: no feed waits for a wrong clock's time."""
    if state.last_checked is not None and state.last_checked > now + HOUR:
        return True
    rests = state.last_checked is not None and state.last_checked + state.interval * 60 > now
    return state.next_due > now + WEEK and not rests
