"""Saved articles, corrections and reading positions."""

import pytest
from msgspec.structs import replace

from reader.model import (
    DAY,
    Date,
    Fact,
    ParsedArticle,
    Query,
)
from reader.store.articles import articles, versions
from reader.store.articles.articles import article, correct
from reader.store.articles.saving import save_article
from reader.store.changes import marks
from reader.store.database.connection import Database
from reader.store.feeds.responses import Kept
from reader.store.lists import headlines
from tests.store.making import NOW, answer, found, parsed, rich, subscribe, text_of


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
    assert answer(db, feed, [parsed(1, author="Somebody")]) == Kept(0, 0)


def test_a_pages_text_stays_when_the_feed_comes_again(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1, complete="summary")])
    versions.keep_page(db, 1, parsed(1, text="The whole long story of the ferries.", title="Page"), now=NOW)
    (kept,) = headlines.headlines(db, [1])
    assert (kept.complete, kept.words, kept.title) == ("full", 7, "Title 1")
    assert answer(db, feed, [parsed(1, complete="summary", text="A new excerpt.")]) == Kept(0, 1)
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
