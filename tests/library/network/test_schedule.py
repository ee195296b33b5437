"""When feeds are asked next, and what is remembered of their answers, as tables; no clock but a number."""

from datetime import UTC, datetime
from email.utils import formatdate

import pytest
from msgspec.structs import replace

from reader.library.network.schedule import (
    ResponseFacts,
    after_no_network,
    after_response,
    event,
    held_back,
    host_rate_limit,
    is_due,
    not_moved,
)
from reader.model import DAY, FeedState, UpdateHints
from reader.sources.http.status import status_words
from tests.library.network.schedule_responses import FRESH, HOUR, MINUTE, NOW, VALIDATED, error, ok


def wait(response: ResponseFacts, state: FeedState = FRESH, *, interval: int = HOUR) -> int:
    """How long until the next scheduled poll."""
    return after_response(state, response, now=NOW, interval=interval).next_due - NOW


def date(offset: int) -> str:
    return formatdate(NOW + offset, usegmt=True)


# Validators


def test_validators_are_kept_as_they_came() -> None:
    headers = {"etag": 'W/"a b\'c"', "last-modified": "Thu, 1 Jan 2020 00:00:00 GMT"}
    after = after_response(FRESH, ok(headers), now=NOW, interval=HOUR)
    assert (after.etag, after.last_modified) == (headers["etag"], headers["last-modified"])


def test_new_validators_replace_old_ones_even_with_the_same_body() -> None:
    touched = ResponseFacts(status=200, headers={"etag": '"2"', "last-modified": "later"}, body_hash="aa")
    after = after_response(VALIDATED, touched, now=NOW, interval=HOUR)
    assert (after.etag, after.last_modified, after.body_hash) == ('"2"', "later", "aa")


def test_validators_that_are_sent_no_more_are_forgotten() -> None:
    one = after_response(
        VALIDATED, ResponseFacts(status=200, headers={"etag": '"2"'}), now=NOW, interval=HOUR
    )
    none = after_response(VALIDATED, ResponseFacts(status=200), now=NOW, interval=HOUR)
    assert (one.etag, one.last_modified) == ('"2"', None)
    assert (none.etag, none.last_modified) == (None, None)


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({}, ('"1"', VALIDATED.last_modified)),
        ({"etag": '"2"'}, ('"2"', VALIDATED.last_modified)),
        ({"last-modified": "new"}, ('"1"', "new")),
        ({"etag": '"2"', "last-modified": "new"}, ('"2"', "new")),
        ({"etag": ""}, ('"1"', VALIDATED.last_modified)),
    ],
)
def test_not_modified_renews_what_it_names(headers: dict[str, str], kept: tuple[str, str]) -> None:
    after = after_response(VALIDATED, ResponseFacts(status=304, headers=headers), now=NOW, interval=HOUR)
    assert (after.etag, after.last_modified) == kept
    assert after.body_hash == "aa"


def test_not_modified_is_no_answer_for_who_has_nothing() -> None:
    after = after_response(FRESH, ok(status=304), now=NOW, interval=HOUR)
    assert (after.etag, after.last_ok, after.failures) == (None, None, 1)
    assert after.error == "unexpected answer 304"


def test_not_modified_is_a_success() -> None:
    before = replace(VALIDATED, failures=3, error="server error 500", last_ok=5)
    after = after_response(before, ResponseFacts(status=304), now=NOW, interval=HOUR)
    assert (after.failures, after.error, after.last_ok, after.last_checked) == (0, None, NOW, NOW)


@pytest.mark.parametrize("status", [200, 304, 404, 500, None])
def test_a_failure_keeps_the_validators_of_what_is_in_the_library(status: int | None) -> None:
    """So that the next request asks for what was missed."""
    response = ResponseFacts(status=status, headers={"etag": '"2"'}, failure="not a feed", body_hash="cc")
    after = after_response(replace(VALIDATED, last_ok=5), response, now=NOW, interval=HOUR)
    assert (after.etag, after.last_modified, after.body_hash, after.last_ok) == (
        '"1"',
        VALIDATED.last_modified,
        "aa",
        5,
    )
    assert (after.error, after.failures) == ("not a feed", 1)


