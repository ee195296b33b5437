"""The same article from several origins: found as articles come and change."""

from pathlib import Path

import pytest

from reader.document.serialization import serialize
from reader.document.text import from_text
from reader.store.articles import articles, retention, saving, versions
from reader.store.changes import marks
from reader.store.database import schema
from reader.store.database.connection import Database, open_store, rows
from reader.store.duplicates import candidates, grouping
from reader.store.duplicates import groups as duplicate_groups
from reader.store.lists import headlines
from tests.store.making import NOW, TEXT, answer, copy, story, subscribe


def together(db: Database) -> list[list[int]]:
    """The groups as they are kept."""
    groups = {group for (group,) in db.execute("SELECT twin_group FROM twin")}
    found = [
        [
            id
            for (id,) in db.execute(
                "SELECT article FROM twin WHERE twin_group = ? ORDER BY article", (group,)
            )
        ]
        for group in groups
    ]
    return sorted(found)


def test_a_link_that_comes_twice_makes_one_of_two(db: Database, two: tuple[int, int]) -> None:
    answer(db, two[0], [story(1), story(2)])
    answer(db, two[1], [copy(1), story(3)])
    assert together(db) == [[2, 4]]


def test_title_and_first_words_make_one_of_a_file_and_a_feeds(db: Database, two: tuple[int, int]) -> None:
    answer(db, two[0], [story(1)])
    saved, _ = saving.save_article(db, story(1, link=None, key=None), now=NOW)
    assert together(db) == [[1, saved]]


def test_two_saved_articles_of_one_page_stay_two(db: Database) -> None:
    saving.save_article(db, story(1), now=NOW)
    saving.save_article(db, story(1, text=f"Correction. {TEXT}"), now=NOW)
    assert headlines.counts(db).saved == 2
    assert together(db) == []


def test_three_origins_are_one_group_whichever_comes_first(db: Database, two: tuple[int, int]) -> None:
    saving.save_article(db, story(1, link=None, key=None), now=NOW)
    answer(db, two[0], [copy(1)])
    assert together(db) == []
    answer(db, two[1], [story(1)])
    assert together(db) == [[1, 2, 3]]


def test_a_feed_with_one_link_for_all_is_not_put_together(db: Database, two: tuple[int, int]) -> None:
    link = "https://cast.example/show"
    answer(db, two[0], [story(1, link=link)])
    answer(db, two[1], [copy(2, link=link)])
    assert together(db) == [[1, 2]]
    answer(db, two[0], [story(3, link=link), story(1, link=link)])
    assert together(db) == []
    answer(db, two[1], [copy(3, link=link, title="The story of ferry number 3"), copy(2, link=link)])
    assert together(db) == [[3, 4]]


def test_another_link_takes_an_article_out_and_a_new_one_brings_it_in(
    db: Database, two: tuple[int, int]
) -> None:
    answer(db, two[0], [story(1)])
    answer(db, two[1], [copy(1)])
    answer(db, two[1], [copy(1, link="https://elsewhere.example/9", text="Quite another text.")])
    assert together(db) == []
    answer(db, two[1], [copy(1)])
    assert together(db) == [[1, 2]]


def test_another_title_brings_an_article_in_and_leaves_it_there(db: Database, two: tuple[int, int]) -> None:
    answer(db, two[0], [story(1, link=None)])
    answer(db, two[1], [copy(1, link="https://two.example/1")])
    assert together(db) == []
    title = "The story of ferry number 1"
    answer(db, two[1], [copy(1, link="https://two.example/1", title=title)])
    assert together(db) == [[1, 2]]
    answer(db, two[1], [copy(1, link="https://two.example/1", title=f"Update: {title}")])
    assert together(db) == [[1, 2]]


def test_the_readers_own_title_brings_an_article_in(db: Database, two: tuple[int, int]) -> None:
    answer(db, two[0], [story(1)])
    saved, _ = saving.save_article(db, story(1, link=None, key=None, title="scan0001.txt"), now=NOW)
    assert together(db) == []
    articles.correct(db, saved, title="The story of ferry number 1", now=NOW)
    assert together(db) == [[1, saved]]


def test_the_page_behind_an_article_brings_it_in(db: Database, two: tuple[int, int]) -> None:
    answer(db, two[0], [story(1, link="https://one.example/x", text="")])
    answer(db, two[1], [story(1, link="https://two.example/y")])
    assert together(db) == []
    versions.keep_page(db, 1, story(1), now=NOW)
    assert together(db) == [[1, 2]]


