"""Actions on many articles: in slices, each with what was before it, finished by whoever comes next."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import apsw
import pytest

from reader.model import Query
from reader.store import undo_changes, undo_log
from reader.store.articles import saving
from reader.store.articles.retention import purge
from reader.store.changes import marks, slices
from reader.store.changes.ahead import headlines_ahead, unread_ahead
from reader.store.changes.marks import NotUndone, Turn
from reader.store.database.connection import Database, open_store, rows
from reader.store.database.schema import PAGE_SIZE
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.store.lists.index_scan import PART
from reader.store.undo_work import LARGE, waiting
from reader.store.unfinished import is_unfinished
from tests.store.making import NOW, parsed, subscribe

COUNT = 3 * LARGE + 100
"""Articles of a large action here."""


def fill(db: Database, count: int = COUNT) -> list[int]:
    """A feed with that many articles, whose ids are returned, the newest first."""
    feed = subscribe(db)
    db.execute(
        """WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?)
           INSERT INTO article (feed, sort_at, complete, words, received, title, fingerprint, text_hash)
           SELECT ?, value, 0, 7, value, 'x', 0, 0 FROM n""",
        (count, feed),
    )
    return [id for id, _ in headlines.ids(db, Query())]


def step(db: Database) -> None:
    """Do one transaction of what is unfinished."""
    next(slices.finish(db))


def unread(db: Database) -> int:
    return headlines.counts(db).unread


def label(db: Database) -> str:
    action = marks.last_action(db)
    return action.label if action else ""


def test_a_large_action_is_written_down_first_and_done_in_slices(db: Database) -> None:
    ids = fill(db)
    marks.mark(db, ids[:10], read=True, now=NOW)
    seen = ids[20:30]
    begun = marks.act(db, Turn(read=True), ids, now=NOW, place="Tech", first=seen)
    assert begun is not None
    assert begun.label == f"marked {COUNT:,} read in Tech"
    assert unread(db) == COUNT - 20, "those that are seen are done at once"
    step(db)
    assert unread(db) == COUNT - 20 - LARGE, "then a slice"
    marks.finish(db)
    assert unread(db) == 0
    assert label(db) == f"marked {COUNT - 10:,} read in Tech", "it tells what it did"
    assert marks.undo(db, now=NOW).count == COUNT - 10  # type: ignore[union-attr]
    assert unread(db) == COUNT - 10
    assert rows(db, "SELECT count(*) FROM action_slice") == [(0,)]


@pytest.mark.parametrize("apart", [1, 3, 1000])
def test_what_waits_is_in_order_however_far_apart(apart: int) -> None:
    chance = random.Random(apart)
    ids = chance.sample(range(1, 5 * LARGE * apart, apart), 3 * LARGE)
    slices = waiting(chance.choices(ids, k=9) + ids)
    assert [id for one in slices for id in undo_changes.unpack_ids(one.packed)] == sorted(ids)
    assert [(one.first, one.last) for one in slices] == [
        (found[0], found[-1]) for one in slices if (found := undo_changes.unpack_ids(one.packed))
    ]
    assert waiting([]) == []


def test_marking_neighbours_of_all_days_rewrites_a_part_of_the_unread_ones(db: Database) -> None:
    """Sorted by their days alone, a few neighbours stand on all pages of an index."""
    for part in range(16):
        feed = subscribe(db, f"https://feed{part}.example.org/")
        db.execute(
            """WITH RECURSIVE n (value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 1999)
               INSERT INTO article (id, feed, sort_at, complete, words, received, title, fingerprint,
                   text_hash)
               SELECT (? << ?) + value + 1, ?, value * 7919, 0, 7, 0, '', 0, 0 FROM n""",
            (part, PART, feed),
        )
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    ((pages,),) = rows(db, "SELECT count(*) FROM dbstat WHERE name = 'article_unread'")
    marks.mark(db, range((5 << PART) + 1, (5 << PART) + 2001), read=True, now=NOW)
    written = Path(f"{db.filename}-wal").stat().st_size // PAGE_SIZE
    assert written < pages, "of all that changes"


def test_another_connection_finishes_what_was_begun(db: Database, path: Path) -> None:
    ids = fill(db)
    marks.act(db, Turn(read=True), ids, now=NOW)
    step(db)
    other = open_store(path)
    marks.finish(other)
    other.close()
    assert unread(db) == 0


def test_undo_stops_what_goes_on_and_takes_back_what_was_done(db: Database) -> None:
    ids = fill(db)
    marks.mark(db, ids[::7], starred=True, now=NOW)
    marks.mark(db, ids[-5:], read=True, now=NOW)
    marks.act(db, Turn(read=True, starred=False), ids, now=NOW, first=ids[:5])
    step(db)
    assert marks.begin_undo(db, now=NOW) is not None
    step(db)
    marks.finish(db)
    assert unread(db) == COUNT - 5
    assert headlines.counts(db).starred == len(ids[::7])
    assert not is_unfinished(db)
    assert rows(db, "SELECT count(*) FROM action_slice") == [(0,)]


def test_a_mark_made_meanwhile_comes_after_the_large_one(db: Database) -> None:
    """The large one has not reached the article yet, but the reader saw it as read when he marked it."""
    ids = fill(db)
    marks.act(db, Turn(read=True), ids, now=NOW)
    assert marks.act(db, Turn(read=False), ids[:1], now=NOW) is not None
    marks.finish(db)
    assert unread(db) == 1
    assert label(db) == "marked “x” unread"
    first = marks.actions(db, 9)[-1]
    with pytest.raises(NotUndone, match=r"before action 2 \(marked “x” unread\), which depends on it"):
        marks.undo(db, first.id, now=NOW)
    marks.undo(db, now=NOW)
    marks.undo(db, first.id, now=NOW)
    assert unread(db) == COUNT


def test_a_mark_made_while_a_large_one_is_taken_back_comes_after_that(db: Database) -> None:
    ids = fill(db)
    marks.mark(db, ids, read=True, now=NOW)
    marks.begin_undo(db, now=NOW)
    assert marks.act(db, Turn(read=True), ids[:1], now=NOW) is not None
    marks.finish(db)
    assert unread(db) == COUNT - 1


def test_what_changes_nothing_of_many_is_no_action(db: Database) -> None:
    ids = fill(db)
    marks.mark(db, ids, read=True, now=NOW)
    assert marks.mark(db, ids, read=True, now=NOW) == 0
    assert [action.count for action in marks.actions(db, 9)] == [COUNT]


def test_a_large_feed_goes_and_comes_back(db: Database) -> None:
    ids = fill(db)
    marks.mark(db, ids[:1], starred=True, now=NOW)
    assert feeds.remove_feed(db, 1, now=NOW)
    assert not feeds.feeds(db)
    marks.finish(db)
    assert [id for id, _ in headlines.ids(db, Query())] == ids[:1], "what was starred stays"
    assert label(db) == "unsubscribed from example.org/feed"
    marks.undo(db, now=NOW)
    assert [id for id, _ in headlines.ids(db, Query())] == ids
    assert [feed.total for feed in feeds.feeds(db)] == [COUNT]


def test_large_tags_and_deletions_come_back(db: Database) -> None:
    ids = fill(db)
    assert marks.tag(db, ids, ["sea"], [], now=NOW) == COUNT
    assert label(db) == f"tagged {COUNT:,} articles +sea"
    assert marks.delete(db, ids, now=NOW, place="Tech") == COUNT
    assert label(db) == f"deleted {COUNT:,} articles in Tech"
    assert headlines.counts(db).total == 0
    marks.undo(db, now=NOW)
    assert headlines.tags(db) == [("sea", COUNT)]
    marks.undo(db, now=NOW)
    assert headlines.tags(db) == []


def test_an_older_version_s_large_action_is_taken_back_in_slices(db: Database) -> None:
    ids = fill(db)
    db.execute("UPDATE article SET read = 1")
    undo_log.record(db, "x", COUNT, undo_changes.Marked({"read": (0, undo_changes.pack_ids(ids))}), NOW)
    assert marks.begin_undo(db, now=NOW) is not None
    assert unread(db) == 0
    step(db)
    assert unread(db) == COUNT % LARGE, "the last slice first"
    marks.finish(db)
    assert unread(db) == COUNT


def test_many_steps_of_one_action_are_one_entry(db: Database) -> None:
    entry = undo_log.Entry(saving.saved_words)
    ids = [saving.save_article(db, parsed(n), now=NOW, entry=entry)[0] for n in range(3)]
    assert [(one.label, one.count) for one in marks.actions(db, 9)] == [("saved 3 articles", 3)]
    marks.undo(db, now=NOW)
    assert headlines.headlines(db, ids) == []
    saving.save_article(db, parsed(9), now=NOW, entry=entry)
    assert label(db) == "saved “Title 9”", "what comes after it was taken back is another action"


def test_a_subscription_is_taken_back_with_its_articles_and_can_be_made_again(db: Database) -> None:
    def add() -> None:
        entry = undo_log.Entry(lambda count: f"subscribed to {count} feeds")
        feeds.add_feed(db, "https://example.org/feed", title="Mine", now=NOW, entry=entry)

    add()
    ids = fill(db)
    assert marks.last_action(db) is not None
    assert label(db) == "subscribed to Mine"
    marks.undo(db, now=NOW)
    assert not feeds.feeds(db)
    assert headlines.counts(db).total == 0
    add()
    assert headlines.counts(db).total == len(ids)
    marks.undo(db, now=NOW)
    assert headlines.counts(db).total == 0


def test_what_depends_on_a_subscription_is_taken_back_before_it(db: Database) -> None:
    entry = undo_log.Entry(lambda count: f"subscribed to {count} feeds")
    feeds.add_feed(db, "https://example.org/feed", title="Mine", now=NOW, entry=entry)
    ids = fill(db, 5)
    marks.mark(db, ids[:2], read=True, now=NOW)
    marks.mark(db, ids[:1], starred=True, now=NOW)
    added = marks.actions(db, 9)[-1]
    with pytest.raises(NotUndone, match=r"before action 3 \(starred “x”\)"):
        marks.undo(db, added.id, now=NOW)
    marks.undo(db, now=NOW)
    assert marks.undo(db, added.id, now=NOW) is not None, "what is only read does not hold it"
    assert headlines.counts(db).total == 0


def test_actions_beyond_a_thousand_are_forgotten(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo_log, "MOST", 3)
    ids = fill(db, 9)
    for id in ids:
        marks.mark(db, [id], read=True, now=NOW)
    purge(db, before=0)
    assert [action.id for action in marks.actions(db, 99)] == [9, 8, 7]


CHILD = """
import sys
from pathlib import Path
from reader.model import Query
from reader.store.changes import marks
from reader.store.database.connection import open_store
from reader.store.lists import headlines
from reader.store.unfinished import is_unfinished

