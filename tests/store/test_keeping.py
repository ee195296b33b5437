"""What a feed's answer, a saved file and a correction leave in the library."""

from dataclasses import replace

import pytest

from reader.document.plain import to_text
from reader.document.serialization import deserialize
from reader.model import (
    DAY,
    Date,
    Enclosure,
    Fact,
    FeedChange,
    ParsedArticle,
    ParsedFeed,
    Query,
    Term,
    UpdateHints,
)
from reader.store.articles import articles, versions
from reader.store.articles.articles import article, body, correct, save_article
from reader.store.changes import marks
from reader.store.database.connection import Database, StoreError, rows
from reader.store.feeds import feeds, hosts, refresh_state
from reader.store.feeds.refresh_state import Kept
from reader.store.lists import headlines
from reader.store.search import index
from reader.store.search.ranked import search
from tests.store.making import NOW, answer, parsed, rich, state, subscribe


def text_of(db: Database, id: int) -> str:
    packed = body(db, id)
    return to_text(deserialize(packed)) if packed else ""


def titles(db: Database, query: Query = Query()) -> list[str]:  # noqa: B008
    return [one.title for one in headlines.headlines(db, [id for id, _ in headlines.ids(db, query)])]


def found(db: Database, *words: str) -> list[int]:
    return [hit.headline.id for hit in search(db, Query(terms=tuple(map(Term, words))), limit=None)]


def test_new_articles_are_kept_whole(db: Database) -> None:
    feed = subscribe(db)
    assert answer(db, feed, [rich(1)]) == Kept(new=1, changed=0)
    kept = article(db, 1)
    assert kept is not None
    assert kept.headline.published == Date(NOW - 9_940, rule="pubDate", raw="minute 1")
    assert kept.headline.updated == Date(NOW - 5, "minute", "+06:00", "atom:updated", "five ago")
    assert kept.enclosures == (
        Enclosure("https://example.org/a.mp3", "audio/mpeg", 12),
        Enclosure("https://example.org/b"),
    )
    assert kept.facts == rich(1).facts
    assert kept.original is None
    assert body(db, 1) == rich(1).body


def test_the_first_of_a_document_is_the_newest_of_the_undated(db: Database) -> None:
    answer(db, subscribe(db), [parsed(n, published=None) for n in (3, 2, 1)])
    assert titles(db) == ["Title 3", "Title 2", "Title 1"]


def test_the_same_answer_again_writes_no_article(db: Database) -> None:
    feed = subscribe(db)
    entries = [parsed(n) for n in range(1, 30)]
    answer(db, feed, entries)
    before = db.total_changes()
    assert answer(db, feed, entries) == (0, 0)
    assert db.total_changes() - before < 5


def test_an_update_keeps_the_marks_and_the_old_text(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1)])
    marks.mark(db, [1], read=True, starred=True, now=NOW)
    articles.keep_position(db, 1, 4, 17)
    assert answer(db, feed, [parsed(1, text="The ferries stay in harbour.", title="New")]) == (0, 1)
    (now_,) = headlines.headlines(db, [1])
    assert (now_.title, now_.read, now_.starred) == ("New", True, True)
    assert text_of(db, 1) == "The ferries stay in harbour."
    assert articles.position(db, 1) == (4, 17)
    assert [tuple(row[:2]) for row in rows(db, "SELECT article, title FROM revision")] == [(1, "Title 1")]
    assert found(db, "stay") == [1]
    assert found(db, "dawn") == []


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ({"title": "Another"}, 1),
        ({"text": "Another text."}, 1),
        ({"text": "Ferries  crossed the\nharbour at dawn."}, 0),
        ({"author": "Somebody else"}, 0),
        ({"enclosures": (Enclosure("https://example.org/x"),)}, 0),
        ({"link": "https://example.org/1?moved=1"}, 0),
        ({"published": Date(NOW)}, 0),
    ],
)
def test_only_another_title_or_text_counts_as_a_change(
    db: Database, change: dict[str, object], changed: int
) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1)])
    assert answer(db, feed, [parsed(1, **change)]) == (0, changed)  # type: ignore[arg-type]
    assert len(rows(db, "SELECT 1 FROM revision")) == changed