# Wishes of the server and of the feed


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, HOUR),
        ({"cache-control": "max-age=43200"}, 12 * HOUR),
        ({"cache-control": "public, MAX-AGE=43200, must-revalidate"}, 12 * HOUR),
        ({"cache-control": 'max-age="43200"'}, 12 * HOUR),
        ({"cache-control": "max-age=43200", "age": "3600"}, 11 * HOUR),
        ({"cache-control": "max-age=43200", "age": "99999"}, HOUR),
        ({"cache-control": "max-age=43200", "age": "young"}, 12 * HOUR),
        ({"cache-control": "max-age=60"}, HOUR),
        ({"cache-control": "max-age=5184000"}, 7 * DAY),
        ({"cache-control": "max-age=" + "9" * 15}, 7 * DAY),
        ({"cache-control": "max-age=" + "9" * 5000}, 7 * DAY),
        ({"cache-control": "max-age=" + "0" * 5000 + "7200"}, 2 * HOUR),
        ({"cache-control": 'no-cache="set-cookie", max-age=43200'}, 12 * HOUR),
        ({"cache-control": "s-maxage=43200"}, HOUR),
        ({"cache-control": "x-max-age=43200"}, HOUR),
        ({"cache-control": "no-cache, max-age=6000"}, HOUR),
        ({"cache-control": "max-age=6000, no-store"}, HOUR),
        ({"cache-control": "max-age=xyz"}, HOUR),
        ({"cache-control": "max-age=-6000"}, HOUR),
        ({"cache-control": "max-age=xyz", "expires": date(7200)}, 2 * HOUR),
        ({"expires": date(7200)}, 2 * HOUR),
        ({"expires": date(-7200)}, HOUR),
        ({"expires": "0"}, HOUR),
        ({"expires": "-1"}, HOUR),
        ({"expires": "Thu, 99 Nov 2525 99:99:99 GMT"}, HOUR),
        ({"expires": "Thu, 01 Jan 99999 00:00:00 GMT"}, HOUR),
        ({"expires": date(7200), "cache-control": "max-age=10800"}, 3 * HOUR),
        ({"expires": date(7200), "cache-control": "no-cache"}, HOUR),
        ({"expires": date(7200 - 400 * DAY), "date": date(-400 * DAY)}, 2 * HOUR),
        ({"expires": date(7200 + 400 * DAY), "date": date(400 * DAY)}, 2 * HOUR),
        ({"expires": date(7200), "date": "today"}, 2 * HOUR),
    ],
)
@pytest.mark.parametrize("status", [200, 304])
def test_no_poll_before_the_answer_is_stale(headers: dict[str, str], seconds: int, status: int) -> None:
    assert wait(ok(headers, status=status), VALIDATED) == seconds


def test_an_unmodified_answer_that_does_not_say_is_as_fresh_as_the_one_before() -> None:
    """RFC 9111, section 4.3.4."""
    kept = after_response(VALIDATED, ok({"cache-control": "max-age=43200"}), now=NOW, interval=HOUR)
    silent, said = (
        ResponseFacts(status=304),
        ResponseFacts(status=304, headers={"cache-control": "max-age=7200"}),
    )
    again = after_response(kept, silent, now=NOW, interval=HOUR)
    assert again.next_due == NOW + 12 * HOUR
    assert wait(silent, again) == 12 * HOUR
    assert wait(said, again) == 2 * HOUR
    assert wait(ok({}), again) == HOUR


def test_the_readers_interval_is_never_shortened() -> None:
    assert wait(ok({"cache-control": "max-age=7200"}), interval=6 * HOUR) == 6 * HOUR


def test_a_feed_without_validators_is_asked_once_a_day() -> None:
    assert wait(ResponseFacts(status=200)) == DAY
    assert wait(ResponseFacts(status=200, headers={"last-modified": "x"})) == HOUR
    assert wait(ResponseFacts(status=200), interval=2 * DAY) == 2 * DAY