db = open_store(Path(sys.argv[1]))
marks.mark(db, [id for id, _ in headlines.ids(db, Query())], read=True, now=1)
"""


def test_an_action_that_a_kill_cuts_off_is_completed_by_the_next_command(
    db: Database, path: Path, tmp_path: Path
) -> None:
    """The child is killed as soon as one slice is seen to be done; more of them are left than it can do."""
    fill(db, 40 * LARGE)
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(path)])
    while not rows(db, "SELECT 1 FROM action_slice WHERE before IS NOT NULL LIMIT 1"):
        assert child.poll() is None, "it was not cut off"
        time.sleep(0)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    left = unread(db)
    assert left
    assert is_unfinished(db)
    subprocess.run(
        [sys.executable, "-m", "reader", "--data-dir", str(path.parent), "mark", "star", "1"],
        check=True,
        env={**os.environ, "NEWSREADER_CONFIG": str(tmp_path / "none.toml")},
    )
    assert unread(db) == 0
    assert [action.count for action in marks.actions(db, 9)] == [1, 40 * LARGE]
    marks.undo(db, marks.actions(db, 9)[1].id, now=NOW)
    assert unread(db) == 40 * LARGE


def test_lists_and_counts_are_ahead_of_what_waits(db: Database) -> None:
    """Also while it is taken back; what is done already is not counted twice."""
    ids = fill(db)
    marks.mark(db, ids[:3], read=True, now=NOW)
    some = [ids[0], ids[5], ids[-1]]
    for begin, wanted in (
        (lambda: marks.act(db, Turn(read=True), ids, now=NOW), 0),
        (lambda: marks.begin_undo(db, now=NOW), COUNT - 3),
    ):
        assert begin() is not None
        for _ in range(2):
            ahead = unread_ahead(db, Query(feeds=(1,)))
            assert unread(db) + ahead.total == wanted
            assert headlines.unread(db, Query(feeds=(1,))).articles + ahead.articles == wanted
            assert feeds.feeds(db)[0].unread + ahead.feeds[1] == wanted
            assert headlines.unread(db, Query()).words + ahead.words == 7 * wanted
            assert unread_ahead(db, Query(starred=True)).articles == 0
            shown = headlines_ahead(db, headlines.headlines(db, some))
            assert [one.read for one in shown] == [True, not wanted, not wanted]
            step(db)
        marks.finish(db)
        assert unread_ahead(db, Query()).total == 0


def test_pages_that_are_written_again_and_again_are_kept_in_memory_and_in_the_log(db: Database) -> None:
    """Of a million articles each transaction writes most pages of the indexes: they reach the file once."""

    def kept() -> tuple[object, object]:
        return db.pragma("wal_autocheckpoint"), db.pragma("cache_size")

    before = kept()
    marks.act(db, Turn(read=True), fill(db), now=NOW)
    stepwise = slices.finish(db, aim=0)
    next(stepwise)
    assert kept() == (0, -slices.PAGES), "no transaction empties the log"
    stepwise.close()  # type: ignore[attr-defined]  # as a screen that closes does
    assert kept() == before
    for _ in slices.finish(db):
        pass
    assert kept() == before != (0, -slices.PAGES)


def test_the_log_is_emptied_between_two_transactions(
    db: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody who wants to write waits for the disk meanwhile, and the log does not grow without end."""
    monkeypatch.setattr(slices, "LOG", 0)
    marks.act(db, Turn(read=True), fill(db), now=NOW)
    stepwise = slices.finish(db, aim=0)
    next(stepwise)
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    without_log = apsw.Connection(f"file:{path}?immutable=1", flags=flags)
    assert rows(without_log, "SELECT count(*) FROM action_slice WHERE before IS NOT NULL") == [(1,)]
    without_log.close()
    stepwise.close()  # type: ignore[attr-defined]
