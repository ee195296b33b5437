"""The search index keeps in step with the articles, and is rebuilt where it did not."""

from reader.store.articles.articles import correct
from reader.store.changes import marks
from reader.store.database.connection import Database
from reader.store.search import index
from tests.store.making import NOW, answer, found, parsed, subscribe


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
