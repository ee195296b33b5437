"""Pages of lists whose words are in very many articles: the same as where all of those are looked for."""

import random
from itertools import chain

import pytest

from reader.model import Date, Query, Sort, Term
from reader.queries import parse_query
from reader.store.changes import marks
from reader.store.database.connection import Database, rows
from reader.store.feeds import feeds
from reader.store.lists import asking, beginnings, conditions, headlines, index_scan, picking, query_plan
from reader.store.search import ranked
from tests.many import many as many_of
from tests.store.making import NOW, answer, parsed, subscribe

ORDERS: tuple[Sort, ...] = ("newest", "oldest", "feed")

COUNT = 120
"""Articles of each feed."""


@pytest.fixture
def many(db: Database) -> Database:
    """Two feeds: all articles have a word that begins with `har`, most `ferry`, few `lighthouse`."""
    for number in range(2):
        feed = subscribe(db, f"https://example.org/{number}")
        articles = [
            parsed(
                one,
                text=" ".join(
                    (
                        ("harbour", "harvest", "harp")[one % 3],
                        "ferry" if one % 4 else "boats",
                        "lighthouse" if one % 60 == 1 else "sea",
                    )
                ),
            )
            for one in range(COUNT)
        ]
        answer(db, feed, articles)
    marks.mark(db, range(5, 200, 9), starred=True, now=NOW)
    marks.tag(db, list(range(5, 230, 4)), ["often"], [], now=NOW)
    marks.mark(db, range(10, 200, 3), read=True, now=NOW)
    return db


QUERIES = {
    "a word": (Query(terms=(Term("ferry", phrase=True),)), True),
    "a word, also as a beginning": (Query(terms=(Term("ferry"),)), True),
    "a beginning": (Query(terms=(Term("har"),)), True),
    "without a word": (Query(terms=(Term("boats", negated=True),)), True),
    "one, and not the other": (Query(terms=(Term("har"), Term("ferry", negated=True))), True),
    "read ones": (Query(terms=(Term("har"),), read=True), True),
    "unread ones of a title": (Query(terms=(Term("title", field="title"),), read=False), True),
    "since then": (Query(terms=(Term("ferry"),), after=NOW - 10_000 + 600), True),
    "of a feed": (Query(terms=(Term("ferry"),), feeds=(1,)), True),
    "a rare word": (Query(terms=(Term("lighthouse"),)), False),
    "without a frequent word": (Query(terms=(Term("sea", negated=True),)), True),
    "without a word that all have": (Query(terms=(Term("title", negated=True),)), True),
    "without a word of authors": (Query(terms=(Term("ferry", field="author", negated=True),)), True),
    "one of the titles": (Query(terms=(Term("tit", field="title"),)), True),
    "tagged": (Query(terms=(Term("ferry", phrase=True),), tags=("often",)), True),
    "stars are few": (Query(terms=(Term("ferry"),), starred=True), True),
    "nothing": (Query(terms=(Term("nothingso"),)), False),
}  # fmt: skip


@pytest.mark.parametrize("sort", ["newest", "oldest", "feed"])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_is_what_it_is_in_a_small_library(
    many: Database, monkeypatch: pytest.MonkeyPatch, name: str, sort: Sort
) -> None:
    query, _ = QUERIES[name]
    expected = headlines.ids(many, query, sort)
    monkeypatch.setattr(beginnings, "SMALL", 0)
    monkeypatch.setattr(picking, "SPARE", 24)
    first = headlines.ids(many, query, sort, limit=20)
    assert first == expected[:20]
    assert headlines.ids(many, query, sort, limit=500) == expected
    if first:
        assert headlines.ids(many, query, sort, limit=500, after=first[-1]) == expected[20:]
    if sort == "newest":
        assert list(chain.from_iterable(headlines.pages(many, query))) == expected
        assert list(chain.from_iterable(headlines.pages(many, query, limit=7))) == expected[:7]


