"""Subscriptions, who asks them when, and what their responses leave behind."""

import pytest
from msgspec.structs import replace

from reader.library.network.schedule import is_due
from reader.model import (
    DAY,
    FeedChange,
    ParsedFeed,
    Query,
    UpdateHints,
)
from reader.store.changes import marks
from reader.store.database.connection import Database, StoreError
from reader.store.feeds import feeds, hosts, refresh_state, responses
from reader.store.lists import headlines
from reader.ways import AS_SET, FeedWays
from tests.store.making import NOW, answer, parsed, state, subscribe


def test_an_answer_leaves_the_feeds_state(db: Database) -> None:
    feed = subscribe(db)
    told = replace(
        state(db, feed),
        etag='W/"7"',
        last_modified="yesterday",
        body_hash="ff",
        next_due=NOW + 3600,
        last_checked=NOW,
        last_ok=NOW,
        failures=2,
        error="too slow",
        rate_limited_until=NOW + 9,
        gone=True,
        hints=UpdateHints(ttl=60, skip_hours=frozenset({1, 2}), skip_days=frozenset({0}), period=7),
        moved_to="https://example.org/new",
        moved_days=(20_000, 20_001),
    )
    responses.keep_response(db, told, None, now=NOW)
    assert state(db, feed) == told
    assert feeds.feed(db, feed).status == "gone"  # type: ignore[union-attr]


def test_the_feeds_title_and_site_are_its_own_unless_named(db: Database) -> None:
    feed = subscribe(db)
    assert feeds.feeds(db)[0].title == "example.org/feed"
    responses.keep_response(
        db, state(db, feed), ParsedFeed(title="Gazette", site="https://example.org/"), now=NOW
    )
    responses.keep_response(db, state(db, feed), ParsedFeed(), now=NOW)
    assert (feeds.feeds(db)[0].title, feeds.feeds(db)[0].site) == ("Gazette", "https://example.org/")
    feeds.edit_feed(db, feed, FeedChange(title="Mine"), now=NOW)
    assert feeds.feeds(db)[0].title == "Mine"
    feeds.edit_feed(db, feed, FeedChange(title=""), now=NOW)
    assert feeds.feeds(db)[0].title == "Gazette"


def test_untitled_feeds_of_one_host_differ_by_their_addresses(db: Database) -> None:
    for url in (
        "https://example.org/", "https://example.org/a/feed.xml", "https://example.org/b/feed.xml",
        "http://127.0.0.1:8080/feed?id=1", "http://127.0.0.1:8081/feed?id=1",
        "http://127.0.0.1:8081/feed?id=2", "https://me:pw@example.org/c?token=abc",
    ):  # fmt: skip
        subscribe(db, url)
    titles = {feed.title for feed in feeds.feeds(db)}
    assert titles == {
        "example.org", "example.org/a/feed.xml", "example.org/b/feed.xml",
        "127.0.0.1:8080/feed?id=1", "127.0.0.1:8081/feed?id=1",
        "127.0.0.1:8081/feed?id=2", "example.org/c?token=***",
    }  # fmt: skip


def test_a_moved_feed_keeps_all_and_takes_no_others_address(db: Database) -> None:
    feed, other = subscribe(db), subscribe(db, "https://example.org/taken")
    answer(db, feed, [parsed(1)])
    responses.keep_response(db, replace(state(db, feed), url="https://example.org/new"), None, now=NOW)
    assert state(db, feed).url == "https://example.org/new"
    responses.keep_response(db, replace(state(db, feed), url="https://example.org/taken"), None, now=NOW)
    assert (state(db, feed).url, state(db, other).url) == (
        "https://example.org/new",
        "https://example.org/taken",
    )
    assert headlines.counts(db).total == 1


def test_an_answer_from_an_address_that_was_edited_meanwhile_counts_for_nothing(db: Database) -> None:
    feed = subscribe(db)
    asked = replace(state(db, feed), last_checked=NOW - 5, etag="old")
    feeds.edit_feed(db, feed, FeedChange(url="https://example.org/new"), now=NOW)
    kept = responses.keep_response(db, asked, ParsedFeed(title="Old", articles=(parsed(1),)), now=NOW + 1)
    assert kept == responses.Kept(0, 0)
    assert state(db, feed).etag is None
    assert state(db, feed).url == "https://example.org/new"