@pytest.mark.parametrize(
    ("hints", "seconds"),
    [
        (UpdateHints(ttl=180), 3 * HOUR),
        (UpdateHints(ttl=0), HOUR),
        (UpdateHints(ttl=-5), HOUR),
        (UpdateHints(ttl=30), HOUR),
        (UpdateHints(ttl=999_999), DAY),
        (UpdateHints(period=4 * HOUR), 4 * HOUR),
        (UpdateHints(period=7 * DAY), DAY),
        (UpdateHints(period=1), HOUR),
        (UpdateHints(ttl=180, period=2 * HOUR), 3 * HOUR),
    ],
)
def test_the_feed_says_how_often(hints: UpdateHints, seconds: int) -> None:
    assert wait(ok(hints=hints)) == seconds


def test_what_the_feed_said_holds_until_it_says_something_else() -> None:
    """A 304 brings no document."""
    first = after_response(FRESH, ok(hints=UpdateHints(ttl=180)), now=NOW, interval=HOUR)
    assert wait(ok(status=304), first) == 3 * HOUR
    assert wait(ok(hints=UpdateHints()), first) == HOUR


@pytest.mark.parametrize(
    ("hints", "due"),
    [
        (UpdateHints(skip_hours=frozenset({16})), "17:00"),
        (UpdateHints(skip_hours=frozenset({16, 17, 18})), "19:00"),
        (UpdateHints(skip_hours=frozenset({15})), "16:06"),
        (UpdateHints(skip_hours=frozenset(range(16, 24)) | frozenset(range(3))), "Monday 03:00"),
        (UpdateHints(skip_hours=frozenset(range(24))), "16:06"),
        (UpdateHints(skip_days=frozenset({6})), "Monday 00:00"),
        (UpdateHints(skip_days=frozenset({6, 0})), "Tuesday 00:00"),
        (UpdateHints(skip_days=frozenset({0})), "16:06"),
        (UpdateHints(skip_days=frozenset(range(7))), "16:06"),
        (UpdateHints(skip_days=frozenset({6}), skip_hours=frozenset(range(5))), "Monday 05:00"),
        (UpdateHints(skip_days=frozenset({6}), skip_hours=frozenset(range(24))), "Monday 00:00"),
        (UpdateHints(skip_days=frozenset(range(7)), skip_hours=frozenset({16})), "17:00"),
    ],
)
def test_hours_and_days_off(hints: UpdateHints, due: str) -> None:
    """GMT; a list of all hours or all days cannot be meant."""
    after = after_response(FRESH, ok(hints=hints), now=NOW, interval=HOUR)
    moment = datetime.fromtimestamp(after.next_due, UTC)
    assert moment.strftime("%A %H:%M").endswith(due if " " in due else f"Sunday {due}")


def test_jitter_makes_the_wait_after_repeated_errors_longer_and_never_by_much() -> None:
    failing = replace(FRESH, failures=1)
    dues = [
        after_response(failing, error(500), now=NOW, interval=HOUR, jitter=part / 10).next_due - NOW
        for part in range(11)
    ]
    assert (dues[0], dues[10], dues == sorted(set(dues))) == (2 * HOUR, 2 * HOUR + MINUTE, True)


@pytest.mark.parametrize("response", [ok(), error(500), ok({"cache-control": "max-age=3600"})])
def test_the_interval_has_no_jitter_so_that_the_next_tick_finds_the_feed_due(response: ResponseFacts) -> None:
    assert after_response(FRESH, response, now=NOW, interval=HOUR, jitter=1.0).next_due == NOW + HOUR


def test_waits_count_from_the_request() -> None:
    """So that a slow answer does not make the feed miss the timer's next tick."""
    after = after_response(FRESH, ok(), now=NOW + 9, asked=NOW, interval=HOUR)
    assert (after.next_due, after.last_checked) == (NOW + HOUR, NOW)


def test_a_silence_counts_from_the_answer() -> None:
    after = after_response(FRESH, error(429, Retry_After="7200"), now=NOW + 9, asked=NOW, interval=HOUR)
    assert (after.rate_limited_until, after.last_checked) == (NOW + 9 + 2 * HOUR, NOW)


