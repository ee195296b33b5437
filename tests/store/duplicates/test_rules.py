"""What makes two articles one and the same, and what must not. Pure."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import DAY
from reader.store.duplicates.rules import (
    Fingerprint,
    compatible,
    conflicting,
    find_duplicates,
    opening,
    plain_title,
    same_opening,
)
from reader.urls.canonical import canonical
from tests.store.making import NOW

WORDS = "the last ferry of the evening left without its captain who had stayed ashore to look for a hat"


def article(
    number: int, feed: int, link: str | None = None, title: str = "", day: float | None = 0
) -> Fingerprint:
    published = None if day is None else NOW + int(day * DAY)
    return Fingerprint(number, feed, canonical(link), plain_title(title), published)


def found(one: Fingerprint, *others: Fingerprint, texts: dict[int, str] | None = None) -> list[int]:
    def opening_of(article: int) -> Sequence[str]:
        return opening((texts or {}).get(article, WORDS))

    return find_duplicates(one, others, opening_of)


FERRY = "https://news.example/ferry"
TITLE = "The ferry that left alone"


def test_the_same_link_is_enough() -> None:
    one, other = (
        article(1, 1, FERRY, "A title"),
        article(2, 2, f"{FERRY}?utm_source=x", "Quite another", 90),
    )
    assert found(one, other, texts={1: "", 2: "Something else"}) == [2]


def test_title_and_first_words_are_enough() -> None:
    assert found(article(1, 1, None, TITLE), article(2, 2, FERRY, f"  “{TITLE.upper()}”")) == [2]
    assert found(article(1, 1, "https://a.example/1", TITLE), article(2, 2, FERRY, TITLE)) == [2]


LOOKALIKES = {
    "another title": (article(2, 2, None, "The ferry that came back"), WORDS),
    "another text": (article(2, 2, None, TITLE), WORDS.replace("ferry", "train")),
    "no text": (article(2, 2, None, TITLE), ""),
    "a text too short to tell": (article(2, 2, None, TITLE), " ".join(WORDS.split()[:10])),
    "another page of the same site": (article(2, 2, "https://news.example/ferry-2", TITLE), WORDS),
    "another week": (article(2, 2, None, TITLE, day=7), WORDS),
    "the same feed": (article(2, 1, None, TITLE), WORDS),
    "the same link in the same feed": (article(2, 1, FERRY, TITLE), WORDS),
}


@pytest.mark.parametrize("name", LOOKALIKES)
def test_what_only_looks_alike(name: str) -> None:
    other, text = LOOKALIKES[name]
    assert found(article(1, 1, FERRY, TITLE), other, texts={1: WORDS, 2: text}) == []


@pytest.mark.parametrize("title", ["", "Links", "Hi", "A b c", "…", "№ 7"])
def test_a_title_that_tells_nothing(title: str) -> None:
    assert found(article(1, 1, None, title), article(2, 2, None, title)) == []


def test_a_summary_that_is_cut_in_a_word_is_the_beginning_of_the_text() -> None:
    cut = WORDS[: WORDS.index("captain") + 40].rsplit(" ", 1)[0][:-2] + "…"
    assert same_opening(opening(WORDS * 3), opening(cut))
    assert not same_opening(opening(WORDS), opening(f"Read on: {cut}"))


def test_words_of_scripts_without_spaces_are_compared_too() -> None:
    text = "青岛的最后一班渡轮在傍晚离开了码头却没有等船长回来因为他在岸上找帽子"
    assert found(
        article(1, 1, None, "渡轮独自离开了港口"),
        article(2, 2, None, "渡轮独自离开了港口"),
        texts={1: text, 2: text},
    ) == [2]


def test_a_link_that_one_feed_has_for_several_articles_tells_nothing() -> None:
    one, other, more = (
        article(1, 1, FERRY, "One"),
        article(2, 2, FERRY, "Two"),
        article(3, 2, FERRY, "Three"),
    )
    assert found(one, other, more) == []
    assert found(other, one, more) == []


def test_with_such_a_link_title_and_words_still_tell() -> None:
    one, other, more = (
        article(1, 1, FERRY, TITLE),
        article(2, 2, FERRY, TITLE),
        article(3, 2, FERRY, "Something else here"),
    )
    assert found(one, other, more) == [2]


def test_what_comes_again_in_a_feed_is_no_copy() -> None:
    thread = "Open thread for the weekend"
    of_day = [article(number, 2, None, thread, day=number) for number in (2, 3)]
    assert found(article(1, 1, None, thread), *of_day) == []
    assert found(of_day[0], article(1, 1, None, thread), of_day[1]) == []


def test_articles_of_one_feed_are_never_chained() -> None:
    one, saved, other = (
        article(1, 1, FERRY, TITLE),
        article(2, 0),
        article(3, 1, "https://a.example/2"),
    )
    assert conflicting(one, other)
    assert compatible([[one], [saved, other]]) == [one]
    assert compatible([[one], [saved]]) == [one, saved]


def test_two_pages_of_one_site_are_never_chained() -> None:
    one, bridge, other = (
        article(1, 1, FERRY),
        article(2, 2),
        article(3, 3, "https://news.example/tram"),
    )
    assert compatible([[one], [bridge], [other]]) == [one, bridge]


def test_two_saved_articles_stay_two() -> None:
    assert found(article(1, 0, FERRY, TITLE), article(2, 0, FERRY, TITLE)) == []


@given(st.text(), st.text())
def test_any_text_may_be_compared(title: str, text: str) -> None:
    assert found(article(1, 1, None, title), article(2, 2, None, title), texts={1: text, 2: text}) in (
        [],
        [2],
    )