@pytest.mark.parametrize("name", [name for name, (_, often) in QUERIES.items() if often])
def test_a_page_of_a_frequent_word_looks_for_no_other_article(
    many: Database, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The index is never asked for all articles with the words, which may be most of a million."""
    monkeypatch.setattr(beginnings, "SMALL", 0)
    monkeypatch.setattr(picking, "SPARE", 24)
    monkeypatch.setattr(headlines, "plan_of", planned := Planned())
    for name_of_few, few in (("MANY", 20), ("LOOKED_UP", 40)):
        monkeypatch.setattr(asking if name_of_few == "LOOKED_UP" else picking, name_of_few, few)
    assert headlines.ids(many, QUERIES[name][0], limit=10) or "that all have" in name
    assert not [query for query in planned.queries if query.terms]


@pytest.mark.parametrize("sort", ["newest", "oldest", "feed"])
@pytest.mark.parametrize(
    ("text", "few"),
    [("har", 3), ("har lighthouse", 3), ("har lighthouse", 2), ("har lighthouse -boats is:unread", 2)],
)
def test_no_beginning_is_asked_of_the_index_with_all_its_articles(
    many: Database, monkeypatch: pytest.MonkeyPatch, text: str, few: int, sort: Sort
) -> None:
    """Its few words are asked for; where they are very many, articles that have the rarer word are read."""
    query = parse_query(text, feeds=[], now=NOW)
    expected = headlines.ids(many, query, sort)
    monkeypatch.setattr(beginnings, "SMALL", 0)
    monkeypatch.setattr(beginnings, "FEW", few)
    asked: list[str] = []

    def note(cursor: object, sql: str, values: object) -> bool:
        asked.extend(str(values) for _ in range(sql.count("MATCH")))
        return True

    many.exec_trace = note
    assert headlines.ids(many, query, sort, limit=5) == expected[:5] != []
    assert asked
    assert not [values for values in asked if "*" in values]
    assert headlines.ids(many, query, sort, limit=500) == expected
    hits = ranked.ranked_ids(many, query, limit=None)
    assert not [values for values in asked if "*" in values]
    assert sorted(hits) == sorted(expected)
    assert ranked.ranked_ids(many, query, limit=3) == hits[:3]


PLACES = (
    "", "", "is:unread", "is:read", "is:starred", "is:saved", "tag:often", "-tag:often", "feed:0", "-feed:0",
    "is:highlighted", "after:2025-10-09", "site:harbour", "-site:harbour",
)  # fmt: skip

WORDS = (
    "har", "harbour", '"harbour"', "ferry", '"ferry"', "old", "new", "seldom", "title:old", "title:new",
    "author:quill", "author:q", "title:har", '"harbour old"', '"ferry new"', "all", "al", "none", "-ferry",
    "-all", "-old", "-title:old", '-"ferry new"', "-author:quill", "-seldom", "-none",
)  # fmt: skip


def scattered(db: Database, chance: random.Random) -> None:
    """Three feeds and saved articles: words are everywhere, here and there, or in some parts only."""
    feeds = [subscribe(db, f"https://example.org/{number}") for number in range(3)]
    for number, feed in enumerate(feeds):
        said = []
        for one in range(COUNT // 2):
            words = ["all", chance.choice(("harbour", "harvest", "harp"))]
            words += ["old" if one < COUNT // 4 else "new"]
            words += [word for word, share in (("ferry", 0.7), ("seldom", 0.03)) if chance.random() < share]
            title = "old harbour" if one < 8 else chance.choice(("new", "Title"))
            author, site = chance.choice(("Ada Quill", None)), "Harbour Post" if one % 20 == 3 else None
            at = Date(NOW - chance.randrange(200) * 3_600, rule="pubDate", raw="")
            chance.shuffle(words)
            told = {"title": title, "author": author, "site": site, "published": at}
            said.append(parsed(1_000 * number + one, text=" ".join(words), **told))
        answer(db, feed, said)
    ids = [id for (id,) in rows(db, "SELECT id FROM article ORDER BY id")]
    rows(db, "UPDATE article SET feed = NULL WHERE id % 17 = 0")
    marks.mark(db, chance.sample(ids, 80), read=True, now=NOW)
    marks.mark(db, chance.sample(ids, 30), starred=True, now=NOW)
    marks.tag(db, chance.sample(ids, 60), ["often"], [], now=NOW)
    marks.delete(db, chance.sample(ids, 9), now=NOW)


LITTLE = {
    beginnings: {"SMALL": 0, "FEW": 0},
    asking: {"LOOKED_UP": 12},
    picking: {
        "MANY": 25,
        "FEW": 5,
        "SPARE": 4,
        "OF_INDEX": picking.Patience(25, 0.04),
        "OF_COLUMNS": picking.Patience(16, 0.04),
        "OF_TEXTS": picking.Patience(8, 0.15),
        "SELDOM": 0.4,
    },
    query_plan: {"MANY": 25, "FEW_READ": 0},
    headlines: {"MANY": 25},
    ranked: {"MOST_RANKED": 20, "MOST_BEGINNINGS_RANKED": 10, "LATEST_BEGINNINGS": 15},
}  # fmt: skip


@pytest.mark.parametrize("seed", range(many_of(2, 40)))
def test_whatever_is_asked_a_page_is_a_part_of_the_whole(
    db: Database, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """What is few in a test stands for a million, so that each way to a page is taken."""
    chance = random.Random(seed)
    scattered(db, chance)
    for _ in range(60):
        text = " ".join([chance.choice(PLACES), *chance.sample(WORDS, chance.choice((1, 1, 2)))])
        query, sort = parse_query(text, feeds=feeds.feeds(db), now=NOW), chance.choice(ORDERS)
        every, limit = headlines.ids(db, query, sort), chance.choice((1, 7, 40))
        with monkeypatch.context() as patch:
            for module, constants in LITTLE.items():
                for name, value in constants.items():
                    patch.setattr(module, name, value)
            patch.setattr(beginnings, "FEW", chance.choice((0, 2, 64)))
            patch.setattr(query_plan, "FEW_READ", chance.choice((0, 2_000)))
            first = headlines.ids(db, query, sort, limit=limit)
            assert first == every[:limit], (text, sort)
            if first:
                assert (
                    headlines.ids(db, query, sort, limit=limit, after=first[-1]) == every[limit : 2 * limit]
                )
            hits = ranked.ranked_ids(db, query, limit=None)
            assert sorted(hits) == sorted(every), text
            assert len(ranked.ranked_ids(db, query, limit=limit)) == len(first), text


class Planned:
    """Plans of queries, which are noted."""

    def __init__(self) -> None:
        self.queries: list[Query] = []
        self._plan_of = headlines.plan_of

    def __call__(self, db: Database, query: Query) -> object:
        self.queries.append(query)
        return self._plan_of(db, query)


@pytest.mark.parametrize("sort", ["newest", "oldest", "feed"])
@pytest.mark.parametrize("few", [0, 2_000])
def test_read_articles_are_told_by_two_indexes_and_few_ones_looked_for(
    many: Database, monkeypatch: pytest.MonkeyPatch, sort: Sort, few: int
) -> None:
    """To pass all that are unread between a few read ones would take half a second of a million."""
    monkeypatch.setattr(query_plan, "FEW_READ", few)
    monkeypatch.setattr(beginnings, "SMALL", 0)
    (scan,) = headlines.plan_of(many, Query(read=True)).scans
    assert (scan.source == index_scan.GIVEN) is (few > 0) is (scan.without is None)
    order = {
        "newest": "sort_at DESC, id DESC",
        "oldest": "sort_at, id",
        "feed": "feed, sort_at DESC, id DESC",
    }
    sql = f"SELECT id, sort_at FROM article WHERE read = 1 AND {{}} ORDER BY {order[sort]}"
    read = rows(many, sql.format("1"))
    for query, expected in (
        (Query(read=True), read),
        (Query(read=True, highlighted=False), read),
        (Query(read=True, starred=False, not_tags=("none",)), read),
        (Query(read=True, feeds=(2,)), rows(many, sql.format("feed = 2"))),
        (Query(read=True, not_feeds=(2,)), rows(many, sql.format("feed = 1"))),
    ):
        first = headlines.ids(many, query, sort, limit=9)
        assert first == expected[:9]
        assert [*first, *headlines.ids(many, query, sort, after=first[-1])] == expected


def test_where_nothing_is_read_nothing_is_looked_for(many: Database) -> None:
    assert headlines.plan_of(many, Query(read=True)).scans
    marks.undo(many, now=NOW)
    assert not headlines.plan_of(many, Query(read=True)).scans
    assert headlines.ids(many, Query(read=True)) == []


@pytest.mark.parametrize("sort", ["newest", "oldest", "feed"])
def test_the_articles_of_a_site_are_those_of_its_feeds_and_those_that_name_it(
    many: Database, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    """No other article is looked at, as nearly all of a million would be in vain."""
    many.execute("UPDATE feed SET name = 'Harbour Post' WHERE id = 2")
    answer(many, 1, [parsed(one, site="Harbour", text="ferry") for one in range(500, 520)])
    for more in ({}, {"read": True}, {"read": False}):
        query = Query(terms=(Term("harbour", field="site"),), **more)  # type: ignore[arg-type]
        few = headlines.ids(many, query, sort)
        assert {scan.source for scan in headlines.plan_of(many, query).scans} != {index_scan.GIVEN}
        assert not [scan for scan in headlines.plan_of(many, query).scans if "_newest" in scan.source]
        for most in (("MOST_OF_SITES",), ("MOST_SITES",), ("MOST_SITES", "MOST_OF_SITES")):
            for limit in most:
                monkeypatch.setattr(conditions, limit, 0)
            assert headlines.ids(many, query, sort) == few != []
            monkeypatch.undo()
    nowhere = (Term("nowhere", field="site"),)
    for narrow in (
        {},
        {"starred": True},
        {"saved": True},
        {"feeds": (1,)},
        {"read": True},
        {"tags": ("often",)},
    ):
        assert not headlines.ids(many, Query(terms=nowhere, **narrow), sort)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["site:harbour", "-site:harbour", "site:har ferry", "site:nowhere"])
def test_a_site_is_not_looked_for_among_words(db: Database, text: str) -> None:
    """The index would pass all articles that have such a word, to find that few have it as a site."""
    scattered(db, random.Random(1))
    asked: list[str] = []

    def note(cursor: object, sql: str, values: object) -> bool:
        asked.extend(repr(values) for _ in range(sql.count("MATCH")))
        return True

    db.exec_trace = note
    query = parse_query(text, feeds=feeds.feeds(db), now=NOW)
    assert bool(headlines.ids(db, query, limit=5)) is ("nowhere" not in text)
    assert not [values for values in asked if "site" in values]


@pytest.mark.parametrize(("read", "index"), [(None, "article_feed"), (False, "article_unread_feed")])
def test_by_feed_no_article_is_read_of_the_many_that_have_a_word(
    many: Database, monkeypatch: pytest.MonkeyPatch, read: bool | None, index: str
) -> None:
    """To look up each of 100,000 to learn its feed takes a second."""
    monkeypatch.setattr(query_plan, "MANY", 5)
    query = Query(terms=(Term("ferry", phrase=True),), read=read)
    (scan,) = headlines.plan_of(many, query).scans
    sql, values = scan.with_feeds()
    steps = [step for *_, step in rows(many, f"EXPLAIN QUERY PLAN {sql}", values)]
    assert [step for step in steps if f"USING COVERING INDEX {index}" in step]
    assert len(rows(many, sql, values)) == len(headlines.ids(many, query))
