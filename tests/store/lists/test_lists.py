"""Lists and counts: right in every scope and sort, page by page, and never by looking at every article."""

import itertools
import re
from collections.abc import Iterable, Iterator

import apsw
import pytest
from msgspec.structs import replace

from reader.model import Date, Headline, Query, Sort, Term
from reader.store.articles.articles import keep_position
from reader.store.articles.saving import save_article
from reader.store.changes import marks
from reader.store.database.connection import Database, open_store
from reader.store.duplicates import counts, groups
from reader.store.feeds import feeds
from reader.store.lists import begun, headlines, query_plan
from reader.store.lists.headlines import Counts, Unread, ids
from reader.store.lists.index_scan import PART
from tests.store.making import NOW, answer, parsed, rich, subscribe

SORTS: tuple[Sort, ...] = ("newest", "oldest", "feed")

SCOPES = {
    "all": Query(),
    "unread": Query(read=False),
    "read": Query(read=True),
    "starred": Query(starred=True),
    "saved": Query(saved=True),
    "from feeds": Query(saved=False),
    "a feed": Query(feeds=(2,)),
    "unread of a feed": Query(feeds=(2,), read=False),
    "some feeds": Query(feeds=(1, 3)),
    "a folder": Query(folder="World"),
    "unread of a folder": Query(folder="World", read=False),
    "a folder in a folder": Query(folder="World/Asia"),
    "not a feed": Query(not_feeds=(2,)),
    "a folder without a feed": Query(folder="World", not_feeds=(2,)),
    "a tag": Query(tags=("boats",)),
    "unread with a tag": Query(tags=("boats",), read=False),
    "two tags": Query(tags=("boats", "trains")),
    "without a tag": Query(not_tags=("boats",)),
    "a tag in any spelling": Query(tags=("TRAINS",)),
    "unread with a tag in any spelling": Query(tags=("trains",), read=False),
    "tags in any spelling": Query(tags=("TRAINS", "Boats")),
    "without a tag in any spelling": Query(not_tags=("tRAINS",)),
    "unread and starred": Query(read=False, starred=True),
    "since": Query(after=NOW - 5_000),
    "until": Query(before=NOW - 5_000),
    "unread in a span": Query(read=False, after=NOW - 8_000, before=NOW - 2_000),
    "starred since": Query(starred=True, after=NOW - 5_000),
}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Four feeds in folders, 200 articles, 20 of them saved, marks all over; no test changes any of it."""
    db = open_store(tmp_path_factory.mktemp("full") / "library.db")
    fill(db, parts=0)
    yield db
    db.close()


def fill(db: Database, *, parts: int) -> None:
    for number, folder in enumerate(["World", "World/Asia", "Worldwide", ""], start=1):
        feed = subscribe(db, f"https://feed{number}.example.org/", title=f"Feed {9 - number}", folder=folder)
        there = [parsed(n, published=Date(NOW - n * 50)) for n in range(number, 200, 4) if n > 20]
        for some in [there[::2], there[1::2]] if parts else [there]:
            skip_ids(db, parts)
            answer(db, feed, some)
    skip_ids(db, parts)
    for number in range(20):
        if number == 10:
            skip_ids(db, parts)
        save_article(db, parsed(number, text=f"Note {number}", published=Date(NOW - number * 500)), now=NOW)
    every = [id for id, _ in ids(db, Query())]
    marks.mark(db, every[::3], read=True, now=NOW)
    marks.mark(db, every[::5], starred=True, now=NOW)
    marks.tag(db, every[::4], ["boats"], [], now=NOW)
    marks.tag(db, every[::6], ["trains"], [], now=NOW)
    marks.tag(db, [*every[::9], *every[1::9]], ["Trains"], [], now=NOW)
    marks.delete(db, every[7::20], now=NOW)


def skip_ids(db: Database, parts: int) -> None:
    """Let the ids of what comes next be of another part, as if very many articles had come and gone."""
    if parts:
        db.execute("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'article'", (1 << PART,))


def everything(db: Database) -> list[Headline]:
    return headlines.headlines(db, [int(str(id)) for (id,) in db.execute("SELECT id FROM article")])


def lowered(tags: Iterable[str]) -> set[str]:
    return {tag.lower() for tag in tags}


def belongs(headline: Headline, query: Query, folders: dict[int, str]) -> bool:
    """The meaning of a query, told plainly."""
    folder = folders.get(headline.feed or 0, "")
    return all(
        (
            query.read is None or headline.read == query.read,
            query.starred is None or headline.starred == query.starred,
            query.saved is None or headline.saved == query.saved,
            query.feeds is None or headline.feed in query.feeds,
            headline.feed not in query.not_feeds,
            query.folder is None or folder == query.folder or folder.startswith(f"{query.folder}/"),
            lowered(query.tags) <= lowered(headline.tags),
            not lowered(query.not_tags) & lowered(headline.tags),
            query.after is None or headline.sort_at >= query.after,
            query.before is None or headline.sort_at < query.before,
        )
    )


def expected(db: Database, query: Query, sort: Sort) -> list[tuple[int, int]]:
    listed = feeds.feeds(db)
    folders = {feed.id: feed.folder or "" for feed in listed}
    order = {feed.id: place for place, feed in enumerate(listed)}
    found = [headline for headline in everything(db) if belongs(headline, query, folders)]
    sign = 1 if sort == "oldest" else -1
    found.sort(key=lambda one: (sign * one.sort_at, sign * one.id))
    if sort == "feed":
        found.sort(key=lambda one: order.get(one.feed or 0, len(order)))
    return [(one.id, one.sort_at) for one in found]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("name", SCOPES)
def test_a_scope_is_what_it_says_in_its_order(full: Database, name: str, sort: Sort) -> None:
    assert ids(full, SCOPES[name], sort) == expected(full, SCOPES[name], sort) != []


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("name", SCOPES)
def test_pages_make_the_whole(full: Database, name: str, sort: Sort) -> None:
    pages: list[tuple[int, int]] = []
    while page := ids(full, SCOPES[name], sort, limit=7, after=pages[-1] if pages else None):
        assert len(page) <= 7
        pages += page
    assert pages == expected(full, SCOPES[name], sort)


@pytest.mark.parametrize("limit", [None, 0, 1, 30, 100, 1000])
def test_pages_that_grow_make_the_whole(
    full: Database, monkeypatch: pytest.MonkeyPatch, limit: int | None
) -> None:
    monkeypatch.setattr(headlines, "FIRST_PAGE", 3)
    monkeypatch.setattr(headlines, "LARGEST_PAGE", 50)
    found = list(headlines.pages(full, Query(), limit=limit))
    assert [pair for page in found for pair in page] == ids(full, Query(), limit=limit)
    assert all(len(page) <= size for page, size in zip(found, [3, 24, *[50] * 9], strict=False))


@pytest.mark.parametrize("phrase", [True, False])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("name", SCOPES)
def test_a_scope_is_the_same_where_many_articles_have_its_words(
    full: Database, monkeypatch: pytest.MonkeyPatch, name: str, sort: Sort, phrase: bool
) -> None:
    """Few hits are sorted, many are picked from the list: the scope is the same, and so is its count."""
    query = replace(SCOPES[name], terms=(Term("title", phrase=phrase),))
    expected_ids = expected(full, SCOPES[name], sort)
    for many in (0, 10_000):
        monkeypatch.setattr(query_plan, "MANY", many)
        assert ids(full, query, sort) == expected_ids
        assert ids(full, query, sort, limit=5) == expected_ids[:5]
        assert headlines.unread(full, query) == headlines.unread(full, SCOPES[name])


@pytest.mark.parametrize("name", SCOPES)
def test_what_is_unread_in_a_scope_is_counted(full: Database, name: str) -> None:
    query = SCOPES[name]
    found = [one for one in headlines.headlines(full, [id for id, _ in ids(full, query)]) if not one.read]
    assert headlines.unread(full, query) == Unread(len(found), sum(one.words for one in found))


@pytest.mark.parametrize("name", SCOPES)
def test_what_came_since_is_the_scopes_newer_part(full: Database, name: str) -> None:
    found = headlines.newer_than(full, SCOPES[name], 100)
    assert found == [pair for pair in ids(full, SCOPES[name]) if pair[0] > 100]


def test_many_feeds_are_one_scope_too(db: Database) -> None:
    chosen = [subscribe(db, f"https://feed{number}.example.org/") for number in range(100)]
    for number, feed in enumerate(chosen):
        answer(db, feed, [parsed(number, published=Date(NOW - number))])
    query = Query(feeds=tuple(chosen[:80]))
    assert ids(db, query, limit=3) == [(number + 1, NOW - number) for number in range(3)]
    assert headlines.unread(db, query).articles == len(ids(db, query)) == 80


def test_a_page_of_many_feeds_has_all_of_the_one_that_writes_most(db: Database) -> None:
    busy, *others = [subscribe(db, f"https://feed{number}.example.org/") for number in range(10)]
    answer(db, busy, [parsed(number, published=Date(NOW - 5 * number)) for number in range(200)])
    for feed in others:
        answer(db, feed, [parsed(number, published=Date(NOW - 300 * number)) for number in range(20)])
    query = Query(feeds=(busy, *others))
    for sort in ("newest", "oldest"):
        whole = ids(db, query, sort)
        assert len(whole) == 380
        for limit in (1, 50, 100, 379, 400):
            assert ids(db, query, sort, limit=limit) == whole[:limit]


def test_counts_are_of_what_is_there(full: Database) -> None:
    found = everything(full)
    assert headlines.counts(full) == Counts(
        unread=sum(not one.read for one in found),
        starred=sum(one.starred for one in found),
        saved=sum(one.saved for one in found),
        total=len(found),
    )
    assert sum(feed.total for feed in feeds.feeds(full)) == sum(not one.saved for one in found)
    unread = {feed.id: feed.unread for feed in feeds.feeds(full)}
    assert unread == {feed: sum(one.feed == feed and not one.read for one in found) for feed in unread}


def test_tags_are_counted_without_what_was_deleted(full: Database) -> None:
    found = everything(full)
    assert headlines.tags(full) == [
        (tag, sum(tag in one.tags for one in found)) for tag in ("boats", "Trains", "trains")
    ]


@pytest.mark.parametrize(
    "query",
    [
        Query(saved=True, feeds=(1,)),
        Query(folder="Nowhere"),
        Query(feeds=()),
        Query(tags=("\udcff",)),
        Query(terms=(Term("→"),)),
        Query(feeds=(1,), not_feeds=(1,)),
        Query(read=True, nothing=True),
        Query(tags=("unheard",)),
    ],
)
def test_what_cannot_be_is_empty(full: Database, query: Query) -> None:
    assert ids(full, query) == headlines.newer_than(full, query, 0) == []
    assert ids(full, query, "feed") == []
    assert headlines.unread(full, query) == (0, 0)


def test_headlines_come_in_the_order_asked_for(full: Database) -> None:
    there = [id for id, _ in ids(full, Query(), limit=5)]
    assert [one.id for one in headlines.headlines(full, [*there, 10_000, -1])] == there
    assert headlines.headlines(full, []) == []


def test_a_headline_has_all_that_a_list_shows(db: Database) -> None:
    feed = subscribe(db, folder="World")
    answer(db, feed, [rich(1)])
    marks.tag(db, [1], ["b", "a"], [], now=NOW)
    (found,) = headlines.headlines(db, [1])
    assert (found.feed, found.feed_title, found.title, found.link) == (
        feed,
        "The Feed",
        "Title 1",
        "https://example.org/1",
    )
    assert (found.author, found.words, found.complete, found.tags) == ("Ada Quill", 6, "full", ("a", "b"))
    assert found.published == Date(NOW - 10_000 + 60)
    assert found.updated == Date(NOW - 5, "minute")
    assert (found.received, found.sort_at) == (NOW, NOW - 10_000 + 60)


@pytest.fixture
def plans(full: Database) -> Iterator[list[str]]:
    """How SQLite carries out each statement that is run meanwhile."""
    seen: list[str] = []
    explainer = apsw.Connection(full.filename)

    def explain(_: apsw.Cursor, sql: str, values: object) -> bool:
        found = explainer.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()  # type: ignore[arg-type]
        steps = [str(row[3]) for row in found]
        merged = "CO-ROUTINE a" in steps  # keys of indexes, under the articles' name
        seen.extend("SCAN keys" if merged and step == "SCAN a" else step for step in steps)
        return True

    full.exec_trace = explain
    yield seen
    full.exec_trace = None
    explainer.close()


def scans(plans: list[str]) -> list[str]:
    """The steps that look at every article, or at every body."""
    return [
        step
        for step in plans
        if re.match(r"SCAN (a|article|body|b|t|article_tag)\b(?!.* USING COVERING INDEX)", step)
        or re.search(r"\bbody\b", step)
    ]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("name", SCOPES)
def test_every_list_walks_an_index_in_its_order(
    full: Database, plans: list[str], name: str, sort: Sort
) -> None:
    ids(full, SCOPES[name], sort, limit=10)
    ids(full, SCOPES[name], sort, limit=10, after=(150, NOW - 3_000))
    assert plans
    assert not scans(plans)
    assert not [step for step in plans if "TEMP B-TREE" in step]


@pytest.mark.parametrize("phrase", [True, False])
@pytest.mark.parametrize("name", SCOPES)
def test_words_that_many_articles_have_walk_a_list_in_its_order(
    full: Database, plans: list[str], monkeypatch: pytest.MonkeyPatch, name: str, phrase: bool
) -> None:
    """Where most of a million articles have the words, a page sorts none of them."""
    monkeypatch.setattr(query_plan, "MANY", 0)
    words = replace(SCOPES[name], terms=(Term("title", phrase=phrase),))
    ids(full, words, limit=10)
    assert [step for step in plans if re.match(r"(SCAN|SEARCH) a USING", step)]
    assert not scans(plans)
    assert not [step for step in plans if "TEMP B-TREE" in step]


@pytest.mark.parametrize("name", SCOPES)
def test_sorted_by_feed_and_counting_walk_an_index_too(full: Database, plans: list[str], name: str) -> None:
    ids(full, SCOPES[name], "feed", limit=10)
    headlines.unread(full, SCOPES[name])
    assert plans
    assert not scans(plans)


def test_what_was_begun_walks_an_index_of_its_own(full: Database, plans: list[str]) -> None:
    first, second, third, fourth = (identity for identity, _ in ids(full, Query(), limit=4))
    for identity, finished in ((first, False), (second, True), (third, False), (fourth, False)):
        keep_position(full, identity, 2, 0, now=NOW, finished=finished)
    keep_position(full, fourth, 0, 0, now=NOW)
    plans.clear()
    assert [identity for identity, _ in begun.begun(full, limit=10)] == [third, first]
    assert begun.count(full) == 2
    assert headlines.words(full, [3, 4])
    assert len(plans) > 3
    assert not [step for step in plans if re.match(r"SCAN (p|a)\b(?!.* USING .*INDEX position_begun)", step)]
    assert not [step for step in plans if "TEMP B-TREE" in step]


def test_counts_and_headlines_need_no_scan(full: Database, plans: list[str]) -> None:
    headlines.counts(full)
    feeds.feeds(full)
    feeds.feed(full, 1)
    headlines.headlines(full, [1, 2, 3])
    headlines.newer_than(full, Query(read=False, folder="World"), 190)
    assert plans
    assert not scans(plans)


@pytest.mark.parametrize("name", SCOPES)
def test_collapsing_asks_for_duplicates_by_their_index(full: Database, plans: list[str], name: str) -> None:
    groups.collapse(full, SCOPES[name], [(3, NOW), (5, NOW)], {})
    groups.without_represented(full, SCOPES[name], [(3, NOW), (5, NOW)], {})
    groups._excluded_groups(
        full, replace(SCOPES[name], read=False, starred=False, not_tags=("boats", "sea")), [1, 2]
    )
    groups.with_duplicates(full, [3, 5])
    groups.members(full, [1, 2])
    assert plans
    assert not scans(plans)
    assert not [step for step in plans if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]


@pytest.mark.parametrize("name", SCOPES)
def test_counts_that_count_once_look_at_duplicates_only(full: Database, plans: list[str], name: str) -> None:
    counts.surplus(full)
    counts.unread(full, SCOPES[name])
    counts.tags(full)
    assert [step for step in plans if step == "SCAN t USING COVERING INDEX twin_group"]
    assert not scans([step for step in plans if step != "SCAN t"])  # all tags are listed anyway


def test_the_plan_test_sees_a_scan(full: Database, plans: list[str]) -> None:
    full.execute("SELECT id FROM article ORDER BY words LIMIT 1").fetchall()
    assert scans(plans)
    assert [step for step in plans if "TEMP B-TREE" in step]


def test_ties_are_in_one_order_whichever_way(db: Database) -> None:
    answer(db, subscribe(db), [parsed(n, published=Date(NOW - 100)) for n in range(10)])
    newest, oldest = ids(db, Query()), ids(db, Query(), "oldest")
    assert newest == oldest[::-1]
    assert list(itertools.chain(*(ids(db, Query(), limit=1, after=pair) for pair in newest))) == newest[1:]
