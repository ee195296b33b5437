"""User and password in an address."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.urls.credentials import (
    authorization_of,
    hide_secrets,
    hide_secrets_in,
    secrets_of,
    with_credentials,
    without_credentials,
)


def test_the_password_of_an_address_is_decoded() -> None:
    assert authorization_of("ann", "p%40w") == "Basic YW5uOnBAdw=="
    assert authorization_of("ann", None) == "Basic YW5uOg=="
    assert authorization_of(None, None) is None


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        ("https://example.org/new", "https://ann:pw@example.org/new"),
        ("https://bob:x@example.org/new", "https://bob:x@example.org/new"),
        ("https://other.example/new", "https://other.example/new"),
        ("https://example.org/new?a=b&token=***", "https://ann:pw@example.org/new?a=b&token=t0ken"),
        ("https://other.example/new?token=***", "https://other.example/new?token=***"),
    ],
)
def test_a_password_stays_with_its_host(new: str, kept: str) -> None:
    assert with_credentials("https://ann:pw@example.org/old?token=t0ken", new) == kept


def test_a_message_shows_no_password() -> None:
    assert without_credentials("odd://ann:p@w@example.org/a") == "odd://example.org/a"
    assert without_credentials("https://example.org//@ann/a@b") == "https://example.org//@ann/a@b"
    assert without_credentials("example.org/a@b") == "example.org/a@b"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/a?b=c&author=x&keyword=y#z", "https://example.org/a?b=c&author=x&keyword=y#z"),
        ("https://h.example/?token=1&a=b;key=2#auth=3", "https://h.example/?token=***&a=b;key=***#auth=***"),
        ("https://h.example/?API-Key=1&X-Amz-Signature=2", "https://h.example/?API-Key=***&X-Amz-Signature=***"),
        ("https://h.example/?passkey=1&pw=2&sid=3", "https://h.example/?passkey=***&pw=***&sid=***"),
        ("https://h.example/?%74oken=1", "https://h.example/?%74oken=***"),
        ("https://h.example/?u=https%3A%2F%2Fx.example%2F%3Ftoken%3D1", "https://h.example/?u=***"),
        ("https://h.example/https://joe:s3cret@x.example/", "https://h.example/https://x.example/"),
        ("joe:s3cret@h.example/", "h.example/"),
        ("http://joe:s3/c?r#et@h.example/", "http://h.example/"),
        ("http://joe:s3 cret@h.example/", "http://h.example/"),
        ("http:\\\\joe:s3cret@h.example", "http:\\\\h.example"),
        ("https://[::1]:80/a@b", "https://[::1]:80/a@b"),
        ("https://h.example:8080/a@b", "https://h.example:8080/a@b"),
        ("mailto:joe@h.example", "mailto:joe@h.example"),
    ],
)  # fmt: skip
def test_secrets_are_hidden_and_nothing_else(address: str, shown: str) -> None:
    assert hide_secrets(address) == shown
    assert hide_secrets(shown) == shown


def test_secrets_are_hidden_in_a_sentence() -> None:
    text = (
        "a: http://joe:s3cret@h.example/?key=1: failed ('https://x.example/?sig=2'), "
        "see joe:s3cret@y.example/ at 12:30 "
        "or 'http://joe:s3 cret@z.example', http://z.example: ask joe@z.example"
    )
    assert hide_secrets_in(text) == (
        "a: http://h.example/?key=***: failed ('https://x.example/?sig=***'), see y.example/ at 12:30 "
        "or 'http://z.example', http://z.example: ask joe@z.example"
    )


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_may_be_asked_for_its_secrets(before: str, after: str) -> None:
    for text in (
        before,
        f"http://{before}@h.example/{after}",
        f"https://h.example/?token={before}&a={after}",
    ):
        shown = hide_secrets(text)
        assert hide_secrets(shown) == shown
        hide_secrets_in(text)
        secrets_of(text)


def test_what_is_hidden_is_known() -> None:
    assert secrets_of("https://ann:p%40w@h.example/?key=k1&a=b") == {"p%40w", "p@w", "k1"}
    assert secrets_of("https://h.example/@joe?a=b") == frozenset()


LONG = 200_000
"""Characters of a text for which the square of its length would take many minutes."""


@pytest.mark.parametrize(
    "text",
    [
        "x" * LONG + ":",
        "a." * (LONG // 2) + ":",
        "@ " + "a:/b:c " * (LONG // 7),
        "@ a:/" + "b:" * (LONG // 2),
        "@//" + "a:" * (LONG // 2),
        "x:1/" * (LONG // 4) + "@",
        "?" + "key=" * (LONG // 4),
        "http://a.example/?a=" * (LONG // 20),
        "http:/" + "!" * LONG,
    ],
    ids=lambda text: text[:7],
)
def test_a_long_text_is_hidden_in_little_time(text: str) -> None:
    began = time.process_time()
    hide_secrets_in(text)
    hide_secrets(text)
    secrets_of(text)
    assert time.process_time() - began < 20


def test_addresses_without_end_inside_each_other_hide_what_is_deepest() -> None:
    deep = "http://h.example/?u=" * 500 + "http://joe:s3cret@h.example/"
    assert hide_secrets(deep) == "http://h.example/?u=***"
    assert hide_secrets_in(f"see {deep} there") == "see http://h.example/?u=*** there"
    shallow = "http://h.example/?u=http://i.example/?v=http://j.example/"
    assert hide_secrets(shallow) == shallow
