"""Two versions of an article's text, the feed's and its page's, and which of them is shown."""

from reader.document import plain
from reader.document.serialization import deserialize
from reader.model import FeedChange, Query, Term
from reader.store import bodies
from reader.store.articles import articles, versions
from reader.store.changes import marks
from reader.store.database.connection import Database, rows
from reader.store.feeds import feeds
from reader.store.feeds.responses import Kept
from reader.store.lists import headlines
from reader.store.search import rebuild
from tests.store.making import NOW, answer, parsed, subscribe

PAGE = "The whole long story of the ferries, with a timetable."


def text_of(db: Database, id: int) -> str:
    body = articles.body(db, id)
    return plain.to_text(deserialize(body)) if body else ""


def found(db: Database, word: str) -> list[int]:
    return [id for id, _ in headlines.ids(db, Query(terms=(Term(word),)))]


def with_page(db: Database) -> int:
    """A feed's article, a summary, with the text of its page."""
    feed = subscribe(db)
    answer(db, feed, [parsed(1, complete="summary")])
    versions.keep_page(db, 1, parsed(1, text=PAGE), now=NOW)
    return feed


def test_both_versions_are_kept_and_search_follows_the_one_that_is_shown(db: Database) -> None:
    with_page(db)
    assert (text_of(db, 1), found(db, "timetable"), found(db, "dawn")) == (PAGE, [1], [])
    assert versions.page_shown(db, 1) is True
    assert versions.show_version(db, 1, page=False)
    assert (text_of(db, 1), found(db, "timetable"), found(db, "dawn")) == (
        "Ferries crossed the harbour at dawn.", [], [1],
    )  # fmt: skip
    (kept,) = headlines.headlines(db, [1])
    assert (kept.complete, kept.words, versions.page_shown(db, 1)) == ("summary", 6, False)
    assert not versions.show_version(db, 1, page=False)
    assert versions.show_version(db, 1, page=True)
    (kept,) = headlines.headlines(db, [1])
    assert (kept.complete, kept.words, text_of(db, 1)) == ("full", 10, PAGE)
    assert rebuild.in_step(db)


def test_each_version_has_its_own_reading_place(db: Database) -> None:
    with_page(db)
    articles.keep_position(db, 1, 7, 3)
    versions.show_version(db, 1, page=False)
    assert articles.position(db, 1) is None
    articles.keep_position(db, 1, 2, 1)
    versions.show_version(db, 1, page=True)
    assert articles.position(db, 1) == (7, 3)
    versions.show_version(db, 1, page=False)
    assert articles.position(db, 1) == (2, 1)


def test_the_feeds_next_version_takes_the_place_of_the_feeds(db: Database) -> None:
    feed = with_page(db)
    assert answer(db, feed, [parsed(1, complete="summary", text="A new excerpt.")]) == Kept(0, 1)
    assert text_of(db, 1) == PAGE
    versions.show_version(db, 1, page=False)
    assert text_of(db, 1) == "A new excerpt."
    kept = rows(db, "SELECT packed FROM revision")
    old = [plain.to_text(deserialize(bodies.unpacked(db, packed))) for (packed,) in kept]
    assert old == ["Ferries crossed the harbour at dawn."]
    assert answer(db, feed, [parsed(1, complete="summary", text="Newer.")]) == Kept(0, 1)
    assert text_of(db, 1) == "Newer."
    versions.show_version(db, 1, page=True)
    assert text_of(db, 1) == PAGE


def test_an_article_without_a_page_has_nothing_to_switch(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1)])
    assert versions.page_shown(db, 1) is None
    assert not versions.show_version(db, 1, page=True)
    versions.keep_page(db, 99, parsed(1, text=PAGE), now=NOW)
    assert rows(db, "SELECT * FROM other_version") == []


def test_a_page_kept_again_replaces_the_page_and_not_the_feeds_text(db: Database) -> None:
    with_page(db)
    versions.keep_page(db, 1, parsed(1, text="Later."), now=NOW)
    assert text_of(db, 1) == "Later."
    versions.show_version(db, 1, page=False)
    assert text_of(db, 1) == "Ferries crossed the harbour at dawn."


def test_which_articles_are_still_to_be_completed(db: Database) -> None:
    wanted, spurned = subscribe(db), subscribe(db, "https://example.org/other")
    answer(db, wanted, [parsed(n, complete="summary") for n in (6, 5, 4, 3)] + [parsed(2)])
    answer(db, spurned, [parsed(1, complete="summary")])
    feeds.edit_feed(db, spurned, FeedChange(full_text="never"), now=NOW)
    newest = [id for id, _ in headlines.ids(db, Query())]
    versions.page_failed(db, newest[0], "a paywall", now=NOW)
    versions.keep_page(db, newest[1], parsed(5, text=PAGE), now=NOW)
    versions.keep_page(db, newest[2], parsed(4, text=PAGE, complete="summary"), now=NOW)
    assert versions.incomplete(db, newest, failed_before=NOW) == [newest[3]]
    assert versions.incomplete(db, newest, failed_before=NOW + 1) == [newest[0], newest[3]]
    assert versions.page_failure(db, newest[0]) == "a paywall"
    assert versions.page_failure(db, newest[2]) == "the page gives only a part of the article"
    assert versions.page_failure(db, newest[3]) is None


def test_always_means_the_articles_that_come_from_then_on_each_once(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1)])
    assert feeds.edit_feed(db, feed, FeedChange(full_text="always"), now=NOW)
    assert not feeds.edit_feed(db, feed, FeedChange(full_text="always"), now=NOW)
    assert versions.wanted_always(db) == []
    answer(db, feed, [parsed(n) for n in (4, 3, 2)])
    wanted = versions.wanted_always(db)
    assert [h.title for h in headlines.headlines(db, wanted)] == ["Title 4", "Title 3", "Title 2"]
    versions.page_failed(db, wanted[0], "not found", now=NOW)
    versions.keep_page(db, wanted[1], parsed(3, text=PAGE), now=NOW)
    versions.show_version(db, wanted[1], page=False)
    assert versions.wanted_always(db) == [wanted[2]]
    versions.asked_always(db, wanted)
    assert versions.wanted_always(db) == []
    answer(db, feed, [parsed(5)])
    assert len(versions.wanted_always(db)) == 1
    marks.undo(db, now=NOW)
    assert versions.wanted_always(db) == []
    (kept,) = feeds.feeds(db)
    assert kept.full_text == "asked"