def test_what_everybody_has_is_no_ones(db: Database) -> None:
    """A link that very many have is kept for so many only, and tells nothing any more."""
    for number in range(2 * candidates.MOST):
        feed = subscribe(db, f"https://feed{number}.example/")
        answer(db, feed, [copy(number, link="https://ads.example/today")])
    ((kept,),) = rows(db, "SELECT sum(length(articles)) / 4 FROM twin_key")
    assert kept <= 3 * candidates.MOST + 1
    assert [len(group) for group in together(db)] == [candidates.MOST]


def test_a_purged_article_leaves_its_group(db: Database, two: tuple[int, int]) -> None:
    answer(db, two[0], [story(1)])
    answer(db, two[1], [copy(1)])
    marks.delete(db, [1], now=NOW)
    retention.purge(db, before=NOW + 1)
    assert together(db) == [[2]]
    assert duplicate_groups.collapse_headlines(db, headlines.headlines(db, [2]))[0].duplicates == ()


def test_an_older_library_catches_up_newest_first(db: Database, two: tuple[int, int], path: Path) -> None:
    answer(db, two[0], [story(n) for n in range(5)])
    answer(db, two[1], [copy(n) for n in range(5)])
    found = together(db)
    db.execute("DELETE FROM twin; DELETE FROM twin_key; INSERT INTO state VALUES ('unpaired', '10')")
    assert not grouping.group_backlog(db)
    assert together(db) == found != []
    assert db.execute("SELECT count(*) FROM state WHERE name = 'unpaired'").get == 0
    assert not grouping.group_backlog(db)


def test_catching_up_is_done_in_slices(
    db: Database, two: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "SLICE", 3)
    answer(db, two[0], [story(n) for n in range(4)])
    answer(db, two[1], [copy(n) for n in range(4)])
    found = together(db)
    db.execute("DELETE FROM twin; DELETE FROM twin_key; INSERT INTO state VALUES ('unpaired', '8')")
    assert [grouping.group_backlog(db) for _ in range(4)] == [True, True, False, False]
    assert together(db) == found


def test_a_library_of_the_last_version_is_to_catch_up(path: Path) -> None:
    old = schema.migrations()[:2]
    path.parent.mkdir(exist_ok=True)
    schema.make(path)
    db = open_store(path)
    db.execute("DROP TABLE twin; DROP TABLE twin_key")
    db.execute("INSERT INTO article (id, sort_at, complete, words, received, title, fingerprint, text_hash)"
               " VALUES (7, 1, 0, 0, 1, 'x', 1, 1)")  # fmt: skip
    db.execute(schema.migrations()[len(old)])
    assert db.execute("SELECT value FROM state WHERE name = 'unpaired'").get == "7"
    db.close()


def test_a_body_may_be_damaged(db: Database, two: tuple[int, int]) -> None:
    answer(db, two[0], [story(1)])
    db.execute("UPDATE body SET packed = x'00ff'")
    answer(db, two[1], [story(1, link="https://other.example/", text=f"{TEXT} More.")])
    assert together(db) == []


def test_the_same_text_is_not_read_again(db: Database, two: tuple[int, int]) -> None:
    answer(db, two[0], [story(1), story(2, text="Too short to tell.", words=4)])
    db.execute("UPDATE body SET packed = x'00ff'")
    other = "https://other.example/"
    answer(db, two[1], [story(1, link=other), story(2, link=f"{other}2", text="Too short to tell.", words=4)])
    assert together(db) == [[2, 4]], "and a text that is too short tells nothing"


def test_a_page_that_is_shown_is_compared_by_its_own_words(db: Database, two: tuple[int, int]) -> None:
    answer(db, two[0], [story(1)])
    said = f"The page says something else. {TEXT}"
    versions.keep_page(db, 1, story(1, text=said, body=serialize(from_text(said))), now=NOW)
    answer(db, two[1], [story(1, link="https://other.example/")])
    assert together(db) == []


def test_a_document_of_other_kinds_of_blocks_is_compared_by_what_it_says(
    db: Database, two: tuple[int, int]
) -> None:
    answer(db, two[0], [story(1)])
    answer(db, two[1], [story(1, link=None, body=serialize(from_text(f"{TEXT}\n\nMore below.")))])
    assert together(db) == [[1, 2]]
