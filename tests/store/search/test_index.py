"""The search index keeps in step with the articles, and is rebuilt where it did not."""

import random
from pathlib import Path

import pytest

from reader.store import state
from reader.store.articles.articles import correct
from reader.store.changes import marks
from reader.store.database.checks import Soundness, soundness
from reader.store.database.connection import Database, open_store
from reader.store.database.errors import BrokenIndex, StoreError
from reader.store.search import index, rebuild
from tests.store.making import NOW, answer, found, parsed, subscribe


def test_the_index_is_in_step_after_everything(db: Database) -> None:
    feed = subscribe(db)
    answer(db, feed, [parsed(n) for n in range(20)])
    answer(db, feed, [parsed(n, text=f"Changed {n}") for n in range(10)])
    correct(db, 3, title="Mine", now=NOW)
    marks.delete(db, [4, 5], now=NOW)
    marks.undo(db, now=NOW)
    assert rebuild.in_step(db)


BREAKS = {
    "an article less": "DELETE FROM search WHERE rowid = 7",
    "no lengths": "DELETE FROM search_docsize WHERE id = 7",
    "lengths cut off": "UPDATE search_docsize SET sz = x'ff' WHERE id = 7",
    "no leaves": "DELETE FROM search_data WHERE id > 10",
    "empty leaves": "UPDATE search_data SET block = zeroblob(length(block)) WHERE id > 10",
    "no structure": "UPDATE search_data SET block = x'ff' WHERE id = 10",
    "no way to the leaves": "DELETE FROM search_idx",
    "no settings": "DELETE FROM search_config",
}


@pytest.mark.parametrize("sql", BREAKS.values(), ids=BREAKS.keys())
def test_an_index_out_of_step_is_seen_by_its_daily_check_and_made_again(path: Path, sql: str) -> None:
    db = open_store(path)
    words = [" ".join(f"word{n}x{m}" for m in range(300)) for n in range(20)]
    articles = [parsed(n, title=f"Ferry number{n}", text=f"Ferries {words[n]}") for n in range(20)]
    answer(db, subscribe(db), articles)
    db.execute(sql)
    db.close()
    db = open_store(path)
    assert soundness(db).file == ()
    assert soundness(db).search or not rebuild.agrees(db)
    assert not rebuild.in_step(db)
    try:
        found(db, "ferries")
    except StoreError as error:
        assert isinstance(error, BrokenIndex)  # noqa: PT017 - some breaks are errors, others miss hits
    index.note_broken(db)
    assert sum(rebuild.rebuild(db)) == 20
    assert rebuild.in_step(db)
    assert soundness(db) == Soundness()
    assert len(found(db, "ferries")) == 20
    db.close()


PAGES = ["search_data", "search_idx", "search_docsize", "search_config"]


@pytest.mark.parametrize("table", PAGES)
def test_an_index_whose_pages_are_noise_is_replaced(path: Path, table: str) -> None:
    db = open_store(path)
    answer(db, subscribe(db), [parsed(n) for n in range(20)])
    page = int(db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).get)
    size = int(db.pragma("page_size"))
    db.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)
    db = open_store(path)
    checked = soundness(db)
    assert (checked.file, checked.rows, bool(checked.search)) == ((), (), True)
    with pytest.raises(BrokenIndex):
        found(db, "ferries")
    index.note_broken(db)
    assert sum(rebuild.rebuild(db)) == 20
    assert soundness(db) == Soundness()
    assert db.pragma("integrity_check") == "ok"
    assert len(found(db, "ferries")) == 20
    db.close()


def test_a_rebuild_that_was_stopped_goes_on_and_loses_nothing_that_comes_meanwhile(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "BATCH", 5)
    feed = subscribe(db)
    answer(db, feed, [parsed(n) for n in range(20)])
    index.note_broken(db)
    slices = rebuild.rebuild(db)
    assert [next(slices), next(slices)] == [5, 5]
    slices.close()
    answer(db, feed, [parsed(99)])
    assert rebuild.is_rebuilding(db)
    assert not rebuild.in_step(db)
    assert sum(rebuild.rebuild(db)) == 11
    assert state.value(db, index.REBUILD) is None
    assert rebuild.in_step(db)
    assert len(found(db, "ferries")) == 21


def test_an_article_comes_in_although_the_index_cannot_be_written(path: Path) -> None:
    db = open_store(path)
    feed = subscribe(db)
    answer(db, feed, [parsed(1)])
    db.execute("DELETE FROM search_config")
    db.close()
    db = open_store(path)
    assert answer(db, feed, [parsed(2)]).new == 1
    assert rebuild.is_rebuilding(db)
    assert sum(rebuild.rebuild(db)) == 2
    assert len(found(db, "ferries")) == 2
    db.close()


def test_an_index_of_rubbish_that_can_be_read_is_seen(path: Path) -> None:
    db, chance, unseen = open_store(path), random.Random(3), 0
    answer(db, subscribe(db), [parsed(n, text="Ferries wait for the tide") for n in range(200)])
    assert rebuild.in_step(db)
    largest = "SELECT id, block FROM search_data WHERE id > 10 ORDER BY length(block) DESC LIMIT 1"
    ((id, block),) = db.execute(largest)
    for _ in range(150):
        place = chance.randrange(20, len(block) - 300)
        rubbish = block[:place] + chance.randbytes(300) + block[place + 300 :]
        db.execute("UPDATE search_data SET block = ? WHERE id = ?", (rubbish, id))
        if soundness(db) == Soundness() and rebuild.agrees(db):
            unseen += 1
            assert not rebuild.adds_up(db)
    assert unseen, "SQLite's own check sees all of it"
    db.close()