COUNTED = "Ferries crossed.\n\nPoints: {}\n\n# Comments: {}\n\n{} likes, {} replies"


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (COUNTED.format(1, 2, 3, 4), COUNTED.format(50, 61, 72, "1,083"), 0),
        (COUNTED.format(1, 2, 3, 4), COUNTED.format(1, 2, 3, 4).replace("Ferries", "Boats"), 1),
        ("Five lost, 5 points behind.", "Five lost, 6 points behind.", 1),
        ("3 comments", "3 comments and a correction", 1),
    ],
)
def test_counts_of_comments_are_no_change(db: Database, before: str, after: str, changed: int) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1, text=before)])
    assert answer(db, feed, [parsed(1, text=after)]) == (0, changed)
    assert text_of(db, 1) == after, "what is shown is the latest all the same"


def test_an_answer_without_a_text_does_not_take_the_text_away(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1)])
    assert answer(db, feed, [parsed(1, text="")]) == (0, 0)
    assert text_of(db, 1) == "Ferries crossed the harbour at dawn."
    assert headlines.headlines(db, [1])[0].words == 6
    assert found(db, "ferries") == [1]


def test_an_empty_feed_deletes_nothing(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1), parsed(2)])
    answer(db, feed, [])
    answer(db, feed, [parsed(3)])
    assert headlines.counts(db).total == 3


def test_two_feeds_with_one_article_have_two(db: Database) -> None:
    first, second = subscribe(db), subscribe(db, "https://example.org/two")
    answer(db, first, [parsed(1)])
    marks.mark(db, [1], read=True, now=NOW)
    assert answer(db, second, [parsed(1, title="Theirs")]).new == 1
    assert [(one.title, one.read) for one in headlines.headlines(db, [1, 2])] == [
        ("Title 1", True),
        ("Theirs", False),
    ]


@pytest.mark.parametrize("gone", ["delete", "purge", "expire"])
def test_what_was_deleted_does_not_come_back(db: Database, gone: str) -> None:
    from reader.store.articles.retention import expire, purge

    feed = subscribe(db)
    answer(db, feed, [parsed(1)])
    if gone == "expire":
        marks.mark(db, [1], read=True, now=NOW)
        assert expire(db, before=NOW, now=NOW) == 1
    else:
        marks.delete(db, [1], now=NOW)
    if gone == "purge":
        assert purge(db, before=NOW + 1) == 1
    for update in (parsed(1), parsed(1, title="Changed"), parsed(1, key="another")):
        assert answer(db, feed, [update]) == (0, 0)
    assert headlines.counts(db).total == 0
    assert body(db, 1) is None
    assert article(db, 1) is None
    assert found(db, "ferries") == []


def test_an_id_never_means_another_article(db: Database) -> None:
    from reader.store.articles.retention import purge

    feed = subscribe(db)
    answer(db, feed, [parsed(1), parsed(2)])
    marks.delete(db, [1, 2], now=NOW)
    purge(db, before=NOW + 1)
    answer(db, feed, [parsed(3)])
    assert [id for id, _ in headlines.ids(db, Query())] == [3]


