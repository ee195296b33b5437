"""Addresses in their parts, damaged ones too."""

import pytest

from reader.urls.parts import front_page, hostname, joined, query_values, same_origin


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("http://a.example/x", "http://A.example/y", True),
        ("http://a.example/", "https://a.example/", False),
        ("http://a.example/", "http://a.example:8080/", False),
        ("http://[", "http://[", False),
        ("http://a.example:x/", "http://a.example:x/", False),
    ],
)
def test_the_same_origin(first: str, second: str, same: bool) -> None:
    assert same_origin(first, second) is same


def test_a_damaged_address_has_no_parts() -> None:
    assert hostname("http://[") == ""
    assert query_values("http://[", "a") == []
    assert joined("http://[", "/a") is None


def test_the_front_page_of_a_site() -> None:
    assert front_page("https://ann:pw@a.example:81/b/c?d#e") == "https://ann:pw@a.example:81/"