def test_without_a_network_nothing_is_learned_about_a_feed() -> None:
    due = replace(VALIDATED, next_due=NOW - 5, failures=2, error="server error 500")
    assert after_no_network(due, NOW) == replace(due, next_due=NOW + 15 * MINUTE)
    later = replace(VALIDATED, next_due=NOW + DAY)
    assert after_no_network(later, NOW) == later


@pytest.mark.parametrize(
    ("redirects", "source"),
    [
        ((), None),
        (((302, "http://b/"),), None),
        (((301, "http://b/"),), "http://b/"),
        (((301, "http://b/"), (302, "http://c/")), "http://b/"),
        (((302, "http://b/"), (308, "http://c/"), (307, "http://d/")), "http://c/"),
    ],
)
def test_validators_belong_to_the_last_permanent_address(
    redirects: tuple[tuple[int, str], ...], source: str | None
) -> None:
    after = after_response(FRESH, replace(ok(), redirects=redirects), now=NOW, interval=HOUR)
    assert after.validators_from == source


# Errors


def test_errors_wait_longer_each_time_and_one_success_resets() -> None:
    state, hours = VALIDATED, []
    for _ in range(7):
        state = after_response(state, error(500), now=NOW, interval=HOUR)
        hours.append((state.next_due - NOW) // HOUR)
    assert hours == [1, 2, 4, 8, 16, 24, 24]
    assert (state.failures, state.error) == (7, "server error 500")
    state = after_response(state, ok(), now=NOW, interval=HOUR)
    assert (state.failures, state.error, state.next_due) == (0, None, NOW + HOUR)


@pytest.mark.parametrize("interval", [60, HOUR, 3 * HOUR, 2 * DAY])
def test_errors_wait_no_less_than_the_interval_or_an_hour(interval: int) -> None:
    assert wait(error(500), interval=interval) == max(interval, HOUR)


def test_a_thousand_errors_are_no_number_too_large() -> None:
    assert wait(error(500), replace(FRESH, failures=1000)) == DAY


@pytest.mark.parametrize(
    "failure", ["example.org: no such host", "example.org did not answer within 30 seconds"]
)
def test_no_answer_is_an_error_in_its_own_words(failure: str) -> None:
    after = after_response(VALIDATED, ResponseFacts(failure=failure), now=NOW, interval=HOUR)
    assert (after.error, after.failures, after.next_due) == (failure, 1, NOW + HOUR)


@pytest.mark.parametrize("status", [401, 403])
def test_the_forbidden_waits_four_hours_at_least(status: int) -> None:
    assert wait(error(status)) == 4 * HOUR
    assert wait(error(status), replace(FRESH, failures=3)) == 8 * HOUR


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("7200", 2 * HOUR),
        (" 7200 ", 2 * HOUR),
        (date(7200), 2 * HOUR),
        (str(40 * DAY), 31 * DAY),
        (date(40 * DAY), 31 * DAY),
        ("30", 30),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_silences_the_feed(status: int, retry_after: str, seconds: int) -> None:
    after = after_response(VALIDATED, error(status, Retry_After=retry_after), now=NOW, interval=HOUR)
    assert after.rate_limited_until == NOW + seconds
    assert after.next_due >= min(NOW + seconds, NOW + 7 * DAY)
    assert not is_due(replace(after, next_due=0), NOW + seconds - 1)
    assert is_due(replace(after, next_due=0), NOW + seconds)


def test_a_date_to_retry_after_means_the_servers_clock() -> None:
    skewed = error(429, Retry_After=date(7200 - 400 * DAY), Date=date(-400 * DAY))
    assert after_response(FRESH, skewed, now=NOW, interval=HOUR).rate_limited_until == NOW + 2 * HOUR


@pytest.mark.parametrize("retry_after", ["", "-5", "0", "soon", "1e9", "٣٦٠٠", date(-60), "9" * 100])
def test_a_senseless_retry_after_is_none(retry_after: str) -> None:
    too_many = after_response(FRESH, error(429, Retry_After=retry_after), now=NOW, interval=HOUR)
    unavailable = after_response(
        replace(FRESH, failures=2), error(503, Retry_After=retry_after), now=NOW, interval=HOUR
    )
    assert (too_many.next_due, too_many.rate_limited_until) == (NOW + HOUR, NOW + HOUR)
    assert (unavailable.next_due, unavailable.rate_limited_until) == (NOW + 4 * HOUR, None)


def test_retry_after_on_a_good_answer_is_ignored() -> None:
    after = after_response(FRESH, ok({"retry-after": "86400"}), now=NOW, interval=HOUR)
    assert (after.next_due, after.rate_limited_until) == (NOW + HOUR, None)


def test_retry_after_silences_the_host() -> None:
    """Only 429 does: it is about who asks; 503 is about one feed."""
    assert host_rate_limit(error(429, Retry_After="7200"), now=NOW) == NOW + 2 * HOUR
    assert host_rate_limit(error(429), now=NOW) == NOW + HOUR
    assert host_rate_limit(error(503, Retry_After="7200"), now=NOW) is None
    assert host_rate_limit(ok(), now=NOW) is None


def test_a_silence_ends_with_the_next_success() -> None:
    silenced = after_response(FRESH, error(429, Retry_After="7200"), now=NOW, interval=HOUR)
    after = after_response(silenced, ok(), now=NOW + 2 * HOUR, interval=HOUR)
    assert (after.rate_limited_until, after.error) == (None, None)


def test_gone_is_for_ever() -> None:
    gone = after_response(VALIDATED, error(410), now=NOW, interval=HOUR)
    assert (gone.gone, gone.error) == (True, "gone")
    assert not is_due(gone, NOW + 1000 * DAY)
    assert (held_back(gone, NOW + 1000 * DAY) or "").startswith("gone")


def test_gone_that_answers_again_is_back() -> None:
    gone = after_response(VALIDATED, error(410), now=NOW, interval=HOUR)
    again = after_response(gone, ok(), now=NOW, interval=HOUR)
    assert (again.gone, again.error) == (False, None)


def test_what_was_not_found_for_long_is_called_dead() -> None:
    missing = replace(VALIDATED, last_ok=NOW - 9 * DAY)
    assert after_response(missing, error(404), now=NOW, interval=HOUR).error == "not found"
    missing = replace(VALIDATED, last_ok=NOW - 12 * DAY)
    after = after_response(missing, error(404), now=NOW, interval=HOUR)
    assert (after.error, after.gone) == ("not found for 12 days: it seems dead", False)


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (error(401), "wants a name and a password"),
        (error(403), "forbidden to programs"),
        (error(404), "not found"),
        (error(410), "gone"),
        (error(418), "error 418"),
        (error(429, Retry_After="7200"), "rate-limited until 2025-06-15 17:06 UTC"),
        (error(429), "rate-limited until 2025-06-15 16:06 UTC"),
        (error(502), "server error 502"),
        (error(503, Retry_After="7200"), "server error 503, back at 2025-06-15 17:06 UTC"),
        (error(302), "unexpected answer 302"),
        (error(206), "unexpected answer 206"),
        (ResponseFacts(), "no answer"),
    ],
)
def test_errors_are_told_in_words(response: ResponseFacts, words: str) -> None:
    assert after_response(FRESH, response, now=NOW, interval=HOUR).error == words