DATES = [
    ("its date", Date(NOW - 500), NOW - 500),
    ("none: when it was first seen", None, NOW),
    ("a day: its last second", Date(NOW // DAY * DAY - DAY, "day"), NOW // DAY * DAY - 1),
    ("today", Date(NOW // DAY * DAY, "day"), NOW // DAY * DAY + DAY - 1),
    (
        "tomorrow, already there east of here",
        Date(NOW // DAY * DAY + DAY, "day"),
        NOW // DAY * DAY + 2 * DAY - 1,
    ),
    ("a little ahead", Date(NOW + DAY - 1), NOW + DAY - 1),
    ("more than a day ahead", Date(NOW + DAY + 1), NOW),
    ("the year 9999", Date(253_402_300_799), NOW),
    ("the year 1", Date(-62_135_596_800), -62_135_596_800),
    ("next month", Date(NOW + 30 * DAY, "day"), NOW),
]


@pytest.mark.parametrize(("published", "sort_at"), [row[1:] for row in DATES], ids=[row[0] for row in DATES])
def test_where_an_article_stands_in_time(db: Database, published: Date | None, sort_at: int) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1, published=published)])
    answer(db, feed, [parsed(1, published=published, title="Changed")], now=NOW + 5 * DAY)
    (kept,) = headlines.headlines(db, [1])
    assert kept.sort_at == sort_at
    assert kept.title == "Changed"
    assert (kept.published and kept.published.at) == (published and published.at)


def test_a_date_that_comes_later_moves_the_article_in_every_list(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1, published=None)])
    marks.tag(db, [1], ["boats"], [], now=NOW)
    answer(db, feed, [parsed(1, published=Date(NOW - 77), title="Dated")])
    assert headlines.ids(db, Query()) == headlines.ids(db, Query(tags=("boats",))) == [(1, NOW - 77)]


def test_one_feed_of_a_thousand_is_asked_for_its_articles_at_once(db: Database) -> None:
    feed = subscribe(db)
    entries = [parsed(n) for n in range(1_000)]
    answer(db, feed, entries)
    statements: list[str] = []

    def note(_: object, sql: str, __: object) -> bool:
        statements.append(sql)
        return True

    db.exec_trace = note
    answer(db, feed, [*entries[:-1], parsed(5_000)])
    db.exec_trace = None
    assert len(statements) < 40


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
    refresh_state.keep_response(db, told, None, now=NOW)
    assert state(db, feed) == told
    assert feeds.feed(db, feed).status == "gone"  # type: ignore[union-attr]


def test_the_feeds_title_and_site_are_its_own_unless_named(db: Database) -> None:
    feed = subscribe(db)
    assert feeds.feeds(db)[0].title == "example.org"
    refresh_state.keep_response(
        db, state(db, feed), ParsedFeed(title="Gazette", site="https://example.org/"), now=NOW
    )
    refresh_state.keep_response(db, state(db, feed), ParsedFeed(), now=NOW)
    assert (feeds.feeds(db)[0].title, feeds.feeds(db)[0].site) == ("Gazette", "https://example.org/")
    feeds.edit_feed(db, feed, FeedChange(title="Mine"), now=NOW)
    assert feeds.feeds(db)[0].title == "Mine"
    feeds.edit_feed(db, feed, FeedChange(title=""), now=NOW)
    assert feeds.feeds(db)[0].title == "Gazette"


def test_a_moved_feed_keeps_all_and_takes_no_others_address(db: Database) -> None:
    feed, other = subscribe(db), subscribe(db, "https://example.org/taken")
    answer(db, feed, [parsed(1)])
    refresh_state.keep_response(db, replace(state(db, feed), url="https://example.org/new"), None, now=NOW)
    assert state(db, feed).url == "https://example.org/new"
    refresh_state.keep_response(db, replace(state(db, feed), url="https://example.org/taken"), None, now=NOW)
    assert (state(db, feed).url, state(db, other).url) == (
        "https://example.org/new",
        "https://example.org/taken",
    )
    assert headlines.counts(db).total == 1


def test_an_answer_from_an_address_that_was_edited_meanwhile_counts_for_nothing(db: Database) -> None:
    feed = subscribe(db)
    asked = replace(state(db, feed), last_checked=NOW - 5, etag="old")
    feeds.edit_feed(db, feed, FeedChange(url="https://example.org/new"), now=NOW)
    kept = refresh_state.keep_response(db, asked, ParsedFeed(title="Old", articles=(parsed(1),)), now=NOW + 1)
    assert kept == (0, 0)
    assert state(db, feed).etag is None
    assert state(db, feed).url == "https://example.org/new"