def test_an_answer_for_a_removed_feed_counts_for_nothing(db: Database) -> None:
    feed = subscribe(db)
    asked = state(db, feed)
    feeds.remove_feed(db, feed, now=NOW)
    assert responses.keep_response(db, asked, ParsedFeed(articles=(parsed(1),)), now=NOW) == responses.Kept(
        0, 0
    )
    assert headlines.counts(db).total == 0


def test_a_feed_is_asked_by_one_at_a_time(db: Database) -> None:
    feed = subscribe(db)
    assert refresh_state.claim(db, feed, now=NOW, until=NOW + 60)
    assert not refresh_state.claim(db, feed, now=NOW + 59, until=NOW + 119)
    assert refresh_state.claim(db, feed, now=NOW + 60, until=NOW + 120)
    responses.keep_response(db, replace(state(db, feed), next_due=NOW + 9_000), None, now=NOW + 61)
    assert not refresh_state.claim(db, feed, now=NOW + 62, until=NOW + 120, due_at=NOW + 62)
    assert refresh_state.claim(db, feed, now=NOW + 62, until=NOW + 120)


def test_a_claim_from_before_the_clock_was_set_back_does_not_hold(db: Database) -> None:
    feed = subscribe(db)
    assert refresh_state.claim(db, feed, now=NOW, until=NOW + 60)
    assert refresh_state.claim(db, feed, now=NOW - DAY, until=NOW - DAY + 60)


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ({"next_due": NOW}, True),
        ({"next_due": NOW + 1}, False),
        ({"paused": True}, False),
        ({"gone": True}, False),
        ({"next_due": NOW + 300 * DAY}, True),
        ({"next_due": NOW + 20 * DAY, "rate_limited_until": NOW + 20 * DAY}, False),
        ({"next_due": NOW + 600, "last_checked": NOW + 2 * DAY}, True),
    ],
)
def test_which_feeds_are_due(db: Database, told: dict[str, int], due: bool) -> None:
    feed = subscribe(db)
    if "paused" in told:
        feeds.edit_feed(db, feed, FeedChange(paused=True), now=NOW)
    else:
        responses.keep_response(db, replace(state(db, feed), **told), None, now=NOW)  # type: ignore[arg-type]
    assert bool(refresh_state.feed_states(db, None, NOW)) == due
    assert refresh_state.feed_states(db, [], None) == []


@pytest.mark.parametrize(
    ("minutes", "told", "due"),
    [
        (61, {"next_due": NOW, "last_checked": NOW - 3_600}, False),
        (60, {"next_due": NOW, "last_checked": NOW - 3_600}, True),
        (1, {"next_due": NOW + 1, "last_checked": NOW - 3_600}, False),
        (61, {"next_due": NOW + 8 * DAY, "last_checked": NOW - 3_600}, False),
        (61, {"next_due": 0, "last_checked": NOW - 3_600}, True),
        (61, {"next_due": NOW, "last_checked": NOW + 7_200}, True),
        (61, {}, True),
    ],
)
def test_a_feeds_own_interval_only_lengthens_the_wait(
    db: Database, minutes: int, told: dict[str, int], due: bool
) -> None:
    feed = subscribe(db)
    feeds.edit_feed(db, feed, FeedChange(ways=FeedWays(interval=minutes)), now=NOW)
    responses.keep_response(db, replace(state(db, feed), **told), None, now=NOW)  # type: ignore[arg-type]
    assert bool(refresh_state.feed_states(db, None, NOW)) == due
    assert bool(refresh_state.claim(db, feed, now=NOW, until=NOW + 60, due_at=NOW)) == due
    assert is_due(state(db, feed), NOW) == due


@pytest.mark.parametrize("damaged", ["{", '{"interval": "x"}', '{"interval": -5}', "7"])
def test_damaged_ways_leave_a_feed_to_the_settings(db: Database, damaged: str) -> None:
    feed = subscribe(db)
    responses.keep_response(db, replace(state(db, feed), next_due=NOW, last_checked=NOW - 1), None, now=NOW)
    db.execute("UPDATE feed SET ways = ?", (damaged,))
    assert [known.ways for known in feeds.feeds(db)] == [AS_SET]
    assert refresh_state.feed_states(db, None, NOW)


