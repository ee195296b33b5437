"""The same article from several origins: shown once, marked together, counted once."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from reader.model import Date, Query
from reader.store.articles import retention, saving
from reader.store.changes import marks
from reader.store.database.connection import Database
from reader.store.duplicates import counts, groups
from reader.store.feeds import feeds
from reader.store.lists import headlines
from tests.store.making import NOW, TEXT, answer, copy, story, subscribe


def listed(db: Database, query: Query, *, page: int | None = None) -> list[int]:
    """What a list of the query shows, read page by page."""
    shown: dict[int, int] = {}
    kept: list[int] = []
    last = None
    while found := headlines.ids(db, query, limit=page, after=last):
        part = groups.collapse(db, query, found, shown)
        kept += [id for id, _ in part.kept]
        shown |= part.representatives
        last = found[-1]
    return kept


@pytest.fixture
def pair(db: Database, two: tuple[int, int]) -> Sequence[int]:
    """Article 1, its copy 2 which is newer, and 3 for itself."""
    answer(db, two[0], [story(1, published=Date(NOW - 100), words=30)])
    answer(db, two[1], [copy(1, published=Date(NOW - 50), words=20)])
    answer(db, two[1], [story(3, published=Date(NOW - 10), words=5)])
    return 1, 2, 3


def test_of_a_group_the_first_is_shown(db: Database, pair: Sequence[int]) -> None:
    for page in (None, 1, 2, 3):
        assert listed(db, Query(), page=page) == [3, 2]
    assert headlines.ids(db, Query(), "oldest")[0][0] == 1
    assert groups.collapse(db, Query(), headlines.ids(db, Query(), "oldest"), {}).kept[0][0] == 1


def test_a_folder_shows_what_is_in_it(db: Database, pair: Sequence[int]) -> None:
    assert listed(db, Query(folder="World")) == [3, 2]
    assert listed(db, Query(folder="World/Asia")) == [3, 2]
    assert listed(db, Query(feeds=(1,))) == [1]
    assert not groups.collapses(Query(feeds=(1,)))


def test_a_group_is_read_where_one_is(db: Database, pair: Sequence[int]) -> None:
    assert listed(db, Query(read=False)) == [3, 2]
    marks.mark(db, [1], read=True, now=NOW)
    assert listed(db, Query(read=False)) == [3]
    assert listed(db, Query(read=True)) == [1]
    assert groups.collapse_headlines(db, headlines.headlines(db, [2]))[0].read
    marks.delete(db, [1], now=NOW)
    assert listed(db, Query(read=False)) == [3, 2]


def test_a_group_is_starred_and_tagged_where_one_is(db: Database, pair: Sequence[int]) -> None:
    marks.mark(db, [1], starred=True, now=NOW)
    marks.tag(db, [2], ["sea"], [], now=NOW)
    marks.tag(db, [1], ["boats"], [], now=NOW)
    (found,) = groups.collapse_headlines(db, headlines.headlines(db, [2]))
    assert (found.starred, found.tags, [one.id for one in found.duplicates]) == (True, ("boats", "sea"), [1])
    assert listed(db, Query(starred=True)) == [1]
    assert listed(db, Query(starred=False)) == [3]
    assert listed(db, Query(not_tags=("boats",))) == [3]
    assert listed(db, Query(tags=("sea",))) == [2]


def test_a_deleted_duplicate_counts_for_nothing(db: Database, pair: Sequence[int]) -> None:
    marks.delete(db, [2], now=NOW)
    assert listed(db, Query()) == [3, 1]
    (found,) = groups.collapse_headlines(db, headlines.headlines(db, [1]))
    assert found.duplicates == ()
    marks.undo(db, now=NOW)
    assert listed(db, Query()) == [3, 2]


def test_with_a_removed_feed_the_other_ones_article_stays(db: Database, pair: Sequence[int]) -> None:
    feeds.remove_feed(db, 2, now=NOW)
    assert listed(db, Query()) == [1]
    assert counts.unread(db, Query()).articles == 1
    marks.undo(db, now=NOW)
    assert listed(db, Query()) == [3, 2]


def test_retention_takes_one_and_leaves_the_other(db: Database, pair: Sequence[int]) -> None:
    marks.mark(db, [1], read=True, now=NOW)
    assert retention.expire(db, before=NOW - 60, now=NOW) == 1
    assert listed(db, Query()) == [3, 2]


@pytest.mark.parametrize("slice", [1, retention.SLICE])
def test_retention_never_lets_one_come_up_unread(
    db: Database, pair: Sequence[int], monkeypatch: pytest.MonkeyPatch, slice: int
) -> None:
    """Duplicates go in one transaction, however few articles one may take."""
    monkeypatch.setattr(retention, "SLICE", slice)

    def expire(before: int) -> int:
        return retention.expire(db, before=before, now=NOW, duplicates=True)

    marks.mark(db, [1], read=True, now=NOW)
    assert expire(NOW - 60) == 0, "the copy is not as old"
    marks.mark(db, [2], starred=True, now=NOW)
    assert expire(NOW) == 0, "the copy is starred"
    marks.mark(db, [2], starred=False, now=NOW)
    assert expire(NOW) == 2
    assert listed(db, Query()) == [3]


def test_marks_may_be_for_all_of_a_group_and_are_one_action(db: Database, pair: Sequence[int]) -> None:
    assert marks.mark(db, [2], read=True, starred=True, now=NOW, duplicates=True) == 1
    assert [(one.read, one.starred) for one in headlines.headlines(db, [1, 2, 3])] == [
        (True, True),
        (True, True),
        (False, False),
    ]
    last = marks.last_action(db)
    assert last is not None
    assert (last.label, last.count) == ("marked “Copied 1” read and starred", 1)
    marks.undo(db, now=NOW)
    assert not any(one.read or one.starred for one in headlines.headlines(db, [1, 2]))
    assert marks.tag(db, [1, 3], ["sea"], [], now=NOW, duplicates=True) == 2
    assert [one.tags for one in headlines.headlines(db, [1, 2, 3])] == [("sea",)] * 3
    assert marks.delete(db, [2], now=NOW, duplicates=True) == 1
    assert headlines.headlines(db, [1, 2]) == []
    marks.undo(db, now=NOW)
    assert len(headlines.headlines(db, [1, 2])) == 2


def test_a_mark_by_name_is_for_the_named_article_alone(db: Database, pair: Sequence[int]) -> None:
    assert marks.mark(db, [2], read=True, now=NOW) == 1
    assert [one.read for one in headlines.headlines(db, [1, 2])] == [False, True]


def test_the_fullest_is_shown(db: Database, two: tuple[int, int]) -> None:
    answer(db, two[0], [story(1, complete="summary", words=20, published=Date(NOW - 10))])
    answer(db, two[1], [copy(1, complete="full", words=900, published=Date(NOW - 90))])
    (found,) = groups.collapse_headlines(db, headlines.headlines(db, [1]))
    assert (found.id, found.complete, found.words) == (1, "full", 900)
    assert groups.fullest([found, *found.duplicates]).complete == "full"
    assert groups.incomplete_everywhere(db, [1]) == []
    marks.delete(db, [2], now=NOW)
    assert groups.incomplete_everywhere(db, [1]) == [1]


def test_totals_count_a_group_once(db: Database, pair: Sequence[int]) -> None:
    assert counts.unread(db, Query()) == (2, 35)
    assert counts.unread(db, Query(folder="World")) == (2, 35)
    assert counts.unread(db, Query(folder="World/Asia")) == (2, 25)
    assert counts.unread(db, Query(feeds=(2,))) == headlines.unread(db, Query(feeds=(2,))) == (2, 25)
    more = counts.surplus(db)
    assert counts.counts(db, more).unread == 2
    assert more.by_folder(feeds.feeds(db)) == {"World": 1, "World/Asia": 0}


def test_what_counts_as_read_is_not_counted(db: Database, pair: Sequence[int]) -> None:
    marks.mark(db, [1], read=True, now=NOW)
    assert counts.unread(db, Query()) == (1, 5)
    more = counts.surplus(db)
    assert counts.counts(db, more).unread == 1
    assert more.by_folder(feeds.feeds(db)) == {"World": 1, "World/Asia": 1}


def test_stars_and_tags_are_counted_once(db: Database, pair: Sequence[int]) -> None:
    marks.mark(db, [1, 2, 3], starred=True, now=NOW)
    marks.tag(db, [1, 2, 3], ["sea"], [], now=NOW)
    marks.tag(db, [3], ["salt"], [], now=NOW)
    assert counts.counts(db, counts.surplus(db)).starred == 2
    assert counts.tags(db) == [("salt", 1), ("sea", 2)]
    assert headlines.tags(db) == [("salt", 1), ("sea", 3)]


def test_lists_and_totals_agree(db: Database) -> None:
    """Four feeds that copy from each other, with marks all over."""
    made = [subscribe(db, f"https://feed{n}.example/", folder=f"Folder {n % 2}") for n in range(4)]
    for n, feed in enumerate(made):
        own = [
            copy(m, key=f"{n}-{m}", words=m + n, published=Date(NOW - m * 7 - n))
            for m in range(40)
            if m % (n + 1) == 0
        ]
        answer(db, feed, own)
    for number in range(0, 40, 6):
        saving.save_article(db, copy(number, key=None, text=f"{TEXT} {number}"), now=NOW)
    every = [id for id, _ in headlines.ids(db, Query())]
    marks.mark(db, every[::7], read=True, now=NOW)
    marks.mark(db, every[::5], starred=True, now=NOW)
    marks.tag(db, every[::3], ["sea"], [], now=NOW)
    marks.delete(db, every[::11], now=NOW)
    queries = [
        Query(),
        Query(folder="Folder 0"),
        Query(folder="Folder 1"),
        Query(starred=True),
        Query(tags=("sea",)),
    ]
    for query in (*queries, Query(saved=True), Query(feeds=(1, 2, 3))):
        unread = listed(db, replace(query, read=False))
        assert counts.unread(db, query).articles == len(unread) > 0
        assert counts.unread(db, query, counts.surplus(db)) == counts.unread(db, query)
        assert counts.unread(db, query).articles < headlines.unread(db, query).articles
    more = counts.surplus(db)
    assert counts.counts(db, more).unread == len(listed(db, Query(read=False)))
    assert counts.counts(db, more).starred == len(listed(db, Query(starred=True)))
    assert counts.tags(db) == [("sea", len(listed(db, Query(tags=("sea",)))))]
    unread_in = {
        folder: sum(feed.unread for feed in feeds.feeds(db) if feed.folder == folder)
        for folder in ("Folder 0", "Folder 1")
    }
    for folder, count in more.by_folder(feeds.feeds(db)).items():
        assert unread_in[folder] - count == counts.unread(db, Query(folder=folder)).articles
