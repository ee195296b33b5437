"""Marks, and taking back whatever the reader did."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.model import Date, FeedChange, Query
from reader.store import undo_changes, undo_log
from reader.store.articles import articles, saving
from reader.store.articles.retention import expire, expire_beyond, purge
from reader.store.changes import marks, saved_searches
from reader.store.database.connection import Database, open_store, rows
from reader.store.feeds import backlog, feeds, folders
from reader.store.feeds.responses import Kept
from reader.store.lists import headlines
from tests.store.making import NOW, answer, parsed, state, subscribe

TABLES = ("feed", "article", "article_tag", "correction", "identity")


def contents(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """All that the reader can see the effects of; when a feed is asked next is not."""
    found = {table: sorted(rows(db, f"SELECT * FROM {table}"), key=repr) for table in TABLES}
    found["feed"] = rows(db, "SELECT id, url, title, name, site, folder, removed, paused FROM feed")
    return found


@pytest.fixture
def feed(db: Database) -> int:
    feed = subscribe(db, folder="World")
    answer(db, feed, [parsed(n) for n in range(9, 0, -1)])
    marks.mark(db, [2], read=True, starred=True, now=NOW)
    marks.tag(db, [3], ["boats"], [], now=NOW)
    articles.correct(db, 4, title="Mine", now=NOW)
    return feed


ACTIONS: dict[str, tuple[Callable[[Database], object], str]] = {
    "read": (lambda db: marks.mark(db, [1, 2, 3], read=True, now=NOW), "marked 2 read"),
    "unread": (lambda db: marks.mark(db, [1, 2, 3], read=False, now=NOW), "marked “Title 2” unread"),
    "star": (lambda db: marks.mark(db, [1, 2], starred=True, now=NOW), "starred “Title 1”"),
    "unstar": (lambda db: marks.mark(db, [1, 2], starred=False, now=NOW), "unstarred “Title 2”"),
    "both": (
        lambda db: marks.mark(db, [1], read=True, starred=True, now=NOW),
        "marked “Title 1” read and starred",
    ),
    "tag": (
        lambda db: marks.tag(db, [1, 3], ["boats", " sea  side "], [], now=NOW),
        "tagged 2 articles +boats +sea side",
    ),
    "untag": (lambda db: marks.tag(db, [1, 3], [], ["boats"], now=NOW), "tagged “Title 3” -boats"),
    "retag": (lambda db: marks.tag(db, [3], ["x"], ["boats"], now=NOW), "tagged “Title 3” +x -boats"),
    "delete": (lambda db: marks.delete(db, [1, 2, 3], now=NOW), "deleted 3 articles"),
    "correct": (
        lambda db: articles.correct(
            db, 1, title="T", author="A", published=Date(5, "day"), site="S", now=NOW
        ),
        "corrected title, author, published, site of “T”",
    ),
    "correct again": (lambda db: articles.correct(db, 4, title="X", now=NOW), "corrected title of “X”"),
    "rename": (lambda db: feeds.edit_feed(db, 1, FeedChange(title="New"), now=NOW), "edited New"),
    "move": (lambda db: feeds.edit_feed(db, 1, FeedChange(folder=""), now=NOW), "edited The Feed"),
    "pause": (lambda db: feeds.edit_feed(db, 1, FeedChange(paused=True), now=NOW), "edited The Feed"),
    "readdress": (
        lambda db: feeds.edit_feed(db, 1, FeedChange(url="https://example.org/new", folder="Art"), now=NOW),
        "edited The Feed",
    ),
    "remove": (lambda db: feeds.remove_feed(db, 1, now=NOW), "unsubscribed from The Feed"),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_can_be_taken_back_also_after_a_restart(
    db: Database, path: Path, feed: int, name: str
) -> None:
    act, label = ACTIONS[name]
    before = contents(db)
    assert act(db)
    assert contents(db) != before
    done = marks.last_action(db)
    assert done is not None
    assert (done.label, done.at, done.undone) == (label, NOW, False)
    later = open_store(path)
    assert marks.undo(later, now=NOW + 5) == done
    later.close()
    assert contents(db) == before
    assert marks.actions(db, 1)[0].undone


@pytest.mark.parametrize("name", ACTIONS)
def test_what_changes_nothing_is_no_action(db: Database, feed: int, name: str) -> None:
    act, _ = ACTIONS[name]
    act(db)
    kept = marks.actions(db, 99)
    assert not act(db)
    assert marks.actions(db, 99) == kept


def test_everything_can_be_taken_back_one_by_one(db: Database, feed: int) -> None:
    states = []
    for act, _ in ACTIONS.values():
        states.append(contents(db))
        if not act(db):
            states.pop()
    while states:
        assert marks.undo(db, now=NOW) is not None
        assert contents(db) == states.pop()


def test_saving_is_taken_back_and_can_be_done_again(db: Database) -> None:
    id, _ = saving.save_article(db, parsed(1), original="aa", now=NOW)
    assert marks.undo(db, now=NOW) == undo_log.Action(1, NOW, "saved “Title 1”", 1, False)
    assert headlines.counts(db).saved == 0
    assert saving.save_article(db, parsed(1), original="aa", now=NOW) == (id, True)


def test_with_nothing_to_take_back_nothing_happens(db: Database) -> None:
    assert marks.undo(db, now=NOW) is None
    assert marks.last_action(db) is None
    assert marks.actions(db, 5) == []


def test_a_new_action_after_an_undo_is_the_next_to_be_taken_back(db: Database, feed: int) -> None:
    marks.mark(db, [5], read=True, now=NOW)
    marks.undo(db, now=NOW)
    marks.mark(db, [6], starred=True, now=NOW)
    assert marks.undo(db, now=NOW).label == "starred “Title 6”"  # type: ignore[union-attr]
    assert marks.undo(db, now=NOW).label == "corrected title of “Mine”"  # type: ignore[union-attr]


def test_undoing_an_address_that_another_feed_has_now_takes_back_the_rest(db: Database, feed: int) -> None:
    feeds.edit_feed(db, feed, FeedChange(url="https://example.org/new", title="New"), now=NOW)
    subscribe(db)
    marks.undo(db, now=NOW)
    (kept,) = [one for one in feeds.feeds(db) if one.id == feed]
    assert (kept.title, kept.url) == ("The Feed", "https://example.org/new")


def test_what_arrives_meanwhile_is_left_alone_by_undo(db: Database, feed: int) -> None:
    marks.mark(db, range(1, 10), read=True, now=NOW)
    answer(db, feed, [parsed(50), parsed(1, title="Changed")])
    marks.undo(db, now=NOW)
    assert headlines.counts(db).unread == 9
    assert headlines.headlines(db, [1])[0].title == "Changed"


def test_a_hundred_thousand_marks_are_one_action(db: Database) -> None:
    feed = subscribe(db)
    db.execute(
        """WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 100000)
           INSERT INTO article (feed, sort_at, complete, words, received, title, fingerprint, text_hash)
           SELECT ?, value, 0, 7, value, 'x', 0, 0 FROM n""",
        (feed,),
    )
    every = [id for id, _ in headlines.ids(db, Query())]
    assert marks.mark(db, every, read=True, now=NOW) == 100_000
    assert headlines.unread(db, Query()) == (0, 0)
    ((size,),) = rows(db, "SELECT length(before) FROM action")
    assert size < 10_000
    assert marks.undo(db, now=NOW).count == 100_000  # type: ignore[union-attr]
    assert headlines.unread(db, Query()) == (100_000, 700_000)


def test_ids_are_packed_and_unpacked() -> None:
    for ids in ([], [7], [3, 1, 2], [2**40, 5]):
        assert undo_changes.unpack_ids(undo_changes.pack_ids(ids)) == sorted(ids)


def test_unread_counts_are_a_recount_after_any_sequence(db: Database, feed: int) -> None:
    for act, _ in ACTIONS.values():
        act(db)
        if feeds.feed(db, feed):
            answer(db, feed, [parsed(n) for n in range(5, 14)])
        recount = rows(db, "SELECT count(*) FROM article NOT INDEXED WHERE deleted = 0 AND read = 0")
        assert [(headlines.counts(db).unread,)] == recount
        assert headlines.unread(db, Query()).articles == recount[0][0]
        marks.undo(db, now=NOW)


def test_retention_spares_what_the_reader_marked(db: Database, feed: int) -> None:
    saved, _ = saving.save_article(db, parsed(100, published=Date(0)), now=NOW)
    marks.mark(db, [*range(1, 9), saved], read=True, now=NOW)
    assert expire(db, before=NOW, now=NOW) == 6
    assert {id for id, _ in headlines.ids(db, Query())} == {2, 3, 9, saved}
    assert purge(db, before=NOW) == 0
    assert purge(db, before=NOW + 1) == 6
    assert rows(db, "SELECT count(*) FROM body") == [(4,)]
    assert answer(db, feed, [parsed(n) for n in range(1, 10)]) == Kept(0, 0)


def test_of_each_feed_the_newest_are_kept_read_or_not(db: Database, feed: int) -> None:
    """And the starred and tagged ones, however old."""
    other = subscribe(db, "https://example.com/feed")
    answer(db, other, [parsed(n) for n in range(3)])
    saved, _ = saving.save_article(db, parsed(100, published=Date(0)), now=NOW)
    assert expire_beyond(db, kept=2, now=NOW) == 5 + 1
    kept = headlines.headlines(db, [id for id, _ in headlines.ids(db, Query())])
    assert sorted((one.feed or 0, one.title) for one in kept) == [
        (0, "Title 100"), (feed, "Title 2"), (feed, "Title 3"), (feed, "Title 8"), (feed, "Title 9"),
        (other, "Title 1"), (other, "Title 2"),
    ]  # fmt: skip
    assert saved
    assert expire_beyond(db, kept=2, now=NOW) == 0
    assert answer(db, feed, [parsed(n) for n in range(1, 10)]) == Kept(0, 0)


def test_purging_ends_what_can_be_taken_back(db: Database, feed: int) -> None:
    marks.delete(db, [1], now=NOW)
    purge(db, before=NOW + 1)
    assert marks.undo(db, now=NOW) is None


def test_the_state_of_a_removed_feed_is_as_before_when_it_is_taken_up(db: Database, feed: int) -> None:
    before = state(db, feed)
    feeds.remove_feed(db, feed, now=NOW)
    marks.undo(db, now=NOW)
    assert state(db, feed) == before


def test_a_backlog_does_not_stand_before_what_the_reader_did(db: Database, feed: int) -> None:
    """But that of the feed that he has just subscribed to is taken back before the feed."""

    def back() -> str:
        taken = marks.begin_undo(db, now=NOW, own=True)
        return taken.action.label if taken else ""

    entry = undo_log.Entry(lambda count: f"subscribed to {count} feeds")
    own, _ = feeds.add_feed(db, "https://own.example/feed", title="Own", now=NOW, entry=entry)
    late = subscribe(db, "https://late.example/feed", title="Late")
    for new in (own, late):
        answer(db, new, [parsed(n) for n in range(5)])
        assert backlog.mark_read(db, new, 2, now=NOW) == 3
    listed = [action.label for action in marks.actions(db, 9)]
    assert listed[:2] == ["marked 3 read, the backlog of Late", "marked 3 read, the backlog of Own"]
    assert back() == "marked 3 read, the backlog of Own"
    assert back() == "subscribed to Own"
    marks.mark(db, [5], read=True, now=NOW)
    assert backlog.mark_read(db, late, 1, now=NOW) == 1
    assert back() == "marked “Title 5” read"
    assert back().startswith("corrected title")
    while (label := back()) and "backlog" not in label:
        pass
    assert label == "marked 1 read, the backlog of Late", "nothing else is left"
    assert back() == "marked 3 read, the backlog of Late"
    assert back() == ""
    marks.mark(db, [5], read=True, now=NOW)
    answer(db, late, [parsed(n) for n in range(20, 24)])
    backlog.mark_read(db, late, 0, now=NOW)
    undone = marks.undo(db, now=NOW)
    assert undone is not None
    assert "backlog" in undone.label, "the command takes back the first of its list"


@pytest.mark.parametrize("large", [folders.LARGE, 3])
def test_the_feeds_of_a_folder_go_and_come_back_as_one(
    db: Database, feed: int, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "LARGE", large)
    other = subscribe(db, "https://other.example/feed", folder="World")
    answer(db, other, [parsed(n) for n in range(30, 34)])
    before, actions = contents(db), len(marks.actions(db, 99))
    assert folders.remove_feeds(db, [feed, other, other, 77], now=NOW, place="World") == 2
    marks.finish(db)
    assert feeds.feeds(db) == []
    assert {id for id, _ in headlines.ids(db, Query())} == {2, 3}, "the starred and the tagged one"
    assert len(marks.actions(db, 99)) == actions + 1
    undone = marks.undo(db, now=NOW)
    assert undone is not None
    assert undone.label == "unsubscribed from 2 feeds in World"
    assert contents(db) == before
    assert folders.remove_feeds(db, [77], now=NOW) == 0


def test_a_folder_is_renamed_with_those_in_it_and_joins_another(db: Database, feed: int) -> None:
    for number, folder in enumerate(("World/Asia", "Worldly", "Sea")):
        subscribe(db, f"https://{number}.example/feed", folder=folder)
    search = saved_searches.keep_search(db, "Asia", "folder:World/Asia", now=NOW)
    before = contents(db)
    assert folders.rename_folder(db, "World", "Sea", now=NOW, requery=lambda text: f"{text}!") == 2
    assert [(one.id, one.query) for one in saved_searches.searches(db)] == [(search, "folder:World/Asia!")]
    assert marks.actions(db, 1)[0].label == "renamed the folder World to Sea"
    assert [one.folder for one in feeds.feeds(db)] == ["Sea", "Sea", "Sea/Asia", "Worldly"]
    assert folders.rename_folder(db, "Sea", "Sea", now=NOW) == 0
    marks.undo(db, now=NOW)
    assert contents(db) == before
    assert [one.query for one in saved_searches.searches(db)] == ["folder:World/Asia"]


def test_an_article_without_a_title_is_called_as_lists_show_it(db: Database) -> None:
    bare = {"title": "", "text": ""}
    made = [
        parsed(1, title="", text="Two gulls.\n\nOne chip."),
        parsed(2, **bare, link="https://a.example/x?token=b"),
        parsed(3, **bare, link=None),
    ]
    answer(db, subscribe(db), made)
    labels = []
    for id, _ in headlines.ids(db, Query()):
        marks.delete(db, [id], now=NOW)
        labels.append(undo_log.actions(db, 1)[0].label)
    assert sorted(labels) == [
        "deleted 1 article", "deleted “Two gulls. One chip.”", "deleted “a.example/x?token=***”",
    ]  # fmt: skip