def test_refusals_without_a_feed_have_the_same_words() -> None:
    assert [status_words(status) for status in (403, 502)] == ["forbidden to programs", "server error 502"]


# Moves

OLD, NEW, OTHER = "https://example.org/feed", "https://example.net/new", "https://example.com/other"


def led(*redirects: tuple[int, str]) -> ResponseFacts:
    return replace(ok(), url=redirects[-1][1], redirects=redirects)


def on_days(*answers: ResponseFacts, state: FeedState = FRESH) -> FeedState:
    """One answer a day."""
    for day, response in enumerate(answers):
        state = after_response(state, response, now=NOW + day * DAY, interval=HOUR)
    return state


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_is_believed_on_its_third_day(status: int) -> None:
    two = on_days(*[led((status, NEW))] * 2)
    assert (two.url, two.moved_to, len(two.moved_days)) == (OLD, NEW, 2)
    three = after_response(two, led((status, NEW)), now=NOW + 2 * DAY, interval=HOUR)
    assert (three.url, three.moved_to, three.moved_days, three.etag) == (NEW, None, (), '"1"')


def test_a_hundred_sightings_on_one_day_are_one() -> None:
    state = FRESH
    for minute in range(100):
        state = after_response(state, led((301, NEW)), now=NOW + minute * MINUTE, interval=HOUR)
    assert (state.url, len(state.moved_days)) == (OLD, 1)


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_is_never_kept(status: int) -> None:
    state = on_days(*[led((status, NEW))] * 10)
    assert (state.url, state.moved_to) == (OLD, None)


