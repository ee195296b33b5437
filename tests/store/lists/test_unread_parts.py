"""The parts of the index of unread articles: lists that are merged from them are as they were from one."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from reader.model import Date, Query, Term
from reader.store.articles.saving import save_article
from reader.store.changes import marks
from reader.store.database.connection import Database, open_store
from reader.store.lists import headlines, picking, query_plan
from reader.store.lists.headlines import ids
from reader.store.lists.index_scan import MOST_PARTS, PART, unread_parts
from tests.store.lists.test_lists import SCOPES, SORTS, everything, expected, fill, skip_ids
from tests.store.making import NOW, parsed


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The articles of `test_lists`, with ids in ten parts of the index; all of one part are read."""
    db = open_store(tmp_path_factory.mktemp("parted") / "library.db")
    fill(db, parts=10)
    parts = unread_parts(db)
    assert len(parts) == 10
    assert marks.mark(db, [id for id, _ in ids(db, Query()) if id >> PART == parts[3]], read=True, now=NOW)
    assert unread_parts(db) == (*parts[:3], *parts[4:])
    yield db
    db.close()


@pytest.mark.parametrize("name", SCOPES)
def test_a_scope_of_articles_in_many_parts_is_what_it_says(
    parted: Database, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Page by page in each order, with words that all have, and without words that none has."""
    monkeypatch.setattr(query_plan, "MANY", 1)
    monkeypatch.setattr(picking, "SPARE", 8)
    with_words = replace(SCOPES[name], terms=(Term("title"), Term("nowhere", negated=True)))
    for sort in SORTS:
        wanted = expected(parted, SCOPES[name], sort)
        assert ids(parted, SCOPES[name], sort) == wanted != []
        assert ids(parted, with_words, sort) == wanted
        for query in (SCOPES[name], with_words):
            paged: list[tuple[int, int]] = []
            while page := ids(parted, query, sort, limit=23, after=paged[-1] if paged else None):
                paged += page
            assert paged == wanted
    count = headlines.count(parted, SCOPES[name])
    assert count == len(expected(parted, SCOPES[name], "newest"))
    unread = [one for one in everything(parted) if (one.id, one.sort_at) in wanted and not one.read]
    assert headlines.unread(parted, SCOPES[name]) == (len(unread), sum(one.words for one in unread))


def test_more_parts_than_are_merged_are_sorted(db: Database) -> None:
    for number in range(MOST_PARTS + 2):
        skip_ids(db, 1)
        save_article(db, parsed(number, text=f"Note {number}", published=Date(NOW - number * 37)), now=NOW)
    every = ids(db, Query())
    marks.mark(db, [every[40][0]], read=True, now=NOW)
    assert len(unread_parts(db)) == MOST_PARTS + 1
    for sort in SORTS:
        assert ids(db, Query(read=False), sort) == expected(db, Query(read=False), sort)
    assert ids(db, Query(read=False), limit=50, after=every[60]) == every[61:111]
    assert ids(db, Query(read=True)) == [every[40]]


def test_what_comes_after_the_last_is_read_shows_up(db: Database) -> None:
    save_article(db, parsed(1, text="One"), now=NOW)
    marks.mark(db, [1], read=True, now=NOW)
    assert ids(db, Query(read=False)) == []
    save_article(db, parsed(2, text="Two"), now=NOW)
    assert headlines.newer_than(db, Query(read=False), 1) == ids(db, Query(read=False)) != []
