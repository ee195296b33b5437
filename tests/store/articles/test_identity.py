"""Which entry is which article: the table of all that feeds do to their ids."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.model import Date, ParsedArticle
from reader.store.articles.identity import (
    PURGED,
    SHARED,
    Decision,
    Known,
    Purged,
    Shared,
    decide,
    number,
    shared_keys,
    text_hash,
)


class Memory:
    """What a store would remember of one feed."""

    def __init__(self) -> None:
        self.keys: dict[int, Known | Purged | Shared] = {}
        self.articles: dict[int, ParsedArticle] = {}

    def lookup(self, keys: Sequence[int]) -> Mapping[int, Known | Purged | Shared]:
        return {key: self.keys[key] for key in keys if key in self.keys}

    def poll(self, *entries: ParsedArticle) -> list[Decision]:
        """Reads a document, and remembers what it held."""
        decisions = decide(entries, self.lookup)
        for decision in decisions:
            article = decision.article or len(self.articles) + 1
            kept = decision.entry.parsed
            date = kept.published.at if kept.published else None
            self.articles[article] = kept
            for key in decision.keys:
                self.keys[key] = Known(article, kept.title, decision.entry.text_hash, date)
        for key in shared_keys(decisions):
            self.keys[key] = SHARED
        return decisions

    def texts(self) -> list[str]:
        return sorted(article.text for article in self.articles.values())


def entry(
    key: str | None, title: str = "", text: str = "", link: str | None = None, at: int | None = None
) -> ParsedArticle:
    return ParsedArticle(
        key=key, title=title, text=text or title, link=link, published=None if at is None else Date(at)
    )


A = entry("a", "Ferries", "About ferries", "https://example.org/a", 100)
B = entry("b", "Trains", "About trains", "https://example.org/b", 200)

SAME = [
    ("the same again", A, A),
    ("another title", A, replace(A, title="Ferries, corrected")),
    ("another text", A, replace(A, text="More about ferries")),
    ("all but its id is another", A, entry("a", "Boats", "About boats", "https://example.org/boats", 900)),
    (
        "id: http becomes https",
        replace(A, key="http://example.org/?p=1"),
        replace(A, key="https://example.org/?p=1"),
    ),
    ("id: white space around it", A, replace(A, key=" a\n")),
    (
        "id: its host has another name",
        replace(A, key="https://a.org/1"),
        replace(A, key="https://www2.b.net/1"),
    ),
    ("another id, same link, title and date", A, replace(A, key="x-17")),
    ("another id, and the date was dropped", A, replace(A, key="x-17", published=None)),
    ("another id and date, same text", A, replace(A, key="x-17", published=Date(999))),
    ("no id: same link", replace(A, key=None), replace(A, key=None, title="Boats")),
    (
        "no id: link http becomes https",
        replace(A, key=None, link="http://example.org/a"),
        replace(A, key=None),
    ),
    (
        "no id: tracking in the link",
        replace(A, key=None),
        replace(A, key=None, link=f"{A.link}?utm_source=rss"),
    ),
    ("its link becomes its id", replace(A, key=None), replace(A, key="https://example.org/a")),
    ("no id, no link: title and date", entry(None, "Ferries", at=5), entry(None, "Ferries", "Longer", at=5)),
    ("no id, no link, no date: the title", entry(None, "Ferries"), entry(None, "Ferries", "Longer")),
    ("only a text", entry(None, text="A note"), entry(None, text="A note")),
]

OTHER = [
    ("another id", A, B),
    ("another id and date, same link and title", A, replace(A, key="x", published=Date(9), text="Other day")),
    ("no id: another link", replace(A, key=None), replace(B, key=None)),
    ("no id, no link: another date", entry(None, "Ferries", at=5), entry(None, "Ferries", at=6)),
    ("no id, no link: another title", entry(None, "Ferries", at=5), entry(None, "Trains", at=5)),
    ("link differs in its query", replace(A, key=None, link="https://x.org/?p=1"), replace(A, key=None, link="https://x.org/?p=2")),
    ("no titles, one link for all", entry("a", "", "One", "https://x.org/"), entry("b", "", "Two", "https://x.org/")),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_is_known_again_in_a_later_poll(first: ParsedArticle, second: ParsedArticle) -> None:
    memory = Memory()
    memory.poll(first, B)
    (decision, _) = memory.poll(second, B)
    assert decision.article == 1


@pytest.mark.parametrize(("first", "second"), [row[1:] for row in OTHER], ids=[row[0] for row in OTHER])
def test_is_another_article(first: ParsedArticle, second: ParsedArticle) -> None:
    memory = Memory()
    memory.poll(first)
    (decision,) = memory.poll(second)
    assert decision.article is None


def test_order_does_not_matter_over_ten_polls() -> None:
    memory = Memory()
    entries = [
        entry(None, f"Title {n}", link=f"https://x.org/{n}" if n % 2 else None, at=n) for n in range(8)
    ]
    for turn in range(10):
        memory.poll(*entries[turn % 8 :], *entries[: turn % 8])
    assert len(memory.articles) == 8


@pytest.mark.parametrize("other", [replace(A, title="Ferries, later"), replace(A, text="More about ferries")])
def test_one_id_twice_with_one_title_or_text_is_one_article_and_the_later_wins(other: ParsedArticle) -> None:
    assert [made.entry.parsed for made in Memory().poll(A, other)] == [other]


def test_the_later_of_two_versions_is_told_by_their_dates_first() -> None:
    newer, older = replace(A, updated=Date(500), text="New"), replace(A, updated=Date(300), text="Old")
    for entries in ((newer, older), (older, newer)):
        assert [made.entry.parsed.text for made in Memory().poll(*entries)] == ["New"]


def test_one_id_for_different_articles_keeps_each_and_stays_stable() -> None:
    memory = Memory()
    entries = [entry("always-the-same", f"News {n}", f"Text {n}", at=n) for n in range(4)]
    memory.poll(*entries)
    memory.poll(*reversed(entries))
    memory.poll(*entries[1:3])
    assert memory.texts() == ["Text 0", "Text 1", "Text 2", "Text 3"]


def test_untitled_notes_with_one_id_are_told_apart_by_their_text() -> None:
    first, second = replace(A, title="", text="Good morning"), replace(A, title="", text="Good night")
    assert len({decision.keys[0] for decision in decide([first, second], lambda _: {})}) == 2


def test_an_id_that_turns_out_to_be_shared_keeps_the_first_article() -> None:
    memory = Memory()
    first, second = (entry("same", f"News {n}", f"Text {n}", at=n) for n in (1, 2))
    memory.poll(first)
    memory.poll(second, first)
    memory.poll(second)
    memory.poll(first)
    assert memory.texts() == ["Text 1", "Text 2"]


def test_articles_of_a_shared_id_come_one_by_one() -> None:
    memory = Memory()
    entries = [entry("same", f"News {n}", f"Text {n}", at=n) for n in range(3)]
    memory.poll(entries[0], entries[1])
    memory.poll(entries[2])
    assert memory.texts() == ["Text 0", "Text 1", "Text 2"]


def test_same_link_and_title_in_one_document_are_two_articles() -> None:
    memory = Memory()
    twins = (replace(A, key="1", text="One"), replace(A, key="2", text="Two"))
    for _ in range(3):
        memory.poll(*twins)
    assert memory.texts() == ["One", "Two"]


def test_a_changed_id_does_not_take_an_article_that_is_still_there() -> None:
    memory = Memory()
    memory.poll(A)
    memory.poll(A, replace(A, key="new", text="Another one"))
    assert memory.texts() == ["About ferries", "Another one"]


def test_a_changed_id_is_known_from_then_on() -> None:
    memory = Memory()
    memory.poll(A)
    memory.poll(replace(A, key="new"))
    memory.poll(replace(A, key="new", title="Boats", link="https://example.org/elsewhere"))
    assert len(memory.articles) == 1


def test_an_article_under_two_ids_is_decided_once() -> None:
    memory = Memory()
    memory.poll(A)
    memory.poll(replace(A, key="new"))
    assert [made.article for made in memory.poll(A, replace(A, key="new", text="Twice"))] == [1]


def test_purged_articles_do_not_come_back() -> None:
    memory = Memory()
    memory.poll(A)
    memory.keys = dict.fromkeys(memory.keys, PURGED)
    assert memory.poll(A) == []
    assert memory.poll(replace(A, key="new")) == []


@given(st.text(max_size=60) | st.text(alphabet="aB ẞßİı\u00a0\u2028\x1cΣς’\ud800", max_size=12))
def test_a_texts_hash_is_that_of_its_letters(text: str) -> None:
    assert text_hash(text) == number("".join(text.split()).casefold()), "libraries keep it: it never changes"