def test_an_answer_for_a_removed_feed_counts_for_nothing(db: Database) -> None:
    feed = subscribe(db)
    asked = state(db, feed)
    feeds.remove_feed(db, feed, now=NOW)
    assert refresh_state.keep_response(db, asked, ParsedFeed(articles=(parsed(1),)), now=NOW) == (0, 0)
    assert headlines.counts(db).total == 0


def test_a_feed_is_asked_by_one_at_a_time(db: Database) -> None:
    feed = subscribe(db)
    assert refresh_state.claim(db, feed, now=NOW, until=NOW + 60)
    assert not refresh_state.claim(db, feed, now=NOW + 59, until=NOW + 119)
    assert refresh_state.claim(db, feed, now=NOW + 60, until=NOW + 120)
    refresh_state.keep_response(db, replace(state(db, feed), next_due=NOW + 9_000), None, now=NOW + 61)
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
        refresh_state.keep_response(db, replace(state(db, feed), **told), None, now=NOW)  # type: ignore[arg-type]
    assert bool(refresh_state.feed_states(db, None, NOW)) == due
    assert refresh_state.feed_states(db, [], None) == []


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
        refresh_state.keep_response(db, replace(state(db, feed), url=there), None, now=NOW)
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


def test_a_saved_article_has_a_site_and_no_feed(db: Database) -> None:
    id, new = save_article(db, parsed(1, site="Harbour Gazette"), original="ab" * 32, now=NOW)
    assert new
    kept = article(db, id)
    assert kept is not None
    assert (kept.headline.feed, kept.headline.feed_title, kept.headline.saved) == (
        None,
        "Harbour Gazette",
        True,
    )
    assert kept.original == "ab" * 32


SAVED_AGAIN = [
    ("the same file", parsed(1), "aa", parsed(1), "aa", True),
    ("the same file, read better", parsed(1), "aa", parsed(1, text="Better."), "aa", True),
    ("another file, same page and text", parsed(1), "aa", parsed(1, title="T"), "bb", True),
    ("another file, same page, other text", parsed(1), "aa", parsed(1, text="Other."), "bb", False),
    ("a page without a file", parsed(1), None, parsed(1), None, True),
    ("a file of the page that was saved", parsed(1), None, parsed(1), "aa", True),
    ("no link, same text", parsed(1, link=None), None, parsed(1, link=None), None, True),
    ("no link, other text", parsed(1, link=None), None, parsed(1, link=None, text="Other."), None, False),
    ("two articles of one file", parsed(1), "aa", parsed(2, text="Two."), "aa", False),
]


@pytest.mark.parametrize(
    ("first", "file", "second", "other_file", "same"),
    [row[1:] for row in SAVED_AGAIN],
    ids=[row[0] for row in SAVED_AGAIN],
)
def test_saving_again(
    db: Database,
    first: ParsedArticle,
    file: str | None,
    second: ParsedArticle,
    other_file: str | None,
    same: bool,
) -> None:
    id, _ = save_article(db, first, original=file, now=NOW)
    marks.mark(db, [id], read=True, now=NOW)
    again, new = save_article(db, second, original=other_file, now=NOW + 1)
    assert (again == id, new) == (same, not same)
    assert headlines.counts(db).total == (1 if same else 2)
    assert headlines.headlines(db, [id])[0].read
    assert text_of(db, again) == second.text
    if same:
        assert article(db, id).original == (other_file or file)  # type: ignore[union-attr]


def test_saving_what_was_deleted_brings_it_back(db: Database) -> None:
    id, _ = save_article(db, parsed(1), original="aa", now=NOW)
    marks.delete(db, [id], now=NOW)
    assert save_article(db, parsed(1), original="aa", now=NOW) == (id, True)
    assert headlines.counts(db).saved == 1