def test_of_a_chain_only_the_permanent_beginning_is_kept() -> None:
    assert on_days(*[led((301, NEW), (302, OTHER))] * 3).url == NEW
    assert on_days(*[led((301, NEW), (308, OTHER))] * 3).url == OTHER
    assert on_days(*[led((302, NEW), (301, OTHER))] * 3).url == OLD


def test_days_count_anew_when_it_leads_elsewhere_or_no_more() -> None:
    assert on_days(led((301, NEW)), led((301, NEW)), led((301, OTHER))).moved_days == (
        (NOW + 2 * DAY) // DAY,
    )
    assert on_days(led((301, NEW)), led((301, NEW)), ok(), led((301, NEW))).url == OLD


def test_what_leads_to_no_feed_is_no_move() -> None:
    broken = replace(led((301, NEW)), failure="not a feed")
    state = on_days(*[broken] * 5)
    assert (state.url, state.moved_to) == (OLD, None)


def test_a_feed_whose_new_address_another_feed_has_stays_and_tells_of_its_move() -> None:
    seen = replace(FRESH, moved_to="https://example.org/b", moved_days=(1, 2))
    response = replace(ok(), redirects=((301, "https://example.org/b"),))
    stays = not_moved(seen, after_response(seen, response, now=NOW, interval=HOUR))
    assert (stays.url, stays.moved_to, stays.moved_days) == (FRESH.url, "https://example.org/b", (1, 2))
    assert (stays.etag, stays.validators_from) == ('"1"', "https://example.org/b")


def test_a_failure_between_sightings_does_not_count() -> None:
    assert on_days(led((301, NEW)), error(500), led((301, NEW)), led((301, NEW))).url == NEW


def test_a_move_within_a_host_keeps_the_password() -> None:
    secret = replace(FRESH, url="https://ann:pw@example.org/feed")
    within = on_days(*[led((301, "https://example.org/new"))] * 3, state=secret)
    elsewhere = on_days(*[led((301, NEW))] * 3, state=secret)
    assert (within.url, elsewhere.url) == ("https://ann:pw@example.org/new", NEW)


# Events


@pytest.mark.parametrize(
    ("after", "new", "changed", "outcome", "told"),
    [
        (FRESH, 2, 0, "new", None),
        (FRESH, 0, 1, "new", None),
        (FRESH, 0, 0, "unchanged", None),
        (replace(FRESH, error="not found"), 0, 0, "failed", "not found"),
        (replace(FRESH, gone=True, error="gone"), 0, 0, "gone", "gone"),
        (
            replace(FRESH, url="https://ann:pw@example.net/new"),
            1,
            0,
            "moved",
            "moved to https://example.net/new",
        ),
    ],
)
def test_how_a_refresh_ended(
    after: FeedState, new: int, changed: int, outcome: str, told: str | None
) -> None:
    ended = event(FRESH, after, new=new, changed=changed)
    assert (ended.feed, ended.outcome, ended.new, ended.changed, ended.error) == (
        7,
        outcome,
        new,
        changed,
        told,
    )
