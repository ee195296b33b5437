"""Copies of the library, and the small facts that the program keeps for itself."""

import os
import stat
from pathlib import Path

import pytest

from reader.model import Query
from reader.store import state
from reader.store.articles import articles, revisions, saving
from reader.store.changes import marks
from reader.store.database import backups, schema
from reader.store.database.backups import back_up_marks
from reader.store.database.connection import Database, StoreError, open_store
from reader.store.database.schema import PAGE_SIZE, back_up
from reader.store.duplicates import grouping, groups
from reader.store.feeds import feeds, hosts, refresh_state
from reader.store.lists import headlines
from tests.store.making import NOW, answer, parsed, subscribe, text_of


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
    saving.save_article(db, parsed(9), original="ab", now=NOW)
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


def test_the_small_backup_finds_what_it_keeps_by_indexes(db: Database, tmp_path: Path) -> None:
    """Of a million articles a few are kept: nothing else of the table of articles is read."""
    schema.make(tmp_path / "copy.db")
    db.execute("ATTACH ? AS copy", (str(tmp_path / "copy.db"),))
    [sql] = [part for part in backups.IRREPLACEABLE.split(";") if "INTO copy.article " in part]
    steps = [str(step) for *_, step in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert "SEARCH a USING INTEGER PRIMARY KEY (rowid=?)" in steps
    assert not [
        step for step in steps if step.startswith(("SCAN a", "SCAN main.article")) and "INDEX" not in step
    ]


def test_what_comes_again_after_a_restore_has_its_marks(db: Database, tmp_path: Path) -> None:
    """Read marks and deletions of all articles are in the small backup, as are tags, positions, revisions."""
    feed = subscribe(db)
    there = [parsed(n) for n in range(1, 9)]
    answer(db, feed, there)
    by_title = {one.title: one.id for one in headlines.headlines(db, range(1, 9))}
    starred, tagged, read, deleted, placed, revised, corrected, _ = (
        by_title[f"Title {n}"] for n in range(1, 9)
    )
    answer(db, feed, [*there[:5], parsed(6, text="Another story altogether."), *there[6:]])
    marks.mark(db, [starred], starred=True, now=NOW)
    marks.tag(db, [tagged], ["boats"], [], now=NOW)
    marks.mark(db, [read, tagged], read=True, now=NOW)
    marks.delete(db, [deleted], now=NOW)
    articles.keep_position(db, placed, 3, 14)
    articles.correct(db, corrected, author="Ada Quill", now=NOW)
    before = headlines.headlines(db, range(1, 9))
    back_up_marks(db, tmp_path / "marks.db")
    copy = open_store(tmp_path / "marks.db")
    kept = refresh_state.feed_states(copy, None, None)
    assert [(one.etag, one.last_modified, one.body_hash, one.next_due) for one in kept] == [
        (None, None, None, 0)
    ]
    assert answer(copy, feed, [*there[:5], parsed(6, text="Another story altogether."), *there[6:]]).new == 2
    again = headlines.headlines(copy, [id for id, _ in headlines.ids(copy, Query())])
    facts = {one.title: (one.read, one.starred, one.tags, one.author, one.words) for one in again}
    assert facts == {one.title: (one.read, one.starred, one.tags, one.author, one.words) for one in before}
    assert articles.position(copy, placed) == (3, 14)
    assert len(revisions.former(copy, revised)) == len(revisions.former(db, revised)) == 1
    assert {text_of(copy, one.id) for one in again} == {text_of(db, one.id) for one in before}
    assert not {one.id for one in again if one.title == "Title 3"} & set(by_title.values()), (
        "ids are not used again"
    )
    copy.close()


def test_a_limit_that_a_server_asked_for_outlasts_a_restore(db: Database, tmp_path: Path) -> None:
    hosts.rate_limit_host(db, "example.org", NOW + 500)
    back_up_marks(db, tmp_path / "marks.db")
    copy = open_store(tmp_path / "marks.db")
    assert hosts.rate_limited_hosts(copy, NOW) == {"example.org": NOW + 500}
    copy.close()


@pytest.mark.parametrize("harm", ["a page of zeros", "a star less", "cut off"])
def test_a_bad_backup_does_not_replace_a_good_one(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    answer(db, subscribe(db), [parsed(n) for n in range(50)])
    marks.mark(db, range(1, 50), starred=True, now=NOW)
    target = tmp_path / "marks.db"
    back_up_marks(db, target)
    good = target.read_bytes()
    whole = backups._copy

    def written_badly(db: Database, unfinished: Path) -> object:
        counts = whole(db, unfinished)
        if harm == "a star less":
            other = open_store(unfinished)
            marks.mark(other, [1], starred=False, now=NOW)
            other.close()
        elif harm == "cut off":
            os.truncate(unfinished, unfinished.stat().st_size // 2)
        else:
            with unfinished.open("r+b") as file:
                file.seek(PAGE_SIZE * 4)
                file.write(bytes(PAGE_SIZE))
        return counts

    monkeypatch.setattr(backups, "_copy", written_badly)
    with pytest.raises(StoreError):
        back_up_marks(db, target)
    assert target.read_bytes() == good
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("marks")] == ["marks.db"]


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
