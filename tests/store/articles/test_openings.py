"""The first words of articles without a title, kept with the headline whatever becomes of title and text."""

from pathlib import Path

import pytest

from reader.model import Headline
from reader.store import state
from reader.store.articles import articles, openings, versions
from reader.store.database.connection import Database, open_store, transaction
from reader.store.lists import headlines
from tests.store.making import NOW, answer, parsed, subscribe


def only(db: Database) -> Headline:
    (headline,) = headlines.headlines(db, [1])
    return headline


def test_an_article_without_a_title_has_an_opening_from_the_first(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1, title="", text="Two gulls.\n\nOne chip.")])
    assert (only(db).title, only(db).opening) == ("", "Two gulls. One chip.")


def test_one_with_a_title_has_none(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1)])
    assert only(db).opening == ""
    assert db.execute("SELECT opening FROM article").get is None


def test_a_title_that_cannot_be_seen_is_none(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1, title="\u200b", text="Two gulls.")])
    assert only(db).opening == "Two gulls."


def test_it_follows_the_text_and_the_title(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(1, title="", text="Two gulls.")])
    answer(db, feed, [parsed(1, title="", text="Three gulls, and more of them.")])
    assert only(db).opening == "Three gulls, and more of them."
    answer(db, feed, [parsed(1, title="Gulls", text="Three gulls, and more of them.")])
    assert only(db).opening == ""


def test_it_follows_the_readers_corrections(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1, title="", text="Two gulls.")])
    articles.correct(db, 1, title="Gulls", now=NOW)
    assert (only(db).title, only(db).opening) == ("Gulls", "")
    articles.correct(db, 1, title="", now=NOW)
    assert (only(db).title, only(db).opening) == ("", "Two gulls.")


def test_it_is_that_of_the_text_that_is_shown(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1, title="", text="Two gulls.")])
    versions.keep_page(db, 1, parsed(1, text="All about two gulls.", complete="full"), now=NOW)
    assert only(db).opening == "All about two gulls."
    versions.show_version(db, 1, page=False)
    assert only(db).opening == "Two gulls."


def test_lists_and_the_search_find_it_without_a_body(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1, title="", text="Two gulls.")])
    db.execute("UPDATE body SET packed = x'00'")
    assert only(db).opening == "Two gulls."


def test_an_older_library_is_filled_in_slices_newest_first(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openings, "SLICE", 2)
    db = open_store(old)
    assert [one.opening for one in headlines.headlines(db, range(1, 6))] == [""] * 5
    assert openings.note_backlog(db)
    assert [one.opening for one in headlines.headlines(db, range(1, 6))] == ["", "", "", "", "Gull 5."]
    assert [openings.note_backlog(db) for _ in range(3)] == [True, False, False]
    assert [one.opening for one in headlines.headlines(db, range(1, 6))] == [
        "Gull 1.", "", "Gull 3.", "", "Gull 5.",
    ]  # fmt: skip
    assert state.value(db, openings.UNEXAMINED) is None
    db.close()


def test_a_damaged_text_has_none_and_holds_nothing_up(db: Database) -> None:
    answer(db, subscribe(db), [parsed(1, title="", text="Two gulls."), parsed(2, title="", text="A chip.")])
    db.execute("UPDATE body SET packed = x'00' WHERE article = 1; UPDATE article SET opening = NULL")
    with transaction(db):
        openings.note(db, [1, 2])
    found = {one.id: one.opening for one in headlines.headlines(db, [1, 2])}
    assert sorted(found.values()) in (["", "A chip."], ["", "Two gulls."])
