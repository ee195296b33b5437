"""Simulated days of polls, and polls of a real server; no clock but a number."""

from itertools import pairwise

import pytest
from msgspec.structs import replace

from reader.library.network.schedule import ResponseFacts, after_response, is_due
from reader.model import DAY, FeedState, UpdateHints
from reader.sources.http.fetch import Failure, Fetcher, Request
from tests.library.network.schedule_responses import FRESH, HOUR, MINUTE, NOW, error, ok
from tests.server import ScriptedServer, conditional, raw, redirect, reply


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (FRESH, True),
        (replace(FRESH, next_due=NOW), True),
        (replace(FRESH, next_due=NOW + 1), False),
        (replace(FRESH, next_due=NOW + 8 * DAY), True),
        (replace(FRESH, paused=True), False),
        (replace(FRESH, gone=True), False),
        (replace(FRESH, next_due=NOW, last_checked=NOW - HOUR, interval=61), False),
        (replace(FRESH, next_due=NOW, last_checked=NOW - HOUR, interval=60), True),
        (replace(FRESH, next_due=NOW + 1, last_checked=NOW - HOUR, interval=1), False),
        (replace(FRESH, next_due=NOW + 8 * DAY, last_checked=NOW - HOUR, interval=61), False),
        (replace(FRESH, next_due=NOW, last_checked=NOW + 2 * HOUR, interval=61), True),
        (replace(FRESH, rate_limited_until=NOW + 1), False),
        (replace(FRESH, rate_limited_until=NOW), True),
        (replace(FRESH, hints=UpdateHints(skip_hours=frozenset({15}))), False),
        (replace(FRESH, hints=UpdateHints(skip_days=frozenset({6}))), False),
        (replace(FRESH, hints=UpdateHints(skip_hours=frozenset(range(24)))), True),
    ],
)
def test_is_due(state: FeedState, due: bool) -> None:
    assert is_due(state, NOW) is due


def test_a_clock_that_was_set_back_freezes_no_feed() -> None:
    """One poll, and the feed is back in step."""
    state = after_response(FRESH, ok(), now=NOW, interval=HOUR)
    for earlier in (DAY, 8 * DAY, 3650 * DAY):
        assert is_due(state, NOW - earlier)
        again = after_response(state, ok(), now=NOW - earlier, interval=HOUR)
        assert not is_due(again, NOW - earlier + 59 * MINUTE)
        assert is_due(again, NOW - earlier + HOUR)


def test_a_clock_that_is_put_right_by_minutes_polls_nothing_early() -> None:
    state = after_response(FRESH, ok(), now=NOW, interval=HOUR)
    assert not is_due(state, NOW - 5 * MINUTE)


def test_a_silence_from_a_wrong_clock_ends() -> None:
    silenced = after_response(FRESH, error(429, Retry_After="7200"), now=NOW + 3650 * DAY, interval=HOUR)
    assert is_due(silenced, NOW)


def simulate(
    hours: float, response: ResponseFacts, *, minutes: int = 1, state: FeedState = FRESH
) -> list[int]:
    """The moments of the polls of one feed when somebody looks every few minutes for what is due."""
    polls = []
    for moment in range(NOW, NOW + int(hours * HOUR), minutes * MINUTE):
        if is_due(state, moment):
            polls.append(moment)
            jitter = (moment // MINUTE) % 10 / 10
            state = after_response(state, response, now=moment + 2, interval=HOUR, jitter=jitter)
    return polls


def test_in_two_days_no_feed_is_asked_twice_within_an_hour() -> None:
    polls = simulate(48, ok())
    assert 40 <= len(polls) <= 48
    assert min(later - earlier for earlier, later in pairwise(polls)) >= HOUR


@pytest.mark.parametrize(
    ("response", "polls"),
    [
        (ok({"cache-control": "max-age=43200"}), 4),
        (ResponseFacts(status=200), 2),
        (ok(hints=UpdateHints(ttl=180)), 16),
        (error(500), 6),
        (error(403), 6),
        (error(410), 1),
        (error(429, Retry_After=str(2 * DAY)), 1),
        (ok(hints=UpdateHints(skip_days=frozenset({6, 0, 1}))), 1),
    ],
)
def test_polls_in_two_days(response: ResponseFacts, polls: int) -> None:
    assert len(simulate(48, response)) in (polls, polls - 1)


def test_five_starts_in_five_minutes_ask_once() -> None:
    assert len(simulate(5 / 60, ok())) == 1


def test_waking_after_eight_hours_asks_once() -> None:
    state = after_response(FRESH, ok(), now=NOW, interval=HOUR)
    state = after_response(state, ok(), now=NOW + 8 * HOUR, interval=HOUR)
    assert not is_due(state, NOW + 8 * HOUR + 59 * MINUTE)


# Together with real requests


async def poll(asking: Fetcher, state: FeedState, now: int) -> FeedState:
    """One poll as a refresh makes it."""
    response = await asking.fetch(
        Request(
            url=state.url,
            etag=state.etag,
            last_modified=state.last_modified,
            validators_from=state.validators_from,
            private=True,
        )
    )
    if isinstance(response, Failure):
        facts = ResponseFacts(failure=response.reason, url=response.url)
    else:
        facts = ResponseFacts(
            status=response.status, url=response.url, headers=response.headers, redirects=response.redirects
        )
    return after_response(state, facts, now=now, interval=HOUR)


def sent(server: ScriptedServer, path: str) -> list[tuple[str | None, str | None]]:
    return [(seen.header("If-None-Match"), seen.header("If-Modified-Since")) for seen in server.asked(path)]


async def test_in_twenty_polls_only_pairs_are_sent_that_were_served() -> None:
    served = [(f'"{number}"', f"the {number}th of May") for number in range(20)]
    async with ScriptedServer() as server, Fetcher(user_agent="newsreader/1") as asking:
        server.script("/feed", *(reply(b"x", 200, ETag=etag, Last_Modified=date) for etag, date in served))
        state = replace(FRESH, url=server.url("/feed"))
        for hour in range(20):
            state = await poll(asking, state, NOW + hour * HOUR)
    assert sent(server, "/feed") == [(None, None), *served[:-1]]


async def test_a_broken_answer_leaves_the_validators_of_the_last_good_one() -> None:
    cut = raw(b'HTTP/1.1 200 OK\r\nETag: "2"\r\nContent-Length: 100\r\n\r\nx')
    async with ScriptedServer() as server, Fetcher(user_agent="newsreader/1") as asking:
        server.script("/feed", reply(b"x", 200, ETag='"1"'), cut, reply(b"x", 500, ETag='"3"'), reply(b""))
        state = replace(FRESH, url=server.url("/feed"))
        for hour in range(4):
            state = await poll(asking, state, NOW + hour * HOUR)
    assert sent(server, "/feed") == [(None, None)] + [('"1"', None)] * 3
    assert (state.etag, state.failures) == ('"1"', 3)


async def test_a_moved_feed_is_asked_at_its_new_address_with_its_own_validators() -> None:
    async with ScriptedServer() as server, Fetcher(user_agent="newsreader/1") as asking:
        server.script("/old", reply(b"x", 200, ETag='"old"'), redirect("/new", 301))
        server.script("/new", conditional(b"x", '"new"'))
        state = replace(FRESH, url=server.url("/old"))
        for day in range(5):
            state = await poll(asking, state, NOW + day * DAY)
    assert state.url == server.url("/new")
    assert sent(server, "/old") == [(None, None), ('"old"', None), (None, None), (None, None)]
    assert sent(server, "/new") == [(None, None), ('"new"', None), ('"new"', None), ('"new"', None)]
