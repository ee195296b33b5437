"""What the documents of a feed leave in the library: new articles, new versions, and what stays gone."""

import pytest

from reader.model import (
    DAY,
    Date,
    Enclosure,
    Query,
)
from reader.store.articles import articles
from reader.store.articles.articles import article, body
from reader.store.changes import marks
from reader.store.database.connection import Database, rows
from reader.store.feeds.responses import Kept
from reader.store.lists import headlines
from tests.store.making import NOW, answer, found, parsed, rich, subscribe, text_of, titles


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
    assert answer(db, feed, entries) == Kept(0, 0)
    assert db.total_changes() - before < 5


def test_an_update_keeps_the_marks_and_the_old_text(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1)])
    marks.mark(db, [1], read=True, starred=True, now=NOW)
    articles.keep_position(db, 1, 4, 17)
    assert answer(db, feed, [parsed(1, text="The ferries stay in harbour.", title="New")]) == Kept(0, 1)
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
    assert answer(db, feed, [parsed(1, **change)]) == Kept(0, changed)  # type: ignore[arg-type]
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
    assert answer(db, feed, [parsed(1, text=after)]) == Kept(0, changed)
    assert text_of(db, 1) == after, "what is shown is the latest all the same"


def test_an_answer_without_a_text_does_not_take_the_text_away(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1)])
    assert answer(db, feed, [parsed(1, text="")]) == Kept(0, 0)
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
        assert answer(db, feed, [update]) == Kept(0, 0)
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
