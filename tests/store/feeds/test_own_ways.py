"""What is asked for in a feed again and again is offered once."""

import pytest

from reader.model import FeedChange
from reader.store.database.connection import Database
from reader.store.feeds import feeds, own_ways
from reader.ways import FeedWays, Habit
from tests.store.making import NOW, subscribe


@pytest.mark.parametrize("habit", ["full_text", "browser"])
def test_a_habit_is_offered_the_third_time_and_never_again(db: Database, habit: Habit) -> None:
    feed = subscribe(db)
    assert [own_ways.note_asked(db, feed, habit) for _ in range(12)] == [False, False, True] + [False] * 9
    assert not own_ways.note_asked(db, feed + 1, habit), "there is no such feed"


def test_what_is_the_feeds_way_already_is_not_offered(db: Database) -> None:
    feed = subscribe(db)
    feeds.edit_feed(db, feed, FeedChange(full_text="never", ways=FeedWays(browser=True)), now=NOW)
    for habit in ("full_text", "browser"):
        assert not any(own_ways.note_asked(db, feed, habit) for _ in range(6))  # type: ignore[arg-type]
