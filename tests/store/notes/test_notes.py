"""Highlights and notes: kept, found, undone, and never lost with their article."""

import json

import pytest

from reader.document.parts import parted
from reader.document.passages import passage, words_of
from reader.document.serialization import deserialize
from reader.model import Query, Term
from reader.store.articles import articles, retention
from reader.store.changes import marks
from reader.store.database.connection import Database, rows
from reader.store.feeds import feeds
from reader.store.lists import headlines
from reader.store.notes import notes
from reader.store.notes.notes import LONGEST_NOTE, Note, Refused
from reader.store.notes.places import highlights_of
from reader.store.search.ranked import search
from tests.store.making import NOW, answer, parsed, subscribe

TEXT = "Ferries crossed the harbour at dawn.\n\nThe gulls followed them as far as the lighthouse and then turned."  # noqa: E501


def keep(db: Database, article: int, words: str, note: str = "") -> Note:
    body = articles.body(db, article)
    assert body is not None
    blocks = parted(deserialize(body).blocks)
    there = [word.bare for word in words_of(blocks)]
    wanted = words.split()
    first = next(at for at in range(len(there)) if there[at : at + len(wanted)] == wanted)
    made = passage(blocks, words_of(blocks), first, first + len(wanted) - 1)
    assert made is not None
    return notes.keep(db, article, made, note=note, now=NOW)


@pytest.fixture
def article(db: Database) -> int:
    feed = subscribe(db)
    answer(db, feed, [parsed(1, text=TEXT), parsed(2)])
    return headlines.ids(db, Query(terms=(Term("lighthouse"),)))[0][0]


def found(db: Database, word: str) -> list[int]:
    return [hit.headline.id for hit in search(db, Query(terms=(Term(word),)), limit=None)]


def test_a_highlight_is_kept_with_its_note_and_found_by_its_words(db: Database, article: int) -> None:
    keep(db, article, "gulls followed them", "compare the almanac")
    [highlight] = highlights_of(db, article)
    assert (highlight.text, highlight.note, highlight.at, highlight.lost) == (
        "gulls followed them", "compare the almanac", NOW, False,
    )  # fmt: skip
    assert found(db, "almanac") == [article]
    [hit] = search(db, Query(terms=(Term("almanac"),)), limit=None)
    assert "almanac" in hit.snippet
    assert headlines.ids(db, Query(highlighted=True)) == headlines.ids(db, Query(terms=(Term("almanac"),)))
    assert article not in dict(headlines.ids(db, Query(highlighted=False)))


def test_each_step_is_one_action_and_is_taken_back(db: Database, article: int) -> None:
    kept = keep(db, article, "gulls followed them")
    assert notes.annotate(db, kept, "first", now=NOW, fresh=True)
    assert notes.annotate(db, kept, "second", now=NOW + 1)
    assert notes.remove(db, kept, now=NOW + 2)
    assert highlights_of(db, article) == ()
    assert found(db, "second") == []
    for expected in (["second"], ["first"], []):
        assert marks.undo(db, now=NOW + 3) is not None
        assert [highlight.note for highlight in highlights_of(db, article)] == expected
    assert found(db, "first") == []


def test_a_publishers_edit_keeps_the_place_or_says_that_it_is_lost(db: Database, article: int) -> None:
    keep(db, article, "gulls followed them as far as the lighthouse")
    ((feed,),) = rows(db, "SELECT feed FROM article WHERE id = ?", (article,))
    answer(db, feed, [parsed(1, text=f"A correction was made.\n\n{TEXT}")])
    assert [highlight.lost for highlight in highlights_of(db, article)] == [False]
    answer(db, feed, [parsed(1, text="Nothing of it is left in the text that stands here by now.")])
    assert [highlight.lost for highlight in highlights_of(db, article)] == [True]
    assert found(db, "lighthouse") == [article]  # by the passage


def test_retention_and_unsubscribing_keep_what_is_highlighted(db: Database, article: int) -> None:
    keep(db, article, "gulls followed them")
    every = [id for id, _ in headlines.ids(db, Query())]
    marks.mark(db, every, read=True, now=NOW)
    assert retention.expire_beyond(db, kept=0, now=NOW) == len(every) - 1
    assert retention.expire(db, before=NOW * 2, now=NOW) == 0
    ((feed,),) = rows(db, "SELECT feed FROM article WHERE id = ?", (article,))
    assert feeds.would_go_with(db, feed) == []
    assert feeds.remove_feed(db, feed, now=NOW)
    assert [id for id, _ in headlines.ids(db, Query())] == [article]


def test_a_note_of_a_megabyte_is_refused_and_nothing_is_lost(db: Database, article: int) -> None:
    kept = keep(db, article, "gulls followed them", "short")
    with pytest.raises(Refused, match=f"at most {LONGEST_NOTE:,} characters"):
        notes.annotate(db, kept, "n" * 1_000_000, now=NOW)
    assert [highlight.note for highlight in highlights_of(db, article)] == ["short"]


def test_what_is_told_by_others_is_checked(db: Database, article: int) -> None:
    sound = json.loads(notes.said(keep(db, article, "gulls followed them")))
    for told in (
        "no json", "[]", json.dumps(sound | {"text": ""}), json.dumps(sound | {"at": "now"}),
        json.dumps(sound | {"note": "n" * 1_000_000}), json.dumps(sound | {"places": -1}), "[" * 100_000,
    ):  # fmt: skip
        assert not notes.put(db, "abcdef", article, told)
    assert notes.put(db, "abcdef", article, json.dumps(sound | {"note": "a\x1b[31mred"}))
    assert {highlight.note for highlight in highlights_of(db, article)} == {"", "a[31mred"}
    assert not notes.put(db, "../etc", article, json.dumps(sound))


def test_a_list_of_what_is_highlighted_uses_the_notes(db: Database, article: int) -> None:
    from reader.store.lists.query_plan import plan_of

    keep(db, article, "gulls followed them")
    (scan,) = plan_of(db, Query(highlighted=True)).scans
    sql, values = scan.page("newest", 10, None)
    plan = " ".join(str(row[3]) for row in rows(db, f"EXPLAIN QUERY PLAN {sql}", values))
    assert "SCAN a" not in plan, plan
    assert notes.count_articles(db) == 1
