"""What a query finds among articles in memory is what the store finds of them."""

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import Date, Feed, ParsedArticle, ParsedFeed
from reader.queries import parse_query
from reader.store.articles.ingest import New
from reader.store.changes import rule_work
from reader.store.database.connection import Database
from reader.store.feeds import responses
from reader.store.lists import arrived
from reader.store.lists.headlines import ids, newest_of_any, those_of
from reader.store.lists.matching import Arrivals, Sought, matcher_of
from tests.store.making import NOW, parsed, state, subscribe

WORDS = ("ferry", "Ferries", "harbour", "HARBOR", "café", "cafe", "C++", "c#", "c", "100%", "don't",
         "北京大学", "京大", "naïve", "ferry-boat", "→", "東京", "тест", "_under_", "x", "of")  # fmt: skip
FILTERS = (
    "is:read", "-is:read", "is:unread", "is:starred", "-is:starred", "is:saved", "-is:saved", "tag:a",
    "-tag:a",
    "folder:World", "folder:world/", "folder:Nowhere", "feed:2", "feed:harbour", "-feed:1", "-feed:harbour",
    "after:2025-10-07", "after:2025-10-08", "before:2025-10-08", "after:2025-10-06 before:2025-10-07",
    "after:3d", "before:1d", "site:gazette", "-site:gazette", "site:caf",
)  # fmt: skip
word = st.sampled_from(WORDS)
texts = st.lists(word, max_size=4).map(" ".join)
DAYS = NOW // 86_400
dates = st.one_of(
    st.builds(Date, st.integers(NOW - 400_000, NOW)),
    st.builds(Date, st.integers(DAYS - 4, DAYS).map(lambda day: day * 86_400), st.just("day")),
)
typed_word = st.sampled_from((*WORDS, "ferr", "harb", "caf", "北京"))
phrase = st.lists(word, min_size=1, max_size=2).map(lambda words: f'"{" ".join(words)}"')
field = st.sampled_from(("", "", "title:", "author:", "site:"))
sign = st.sampled_from(("", "", "-"))
piece = st.one_of(
    st.builds("{}{}{}".format, sign, field, st.one_of(typed_word, phrase)), st.sampled_from(FILTERS)
)
queries = st.lists(piece, min_size=1, max_size=2).map(" ".join)


@pytest.fixture(autouse=True)
def far_from_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def two_feeds(db: Database) -> Database:
    subscribe(db, "https://one.example.org/gazette", folder="World/Asia")
    subscribe(db, "https://harbour.example.org/feed", title="Harbour café")
    return db


def arrive(db: Database, feed: int, articles: list[ParsedArticle]) -> Arrivals:
    """The articles in memory, the moment they arrive."""
    found: list[Arrivals] = []

    def note(db: Database, feed: int, new: New) -> None:
        found.append(arrived.arrivals(db, feed, new))
        assert found[0].all, "their marks are read at once"

    responses.keep_response(
        db, state(db, feed), ParsedFeed(articles=tuple(articles)), now=NOW, newest=2, arrived=note
    )
    return found[0]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(texts, texts, texts, dates), min_size=3, max_size=6),
    st.lists(queries, min_size=20, max_size=40),
    st.sampled_from([1, 2]),
    st.booleans(),
)
def test_what_is_found_in_memory_is_what_the_store_finds(
    two_feeds: Database,
    articles: list[tuple[str, str, str, Date | None]],
    typed: list[str],
    feed: int,
    together: bool,
) -> None:
    db, start = two_feeds, next(NUMBERS)
    made = [
        parsed(start + n, title=title, text=text, author=author, published=date)
        for n, (title, text, author, date) in enumerate(articles)
    ]
    arrivals = arrive(db, feed, made)
    known: list[Feed] = rule_work.named_feeds(db)
    queries = {text: parse_query(text, feeds=known, now=NOW) for text in typed}
    if together:
        arrivals.sought = Sought(
            one.wanted[0].first.strip() for one in map(matcher_of, queries.values()) if one.wanted
        )
    for text, query in queries.items():
        stored = {id for id, _ in those_of(db, query, [one.marks.id for one in arrivals.all])}
        found = matcher_of(query).among(arrivals)
        assert {one.marks.id for one in found} == stored, text


NUMBERS = iter(range(0, 10**9, 100))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(texts, texts, dates), min_size=3, max_size=9),
    st.lists(queries, min_size=15, max_size=30),
)
def test_the_newest_of_some_queries_are_the_first_of_all(
    two_feeds: Database, articles: list[tuple[str, str, Date]], typed: list[str]
) -> None:
    db, start = two_feeds, next(NUMBERS)
    made = [
        parsed(start + n, title=title, text=text, published=date)
        for n, (title, text, date) in enumerate(articles)
    ]
    arrive(db, 1 + start // 100 % 2, made)
    known = rule_work.named_feeds(db)
    for two in pairwise(typed):
        some = [parse_query(text, feeds=known, now=NOW) for text in two]
        found = sorted({pair for query in some for pair in ids(db, query)}, key=lambda pair: pair[::-1])[::-1]
        assert newest_of_any(db, some, 10_000) == found, two
        assert newest_of_any(db, some, 3) == found[:3], two
