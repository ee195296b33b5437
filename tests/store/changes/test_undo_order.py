"""Any actions, taken back in any order that is allowed, leave everything as it was."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reader.model import Date, FeedChange
from reader.store import undo_log
from reader.store.articles import articles, saving
from reader.store.changes import marks
from reader.store.changes.marks import NotUndone
from reader.store.database.connection import Database, open_store
from reader.store.feeds import feeds
from tests.store.changes.test_marks import contents
from tests.store.making import NOW, answer, parsed, subscribe

IDS = st.lists(st.sampled_from([1, 2, 6, 9]), min_size=1, max_size=3, unique=True)
FLAG = st.one_of(st.none(), st.booleans())
TAGS = st.lists(st.sampled_from(["boats", "sea"]), max_size=2, unique=True)
FEED = st.integers(1, 3)
NAME = st.sampled_from(["", "Mine", "Yours"])
ADDRESS = st.sampled_from([f"https://{name}.example/feed" for name in ("one", "two", "three")])

Act = Callable[[Database], object]


def feed_change(feed: int, title: str, folder: str, url: str | None) -> Act:
    def edit(db: Database) -> None:
        if url is None or not feeds.has_address(db, url):
            feeds.edit_feed(db, feed, FeedChange(title=title, folder=folder, url=url), now=NOW)

    return edit


def subscription(url: str, folder: str) -> Act:
    return lambda db: feeds.add_feed(
        db, url, folder=folder, now=NOW, entry=undo_log.Entry(lambda count: f"subscribed to {count} feeds")
    )


def removal(feed: int) -> Act:
    return lambda db: feeds.remove_feed(db, feed, now=NOW)


ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(
        lambda ids, read, starred: lambda db: marks.mark(db, ids, read=read, starred=starred, now=NOW),
        IDS, FLAG, FLAG,
    ),
    st.builds(
        lambda ids, add, remove: lambda db: marks.tag(db, ids, add, remove, now=NOW), IDS, TAGS, TAGS
    ),
    st.builds(lambda ids: lambda db: marks.delete(db, ids, now=NOW), IDS),
    st.builds(
        lambda id, title, day: lambda db: articles.correct(
            db, id, title=title, published=Date(day * 86_400, "day"), now=NOW
        ),
        st.integers(1, 10), NAME, st.integers(1, 3),
    ),
    st.builds(removal, FEED),
    st.builds(feed_change, FEED, NAME, NAME, st.one_of(st.none(), ADDRESS)),
    st.builds(subscription, ADDRESS, NAME),
    st.builds(lambda n: lambda db: saving.save_article(db, parsed(100 + n), now=NOW), st.integers(0, 2)),
)  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("order") / "library.db"
    db = open_store(path)
    for number, name in enumerate(("one", "two")):
        feed = subscribe(db, f"https://{name}.example/feed")
        answer(db, feed, [parsed(n) for n in range(10 * number, 10 * number + 4)])
    for number in range(2):  # one that is there, and one that was deleted
        saving.save_article(db, parsed(100 + number), now=NOW)
    marks.delete(db, [10], now=NOW)
    marks.mark(db, [2, 6], read=True, starred=True, now=NOW)
    marks.tag(db, [3], ["boats"], [], now=NOW)
    db.execute("DELETE FROM action")
    db.close()
    return path


def seen(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """What the reader can see: not what is gone with a feed or an article that the actions had brought."""
    found = contents(db)
    found["feed"] = [row for row in found["feed"] if row[6] is None]
    del found["identity"]
    there = dict(db.execute("SELECT id, deleted FROM article").fetchall())
    found["article"] = sorted(
        db.execute(
            "SELECT id, feed, sort_at, read, starred, title, published FROM article WHERE deleted = 0"
        ).fetchall()
    )
    found["article_tag"] = [row for row in found["article_tag"] if not there[row[2]]]
    found["correction"] = [row for row in found["correction"] if not there[row[0]]]
    return found


def check(template: Path, acts: list[Act], choices: list[int]) -> None:
    """Do all, take everything back in the order that the choices say, as far as it is allowed."""
    path = template.with_name("work.db")
    shutil.copy(template, path)
    db = open_store(path)
    try:
        before = seen(db)
        for act in acts:
            act(db)
        while left := [action.id for action in marks.actions(db, 99) if not action.undone]:
            wanted = left[(choices.pop() if choices else 0) % len(left)]
            try:
                marks.undo(db, wanted, now=NOW)
            except NotUndone:
                assert wanted != left[0], "the last action can always be taken back"
        assert seen(db) == before
    finally:
        db.close()


EXAMPLES = st.tuples(
    st.lists(ACTS, min_size=2, max_size=9), st.lists(st.integers(0, 8), min_size=9, max_size=20)
)


TAKEN_ADDRESS = [removal(1), feed_change(2, "", "", "https://one.example/feed"), removal(2)]
"""A removed feed has the address that another one had."""


@example(example=(TAKEN_ADDRESS, [0, 0, 2]))
@given(example=EXAMPLES)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_actions_are_taken_back_in_any_order(template: Path, example: tuple[list[Act], list[int]]) -> None:
    check(template, *example)


@pytest.mark.long
@given(example=EXAMPLES)
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_many_actions_are_taken_back_in_any_order(
    template: Path, example: tuple[list[Act], list[int]]
) -> None:
    check(template, *example)
