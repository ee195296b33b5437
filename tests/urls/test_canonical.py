"""Which addresses lead to the same page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.urls.canonical import canonical, same_address

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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://Example.org/a", "https://example.org/a/"),
        ("https://www.example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org:443/a?b=1&fbclid=zz", "https://example.org/a?b=1"),
        ("https://example.org/", "http://example.org"),
    ],
)
def test_addresses_that_are_the_same(one: str, other: str) -> None:
    assert same_address(one) == same_address(other)


@pytest.mark.parametrize("odd", ["", "a", "https://", "http://[", "https://[::1", "urn:x:y", "http://a:b:c/"])
def test_odd_addresses_do_no_harm(odd: str) -> None:
    assert isinstance(same_address(odd), str)


@given(
    st.from_regex(
        r"https?://(www\.)?[a-z0-9.-]{1,9}(:(80|443|8\d))?([/?#][!-~]{0,9}(utm_a=b&?)?/?)?", fullmatch=True
    )
)
def test_a_plain_address_is_the_same_as_any_other(address: str) -> None:
    assert same_address(address) == same_address(f" {address}"), "a blank makes it an unusual one"
