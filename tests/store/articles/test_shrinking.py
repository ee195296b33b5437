"""Room that articles left behind goes back to the disk, a step at a time."""

from itertools import pairwise
from pathlib import Path

import pytest

from reader.store.articles import articles, retention
from reader.store.changes import marks
from reader.store.database.connection import Database, open_store, rows
from tests.store.making import NOW, answer, parsed, subscribe

WORDS = " ".join(f"word{number}" for number in range(3000))


def pages(db: Database) -> int:
    return int(rows(db, "PRAGMA page_count")[0][0])


def fill_and_purge(db: Database, kept: int) -> None:
    """Forty long articles, of which so many stay."""
    noise = [f"{WORDS} {number} {hash(str(number))}" for number in range(40)]
    answer(db, subscribe(db), (parsed(number, body=text.encode()) for number, text in enumerate(noise)))
    marks.delete(db, range(kept + 1, 41), now=NOW)
    retention.purge(db, before=NOW + 1)


def test_free_pages_are_given_back_in_steps(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "STEP", 3)
    fill_and_purge(db, 2)
    before, body = pages(db), articles.body(db, 1)
    left = list(retention.shrink(db))
    assert left[-1] == 0
    assert all(0 < one - other <= 3 for one, other in pairwise(left))
    assert pages(db) < before
    assert articles.body(db, 1) == body
    assert rows(db, "PRAGMA integrity_check") == [("ok",)]


def test_a_few_free_pages_are_kept_for_the_next_articles(db: Database) -> None:
    fill_and_purge(db, 40)
    assert list(retention.shrink(db)) == []


def test_others_may_write_between_two_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "STEP", 3)
    path = tmp_path / "library.db"
    one, other = open_store(path), open_store(path)
    fill_and_purge(one, 2)
    for count, _ in enumerate(retention.shrink(one)):
        assert marks.mark(other, [1], read=count % 2 == 0, now=NOW) == 1
    other.close()
    one.close()


def test_a_library_made_without_the_means_is_left_as_it_is(db: Database) -> None:
    fill_and_purge(db, 2)
    db.execute("PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = NONE; VACUUM").fetchall()
    fill_and_purge(db, 2)
    before = pages(db)
    assert list(retention.shrink(db)) == []
    assert pages(db) == before


def test_very_many_go_in_short_transactions(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wants to write waits for a few articles only, and what was purged stays known by its keys."""
    for name, value in {"SLICE": 4, "PURGED_AT_ONCE": 3, "MOST_GONE": 8, "BREATH": 0}.items():
        monkeypatch.setattr(retention, name, value)
    feed = subscribe(db)
    answer(db, feed, (parsed(number) for number in range(30)))
    marks.mark(db, range(1, 21), read=True, now=NOW)
    changed: list[int] = []

    def note() -> bool:
        changed.append(db.total_changes())
        return False

    db.set_commit_hook(note)
    assert retention.expire(db, before=NOW, now=NOW) == 20
    assert retention.expire_beyond(db, kept=4, now=NOW) == 6
    assert len(changed) == 5 + 2
    del changed[:]
    assert retention.purge(db, before=NOW + 1) == 26
    assert len(changed) == 1 + 3 * 3 + 1
    db.set_commit_hook(None)
    assert rows(db, "SELECT count(*) FROM article") == [(4,)]
    assert rows(db, "SELECT count(*) FROM search WHERE search MATCH 'ferries'") == [(4,)]
    kept = answer(db, feed, (parsed(number) for number in range(30)))
    assert kept.new == 0, "none of them comes back"
