"""Copies of the library, and the small facts that the program keeps for itself."""

import stat
from pathlib import Path

import pytest

from reader.store import state
from reader.store.articles import articles
from reader.store.changes import marks
from reader.store.database.backups import back_up_marks
from reader.store.database.connection import Database, StoreError, open_store
from reader.store.database.schema import back_up
from reader.store.duplicates import grouping, groups
from reader.store.feeds import feeds
from reader.store.lists import headlines
from tests.store.making import NOW, answer, parsed, subscribe


def test_a_backup_is_the_whole_library(db: Database, tmp_path: Path) -> None:
    answer(db, subscribe(db), [parsed(1), parsed(2)])
    target = tmp_path / "backups" / "library-2025-10-09.db"
    back_up(db, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [file.name for file in target.parent.iterdir()] == [target.name]
    copy = open_store(target)
    assert headlines.counts(copy) == headlines.counts(db)
    assert articles.body(copy, 1) == articles.body(db, 1)
    copy.close()


def test_the_small_backup_has_what_cannot_be_fetched_again(db: Database, tmp_path: Path) -> None:
    feed = subscribe(db, folder="World")
    answer(db, feed, [parsed(n) for n in range(5)])
    articles.save_article(db, parsed(9), original="ab", now=NOW)
    marks.mark(db, [1], starred=True, now=NOW)
    marks.tag(db, [2], ["boats"], [], now=NOW)
    articles.correct(db, 1, title="Mine", now=NOW)
    target = tmp_path / "backups" / "marks.db"
    for _ in range(2):
        back_up_marks(db, target)
    copy = open_store(target)
    assert [one.url for one in feeds.feeds(copy)] == ["https://example.org/feed"]
    assert headlines.headlines(copy, range(10)) == [
        one for one in headlines.headlines(db, range(10)) if one.starred or one.tags or one.saved
    ]
    assert articles.article(copy, 6).original == "ab"  # type: ignore[union-attr]
    assert articles.body(copy, 1) is None
    assert answer(copy, feed, [parsed(n) for n in range(5)]).new == 3
    copy.close()


def test_in_the_small_backup_duplicates_are_looked_for_again(db: Database, tmp_path: Path) -> None:
    for number in (1, 2):
        answer(db, subscribe(db, f"https://feed{number}.example/"), [parsed(7, key=f"{number}")])
    marks.mark(db, [1, 2], starred=True, now=NOW)
    back_up_marks(db, tmp_path / "backups" / "marks.db")
    copy = open_store(tmp_path / "backups" / "marks.db")
    assert len(groups.with_duplicates(db, [1])) == 2
    grouping.group_backlog(copy)
    assert len(groups.with_duplicates(copy, [1])) == 2
    copy.close()


@pytest.mark.parametrize("copy", [back_up, back_up_marks])
def test_a_backup_that_cannot_be_made_is_told(db: Database, tmp_path: Path, copy: object) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError):
        copy(db, tmp_path / "file" / "library.db")  # type: ignore[operator]


def test_facts_are_kept_under_their_names(db: Database, path: Path) -> None:
    assert state.value(db, "theme") is None
    state.keep(db, "theme", "nord")
    state.keep(db, "theme", "dracula")
    other = open_store(path)
    assert state.value(other, "theme") == "dracula"
    other.close()
