"""What is typed reaches the search as words, never as a language of its own."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.library.library import Library
from reader.model import ParsedArticle
from reader.queries import parse_query
from reader.store.articles.saving import save_article
from reader.store.database.connection import transaction
from reader.store.lists.headlines import ids
from reader.store.search.ranked import search

TITLE = "Ferries in C++ aren't 100% done"

PIECES = st.sampled_from([
    '"', "NEAR(", "NEAR(a b, 2)", "*", "-x", "title:x", "C++", "it's", "%", "_", "^a", "a*", "AND", "OR",
    "NOT", "(", ")", "{a b}:c", "body : x", ";", "--", "'", "';DROP TABLE article;--", "\0", "\\", "feed:%",
    "is:", "tag:'",
])  # fmt: skip


@pytest.fixture
def stocked(library: Library) -> Library:
    with transaction(library.db):
        save_article(library.db, ParsedArticle(title=TITLE, link="https://e.example/1", text="boats"), now=1)
    return library


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES | st.text(max_size=8), max_size=6))
def test_no_text_is_an_error_or_changes_anything(stocked: Library, pieces: list[str]) -> None:
    query = parse_query(" ".join(pieces), feeds=[], now=stocked.clock())
    found = {identity for identity, _ in ids(stocked.db, query)}
    assert {hit.headline.id for hit in search(stocked.db, query, limit=None)} <= found | {1}
    assert stocked.db.execute("SELECT title FROM article").fetchall() == [(TITLE,)]


@pytest.mark.parametrize(
    ("text", "found"),
    [("C++", True), ("aren't", True), ("100%", True), ("f_rries", False), ("x OR boats", False)],
)
def test_signs_are_signs(stocked: Library, text: str, found: bool) -> None:
    query = parse_query(text, feeds=[], now=stocked.clock())
    assert bool(ids(stocked.db, query)) == found
