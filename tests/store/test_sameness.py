"""What makes two articles one and the same, and what must not. Pure."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import DAY
from reader.store.duplicates.rules import Face, at_odds, opening, partners, plain_title, same_opening, united
from reader.urls.canonical import canonical
from tests.store.making import NOW

SAME = [
    ("https://news.example/ferry", "http://www.news.example/ferry/"),
    ("https://news.example/ferry", "https://NEWS.example:443/ferry#comments"),
    ("https://news.example/ferry", "  https://m.news.example/ferry?utm_source=rss&utm_medium=feed "),
    ("https://news.example/ferry", "https://amp.news.example/ferry/amp/"),
    ("https://news.example/ferry", "https://news.example/ferry?amp=1"),
    ("https://news.example/ferry", "https://reader:secret@news.example/ferry"),
    ("https://news.example/ferry", "https://news.example./ferry?at_medium=RSS&at_campaign=KARANGA"),
    ("https://news.example/ferry", "https://news.example/ferry?fbclid=x1&gclid=y2&mc_cid=z3&mc_eid=w4"),
    (
        "https://news.example/ferry",
        "https://news.example/ferry?ref=front&CMP=share_btn&ns_mchannel=rss&_hsenc=q",
    ),
    ("https://news.example/a?id=7&page=2", "https://news.example/a?page=2&utm_term=&id=7&"),
    ("https://news.example/a?id=7&page=2", "https://news.example/a?id=7&amp;page=2"),
    ("https://news.example/caf%C3%A9", "https://news.example/café"),
    ("https://news.example/?p=12", "http://news.example/?p=12&source=rss"),
]

DIFFERENT = [
    ("https://news.example/ferry", "https://news.example/Ferry"),
    ("https://news.example/ferry", "https://news.example/ferry/2"),
    ("https://news.example/ferry", "https://other.example/ferry"),
    ("https://news.example/ferry", "https://news.example:8080/ferry"),
    ("https://news.example/ferry", "https://evil.example/?https://news.example/ferry"),
    ("https://news.example/ferry", "https://news.example@evil.example/ferry"),
    ("https://news.example/a?id=7", "https://news.example/a?id=8"),
    ("https://news.example/a?id=7", "https://news.example/a"),
    ("https://news.example/a?source=wire", "https://news.example/a?source=desk"),
    ("https://news.example/a%2Fb", "https://news.example/a/b"),
    ("https://news.example/app#/story/1", "https://news.example/app#/story/2"),
    ("https://www.example/x", "https://m.example/x"),
]

NOWHERE = [
    None,
    "",
    "https://news.example",
    "https://www.news.example/?utm_source=rss",
    "https://news.example/index.html",
    "https:///ferry",
    "mailto:desk@news.example",
    "urn:uuid:1",
    "javascript://news.example/%0aalert(1)",
    "/ferry",
    "ferry",
    "https://",
    "https://[::1/ferry"[:8],
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_forms_of_one_address(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) is not None


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_addresses(one: str, other: str) -> None:
    assert None is not canonical(one) != canonical(other) is not None


@pytest.mark.parametrize("link", NOWHERE)
def test_what_leads_to_no_article(link: str | None) -> None:
    assert canonical(link) is None


@given(st.text(max_size=40))
def test_any_text_may_stand_for_an_address(text: str) -> None:
    canonical(text)
    assert canonical(f"https://{text}") != ""


@given(st.text(alphabet="ab/.%2F-é@:=&+", max_size=20))
def test_what_is_appended_to_a_link_never_makes_it_another(path: str) -> None:
    link = f"https://news.example/x{path}"
    assert canonical(link) == canonical(f"http://m.news.example:80/x{path}?utm_source=feed#top")


WORDS = "the last ferry of the evening left without its captain who had stayed ashore to look for a hat"


def face(article: int, feed: int, link: str | None = None, title: str = "", day: float | None = 0) -> Face:
    published = None if day is None else NOW + int(day * DAY)
    return Face(article, feed, canonical(link), plain_title(title), published)


def found(one: Face, *others: Face, texts: dict[int, str] | None = None) -> list[int]:
    def opening_of(article: int) -> Sequence[str]:
        return opening((texts or {}).get(article, WORDS))

    return partners(one, others, opening_of)


FERRY = "https://news.example/ferry"
TITLE = "The ferry that left alone"


def test_the_same_link_is_enough() -> None:
    one, other = face(1, 1, FERRY, "A title"), face(2, 2, f"{FERRY}?utm_source=x", "Quite another", 90)
    assert found(one, other, texts={1: "", 2: "Something else"}) == [2]


def test_title_and_first_words_are_enough() -> None:
    assert found(face(1, 1, None, TITLE), face(2, 2, FERRY, f"  “{TITLE.upper()}”")) == [2]
    assert found(face(1, 1, "https://a.example/1", TITLE), face(2, 2, FERRY, TITLE)) == [2]


LOOKALIKES = {
    "another title": (face(2, 2, None, "The ferry that came back"), WORDS),
    "another text": (face(2, 2, None, TITLE), WORDS.replace("ferry", "train")),
    "no text": (face(2, 2, None, TITLE), ""),
    "a text too short to tell": (face(2, 2, None, TITLE), " ".join(WORDS.split()[:10])),
    "another page of the same site": (face(2, 2, "https://news.example/ferry-2", TITLE), WORDS),
    "another week": (face(2, 2, None, TITLE, day=7), WORDS),
    "the same feed": (face(2, 1, None, TITLE), WORDS),
    "the same link in the same feed": (face(2, 1, FERRY, TITLE), WORDS),
}


@pytest.mark.parametrize("name", LOOKALIKES)
def test_what_only_looks_alike(name: str) -> None:
    other, text = LOOKALIKES[name]
    assert found(face(1, 1, FERRY, TITLE), other, texts={1: WORDS, 2: text}) == []


@pytest.mark.parametrize("title", ["", "Links", "Hi", "A b c", "…", "№ 7"])
def test_a_title_that_tells_nothing(title: str) -> None:
    assert found(face(1, 1, None, title), face(2, 2, None, title)) == []


def test_a_summary_that_is_cut_in_a_word_is_the_beginning_of_the_text() -> None:
    cut = WORDS[: WORDS.index("captain") + 40].rsplit(" ", 1)[0][:-2] + "…"
    assert same_opening(opening(WORDS * 3), opening(cut))
    assert not same_opening(opening(WORDS), opening(f"Read on: {cut}"))


def test_words_of_scripts_without_spaces_are_compared_too() -> None:
    text = "青岛的最后一班渡轮在傍晚离开了码头却没有等船长回来因为他在岸上找帽子"
    assert found(
        face(1, 1, None, "渡轮独自离开了港口"),
        face(2, 2, None, "渡轮独自离开了港口"),
        texts={1: text, 2: text},
    ) == [2]


def test_a_link_that_one_feed_has_for_several_articles_tells_nothing() -> None:
    one, other, more = face(1, 1, FERRY, "One"), face(2, 2, FERRY, "Two"), face(3, 2, FERRY, "Three")
    assert found(one, other, more) == []
    assert found(other, one, more) == []


def test_with_such_a_link_title_and_words_still_tell() -> None:
    one, other, more = (
        face(1, 1, FERRY, TITLE),
        face(2, 2, FERRY, TITLE),
        face(3, 2, FERRY, "Something else here"),
    )
    assert found(one, other, more) == [2]


def test_what_comes_again_in_a_feed_is_no_copy() -> None:
    thread = "Open thread for the weekend"
    of_day = [face(number, 2, None, thread, day=number) for number in (2, 3)]
    assert found(face(1, 1, None, thread), *of_day) == []
    assert found(of_day[0], face(1, 1, None, thread), of_day[1]) == []


def test_articles_of_one_feed_are_never_chained() -> None:
    one, saved, other = face(1, 1, FERRY, TITLE), face(2, 0), face(3, 1, "https://a.example/2")
    assert at_odds(one, other)
    assert united([[one], [saved, other]]) == [one]
    assert united([[one], [saved]]) == [one, saved]


def test_two_pages_of_one_site_are_never_chained() -> None:
    one, bridge, other = face(1, 1, FERRY), face(2, 2), face(3, 3, "https://news.example/tram")
    assert united([[one], [bridge], [other]]) == [one, bridge]


def test_two_saved_articles_stay_two() -> None:
    assert found(face(1, 0, FERRY, TITLE), face(2, 0, FERRY, TITLE)) == []


@given(st.text(), st.text())
def test_any_text_may_be_compared(title: str, text: str) -> None:
    assert found(face(1, 1, None, title), face(2, 2, None, title), texts={1: text, 2: text}) in ([], [2])
