"""Which addresses may be kept as links, and which may be opened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.urls.safe import is_openable, names_user, safe_url


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("https://a.example/x?y=%20#z", None, "https://a.example/x?y=%20#z"),
        ("HTTP://A.Example/X", None, "http://a.example/X"),
        ("/b", "https://a.example/c/d", "https://a.example/b"),
        ("//cdn.example/b", "https://a.example/", "https://cdn.example/b"),
        ("  https://a.example/b\n", None, "https://a.example/b"),
        ("https://a.example/ö b", None, "https://a.example/%C3%B6%20b"),
        ("https://a.example/\x1b]8;;\x07", None, "https://a.example/%1B]8;;%07"),
        ("https://a.example:8080/", None, "https://a.example:8080/"),
        ("http://[::1]/", None, "http://[::1]/"),
        ("https://u:p@a.example/", None, "https://u:p@a.example/"),
        ("https://аpple.example/", None, "https://xn--pple-43d.example/"),
        ("mailto:who@a.example", None, "mailto:who@a.example"),
        ("ht\ntps://a.example/", None, "https://a.example/"),
    ],
)
def test_addresses_that_may_be_opened(url: str, base: str | None, expected: str) -> None:
    assert safe_url(url, base) == expected


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "java\nscript:alert(1)", " javascript:x", "data:text/html,x", "vscode://x",
        "file:///etc/passwd", "ftp://a.example/", "-h", "--remote-debugging-port=9222", "%action--incognito",
        "//a.example/x", "http:", "http://", "http:///x", "http:a.example", "http:\\\\a.example", "relative",
        "http://a.example:x/", "http://[::1/", "http://a b/", "mailto:nobody", "", "   ",
        "https://a.example/" + "x" * 100_000,
    ],
)  # fmt: skip
def test_addresses_that_may_not(url: str) -> None:
    assert safe_url(url) is None


@given(st.text(max_size=60), st.sampled_from([None, "https://a.example/b/c", "http://[bad", ""]))
def test_an_address_is_absolute_ascii_and_stays_what_it_is(url: str, base: str | None) -> None:
    for candidate in (url, "http://" + url, "https://a.example/" + url):
        safe = safe_url(candidate, base)
        if safe is not None:
            assert safe.startswith(("http://", "https://", "mailto:"))
            assert safe.isascii()
            assert safe.isprintable()
            assert " " not in safe
            assert safe_url(safe) == safe


@pytest.mark.parametrize(
    "link",
    [
        None, "", "javascript:x", "file:///etc/passwd", "--incognito", "-h", "//example.org",
        "mailto:a@b.example", "vscode:x", "https://example.org/a b", "https://example.org/\x1b]0;x\x07",
        " https://example.org", "data:text/html,x", "--remote-debugging-port=9222", "%action--incognito",
        "http:\\\\x.example", "http://x.example\\@evil.example/", "http://u:p@evil.example/", "http://", "http:///x",
        "http://bank.example@evil.example", "https://example.org/\x9b2J", "https://example.org/\u202e",
        "https://\u0430pple.example/", "https://example.org/" + "x" * 100_000,
    ],
)  # fmt: skip
def test_only_web_addresses_are_opened(link: str | None) -> None:
    assert not is_openable(link)


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ("http://u:p@evil.example/", True),
        ("https:\\\\bank.example@evil.example", True),
        ("https://example.org/@joe", False),
        ("https://example.org?a@b", False),
    ],
)
def test_a_user_before_the_host_is_seen(link: str, named: bool) -> None:
    assert names_user(link) is named


def test_a_web_address_is_opened() -> None:
    assert is_openable("https://example.org/a?b=c&d=e")
    assert is_openable("http://[::1]:8080?x")
