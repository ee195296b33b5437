"""What a request needs of an address."""

import pytest

from reader.urls.target import host_of, named_authority, same_origin, same_request, target


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("HTTP://Example.ORG:80", "http://example.org/"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/"),
        ("http://134744072/", "http://8.8.8.8/"),
        ("http://ann:pw@example.org/#part", "http://example.org/"),
        ("http://a_b.example/{x}|y?<z>", "http://a_b.example/%7Bx%7D%7Cy?%3Cz%3E"),
    ],
)
def test_a_url_in_the_form_that_is_asked(url: str, asked: str) -> None:
    assert target(url).url == asked


def test_a_password_is_not_in_what_is_printed() -> None:
    assert "YW5u" not in repr(target("http://ann:pw@example.org/"))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Example.ORG:8080/a", "example.org"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("http://2130706433/", "127.0.0.1"),
        ("javascript:alert(1)", ""),
        (None, ""),
    ],
)
def test_a_host_has_one_name_however_it_is_written(url: str | None, host: str) -> None:
    assert host_of(url) == host


def test_two_ways_to_write_one_request() -> None:
    assert same_request("HTTP://Example.org:80/a#b") == same_request("http://example.org/a")
    assert same_request("http://ann:pw@example.org/a") != same_request("http://example.org/a")
    assert same_request("no address") == "no address"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("http://a.example/x", "http://A.example/y", True),
        ("http://a.example/", "https://a.example/", False),
        ("http://a.example/", "http://a.example:80/", True),
        ("http://a.example/", "http://a.example:8080/", False),
        ("http://[", "http://[", False),
        ("http://a.example:x/", "http://a.example:x/", False),
    ],
)
def test_the_same_origin(first: str, second: str, same: bool) -> None:
    assert same_origin(first, second) is same


@pytest.mark.parametrize(
    ("name", "authority"),
    [("Example.org", "example.org"), ("bücher.example:443", "xn--bcher-kva.example:443"), ("a b", "a b")],
)
def test_a_host_that_a_setting_names(name: str, authority: str) -> None:
    assert named_authority(name) == authority