def test_hosts_are_silenced_for_a_time(db: Database) -> None:
    hosts.rate_limit_host(db, "example.org", NOW + 10)
    hosts.rate_limit_host(db, "example.org", NOW + 20)
    hosts.rate_limit_host(db, "example.org", NOW + 5)
    assert hosts.rate_limited_hosts(db, NOW + 15) == {"example.org": NOW + 20}
    assert hosts.rate_limited_hosts(db, NOW + 20) == {}


def test_a_silence_from_a_wrong_clock_counts_for_nothing_and_holds_up_no_other(db: Database) -> None:
    hosts.rate_limit_host(db, "example.org", NOW + 400 * DAY)
    assert hosts.rate_limited_hosts(db, NOW) == {}
    hosts.rate_limit_host(db, "example.org", NOW + 10)
    assert hosts.rate_limited_hosts(db, NOW) == {"example.org": NOW + 10}


def test_subscribing_twice_is_subscribing_once(db: Database) -> None:
    first = feeds.add_feed(db, "https://example.org/", title="Mine", folder="World", now=NOW)
    assert feeds.add_feed(db, "https://example.org/", title="Other", now=NOW) == (first[0], False)
    assert [(feed.title, feed.folder, feed.status) for feed in feeds.feeds(db)] == [
        ("Mine", "World", "never")
    ]


def test_feeds_are_listed_by_folder_then_title(db: Database) -> None:
    for url, title, folder in (("c", "z", ""), ("d", "a", "World"), ("e", "B", "World"), ("f", "x", "art")):
        subscribe(db, f"https://{url}.org", title=title, folder=folder)
    assert [feed.title for feed in feeds.feeds(db)] == ["z", "x", "a", "B"]
    assert feeds.folders(db) == ["art", "World"]


def test_another_feeds_address_cannot_be_taken(db: Database) -> None:
    feed = subscribe(db)
    subscribe(db, "https://example.org/taken")
    with pytest.raises(StoreError, match="is the address of another feed"):
        feeds.edit_feed(db, feed, FeedChange(url="https://example.org/taken"), now=NOW)
    assert marks.last_action(db) is None


@pytest.mark.parametrize("by", ["edit", "move"])
def test_a_removed_feeds_address_is_free_and_the_removal_can_be_taken_back(db: Database, by: str) -> None:
    feed, there = subscribe(db), "https://example.org/there"
    other = subscribe(db, there)
    answer(db, other, [parsed(1)])
    feeds.remove_feed(db, other, now=NOW)
    if by == "edit":
        feeds.edit_feed(db, feed, FeedChange(url=there), now=NOW)
    else:
        responses.keep_response(db, replace(state(db, feed), url=there), None, now=NOW)
    assert [one.url for one in feeds.feeds(db)] == [there]
    feeds.edit_feed(db, feed, FeedChange(url="https://example.org/elsewhere"), now=NOW)
    while marks.undo(db, now=NOW):
        pass
    urls = {one.id: one.url for one in feeds.feeds(db)}
    assert urls[other] == there if by == "edit" else urls[feed] == there
    assert [id for id, _ in headlines.ids(db, Query())] == [1], "its articles came back with it"


def test_removing_a_feed_keeps_what_is_starred_or_tagged(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(n) for n in (1, 2, 3, 4)])
    marks.mark(db, [1], starred=True, now=NOW)
    marks.tag(db, [2], ["keep"], [], now=NOW)
    marks.delete(db, [3], now=NOW)
    feeds.remove_feed(db, feed, now=NOW)
    assert sorted(id for id, _ in headlines.ids(db, Query())) == [1, 2]
    assert headlines.headlines(db, [1])[0].feed_title == "The Feed"
    assert feeds.feeds(db) == refresh_state.feed_states(db, None, None) == []
    assert feeds.add_feed(db, "https://example.org/feed", folder="New", now=NOW) == (feed, True)
    assert sorted(id for id, _ in headlines.ids(db, Query())) == [1, 2, 4]
    assert feeds.feeds(db)[0].folder == "New"