def test_an_export_brings_its_marks_once(db: Database) -> None:
    told = parsed(1, tags=("boats", " "), read=True, starred=True)
    id, _ = save_article(db, told, now=NOW)
    (kept,) = headlines.headlines(db, [id])
    assert (kept.tags, kept.read, kept.starred) == (("boats",), True, True)
    marks.mark(db, [id], read=False, now=NOW)
    marks.tag(db, [id], [], ["boats"], now=NOW)
    save_article(db, told, now=NOW)
    assert (headlines.headlines(db, [id])[0].read, headlines.tags(db)) == (False, [])


def test_corrections_win_over_every_later_answer(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [rich(1)])
    marks.tag(db, [1], ["boats"], [], now=NOW)
    assert correct(db, 1, title="Mine", author="", published=Date(5 * DAY, "day"), site="Here", now=NOW)
    answer(db, feed, [replace(rich(1), title="Theirs", author="Them", published=Date(NOW), text="New.")])
    kept = article(db, 1)
    assert kept is not None
    one = kept.headline
    assert (one.title, one.author, one.sort_at) == ("Mine", "", 6 * DAY - 1)
    assert one.published == Date(5 * DAY, "day", rule="user")
    assert kept.facts["title"] == Fact("Mine", "user")
    assert kept.facts["published"] == Fact("1970-01-06", "user")
    assert kept.facts["credit"] == rich(1).facts["credit"]
    assert headlines.ids(db, Query(tags=("boats",))) == [(1, 6 * DAY - 1)]
    assert found(db, "mine") == [1]
    assert found(db, "theirs") == []
    for _ in range(2):
        marks.undo(db, now=NOW)
    (now_,) = headlines.headlines(db, [1])
    assert (now_.title, now_.author, now_.sort_at) == ("Theirs", "Them", NOW)
    assert found(db, "theirs") == [1]


def test_a_correction_of_nothing_is_none(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1)])
    assert not correct(db, 1, now=NOW)
    assert not correct(db, 99, title="Nobody", now=NOW)
    assert correct(db, 1, title="Mine", now=NOW)
    assert not correct(db, 1, title="Mine", now=NOW)
    assert len(marks.actions(db, 9)) == 1


def test_a_corrected_title_is_no_change_of_the_feeds(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1)])
    correct(db, 1, title="Mine", now=NOW)
    assert answer(db, feed, [parsed(1, author="Somebody")]) == (0, 0)


def test_a_pages_text_stays_when_the_feed_comes_again(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1, complete="summary")])
    versions.keep_page(db, 1, parsed(1, text="The whole long story of the ferries.", title="Page"), now=NOW)
    (kept,) = headlines.headlines(db, [1])
    assert (kept.complete, kept.words, kept.title) == ("full", 7, "Title 1")
    assert answer(db, feed, [parsed(1, complete="summary", text="A new excerpt.")]) == (0, 1)
    assert text_of(db, 1) == "The whole long story of the ferries."
    assert found(db, "story") == [1]
    assert found(db, "excerpt") == []


def test_positions_are_remembered(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1)])
    assert articles.position(db, 1) is None
    articles.keep_position(db, 1, 3, 40)
    articles.keep_position(db, 1, 2, 0)
    articles.keep_position(db, 99, 1, 1)
    assert articles.position(db, 1) == (2, 0)
    assert articles.position(db, 99) is None


def test_the_index_is_in_step_after_everything(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(n) for n in range(20)])
    answer(db, feed, [parsed(n, text=f"Changed {n}") for n in range(10)])
    correct(db, 3, title="Mine", now=NOW)
    marks.delete(db, [4, 5], now=NOW)
    marks.undo(db, now=NOW)
    assert index.in_step(db)


def test_an_index_out_of_step_is_seen_and_made_again(db: Database) -> None:
    answer(db, subscribe(db), [parsed(n) for n in range(20)])
    db.execute("DELETE FROM search WHERE rowid = 7")
    assert not index.in_step(db)
    index.rebuild(db)
    assert index.in_step(db)
    assert len(found(db, "ferries")) == 20
