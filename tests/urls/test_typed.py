"""What a person means by an address, and what `feed:` stands for in a list."""

import pytest

from reader.urls.typed import insecure_url, listed_url, typed_url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("example.org", "https://example.org"),
        ("example.org:8080/rss", "https://example.org:8080/rss"),
        ("localhost:8080/rss", "https://localhost:8080/rss"),
        ("http://example.org/a", "http://example.org/a"),
        ("feed:https://example.org/a", "https://example.org/a"),
        ("feed://example.org/a", "https://example.org/a"),
        ("  https://example.org  ", "https://example.org"),
        ("file:///etc/passwd", None),
        ("ftp://example.org/a", None),
        ("file://example.org/etc/passwd", None),
        ("javascript://example.org/%0aalert(1)", None),
        ("feed:file:///etc/passwd", None),
        ("/etc/passwd", None),
        ("./feed.xml", None),
        ("javascript:alert(1)", None),
        ("http://", None),
        ("http://example.org:99999/", None),
        ("http://[::1", None),
        ("two words", None),
        ("", None),
        ("word", None),
    ],
)
def test_the_address_that_a_person_means(text: str, url: str | None) -> None:
    assert typed_url(text) == url


@pytest.mark.parametrize(
    ("listed", "url"),
    [
        ("feed:https://example.org/a", "https://example.org/a"),
        ("feed://https://example.org/a", "https://example.org/a"),
        ("FEED://example.org/a", "http://example.org/a"),
        ("feed:example.org/a", "http://example.org/a"),
        ("example.org/a", "example.org/a"),
    ],
)
def test_feed_is_no_scheme_of_its_own(listed: str, url: str) -> None:
    assert listed_url(listed) == url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("example.org", "http://example.org"),
        (" feed:example.org:8080/rss", "http://example.org:8080/rss"),
        ("https://example.org", None),
        ("feed:https://example.org/a", None),
        ("http://example.org", None),
        ("word", None),
        ("javascript:alert(1)", None),
    ],
)
def test_http_is_asked_only_where_nobody_named_https(text: str, url: str | None) -> None:
    assert insecure_url(text) == url
